"""Floor 4: which of the jobs that a command names are to be done now: not those that are done, not past a limit, only a share."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
from dataclasses import dataclass

from harness.batch.job import Job

__all__ = ["Choice", "chosen"]


@dataclass(slots=True)
class Choice:
    """Jobs to do, one by one; `total` is how many, None where nobody knows; `cut` is True once the limit left some out."""

    jobs: "Iterator[Job] | AsyncIterator[Job]"
    total: int | None
    cut: bool = False


def chosen(
    jobs: "list[Job] | AsyncIterable[Job]",
    is_done: Callable[[str], bool] | None,
    share: Callable[[Job], bool] | None,
    limit: int | None,
) -> Choice:
    """The jobs of a list or a stream that are to be done now."""

    def wanted(job: Job) -> bool:
        return not (share and not share(job)) and not (is_done and is_done(job.source))

    if isinstance(jobs, list):
        left = [job for job in jobs if wanted(job)]
        cut = limit is not None and len(left) > limit
        left = left[:limit]
        return Choice(iter(left), len(left), cut)
    choice = Choice(iter(()), limit)
    choice.jobs = _streamed(jobs, wanted, limit, choice)
    choice.total = None
    return choice


async def _streamed(
    jobs: AsyncIterable[Job], wanted: Callable[[Job], bool], limit: int | None, choice: Choice
) -> AsyncIterator[Job]:
    number = 0
    async for job in jobs:
        if not wanted(job):
            continue
        if number == limit:
            choice.cut = True
            return
        number += 1
        yield job
