"""Hostile pages in a row in one process: what they leave behind does not add up, and the next honest page is right.

`HARNESS_HOSTILE_PAGES=300 pytest -s tests/hostile/test_in_a_row.py` goes round all of them (`make prove`); by itself it takes some
that are quick, as memory says little after a few.
"""

import asyncio
import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

import pytest

from harness.browser.memory import memory_mib
from harness.cleaner import Cleaner
from tests.hostile.pages import FOLDERS, ROOT, amiss, hostile_of
from tests.hostile.test_hostile import OPTIONS
from tests.visits.server import serving

PAGES = int(os.environ.get("HARNESS_HOSTILE_PAGES", "0"))
QUICK = ("dialog-storm", "popup-storm", "history-flood", "written-away", "form-sends-itself", "service-worker")
FIRST = 30
MOST = 1.3
HONEST = b"<title>Ferry</title><h1>Ferry</h1><p>The last boat back is the one at seven in the evening, as ever.</p>"


def _serve(end: Connection) -> None:
    with serving(ROOT) as sites:
        end.send({folder.name: sites.url(folder.name) for folder in FOLDERS})
        end.recv()


@contextmanager
def served_apart() -> Iterator[tuple[dict[str, str], int]]:
    """The pages' addresses, and the process that serves them: what it holds is none of ours."""
    spawning = multiprocessing.get_context("spawn")
    ours, its = spawning.Pipe()
    server = spawning.Process(target=_serve, args=(its,))
    server.start()
    try:
        assert ours.poll(60)
        yield ours.recv(), server.pid or 0
    finally:
        ours.send(None)
        server.join(20)
        server.kill()


def test_what_they_leave_behind_does_not_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = FOLDERS if PAGES else [folder for folder in FOLDERS if folder.name in QUICK]
    total = PAGES or len(chosen)

    async def story() -> tuple[list[str], float, float]:
        wrong: list[str] = []
        early = 0.0
        with served_apart() as (urls, server):

            def held() -> float:
                return memory_mib(os.getpid()) - memory_mib(server)

            async with Cleaner(options=OPTIONS) as cleaner:
                for number in range(total):
                    folder = chosen[number % len(chosen)]
                    page = await cleaner.clean(urls[folder.name])
                    wrong += [f"{folder.name}: {what}" for what in amiss(hostile_of(folder), page)]
                    if number + 1 == min(FIRST, total):
                        early = held()
                after = await cleaner.clean("-", html=HONEST)
                assert after.page.text.endswith("The last boat back is the one at seven in the evening, as ever.")
                assert after.marks == () and after.status == "ok"
                return wrong, early, held()

    wrong, early, late = asyncio.run(asyncio.wait_for(story(), 60 + 12 * total))

    with capsys.disabled():
        if PAGES:
            print(f"\n{total} hostile pages: {early:.0f} MiB after {FIRST}, {late:.0f} MiB at the end")
    assert wrong == []
    assert late <= MOST * early
