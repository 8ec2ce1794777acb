"""Floor 6: one page, cleaned for a command."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from harness.batch.job import Job
from harness.model import CleanPage

if TYPE_CHECKING:
    from playwright.async_api import Playwright

    from harness.cleaner import Cleaner

__all__ = ["clean_one"]


def clean_one(job: Job, make: "Callable[[], Cleaner]") -> CleanPage:
    """The job's page by the Cleaner that `make` gives; what that imports is imported while the browser comes up."""
    from harness.cli.early import Early

    async def story(driver: "asyncio.Task[Playwright] | None") -> CleanPage:
        async with make().expecting(job.html, driver) as cleaner:
            return await cleaner.clean(job.source, base_url=job.base_url, html=job.html)

    return Early.run(story)
