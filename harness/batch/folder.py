"""Floor 4: a run's folder: `pages.jsonl`, one CleanPage a line, flushed page by page, and a folder of files a page.

A folder that holds an earlier run loses nothing of it: its `pages.jsonl` is kept under a number, its pages' folders stay.
"""

import hashlib
import itertools
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, fields, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from harness.errors import OutputFailed, UsageError
from harness.model import CleanPage, Files, Mark
from harness.reading import with_title

__all__ = ["RunFolder", "marks_json", "page_record", "slug_of"]

OFF_THE_LINE = tuple(field.name for field in fields(CleanPage) if field.metadata.get("json") is False)


def page_record(page: CleanPage) -> dict[str, Any]:
    """The CleanPage as the JSON that users get: all but what goes to files of its own."""
    bare = replace(page, html="", shots={}, survey=None)
    return {name: value for name, value in asdict(bare).items() if name not in OFF_THE_LINE}


def marks_json(marks: Sequence[Mark]) -> bytes:
    """Marks as marks.json holds them."""
    return json.dumps([asdict(mark) for mark in marks], ensure_ascii=False, indent=1).encode()


def slug_of(name: str) -> str:
    """A folder name for a source: readable, ASCII, lower case (some disks are blind to case), never the same for two."""
    stem = re.sub(r"[^a-z0-9]+", "-", re.sub(r"^https?://", "", name.lower())).strip("-")[:60].strip("-")
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{stem}-{digest}" if stem else digest


class RunFolder:
    """Writes what each page gives; a page's files are on disk before its line is."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lines: TextIO | None = None

    def __enter__(self) -> Self:
        lines = self.root / "pages.jsonl"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if lines.exists() and lines.stat().st_size:
                lines.rename(self._free("pages", ".jsonl"))
            self._lines = lines.open("w", encoding="utf-8", errors="replace")
        except OSError as error:
            raise UsageError(f"{self.root} cannot be written: {error.strerror}: name another folder with -o") from error
        return self

    def _free(self, stem: str, suffix: str) -> Path:
        return next(p for n in itertools.count(1) if not (p := self.root / f"{stem}.{n}{suffix}").exists())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lines:
            with suppress(OSError):  # a full disk: the page that met it said so
                self._lines.close()

    def write(self, page: CleanPage) -> CleanPage:
        """Writes the page's files and its line; returns it with `files` filled in.

        Raises OutputFailed where the disk does not take them; a page's line is whole or not there.
        """
        if self._lines is None:
            raise ValueError("the run's folder is not open")
        before = self._lines.tell()
        try:
            files = Files() if page.error else self._write_files(page)
            written = replace(page, files=files)
            self._lines.write(json.dumps(page_record(written), ensure_ascii=False) + "\n")
            self._lines.flush()
        except OSError as error:
            with suppress(OSError):  # what could not be written need not be taken back
                self._lines.truncate(before)
            raise OutputFailed(
                f"{self.root} cannot be written: {error.strerror}: the pages before this one are there"
            ) from error
        return written

    def _write_files(self, page: CleanPage) -> Files:
        slug = slug_of(page.source)
        folder = self.root / slug
        for number in itertools.count(2):
            try:
                folder.mkdir()
                break
            except FileExistsError:  # the same source twice, or an earlier run's
                folder = self.root / f"{slug}-{number}"
        contents: dict[str, bytes] = {
            "clean.md": (with_title(page.article.title, page.article.markdown) + "\n").encode(),
            "clean.html": page.html.encode("utf-8", "replace"),
            "marks.json": marks_json(page.marks),
        }
        if page.survey is not None:
            contents["survey.json"] = page.survey
        for name, shot in page.shots.items():
            contents[f"{name}.{'png' if shot.format == 'png' else 'jpg'}"] = shot.data
        paths = {}
        for name, data in contents.items():
            (folder / name).write_bytes(data)
            field = name.replace(".", "_") if name.endswith((".md", ".html", ".json")) else name.split(".")[0]
            paths[field] = f"{folder.name}/{name}"
        return Files(**paths)
