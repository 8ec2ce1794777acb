"""Floor 6: what the commands say about pages on standard error: a line for each, progress below, a closing line."""

import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from harness.address import host_of
from harness.inert import inert_line
from harness.model import CleanPage

__all__ = ["RunLines", "counted", "log_line", "page_line"]


BAR = 30
LONG = 20
"""Pages from which on a run is worth more than its closing line."""
SLOWEST, MOST_HOSTS = 3, 10_000
"""Hosts that are named, and of which the time is kept."""


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


def log_line(level: str, context: str, message: str, details: Mapping[str, object]) -> None:
    """One line of JSON on standard error, with the keys that crawlers' logs have."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = {"timestamp": now, "logLevel": level, "context": context, "message": message, "details": details}
    print(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode(), file=sys.stderr, flush=True)


class RunLines:
    """A run as it is seen: every page's line, one progress line below them while it goes on, and what there is to say at its end.

    On a terminal the progress line is drawn anew in its place; elsewhere there is none. `quiet` leaves out all but the
    lines of pages that failed. `total` is None where nobody knows how many there will be. With `as_json` all of it is JSON, an
    object a line: `timestamp` (UTC, ISO 8601), `logLevel`, `context`, `message`, `details`.
    """

    def __init__(self, total: int | None, *, quiet: bool, output: Path | None, as_json: bool = False) -> None:
        self._total, self._quiet, self._output, self._as_json = total, quiet, output, as_json
        self._drawn = sys.stderr.isatty() and not quiet and not as_json
        self._counts: Counter[str] = Counter()
        self._why: Counter[str] = Counter()
        self._hosts: dict[str, tuple[int, float]] = {}
        self._began = time.monotonic()

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
        if page.error:
            self._why[page.error.code] += 1
        seconds = sum(page.timings_ms.values()) / 1000
        self._took(host_of(page.url), seconds)
        if self._as_json:
            log_line("error" if page.error else "info", "page", page_line(page), _page_details(page, seconds))
        elif not self._quiet or page.error:
            self._write(page_line(page))

    def _took(self, host: str, seconds: float) -> None:
        if host in self._hosts or len(self._hosts) < MOST_HOSTS:
            number, total = self._hosts.get(host, (0, 0.0))
            self._hosts[host] = (number + 1, total + seconds)

    def close(self) -> None:
        """The closing lines: how many pages, what became of them, and, of a long run, how fast it was and what kept it."""
        done, failed, polluted = (self._counts[name] for name in ("done", "failed", "polluted"))
        said = f"{counted(done, 'page')}: {done - failed} ok, {failed} failed, {polluted} polluted"
        if self._as_json:
            told = {"done": done, "failed": failed, "polluted": polluted, "seconds": round(self._seconds, 1)}
            log_line("info", "run", said, told | {"why": dict(self._why), "slowest": dict(self._slowest())})
        elif not self._quiet:
            for line in self._summary() if done >= LONG else ():
                self._write(line)
            self._write(f"{said}{self._where()}")

    def _summary(self) -> Iterator[str]:
        done = self._counts["done"]
        yield f"{_clock(self._seconds)}, {done / self._seconds:.1f} pages/s, {self._counts['polluted'] / done:.0%} polluted"
        if self._why:
            yield f"failed: {', '.join(f'{number} {code}' for code, number in self._why.most_common(5))}"
        if len(self._hosts) > 1:
            yield f"slowest: {', '.join(f'{inert_line(host)} ({mean:.1f} s a page)' for host, mean in self._slowest())}"

    def _slowest(self) -> list[tuple[str, float]]:
        means = [(host, round(total / number, 1)) for host, (number, total) in self._hosts.items() if host]
        return sorted(means, key=lambda each: -each[1])[:SLOWEST]

    def interrupted(self) -> None:
        """What Ctrl-C leaves: how far it came."""
        of = f" of {self._total}" if self._total is not None else ""
        said = f"interrupted after {self._counts['done']}{of} pages{self._where()}"
        if self._as_json:
            log_line("warn", "run", said, {"done": self._counts["done"]})
        else:
            self._write(said)

    @property
    def _seconds(self) -> float:
        return max(time.monotonic() - self._began, 0.001)

    def _where(self) -> str:
        return f" -> {self._output / 'pages.jsonl'}" if self._output else ""

    def _write(self, line: str) -> None:
        self._clear()
        print(line, file=sys.stderr)
        self._draw()

    def _draw(self) -> None:
        if self._drawn:
            columns = shutil.get_terminal_size().columns
            print(self._progress()[: columns - 1], end="", file=sys.stderr, flush=True)

    def _progress(self) -> str:
        done, total = self._counts["done"], self._total
        full = BAR * done // total if total else 0
        bar = f"[{'#' * full}{'.' * (BAR - full)}] " if total else ""
        said = f"{bar}{done}{f' of {total}' if total is not None else ''} pages"
        if self._counts["failed"]:
            said += f", {self._counts['failed']} failed"
        if done:
            rate = done / self._seconds
            said += f", {rate:.1f}/s, {self._counts['polluted'] / done:.0%} polluted"
            said += f", {_clock((total - done) / rate)} left" if total is not None and total > done else ""
        return said

    def _clear(self) -> None:
        if self._drawn:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def _clock(seconds: float) -> str:
    """`42 s`, `3 min 20 s`, `5 h 12 min`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _page_details(page: CleanPage, seconds: float) -> dict[str, object]:
    return {
        "source": page.source,
        "status": page.status,
        "error": page.error.code if page.error else "",
        "removed": sum(mark.removed for mark in page.marks),
        "suspect": sum(mark.action == "suspect" for mark in page.marks),
        "seconds": round(seconds, 2),
    }
