"""Floor 4: how often a run asks the same host, and what it does when a server asks it to wait.

A host is asked by so many browsers at once and no sooner than so long after the last page of it; what its robots.txt forbids is not
asked for; a page that answers 429 or 503 is put back for as long as the server says, or twice as long each time. Meanwhile the pages
of other hosts go on: so many jobs ahead are looked through for one whose host is free.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from harness.batch.job import Job
from harness.batch.robots import Robots
from harness.browser.options import VisitOptions
from harness.cleaner import failed_page
from harness.errors import RobotsRefused
from harness.model import CleanPage, Event

__all__ = ["Manners", "Turns"]

BUSY = {429, 503}
MAX_WAIT_S = 300.0
"""The longest that a server is waited for; one that asks for more is not asked again in this run."""
FIRST_WAIT_S = 5.0
AHEAD = 1_000
"""Jobs that are looked through for a host that is free."""


@dataclass(frozen=True, slots=True)
class Manners:
    """`delay_s` real seconds between two pages of a host, `per_host` browsers on one at a time (0: as many as there are), `robots`
    whether robots.txt is heeded, `tries` how often a page is asked for whose server says that it is busy."""

    delay_s: float = 0.0
    per_host: int = 0
    robots: bool = False
    tries: int = 3


@dataclass(slots=True)
class _Host:
    busy: int = 0
    free_at: float = 0.0


@dataclass(slots=True)
class _Turn:
    job: Job
    host: str
    number: int = 1
    not_before: float = 0.0


@dataclass(slots=True)
class Turns:
    """Jobs that several workers take from, in their order as far as manners allow: `take`, clean, `give_back`."""

    jobs: "Iterator[Job] | AsyncIterator[Job]"
    manners: Manners
    options: VisitOptions
    _ahead: "deque[_Turn]" = field(default_factory=deque)
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _taken: dict[int, _Turn] = field(default_factory=dict)
    _drained: bool = False
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _robots: Robots | None = None

    @classmethod
    def of(cls, jobs: Iterable[Job] | AsyncIterable[Job], manners: Manners, options: VisitOptions) -> "Turns":
        """Over a list or a stream of jobs."""
        turns = cls(aiter(jobs) if isinstance(jobs, AsyncIterable) else iter(jobs), manners, options)
        turns._robots = Robots(options) if manners.robots else None
        return turns

    async def take(self) -> Job | None:
        """The next job whose host is free, waited for; None where none will come."""
        while True:
            await self._look_ahead()
            now = time.monotonic()
            turn = next((turn for turn in self._ahead if self._ready_at(turn) <= now), None)
            if turn is not None:
                self._ahead.remove(turn)
                self._hosts.setdefault(turn.host, _Host()).busy += 1
                self._taken[id(turn.job)] = turn
                return turn.job
            if not self._ahead and self._drained and not self._taken:
                return None
            await self._wait(min((self._ready_at(turn) for turn in self._ahead), default=now + MAX_WAIT_S) - now)

    async def refusal(self, job: Job) -> CleanPage | None:
        """The line of a page that robots.txt forbids; None for one that may be asked for."""
        if self._robots is None or not self._taken[id(job)].host or await self._robots.allow(job.source):
            return None
        error = RobotsRefused(
            f"{job.source[:200]} is not for programs, says its robots.txt: --robots ignore asks all the same"
        )
        return failed_page(job.source, job.source, error)

    async def give_back(self, job: Job, page: CleanPage) -> CleanPage | None:
        """The page, done; None where its server was busy, and it will be taken once more."""
        turn = self._taken.pop(id(job))
        host = self._hosts[turn.host]
        host.busy -= 1
        now = time.monotonic()
        delay_s = self.manners.delay_s
        if self._robots is not None and turn.host:
            delay_s = max(delay_s, self._robots.delay_s(job.source))
        host.free_at = max(host.free_at, now + delay_s)
        self._changed.set()
        if not turn.host or page.http_status not in BUSY:
            return page
        wait_s = page.retry_after_s if page.retry_after_s is not None else FIRST_WAIT_S * 2 ** (turn.number - 1)
        if turn.number >= self.manners.tries or wait_s > MAX_WAIT_S:
            said = f"asked {turn.number} times, and the server was busy each time"
            return replace(page, events=(*page.events, Event("busy", said, 0.0)))
        host.free_at = max(host.free_at, now + wait_s)
        self._ahead.append(_Turn(job, turn.host, turn.number + 1, now + wait_s))
        return None

    def _ready_at(self, turn: _Turn) -> float:
        """When this turn may be taken, on the monotonic clock."""
        host = self._hosts.get(turn.host)
        if host is None or not turn.host:
            return turn.not_before
        if self.manners.per_host and host.busy >= self.manners.per_host:
            return float("inf")
        if host.busy and (self.manners.delay_s or (self._robots and self._robots.delay_s(turn.job.source))):
            return float("inf")  # the delay counts from when the page before it is done
        return max(turn.not_before, host.free_at)

    async def _look_ahead(self) -> None:
        """Read jobs on, until one is ready or enough lie ahead: a list may be without end."""
        async with self._reading:
            now = time.monotonic()
            while (
                not self._drained
                and len(self._ahead) < AHEAD
                and not any(self._ready_at(t) <= now for t in self._ahead)
            ):
                if isinstance(self.jobs, AsyncIterator):
                    job = await anext(self.jobs, None)
                else:
                    job = next(self.jobs, None)
                if job is None:
                    self._drained = True
                else:
                    self._ahead.append(_Turn(job, _host_of(job)))

    async def _wait(self, seconds: float) -> None:
        """Until a page is done, or a host is free by the clock."""
        self._changed.clear()
        try:
            async with asyncio.timeout(max(0.0, min(seconds, MAX_WAIT_S))):
                await self._changed.wait()
        except TimeoutError:
            pass  # somebody's time has come


def _host_of(job: Job) -> str:
    """The host that the job's page is asked of; empty for a file."""
    parts = urlsplit(job.source)
    return parts.netloc.lower() if parts.scheme in {"http", "https"} and job.html is None else ""
