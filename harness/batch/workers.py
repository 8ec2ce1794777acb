"""Floor 4: local workers: one browser each, pages from one queue, results in order of completion."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable

from harness.cleaner import Cleaner, failed_page
from harness.errors import FileMissing, HarnessError, InternalError, SourceNotFound
from harness.model import CleanPage

__all__ = ["clean_all"]


async def clean_all(
    sources: Iterable[str], make_cleaner: Callable[[], Cleaner], workers: int
) -> AsyncIterator[CleanPage]:
    """Every source cleaned, one CleanPage each, as they come; one that cannot be opened is a failed page, not an end."""
    waiting = list(sources)
    waiting.reverse()
    done: asyncio.Queue[CleanPage | None] = asyncio.Queue()

    async def work() -> None:
        try:
            async with make_cleaner() as cleaner:
                while waiting:
                    await done.put(await _one(cleaner, waiting.pop()))
        finally:
            await done.put(None)

    async with asyncio.TaskGroup() as tasks:
        running = min(workers, max(1, len(waiting)))
        for _ in range(running):
            tasks.create_task(work())
        while running:
            page = await done.get()
            if page is None:
                running -= 1
            else:
                yield page


async def _one(cleaner: Cleaner, source: str) -> CleanPage:
    try:
        return await cleaner.clean(source)
    except SourceNotFound as error:
        return failed_page(source, source, FileMissing(str(error)))
    except HarnessError as error:
        return failed_page(source, source, error)
    except Exception as error:  # a defect of ours: this page's line says so, and the run goes on
        return failed_page(source, source, InternalError.of(error))
