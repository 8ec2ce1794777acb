"""Floor 4: which of the jobs that a command names are to be done now: not those that are done, and not past a limit."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from harness.batch.job import Job
from harness.batch.joblist import JobList

__all__ = ["Choice", "chosen", "shared"]


@dataclass(slots=True)
class Choice:
    """Jobs to do, one by one; `total` is how many, None where nobody knows; `cut` is True once the limit left some out."""

    jobs: "Iterator[Job] | AsyncIterator[Job]"
    total: int | None
    cut: bool = False


def shared(jobs: "JobList | AsyncIterable[Job]", share: Callable[[Job], bool]) -> "JobList | AsyncIterable[Job]":
    """The jobs of a list or a stream that are in the share."""
    if isinstance(jobs, JobList):
        return JobList(job for job in jobs if share(job))
    return (job async for job in jobs if share(job))


def chosen(jobs: "JobList | AsyncIterable[Job]", is_done: Callable[[str], bool] | None, limit: int | None) -> Choice:
    """The jobs of a list or a stream that are to be done now. A list is gone through twice: for how many there are to do, and to do
    them; what is done meanwhile is no job that comes later, as each is there once."""

    def wanted(job: Job) -> bool:
        return not (is_done and is_done(job.source))

    if isinstance(jobs, JobList):
        left = sum(map(wanted, jobs)) if is_done else len(jobs)
        total = left if limit is None else min(left, limit)
        return Choice(islice(filter(wanted, jobs), total), total, total < left)
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
