"""Floor 2: Playwright's driver, a process of its own: started early, so that our own imports pass while it comes up."""

import asyncio
import os
from contextlib import suppress

from playwright.async_api import Playwright, async_playwright

from harness.cache import cache_folder

__all__ = ["starting_driver", "stop_driver"]

CLOSE_S = 5.0


def starting_driver() -> "asyncio.Task[Playwright]":
    """The driver, on its way; whoever takes it stops it."""
    if folder := cache_folder():  # a large program in Node, which can keep what it compiled
        os.environ.setdefault("NODE_COMPILE_CACHE", str(folder / "driver"))
    return asyncio.create_task(async_playwright().start())


async def stop_driver(starting: "asyncio.Task[Playwright]") -> None:
    """End the driver, in bounded time: it is a process of ours, and ends with us at the latest."""
    with suppress(TimeoutError):
        async with asyncio.timeout(CLOSE_S):
            await (await starting).stop()
