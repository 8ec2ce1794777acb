"""Floor 6: which pages a command line means: sources, lists of them, folders of saved pages."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path

from harness.batch.job import Job
from harness.batch.joblist import JobList
from harness.errors import FixtureInvalid, PageError, SourceNotFound, UsageError
from harness.sources import open_source
from harness.sources.kinds import FIXTURE_FILE, PAGE_ENDINGS, is_archive

__all__ = ["checked_jobs", "listed_jobs", "streamed_jobs"]

MAX_AHEAD = 1_000
"""Lines of standard input that are read ahead of the pages."""
HTML_START = ("<!doctype html", "<html", "<head", "<?xml")


def checked_jobs(names: Iterable[str], base_url: str | None, page: str | None = None) -> list[Job]:
    """The pages that the command line itself names. Raises UsageError for a source that is not there, or a `base_url`
    that cannot apply: nothing is started then. An archive is all of its pages, or the one that `page` names."""
    jobs = []
    for name in names:
        for one in _of_archive(name, page) or _expanded(name):
            html = sys.stdin.buffer.read() if one == "-" else None
            with suppress(PageError):  # it is there and is no page: its line will say so
                open_source(one, base_url=base_url, html=html)
            jobs.append(Job(one, base_url, html))
    return jobs


def _expanded(name: str) -> Iterator[str]:
    """The name itself, or the saved pages and fixtures of a folder that is no fixture."""
    folder = Path(name)
    if name == "-" or not folder.is_dir() or (folder / FIXTURE_FILE).exists():
        yield name
        return
    found = sorted(
        path
        for path in folder.iterdir()
        if (path.is_file() and path.suffix.lower() in PAGE_ENDINGS) or (path / FIXTURE_FILE).is_file()
    )
    if not found:
        raise FixtureInvalid(
            f"{name} holds no {FIXTURE_FILE}, no fixtures and no .html files: give a page's file or folder"
        )
    yield from map(str, found)


def _of_archive(name: str, page: str | None) -> list[str]:
    """The pages of an archive, each by its name; none for any other source."""
    path = Path(name)
    if not is_archive(path):
        return []
    from harness.sources.archive import read_archive

    return [f"{name}#{address}" for address in ([page] if page else read_archive(path).pages)] or [name]


def listed_jobs(path: Path, base_url: str | None, say: Callable[[str], None]) -> JobList:
    """The pages that a list names, one a line; the same line twice is one page. Raises UsageError where it is no list."""
    others = 0

    def named() -> Iterator[Job]:
        nonlocal others
        for name in _names_in(path):
            base = base_url if base_url and Path(name).is_file() else None
            others += bool(base_url) and base is None
            yield Job(name, base)

    jobs = JobList(named())
    once = len(jobs)
    if once < jobs.named:
        say(f"{path}: {jobs.named - once} of {jobs.named} lines are there twice and are cleaned once")
    if not once:
        say(f"{path}: the list is empty")
    if others:
        say(f"--base-url does not apply to {others} of {once} sources in {path}, which have addresses of their own")
    return jobs


def _names_in(path: Path) -> Iterator[str]:
    """The sources of a list, line by line. Raises UsageError where it is no list, SourceNotFound where it cannot be read."""
    began = False
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for line in lines:
                if not began and line.strip():
                    began = True
                    if line.lstrip().lower().startswith(HTML_START):
                        raise UsageError(
                            f"--from {path}: an HTML page, not a list of sources: to clean it, leave --from out"
                        )
                if name := _named(line):
                    yield name
    except OSError as error:
        raise SourceNotFound(f"--from {path}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--from {path}: not UTF-8 text: a list has one source a line") from error


async def streamed_jobs() -> AsyncIterator[Job]:
    """The pages that standard input names, as its lines come; the same line twice is one page."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue(maxsize=MAX_AHEAD)

    def read() -> None:
        with suppress(RuntimeError, CancelledError):  # the loop is closed: nobody waits for more
            for line in sys.stdin.buffer:
                asyncio.run_coroutine_threadsafe(lines.put(line.decode("utf-8-sig", "replace")), loop).result()
            asyncio.run_coroutine_threadsafe(lines.put(None), loop).result()

    threading.Thread(target=read, daemon=True, name="reading the list").start()
    known = JobList()
    while (line := await lines.get()) is not None:
        name = _named(line)
        if name and known.add(job := Job(name)):
            yield job


def _named(line: str) -> str:
    """The source that a line names: without a comment, which begins the line or follows a space; empty where none is."""
    line = line.strip().lstrip("\ufeff")
    if line.startswith("#"):
        return ""
    return line.partition(" #")[0].partition("\t#")[0].strip()
