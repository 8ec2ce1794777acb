"""Writes the JSON Schemas in docs/schema/, of a CleanPage and of a rule pack; with --check it only says whether they are current.

Fields of a CleanPage that go to files of their own are no part of the JSON line (see `harness.page_files.page_record`). What
the model's docstrings say of a field is its description.
"""

import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

from made_file import write_or_check
from pydantic import ConfigDict, TypeAdapter

from harness import model
from harness.page_files import OFF_THE_LINE
from harness.rules.pack import PackFile
from harness.rules.vocabulary import FEATURES, LISTS

FOLDER = Path(__file__).parent.parent / "docs" / "schema"
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of pages.jsonl."""
    for noun in vars(model).values():
        if isinstance(noun, type) and dataclasses.is_dataclass(noun):
            noun.__pydantic_config__ = ConfigDict(use_attribute_docstrings=True)  # type: ignore[attr-defined]
    made = TypeAdapter(model.CleanPage).json_schema(mode="serialization")
    made = {"$schema": DRAFT, **made, "title": "CleanPage"}
    for name in OFF_THE_LINE:
        made["properties"].pop(name)
    made["$defs"]["Shot"]["properties"].pop("data")
    made["properties"]["schema_version"]["const"] = model.SCHEMA_VERSION
    for part in (made, *made["$defs"].values()):
        part["additionalProperties"] = False
        part["required"] = sorted(part["properties"])
        for field in part["properties"].values():
            field.pop("title", None)  # the field's own name in other letters
            field.pop("default", None)  # every field is always there
    return made


def pack_schema() -> dict[str, Any]:
    """The JSON Schema of a rule pack, for editors: the keys, the kinds, the features by name."""
    made = PackFile.model_json_schema()
    for part in made.get("$defs", {}).values():
        features = part.get("properties", {}).get("features")
        if features:
            features["propertyNames"] = {"enum": sorted(FEATURES)}
    made["properties"]["lists"]["propertyNames"] = {"enum": sorted(LISTS)}
    return {"$schema": DRAFT, **made, "title": "Rule pack"}


def main() -> int:
    """0 where both are current, or were written."""
    files = {"clean-page.schema.json": (schema(), "the model"), "rule-pack.schema.json": (pack_schema(), "the rules")}
    return max(
        write_or_check(FOLDER / name, json.dumps(made, ensure_ascii=False, indent=2) + "\n", source)
        for name, (made, source) in files.items()
    )


if __name__ == "__main__":
    sys.exit(main())
