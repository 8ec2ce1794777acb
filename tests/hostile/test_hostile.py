"""Attacks are folders with names: each page of `fixtures/hostile/` tries to stop, move, fill or fool its reader, and its honest
text is read all the same, within the deadline, one after the other in the same process."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.browser import NetworkPolicy, VisitOptions
from tests.conftest import Cleaning
from tests.hostile.pages import FOLDERS, ROOT, amiss, hostile_of
from tests.visits.server import SiteServer, serving

DEADLINE_S = 30.0
"""The default, also where the spam comes late or cores are busy."""
LATE_S = 10.0
"""What ends a page that is over its time takes a moment itself, and cores may be busy."""
OPTIONS = VisitOptions(deadline_s=DEADLINE_S, network=NetworkPolicy(allow_private=True))


@pytest.fixture(scope="module")
def hostile_sites(cleaning: Cleaning) -> Iterator[SiteServer]:
    """The pages, once their browser is open: a deadline is a page's, and a browser's first start beside others' takes long."""
    with serving(ROOT) as server:
        cleaning(server.url(FOLDERS[0].name), options=OPTIONS)
        yield server


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_page_that_attacks_its_reader_is_read_all_the_same(
    folder: Path, cleaning: Cleaning, hostile_sites: SiteServer
) -> None:
    began = time.monotonic()

    page = cleaning(hostile_sites.url(folder.name), options=OPTIONS)

    assert amiss(hostile_of(folder), page) == []
    assert time.monotonic() - began < DEADLINE_S + LATE_S
    assert page.status in {"ok", "partial"} or page.error is not None
