"""What only some readers of a page are shown is told, with what speaks against it; what all are shown is not."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import Cleaner, CleanPage
from harness.browser import NetworkPolicy, VisitOptions
from harness.errors import UsageError
from tests.visits.server import SiteServer, serving

ROOT = Path(__file__).parents[2] / "fixtures" / "cloaking"
HARNESS = Path(sys.executable).parent / "harness"
OPTIONS = VisitOptions(network=NetworkPolicy(allow_private=True))
SOLD = ("buy cheap viagra without prescription", "cialis online pharmacy", "online casino real money")
ALL = ("reader", "googlebot", "baiduspider", "from-search", "mobile")


@pytest.fixture(scope="module")
def sites() -> Iterator[SiteServer]:
    with serving(ROOT) as server:
        yield server


def visited(url: str, names: tuple[str, ...]) -> CleanPage:
    async def story() -> CleanPage:
        async with Cleaner(options=OPTIONS, as_=names) as cleaner:
            return await cleaner.clean(url)

    return asyncio.run(story())


def told(page: CleanPage) -> list[str]:
    return [event.detail for event in page.events if event.kind == "cloaked"]


@pytest.fixture(scope="module")
def shop(sites: SiteServer) -> CleanPage:
    return visited(sites.url("shop"), ALL)


def test_spam_that_a_crawler_alone_is_shown_is_told_as_spam(shop: CleanPage) -> None:
    spam = "\n".join(one.text for one in shop.shown if one.to == "googlebot" and one.spam)

    assert [line for line in SOLD if line not in spam] == []
    assert any(e.rule == "looks.shown-to-some" for one in shop.shown for e in one.evidence)


def test_honest_text_that_a_crawler_alone_is_shown_is_told_and_is_no_spam(shop: CleanPage) -> None:
    found = [one for one in shop.shown if "listed building" in one.text]

    assert [(one.to, one.spam) for one in found] == [("googlebot", False)]


def test_what_a_phone_alone_is_shown_is_told(shop: CleanPage) -> None:
    assert any(one.spam and "mobile casino bonus" in one.text for one in shop.shown if one.to == "mobile")


def test_a_redirect_for_one_of_them_is_an_event(shop: CleanPage) -> None:
    assert any(detail.startswith("from-search alone is led away: refused to") for detail in told(shop))
    assert not any(detail.startswith(("baiduspider", "mobile alone", "googlebot alone")) for detail in told(shop))


def test_the_page_itself_is_the_first_readers(shop: CleanPage) -> None:
    assert shop.marks == () and "forty steps" in shop.page.text
    assert [line for line in SOLD if line in shop.page.text] == []


def test_a_page_that_shows_all_the_same_tells_nothing(sites: SiteServer) -> None:
    page = visited(sites.url("plain"), ALL)

    assert page.shown == () and told(page) == []


def test_whoever_is_cleaned_for_first_has_it_as_evidence(sites: SiteServer) -> None:
    page = visited(sites.url("shop"), ("googlebot", "reader"))

    marks = [mark for mark in page.marks if mark.removed and SOLD[0] in mark.text]
    assert marks and any(e.rule == "looks.shown-to-some" for e in marks[0].evidence)
    assert "listed building" in page.page.text


def test_the_command_tells_it_in_its_json(sites: SiteServer) -> None:
    command = [
        HARNESS,
        "clean",
        sites.url("shop"),
        "--allow-private",
        "--as",
        "reader,googlebot",
        "--format",
        "json",
        "-q",
    ]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)

    assert done.returncode == 0, done.stderr.decode()
    assert {one["to"] for one in json.loads(done.stdout)["shown"]} == {"googlebot"}


@pytest.mark.parametrize(
    ("names", "said"), [(("reader",), "two names or more"), (("reader", "goglebot"), "did you mean googlebot?")]
)
def test_nobody_and_one_alone_are_refused(names: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        Cleaner(as_=names)
