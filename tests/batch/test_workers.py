"""Workers: what their consumer meets ends the run cleanly, and every page's deadline is its own."""

import asyncio
from pathlib import Path

import pytest

from harness import Cleaner
from harness.batch import Job, Workers
from harness.browser import VisitOptions
from harness.errors import BrowserNotFound

BUSY = "<title>Busy</title><p>The ferry leaves at eight.<script>for (let i = 0; i < 3e7; i++) Math.sqrt(i);</script>"


def test_pages_that_wait_for_their_turn_lose_nothing_of_their_deadline() -> None:
    async def story() -> list[str]:
        async with Cleaner(options=VisitOptions(deadline_s=6.0)) as cleaner:
            pages = await asyncio.gather(*(cleaner.clean("-", html=f"{BUSY}<p>{n}".encode()) for n in range(14)))
        return [page.status for page in pages]

    statuses = asyncio.run(story())

    assert len(statuses) == 14
    assert set(statuses) <= {
        "ok",
        "partial",
    }  # on busy cores a page may be read before it settled; none runs out of time


def test_a_consumer_that_raises_ends_the_run_with_its_own_error_and_no_group() -> None:
    jobs = [Job("-", html=f"<p>page {n}".encode()) for n in range(20)]

    async def story() -> None:
        async with Workers.opened(Cleaner(), 2) as workers:
            async for _ in workers.clean(jobs):
                raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        asyncio.run(asyncio.wait_for(story(), 60))


def test_workers_without_a_browser_do_not_begin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HARNESS_BROWSER", str(tmp_path / "nowhere"))

    async def story() -> None:
        async with Workers.opened(Cleaner(), 2):
            raise AssertionError("they began")

    with pytest.raises(BrowserNotFound):
        asyncio.run(story())


def test_every_job_is_a_page_also_one_that_is_not_there() -> None:
    async def story() -> list[tuple[str, str | None]]:
        async with Workers.opened(Cleaner(), 2) as workers:
            jobs = [Job("-", html=b"<p>hello"), Job("gone.html"), Job("-", "http://a.test/", b"<p>there")]
            return [(page.page.text, page.error and page.error.code) async for page in workers.clean(jobs)]

    found = asyncio.run(story())

    assert sorted(found, key=str) == sorted([("hello", None), ("", "file_missing"), ("there", None)], key=str)
