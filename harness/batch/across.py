"""Floor 4: pages of one site that speak for each other: those that were judged before enough of the site was seen are kept back, and
cleaned once more when it is."""

import asyncio
from collections import deque
from collections.abc import AsyncIterable, Callable, Iterable
from typing import TYPE_CHECKING, Self

from harness.address import origin_of
from harness.batch.job import Job
from harness.inert import inert_text
from harness.model import CleanPage

if TYPE_CHECKING:
    from harness.evidence.sites import Sites

__all__ = ["Across", "Feed"]

MOST_KEPT = 256
"""Pages that are kept back at a time, of all sites together: what is more is let go as it is, the oldest first."""


class Feed:
    """A stream of jobs to which jobs may be added while their pages come back. It ends when `jobs` has, and every job that was taken
    is `done`; before it does, `at_end` is asked, who may add some more. `jobs` may be a function that gives the next job, or None
    where there is none now: what comes back may bring more."""

    def __init__(self, jobs: Iterable[Job] | AsyncIterable[Job] | Callable[[], Job | None]) -> None:
        self._stream = aiter(jobs) if isinstance(jobs, AsyncIterable) else None
        self._next = jobs if callable(jobs) else _taking(jobs) if isinstance(jobs, Iterable) else lambda: None
        self._again: deque[Job] = deque()
        self._flying: dict[str, Job] = {}
        self._changed = asyncio.Event()
        self.at_end: Callable[[], None] = lambda: None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Job:
        while True:
            job = self._again.popleft() if self._again else self._next() or await self._read()
            if job is not None:
                self._flying[inert_text(job.source)] = job
                return job
            if self._again:
                continue
            if not self._flying:
                self.at_end()
                if not self._again:
                    raise StopAsyncIteration
                continue
            self._changed.clear()
            await self._changed.wait()

    async def _read(self) -> Job | None:
        job = await anext(self._stream, None) if self._stream is not None else None
        if job is None:
            self._stream = None
        return job

    def job_of(self, page: CleanPage) -> Job | None:
        """The job whose page came back; it counts as under way until it is `done`."""
        return self._flying.get(inert_text(page.source))

    def add(self, job: Job) -> None:
        """One more job, which comes before those that wait."""
        self._again.append(job)
        self._changed.set()

    def done(self, page: CleanPage) -> None:
        """A job's page came back, and what it brought was added."""
        self._flying.pop(inert_text(page.source), None)
        self._changed.set()


def _taking(jobs: Iterable[Job]) -> Callable[[], Job | None]:
    left = iter(jobs)
    return lambda: next(left, None)


class Across:
    """Keeps back what was judged early. `sites` are the notes that the cleaners share."""

    def __init__(self, sites: "Sites", feed: Feed) -> None:
        self._sites, self._feed = sites, feed
        self._kept: dict[tuple[str, int], list[tuple[Job, CleanPage]]] = {}
        self._again: set[str] = set()
        self.left: list[CleanPage] = []
        """What was kept back to the end and may go as it is."""
        feed.at_end = self._end

    def let_go(self, page: CleanPage) -> list[CleanPage]:
        """The pages that may go on now that this one came back; those that are to be cleaned once more are added to the feed."""
        job, origin = self._feed.job_of(page), origin_of(page.final_url or page.url)
        if job is None or page.error or page.source in self._again or not self._sites.was_early(page.source, origin):
            self._again.discard(page.source)
            found = [page]
        else:
            self._kept.setdefault(origin, []).append((job, page))
            found = []
        if self._sites.is_settled(origin):
            found += self._released(origin)
        if sum(map(len, self._kept.values())) > MOST_KEPT:
            found += self._released(next(iter(self._kept)))
        return found

    def _end(self) -> None:
        for origin in list(self._kept):
            self.left += self._released(origin)

    def _released(self, origin: tuple[str, int]) -> list[CleanPage]:
        """Those kept pages of a site of which its other pages say nothing new; the others are to be cleaned once more."""
        found = []
        speaks = self._sites.speaks(origin)
        for job, page in self._kept.pop(origin, []):
            if speaks or (page.marks and self._sites.told(origin)):
                self._again.add(page.source)
                self._feed.add(job)
            else:
                found.append(page)
        return found
