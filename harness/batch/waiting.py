"""Floor 4: the jobs of a run, as several workers take them from a list or a stream."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable

from harness.batch.job import Job

__all__ = ["Waiting"]


class Waiting:
    """Jobs that several workers take from, each job once."""

    def __init__(self, jobs: Iterable[Job] | AsyncIterable[Job]) -> None:
        self._jobs = aiter(jobs) if isinstance(jobs, AsyncIterable) else iter(jobs)
        self._turn = asyncio.Lock()

    async def take(self) -> Job | None:
        """The next job, waited for; None where none will come."""
        async with self._turn:
            if isinstance(self._jobs, AsyncIterator):
                return await anext(self._jobs, None)
            return next(self._jobs, None)
