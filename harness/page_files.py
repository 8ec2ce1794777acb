"""Floor 0: what one page gives as files and as JSON."""

import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from harness.inert import titled_markdown
from harness.model import CleanPage, Files, Mark

__all__ = ["OFF_THE_LINE", "marks_json", "page_json", "page_record", "write_files", "write_whole"]

OFF_THE_LINE = tuple(field.name for field in fields(CleanPage) if field.metadata.get("json") is False)


def page_record(page: CleanPage) -> dict[str, Any]:
    """The CleanPage as the JSON that users get: all but what goes to files of its own."""
    shots = {name: replace(shot, data=b"") for name, shot in page.shots.items()}
    bare = replace(page, html="", shots=shots, survey=None, survey_after=None)
    record = {name: value for name, value in asdict(bare).items() if name not in OFF_THE_LINE}
    for shot in record["shots"].values():
        del shot["data"]
    return record


def page_json(page: CleanPage, indent: int | None = None) -> str:
    """The same as text; a page may hold lone surrogates, which no file takes."""
    return json.dumps(page_record(page), ensure_ascii=False, indent=indent).encode("utf-8", "replace").decode()


def marks_json(marks: Sequence[Mark]) -> bytes:
    """Marks as marks.json holds them."""
    return json.dumps([asdict(mark) for mark in marks], ensure_ascii=False, indent=1).encode("utf-8", "replace")


def write_whole(path: Path, text: str) -> None:
    """Put the text into the file, whole or not at all. Raises OSError."""
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)


def write_files(page: CleanPage, folder: Path) -> Files:
    """Write the page's files into this folder, which exists; where each is, relative to the folder above. Raises OSError."""
    contents = {
        "clean.md": (titled_markdown(page.article.title, page.article.markdown) + "\n").encode("utf-8", "replace"),
        "clean.html": page.html.encode("utf-8", "replace"),
        "marks.json": marks_json(page.marks),
    }
    if page.survey is not None:
        contents["survey.json"] = page.survey
    if page.survey_after is not None:
        contents["survey-after.json"] = page.survey_after
    for name, shot in page.shots.items():
        if shot.data:
            contents[f"{name}{shot.ending}"] = shot.data
    places = {}
    for name, data in contents.items():
        (folder / name).write_bytes(data)
        field = re.sub(r"\W", "_", name) if name.endswith((".md", ".html", ".json")) else name.partition(".")[0]
        places[field] = f"{folder.name}/{name}"
    return Files(**places)
