"""Tests: every site of `fixtures/visits/`, visited live: spam that comes late is marked, what is honest stays.

Adding a case is adding a folder with `index.html`, `spam.html` and `visit.yaml`; no test code is needed.
"""

from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field

from harness import CleanPage
from harness.browser import NetworkPolicy, VisitOptions
from tests.conftest import Cleaning
from tests.visits.server import SiteServer

FOLDERS = sorted(file.parent for file in (Path(__file__).parents[2] / "fixtures" / "visits").glob("*/visit.yaml"))
# What is asked here is what is seen, not how fast: on busy cores a model takes its time to load.
OPTIONS = VisitOptions(deadline_s=60.0, network=NetworkPolicy(allow_private=True))


class Expected(BaseModel):
    """What `visit.yaml` holds; `spam_in` is the document that the spam is written into."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: str
    honest: tuple[str, ...] = Field(min_length=1)
    spam: tuple[str, ...] = Field(min_length=6, max_length=10)
    spam_in: str = "index.html"


def expected_of(folder: Path) -> Expected:
    return Expected.model_validate(yaml.safe_load((folder / "visit.yaml").read_text(encoding="utf-8")))


def unmarked(page: CleanPage, lines: tuple[str, ...]) -> list[str]:
    """The lines that stand in no removed mark."""
    removed = [mark.text for mark in page.marks if mark.removed]
    return [line for line in lines if not any(line in text for text in removed)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_spam_that_comes_late_is_marked_and_what_is_honest_stays(
    folder: Path, sites: SiteServer, cleaning: Cleaning
) -> None:
    expected = expected_of(folder)

    page = cleaning(sites.url(folder.name), options=OPTIONS)

    assert page.error is None
    assert unmarked(page, expected.spam) == []
    assert [line for line in expected.spam if line in page.page.text] == []
    assert [line for line in expected.honest if line not in page.page.text] == []


@pytest.mark.parametrize(
    ("folder", "document"),
    [
        pytest.param(folder, document, id=f"{folder.name}-{document}")
        for folder in FOLDERS
        for document in sorted({"index.html", expected_of(folder).spam_in})
    ],
)
def test_the_same_spam_is_marked_where_it_stands_in_the_page_from_the_start(
    folder: Path, document: str, sites: SiteServer, cleaning: Cleaning
) -> None:
    expected = expected_of(folder)

    page = cleaning(sites.url(folder.name, f"static/{document}"), options=OPTIONS)

    assert page.error is None
    assert unmarked(page, expected.spam) == []
    assert [line for line in expected.spam if line in page.page.text] == []
