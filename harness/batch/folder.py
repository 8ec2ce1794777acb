"""Floor 4: a run's folder: `run.json`, `pages.jsonl` with one CleanPage a line, flushed page by page, and a folder of files a page.

A folder that holds an earlier run loses nothing of it: its `pages.jsonl` is kept under a number, its pages' folders stay.
"""

import hashlib
import itertools
import json
import os
import re
import shutil
import sqlite3
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO
from urllib.parse import unquote

from harness.batch.base import removed
from harness.batch.judged_by import JUDGED_BY, JudgedBy
from harness.batch.ledger import LEDGER, Ledger
from harness.batch.run import MANIFEST, PAGES, Manifest, Run, now
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
    """Writes what each page gives; a page's files are on disk before its line is. `manifest` says what makes the run,
    `judged_by` by which rules.

    A run that was ended before it was finished goes on, but with `fresh`; with `retry_failed` any run does, and its failed pages are
    done again; with `again` any run does, and the pages of these sources are. A finished one is kept under a number.
    """

    def __init__(
        self,
        root: str | Path,
        manifest: Manifest | None = None,
        judged_by: JudgedBy | None = None,
        *,
        fresh: bool = False,
        retry_failed: bool = False,
        again: Collection[str] | None = None,
    ) -> None:
        self.root = Path(root)
        self.goes_on = False
        """True where pages of this run were there already."""
        self.whole = True
        """False where pages are left for another time: the run is not finished then."""
        self._fresh, self._retry_failed, self._again = fresh, retry_failed, again
        self._manifest = manifest or Manifest()
        self._judged_by = judged_by
        self._lines: TextIO | None = None
        self._ledger: Ledger | None = None

    def __enter__(self) -> Self:
        lines = self.root / PAGES
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            there = lines.exists() and lines.stat().st_size > 0
            wanted = self._retry_failed or self._again is not None
            self.goes_on = there and not self._fresh and (wanted or not self._is_finished())
            if there and not self.goes_on:
                lines.rename(self._free("pages", ".jsonl"))
                with suppress(FileNotFoundError):  # runs had none before this one
                    (self.root / MANIFEST).rename(self._free("run", ".json"))
            if not self.goes_on:
                removed(self.root / LEDGER)
            self._ledger = Ledger(self.root / LEDGER)
            if self.goes_on:
                self._go_on(lines, self._ledger)
            self._lines = lines.open("a" if self.goes_on else "w", encoding="utf-8", errors="replace")
            if self._judged_by:
                self._judged_by.write(self.root)
            self._manifest.write(self.root)
        except (OSError, sqlite3.Error) as error:
            told = error.strerror if isinstance(error, OSError) else error
            raise UsageError(f"{self.root} cannot be written: {told}: name another folder with -o") from error
        return self

    def _is_finished(self) -> bool:
        """Runs of before there was a ledger count as finished: nobody knows what of them is done."""
        return not (self.root / LEDGER).exists() or bool(Run.open(self.root).manifest.finished)

    def _go_on(self, lines: Path, ledger: Ledger) -> None:
        end = ledger.catch_up(lines)
        with lines.open("r+b") as file:
            file.truncate(end)
        if (self._retry_failed and ledger.failed) or self._again:
            draft = lines.with_name(f"{lines.name}.part")
            with lines.open("rb") as old, draft.open("wb") as new:
                new.writelines(line for line in old if not self._is_to_be_done_again(json.loads(line)))
            # The lines that are left are read in anew: the ledger may forget more than it has to, and never less.
            ledger.forget()
            os.replace(draft, lines)
            ledger.catch_up(lines)
        before = Run.open(self.root).manifest
        self._manifest = replace(self._manifest, started=before.started, pages=ledger.done, failed=ledger.failed)
        if self._again is None and before.judged_by != self._manifest.judged_by:
            # Its pages are judged by two sets of rules: nothing may be concluded from the newer one.
            self._manifest, self._judged_by = replace(self._manifest, judged_by=""), None
            (self.root / JUDGED_BY).unlink(missing_ok=True)

    def _is_to_be_done_again(self, page: dict[str, Any]) -> bool:
        return bool(self._retry_failed and page["error"]) or bool(self._again and page["source"] in self._again)

    def has(self, source: str) -> bool:
        """True for a source whose page is in the run. What standard input held is another page every time."""
        return source != "-" and self._ledger is not None and self._ledger.has(source)

    @property
    def done(self) -> int:
        """How many pages are in the run."""
        return self._manifest.pages

    def _free(self, stem: str, suffix: str) -> Path:
        return next(p for n in itertools.count(1) if not (p := self.root / f"{stem}.{n}{suffix}").exists())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lines:
            with suppress(OSError):  # a full disk: the page that met it said so
                self._lines.close()
                if kind is None and self.whole:
                    replace(self._manifest, finished=now()).write(self.root)
                else:
                    self._manifest.write(self.root)
        if self._ledger:
            self._ledger.close()

    def write(self, page: CleanPage) -> CleanPage:
        """Writes the page's files and its line; returns it with `files` filled in.

        Raises OutputFailed where the disk does not take them; a page's line is whole or not there.
        """
        if self._lines is None or self._ledger is None:
            raise ValueError("the run's folder is not open")
        before = self._lines.tell()
        try:
            files = Files() if page.error else self._write_files(page)
            written = replace(page, files=files)
            self._lines.write(page_json(written) + "\n")
            self._lines.flush()
            code = page.error.code if page.error else ""
            self._ledger.add(page.source, page.status, code, self._lines.tell())
            failed = self._manifest.failed + (page.error is not None)
            self._manifest = replace(self._manifest, pages=self._manifest.pages + 1, failed=failed)
        except (OSError, sqlite3.Error) as error:
            with suppress(OSError):  # what could not be written need not be taken back
                self._lines.truncate(before)
            raise OutputFailed(
                f"{self.root} cannot be written: {getattr(error, 'strerror', None) or error}: the pages before this one are there"
            ) from error
        return written

    def _write_files(self, page: CleanPage) -> Files:
        slug = slug_of(page.source)
        folder = self.root / slug
        if self.goes_on and not self.has(page.source):
            shutil.rmtree(folder, ignore_errors=True)  # of a page that was in flight when the run was ended
        for number in itertools.count(2):
            try:
                folder.mkdir()
                break
            except FileExistsError:  # the same source twice, or an earlier run's
                folder = self.root / f"{slug}-{number}"
        return write_files(page, folder)
