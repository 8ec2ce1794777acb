"""Tests: open cleaners that tests share, as a browser that is launched for every page takes longer than the page."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from harness import CleanPage
from harness.browser import VisitOptions
from harness.cleaner import Cleaner

Cleaning = Callable[..., CleanPage]


@pytest.fixture(scope="session")
def cleaning() -> Iterator[Cleaning]:
    """Like `harness.clean`, with a browser that stays open; one for each set of `options`."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="cleaners")
    thread.start()
    cleaners: dict[VisitOptions, Cleaner] = {}

    def done(work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    def clean(source: Any, *, options: VisitOptions | None = None, **given: Any) -> CleanPage:
        wanted = options or VisitOptions()
        if wanted not in cleaners:
            cleaners[wanted] = done(Cleaner(options=wanted).__aenter__())
        page: CleanPage = done(cleaners[wanted].clean(source, **given))
        return page

    try:
        yield clean
    finally:
        for cleaner in cleaners.values():
            done(cleaner.__aexit__(None, None, None))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
