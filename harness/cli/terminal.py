"""Floor 6: what the commands say about pages on standard error: a line for each, progress below, a closing line."""

import sys
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self

from harness.inert import inert_line
from harness.model import CleanPage

__all__ = ["RunLines", "counted", "page_line"]


BAR = 30


def counted(number: int, noun: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def page_line(page: CleanPage) -> str:
    """Status, source, and what was found there, safe for a terminal."""
    name = inert_line(page.source)
    if page.error:
        return f"{page.status}  {name}  {page.error.code}: {inert_line(page.error.message)}"
    return f"{page.status}  {name}  {', '.join(_notes(page))}"


def _notes(page: CleanPage) -> list[str]:
    removed = sum(mark.removed for mark in page.marks)
    suspect = len(page.marks) - removed
    notes = [f"POLLUTED: {removed} removed" if removed else "clean"]
    if suspect:
        notes.append(f"{suspect} suspect")
    if page.http_status is not None and not 200 <= page.http_status < 300:
        notes.append(f"http status {page.http_status}")
    if not page.page.text:
        notes.append("no text")
    return notes


class RunLines:
    """A run as it is seen: every page's line, one progress line below them while it goes on, and a closing line.

    On a terminal the progress line is drawn anew in its place; elsewhere there is none. `quiet` leaves out all but the
    lines of pages that failed. `total` is None where nobody knows how many there will be.
    """

    def __init__(self, total: int | None, *, quiet: bool, output: Path | None) -> None:
        self._total, self._quiet, self._output = total, quiet, output
        self._drawn = sys.stderr.isatty() and not quiet
        self._counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    @property
    def failed(self) -> int:
        """How many pages failed so far."""
        return self._counts["failed"]

    def page(self, page: CleanPage) -> None:
        """A page is done: its line, and the progress below it."""
        self._counts["done"] += 1
        self._counts["failed"] += page.error is not None
        self._counts["polluted"] += any(mark.removed for mark in page.marks)
        if not self._quiet or page.error:
            self._write(page_line(page))

    def close(self) -> None:
        """The closing line: how many pages, and what became of them."""
        done, failed, polluted = (self._counts[name] for name in ("done", "failed", "polluted"))
        if not self._quiet:
            self._write(
                f"{counted(done, 'page')}: {done - failed} ok, {failed} failed, {polluted} polluted{self._where()}"
            )

    def interrupted(self) -> None:
        """What Ctrl-C leaves: how far it came."""
        of = f" of {self._total}" if self._total is not None else ""
        self._write(f"interrupted after {self._counts['done']}{of} pages{self._where()}")

    def _where(self) -> str:
        return f" -> {self._output / 'pages.jsonl'}" if self._output else ""

    def _write(self, line: str) -> None:
        self._clear()
        print(line, file=sys.stderr)
        self._draw()

    def _draw(self) -> None:
        if self._drawn:
            done, total = self._counts["done"], self._total
            full = BAR * done // total if total else 0
            bar = f"[{'#' * full}{'.' * (BAR - full)}] " if total else ""
            failed = f", {self._counts['failed']} failed" if self._counts["failed"] else ""
            of = f" of {total}" if total is not None else ""
            print(f"{bar}{done}{of} pages{failed}", end="", file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if self._drawn:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
