"""Floor 5: open browsers that requests take turns at, with an end to how many may wait."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self

from harness.batch import CleanerSpec, Job
from harness.batch.workers import clean_job
from harness.cleaner import Cleaner
from harness.model import CleanPage

__all__ = ["Busy", "Pool"]


class Busy(Exception):
    """As many requests wait as may."""


class Pool:
    """`spec` says how pages are cleaned; `most_waiting` requests wait for a browser, and no more."""

    def __init__(self, cleaners: list[Cleaner], most_waiting: int) -> None:
        self._free: asyncio.Queue[Cleaner] = asyncio.Queue()
        for cleaner in cleaners:
            self._free.put_nowait(cleaner)
        self.browsers, self.waiting, self.busy = len(cleaners), 0, 0
        self.version = cleaners[0].browser_version
        self.pages: Counter[str] = Counter()
        self.seconds = 0.0
        self._most_waiting = most_waiting

    @classmethod
    @asynccontextmanager
    async def opened(cls, spec: CleanerSpec, browsers: int, most_waiting: int) -> AsyncIterator[Self]:
        """With so many browsers. Raises BrowserNotFound and RulesInvalid before anything is served."""
        async with AsyncExitStack() as stack:
            first = await stack.enter_async_context(spec.make())
            more = [await stack.enter_async_context(first.twin()) for _ in range(browsers - 1)]
            yield cls([first, *more], most_waiting)

    async def clean(self, job: Job) -> CleanPage:
        """The job's page. Raises Busy where too many wait already."""
        if self._free.empty() and self.waiting >= self._most_waiting:
            raise Busy
        self.waiting += 1
        try:
            cleaner = await self._free.get()
        finally:
            self.waiting -= 1
        self.busy += 1
        began = asyncio.get_running_loop().time()
        try:
            page = await clean_job(cleaner, job)
        finally:
            self.busy -= 1
            self._free.put_nowait(cleaner)
        self.pages[page.status] += 1
        self.seconds += asyncio.get_running_loop().time() - began
        return page
