"""Tests: every way of `fixtures/hiding/`: what is sold is marked with the way that hides it and gone, what is honest stays."""

from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.conftest import Cleaning

ROOT = Path(__file__).parents[2] / "fixtures" / "hiding"


class Case(NamedTuple):
    name: str
    hidden_by: str
    page: bytes
    lines: tuple[str, ...]


def cases(kind: str) -> list[Case]:
    tricks = yaml.safe_load((ROOT / "tricks.yaml").read_text(encoding="utf-8"))
    texts = yaml.safe_load((ROOT / "texts.yaml").read_text(encoding="utf-8"))[kind]
    around = (ROOT / "page.html").read_text(encoding="utf-8")
    found = []
    for number, trick in enumerate(tricks):
        text = texts[number % len(texts)]
        page = around.replace("{{trick}}", trick["html"].replace("{{text}}", text["html"]))
        found.append(Case(trick["name"], trick["hidden_by"], page.encode(), tuple(text["lines"])))
    return found


class Words(HTMLParser):
    """The text of an HTML document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("case", cases("spam"), ids=lambda case: case.name)
def test_what_is_sold_and_hidden_is_marked_with_the_way_and_goes(case: Case, cleaning: Cleaning) -> None:
    page = cleaning("-", html=case.page)

    ways = {line: {m.hidden_by for m in page.marks if m.removed and line in m.text} for line in case.lines}
    assert ways == {line: {case.hidden_by} for line in case.lines}
    assert [line for line in case.lines if line in Words(page.html).text] == []
    assert [line for line in case.lines if line in page.page.text] == []


@pytest.mark.parametrize("case", cases("honest"), ids=lambda case: case.name)
def test_what_is_honest_and_hidden_in_the_same_way_stays(case: Case, cleaning: Cleaning) -> None:
    page = cleaning("-", html=case.page)

    assert [mark.text for mark in page.marks if mark.removed] == []
    assert [line for line in case.lines if line not in Words(page.html).text] == []
