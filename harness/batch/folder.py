"""Floor 4: a run's folder: `pages.jsonl`, one CleanPage a line, flushed page by page, and a folder of files a page."""

import hashlib
import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from harness.model import CleanPage, Files

__all__ = ["RunFolder", "page_record", "slug_of"]

OFF_THE_LINE = ("html", "shots", "survey")


def page_record(page: CleanPage) -> dict[str, Any]:
    """The CleanPage as the JSON that users get: all but what goes to files of its own."""
    bare = replace(page, html="", shots={}, survey=None)
    return {name: value for name, value in asdict(bare).items() if name not in OFF_THE_LINE}


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
        self._used: dict[str, int] = {}

    def __enter__(self) -> Self:
        self.root.mkdir(parents=True, exist_ok=True)
        self._lines = (self.root / "pages.jsonl").open("w", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lines:
            self._lines.close()

    def write(self, page: CleanPage) -> CleanPage:
        """Writes the page's files and its line; returns it with `files` filled in."""
        if self._lines is None:
            raise ValueError("the run's folder is not open")
        files = Files() if page.error else self._write_files(page)
        written = replace(page, files=files)
        self._lines.write(json.dumps(page_record(written), ensure_ascii=False) + "\n")
        self._lines.flush()
        return written

    def _write_files(self, page: CleanPage) -> Files:
        slug = slug_of(page.source)
        count = self._used[slug] = self._used.get(slug, 0) + 1
        folder = self.root / (slug if count == 1 else f"{slug}-{count}")
        folder.mkdir(exist_ok=True)
        contents: dict[str, bytes] = {
            "clean.md": (page.article.markdown + "\n").encode(),
            "clean.html": page.html.encode(),
            "marks.json": json.dumps([asdict(m) for m in page.marks], ensure_ascii=False, indent=1).encode(),
        }
        if page.survey is not None:
            contents["survey.json"] = json.dumps(page.survey).encode("utf-8", "replace")
        for name, shot in page.shots.items():
            contents[f"{name}.{'png' if shot.format == 'png' else 'jpg'}"] = shot.data
        paths = {}
        for name, data in contents.items():
            (folder / name).write_bytes(data)
            field = name.replace(".", "_") if name.endswith((".md", ".html", ".json")) else name.split(".")[0]
            paths[field] = f"{folder.name}/{name}"
        return Files(**paths)
