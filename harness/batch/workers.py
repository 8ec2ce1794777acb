"""Floor 4: local workers: one browser each, pages from one queue, results in order of completion."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self

from harness.batch.job import Job
from harness.batch.manners import Manners, Turns
from harness.batch.robots import Robots
from harness.cleaner import Cleaner, failed_page
from harness.errors import FileMissing, HarnessError, InternalError, SourceNotFound
from harness.model import CleanPage

__all__ = ["Workers", "clean_job"]


class Workers:
    """Open browsers that share one set of rules. Leaving ends whatever still runs, and closes them."""

    def __init__(self, cleaners: Iterable[Cleaner]) -> None:
        self._cleaners = list(cleaners)
        self._running: list[asyncio.Task[None]] = []

    @classmethod
    @asynccontextmanager
    async def opened(cls, cleaner: Cleaner, number: int) -> AsyncIterator[Self]:
        """This many workers with the rules and options of `cleaner`, which is one of them. Raises BrowserNotFound before anything else is done."""
        async with AsyncExitStack() as stack:
            twins = [await stack.enter_async_context(cleaner.twin()) for _ in range(number - 1)]
            workers = cls([await stack.enter_async_context(cleaner), *twins])
            try:
                yield workers
            finally:
                for task in workers._running:
                    task.cancel()
                await asyncio.gather(*workers._running, return_exceptions=True)  # ended here, or told by `clean`

    async def clean(
        self,
        jobs: Iterable[Job] | AsyncIterable[Job],
        manners: Manners | None = None,
        robots: Robots | None = None,
    ) -> AsyncIterator[CleanPage]:
        """Every job's page, as they come; one that cannot be opened is a failed page, not an end. Jobs may themselves
        come one by one. `manners` say how often one host is asked, `robots` is what was read of its robots.txt already."""
        turns = Turns(jobs, manners or Manners(), self._cleaners[0].options, robots)
        done: asyncio.Queue[CleanPage | BaseException | None] = asyncio.Queue(maxsize=len(self._cleaners))
        self._running = [asyncio.create_task(_work(cleaner, turns, done)) for cleaner in self._cleaners]
        left = len(self._running)
        while left:
            found = await done.get()
            if found is None:
                left -= 1
            elif isinstance(found, BaseException):
                raise found
            else:
                yield found


async def _work(cleaner: Cleaner, turns: Turns, done: asyncio.Queue[CleanPage | BaseException | None]) -> None:
    try:
        while (turn := await turns.take()) is not None:
            page = await turns.refusal(turn) or await clean_job(cleaner, turn.job)
            if (found := turns.give_back(turn, page)) is not None:
                await done.put(found)
    except Exception as error:  # whoever asks for the pages hears of it
        await done.put(error)
    await done.put(None)


async def clean_job(cleaner: Cleaner, job: Job) -> CleanPage:
    """The job's page by this open Cleaner; one that cannot be opened, and one that we fail at, is a failed page."""
    name = job.source
    try:
        return await cleaner.clean(name, base_url=job.base_url, html=job.html)
    except SourceNotFound as error:
        return failed_page(name, name, FileMissing(str(error)))
    except HarnessError as error:
        return failed_page(name, name, error)
    except Exception as error:  # a defect of ours: this page's line says so, and the run goes on
        return failed_page(name, name, InternalError.of(error))
