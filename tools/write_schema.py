"""Writes docs/schema/clean-page.schema.json from harness/model.py; with --check it only says whether the file is current.

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

SCHEMA = Path(__file__).parent.parent / "docs" / "schema" / "clean-page.schema.json"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of pages.jsonl."""
    for noun in vars(model).values():
        if isinstance(noun, type) and dataclasses.is_dataclass(noun):
            noun.__pydantic_config__ = ConfigDict(use_attribute_docstrings=True)  # type: ignore[attr-defined]
    made = TypeAdapter(model.CleanPage).json_schema(mode="serialization")
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "CleanPage"}
    for name in OFF_THE_LINE:
        made["properties"].pop(name)
    made["$defs"].pop("Shot", None)
    made["properties"]["schema_version"]["const"] = model.SCHEMA_VERSION
    for part in (made, *made["$defs"].values()):
        part["additionalProperties"] = False
        part["required"] = sorted(part["properties"])
        for field in part["properties"].values():
            field.pop("title", None)  # the field's own name in other letters
            field.pop("default", None)  # every field is always there
    return made


if __name__ == "__main__":
    sys.exit(write_or_check(SCHEMA, json.dumps(schema(), ensure_ascii=False, indent=2) + "\n", "the model"))
