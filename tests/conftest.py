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

TOGETHER = (
    "tests/visual/test_pairs.py", "tests/report/", "tests/browser/test_provenance.py", "tests/fixtures/test_check.py",
    "tests/fixtures/test_record.py", "tests/scan/", "tests/cli/test_judge.py", "tests/rules/test_docs.py", "tests/evidence/",
    "tests/reading/test_markdown.py",
)  # fmt: skip
"""What makes something once for all its tests is done by one worker."""
FIRST = (
    "tests/test_wheel.py",
    "tests/fitting/",
    "tests/batch/",
    "tests/test_pytest_plugin.py",
    "tests/test_output.py",
    "tests/visual/",
)
"""What takes longest is begun first, so that no worker is left with it in the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Groups for `--dist loadgroup`, and the order."""
    for item in items:
        for place in TOGETHER:
            if item.nodeid.startswith(place):
                item.add_marker(pytest.mark.xdist_group(place))
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


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
