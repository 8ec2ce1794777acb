"""Attacks are folders with names: each page of `fixtures/hostile/` tries to stop, move, fill or fool its reader, and its honest
text is read all the same, within the deadline, one after the other in the same process."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harness.browser import NetworkPolicy, VisitOptions
from tests.conftest import Cleaning
from tests.hostile.pages import FOLDERS, ROOT, amiss, hostile_of
from tests.visits.server import SiteServer, serving

DEADLINE_S = 20.0
"""Less than the default; fifty megabytes of markup take ten seconds to be read on two slow cores that three workers share."""
UNHURRIED_S = 30.0
"""Where spam comes late the page has to settle for good, also where cores are busy."""
LATE_S = 5.0
"""What ends a page that is over its time takes a moment itself, and cores may be busy."""
OPTIONS = VisitOptions(deadline_s=DEADLINE_S, network=NetworkPolicy(allow_private=True))
UNHURRIED = replace(OPTIONS, deadline_s=UNHURRIED_S)


@pytest.fixture(scope="module")
def hostile_sites(cleaning: Cleaning) -> Iterator[SiteServer]:
    """The pages, once their browsers are open: a deadline is a page's, and a browser's first start beside others' takes long."""
    with serving(ROOT) as server:
        for options in (OPTIONS, UNHURRIED):
            cleaning(server.url(FOLDERS[0].name), options=options)
        yield server


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_page_that_attacks_its_reader_is_read_all_the_same(
    folder: Path, cleaning: Cleaning, hostile_sites: SiteServer
) -> None:
    began = time.monotonic()

    expected = hostile_of(folder)
    options = UNHURRIED if expected.spam else OPTIONS
    page = cleaning(hostile_sites.url(folder.name), options=options)

    assert amiss(expected, page) == []
    assert time.monotonic() - began < options.deadline_s + LATE_S
    assert page.status in {"ok", "partial"} or page.error is not None
