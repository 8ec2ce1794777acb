"""Who put a node there: twelve ways, and the script that did it; unknown rather than wrong."""

import asyncio
from pathlib import Path

import pytest

from harness import Cleaner
from harness.model import CleanPage, Mark

ROOT = Path(__file__).parents[2] / "fixtures" / "provenance"
SCRIPT = "http://cdn.pier.test/ad.js"
WAYS = sorted(path.name for path in ROOT.iterdir())


@pytest.fixture(scope="module")
def pages() -> dict[str, CleanPage]:
    async def story() -> dict[str, CleanPage]:
        async with Cleaner() as cleaner:
            return {way: await cleaner.clean(ROOT / way) for way in WAYS}

    return asyncio.run(story())


def spam_of(page: CleanPage) -> list[Mark]:
    return [mark for mark in page.marks if mark.removed]


@pytest.mark.parametrize("way", [way for way in WAYS if way != "server"])
def test_the_script_is_named(way: str, pages: dict[str, CleanPage]) -> None:
    marks = spam_of(pages[way])

    assert marks
    assert {mark.provenance.script_url for mark in marks} == {SCRIPT}
    assert {mark.provenance.third_party for mark in marks} == {False}  # another host of the same site
    assert all(mark.provenance.line for mark in marks)


@pytest.mark.parametrize(
    ("way", "loader"), [("loader", "http://tags.pier.test/tags.js"), ("inner-html", "http://pier.test/")]
)
def test_what_brought_the_script_is_named(way: str, loader: str, pages: dict[str, CleanPage]) -> None:
    assert {mark.provenance.loaded_by for mark in spam_of(pages[way])} == {loader}


def test_what_the_server_sent_is_the_servers(pages: dict[str, CleanPage]) -> None:
    assert {(m.provenance.origin, m.provenance.script_url) for m in spam_of(pages["server"])} == {("server", None)}


def test_a_flood_of_nodes_switches_it_off_and_nothing_is_made_up() -> None:
    html = (
        "<!doctype html><title>T</title><h1>Harbour</h1><p>The ferry leaves at nine, and the pier is swept before.</p>"
        "<script>for (let i = 0; i < 30000; i++) document.body.append(document.createElement('i'));"
        "document.body.insertAdjacentHTML('beforeend', '<p><a href=#>极速赛车开奖直播全天计划</a></p>'.repeat(5))</script>"
    )

    async def story() -> CleanPage:
        async with Cleaner() as cleaner:
            return await cleaner.clean("-", html=html.encode())

    page = asyncio.run(story())

    assert any(event.kind == "limit" and "who made" in event.detail for event in page.events)
    assert {mark.provenance.origin for mark in spam_of(page)} <= {"unknown", "script"}
    assert {mark.provenance.script_url for mark in spam_of(page)} == {None}
