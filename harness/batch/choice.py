"""Floor 4: which of the jobs that a command names are to be done now: not those that are done, and not past a limit."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
from dataclasses import dataclass

from harness.batch.job import Job

__all__ = ["Choice", "chosen", "shared"]


@dataclass(slots=True)
class Choice:
    """Jobs to do, one by one; `total` is how many, None where nobody knows; `cut` is True once the limit left some out."""

    jobs: "Iterator[Job] | AsyncIterator[Job]"
    total: int | None
    cut: bool = False


def shared(jobs: "list[Job] | AsyncIterable[Job]", share: Callable[[Job], bool]) -> "list[Job] | AsyncIterable[Job]":
    """The jobs of a list or a stream that are in the share."""
    return [job for job in jobs if share(job)] if isinstance(jobs, list) else (job async for job in jobs if share(job))


def chosen(jobs: "list[Job] | AsyncIterable[Job]", is_done: Callable[[str], bool] | None, limit: int | None) -> Choice:
    """The jobs of a list or a stream that are to be done now."""

    def wanted(job: Job) -> bool:
        return not (is_done and is_done(job.source))

    if isinstance(jobs, list):
        left = [job for job in jobs if wanted(job)]
        return Choice(iter(left[:limit]), len(left[:limit]), limit is not None and len(left) > limit)
    choice = Choice(iter(()), None)
    choice.jobs = _streamed((job async for job in jobs if wanted(job)), limit, choice)
    return choice


async def _streamed(jobs: AsyncIterable[Job], limit: int | None, choice: Choice) -> AsyncIterator[Job]:
    number = 0
    async for job in jobs:
        if number == limit:
            choice.cut = True
            return
        number += 1
        yield job
