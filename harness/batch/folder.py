"""Floor 4: a run's folder: `run.json`, `pages.jsonl` with one CleanPage a line, flushed page by page, and a folder of files a page.

A folder that holds an earlier run loses nothing of it: its `pages.jsonl` is kept under a number, its pages' folders stay.
"""

import hashlib
import itertools
import re
import unicodedata
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO
from urllib.parse import unquote

from harness.batch.run import MANIFEST, Manifest, now
from harness.errors import OutputFailed, UsageError
from harness.model import CleanPage, Files
from harness.page_files import page_json, write_files

__all__ = ["RunFolder", "slug_of"]

MAX_STEM_BYTES = 90


def slug_of(name: str) -> str:
    """A folder name for a source: readable in any script, in lower case (some disks are blind to case), never the same
    for two. A name on disk may take 255 bytes, and a character of Thai or Chinese takes three."""
    readable = unicodedata.normalize("NFC", unquote(re.sub(r"^https?://", "", name))).casefold()
    stem = re.sub(r"[\W_]+", "-", readable).strip("-")
    if len(stem.encode()) > MAX_STEM_BYTES:
        # The site, or where the path begins, and its end: what stands between tells pages apart the least.
        stem = f"{_first(stem, MAX_STEM_BYTES // 3)}-{_first(stem[::-1], MAX_STEM_BYTES * 2 // 3)[::-1]}"
    stem = re.sub("-{2,}", "-", stem).strip("-")
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{stem}-{digest}" if stem else digest


def _first(text: str, size_bytes: int) -> str:
    """As many of the first characters as fit."""
    return text.encode()[:size_bytes].decode("utf-8", "ignore")


class RunFolder:
    """Writes what each page gives; a page's files are on disk before its line is. `manifest` says what makes the run."""

    def __init__(self, root: Path, manifest: Manifest | None = None) -> None:
        self.root = root
        self._manifest = manifest or Manifest()
        self._lines: TextIO | None = None

    def __enter__(self) -> Self:
        lines = self.root / "pages.jsonl"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if lines.exists() and lines.stat().st_size:
                lines.rename(self._free("pages", ".jsonl"))
                with suppress(FileNotFoundError):  # runs had none before this one
                    (self.root / MANIFEST).rename(self._free("run", ".json"))
            self._lines = lines.open("w", encoding="utf-8", errors="replace")
            self._manifest.write(self.root)
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
                if kind is None:
                    replace(self._manifest, finished=now()).write(self.root)

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
            self._lines.write(page_json(written) + "\n")
            self._lines.flush()
            failed = self._manifest.failed + (page.error is not None)
            self._manifest = replace(self._manifest, pages=self._manifest.pages + 1, failed=failed)
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
        return write_files(page, folder)
