"""Tests: open cleaners that tests share, as a browser that is launched for every page takes longer than the page; and how the tests
are shared out to workers."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from harness import CleanPage
from harness.browser import VisitOptions
from harness.cleaner import Cleaner

Cleaning = Callable[..., CleanPage]

FIRST = (
    "tests/test_pytest_plugin.py",
    "tests/batch/test_ray.py",
    "tests/hostile/",
    "tests/test_wheel.py",
    "tests/test_output.py",
    "tests/batch/",
    "tests/cli/",
    "tests/browser/",
    "tests/visual/",
    "tests/fitting/",
    "tests/fixtures/",
    "tests/serve/",
)
"""What takes longest, in this order."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order: what takes longest first, so that no worker is left with it in the end. A file's tests stay together (`--dist
    loadfile`), as they share what is made once for all of them."""
    places = {place: at for at, place in enumerate(FIRST)}
    items.sort(key=lambda item: next((at for place, at in places.items() if item.nodeid.startswith(place)), len(FIRST)))


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
