"""Floor 4: how often a run asks the same host, and what it does when a server asks it to wait.

A host is asked by so many browsers at once and no sooner than so long after the last page of it; what its robots.txt forbids is not
asked for; a page that answers 429 or 503 is put back for as long as the server says, or twice as long each time. Meanwhile the pages
of other hosts go on: so many jobs ahead are looked through for one whose host is free.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from harness.batch.job import Job
from harness.batch.robots import Robots
from harness.batch.waiting import Waiting
from harness.browser.options import VisitOptions
from harness.cleaner import failed_page
from harness.errors import RobotsRefused
from harness.model import CleanPage, Event

__all__ = ["Manners", "Turn", "Turns"]

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


@dataclass(slots=True, eq=False)
class Turn:
    """One page to ask for, for the `number`-th time, of a host (empty for a file), not before a time on the monotonic clock."""

    job: Job
    host: str
    number: int = 1
    not_before: float = 0.0


class Turns:
    """Jobs that several workers take from, in their order as far as manners allow: `take`, clean, `give_back`."""

    def __init__(
        self,
        jobs: Iterable[Job] | AsyncIterable[Job],
        manners: Manners,
        options: VisitOptions,
        robots: Robots | None = None,
    ) -> None:
        self.manners = manners
        self._waiting = Waiting(jobs)
        self._robots = (robots or Robots(options)) if manners.robots else None
        self._ahead: deque[Turn] = deque()
        self._taken = 0
        self._hosts: dict[str, _Host] = {}
        self._drained = False
        self._coming: asyncio.Task[Job | None] | None = None
        self._changed = asyncio.Event()

    async def take(self) -> Turn | None:
        """The next page whose host is free, waited for; None where none will come. While a stream keeps everybody waiting for its
        next job, a page that was put back is taken when its time has come."""
        while True:
            turn = self._ready() or self._read_on()
            if turn is not None:
                self._ahead.remove(turn)
                self._hosts.setdefault(turn.host, _Host()).busy += 1
                self._taken += 1
                return turn
            if not self._ahead and self._drained and not self._taken:
                return None
            now = time.monotonic()
            await self._wait(min((self._ready_at(turn) for turn in self._ahead), default=now + MAX_WAIT_S) - now)

    async def refusal(self, turn: Turn) -> CleanPage | None:
        """The line of a page that robots.txt forbids; None for one that may be asked for."""
        source = turn.job.source
        if self._robots is None or not turn.host or await self._robots.allow(source):
            return None
        error = RobotsRefused(
            f"{source[:200]} is not for programs, says its robots.txt: --robots ignore asks all the same"
        )
        return failed_page(source, source, error)

    def give_back(self, turn: Turn, page: CleanPage) -> CleanPage | None:
        """The page, done; None where its server was busy, and it will be taken once more."""
        self._taken -= 1
        host = self._hosts[turn.host]
        host.busy -= 1
        now = time.monotonic()
        delay_s = self.manners.delay_s
        if self._robots is not None and turn.host:
            delay_s = max(delay_s, self._robots.delay_s(turn.job.source))
        host.free_at = max(host.free_at, now + delay_s)
        self._changed.set()
        self._forget()
        if not turn.host or page.http_status not in BUSY:
            return page
        wait_s = page.retry_after_s if page.retry_after_s is not None else FIRST_WAIT_S * 2 ** (turn.number - 1)
        if turn.number >= self.manners.tries or wait_s > MAX_WAIT_S:
            said = f"asked {turn.number} times, and the server was busy each time"
            return replace(page, events=(*page.events, Event("busy", said, 0.0)))
        host.free_at = max(host.free_at, now + wait_s)
        self._hosts[turn.host] = host
        self._ahead.append(Turn(turn.job, turn.host, turn.number + 1, now + wait_s))
        return None

    def _forget(self) -> None:
        """Hosts that nothing keeps from being asked need no memory: a run may have a million of them."""
        if len(self._hosts) > AHEAD:
            now = time.monotonic()
            self._hosts = {name: host for name, host in self._hosts.items() if host.busy or host.free_at > now}

    def _ready_at(self, turn: Turn) -> float:
        """When this turn may be taken, on the monotonic clock."""
        host = self._hosts.get(turn.host)
        if host is None or not turn.host:
            return turn.not_before
        if self.manners.per_host and host.busy >= self.manners.per_host:
            return float("inf")
        if host.busy and (self.manners.delay_s or (self._robots and self._robots.delay_s(turn.job.source))):
            return float("inf")  # the delay counts from when the page before it is done
        return max(turn.not_before, host.free_at)

    def _ready(self) -> Turn | None:
        """The first turn that may be taken now."""
        now = time.monotonic()
        return next((turn for turn in self._ahead if self._ready_at(turn) <= now), None)

    def _read_on(self) -> Turn | None:
        """The job that came, where its turn is now; sees to it that the next one comes, where not enough lie ahead (a list may be
        without end)."""
        turn = None
        if self._coming is not None and self._coming.done():
            job, self._coming = self._coming.result(), None
            self._drained = job is None
            if job is not None:
                turn = Turn(job, _host_of(job))
                self._ahead.append(turn)
        if self._coming is None and not self._drained and len(self._ahead) < AHEAD:
            self._coming = asyncio.create_task(self._waiting.take())
            self._coming.add_done_callback(lambda _: self._changed.set())
        return turn if turn is not None and self._ready_at(turn) <= time.monotonic() else None

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
