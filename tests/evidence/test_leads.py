"""A phrase that stands before a sign at the head of a running text goes with its sign, and the text stays whole."""

import pytest

from harness.evidence.leads import lead_of, ornate_lead_of
from harness.evidence.match import Matcher
from tests.evidence.pages import ARTICLE, page_of, removed

SIGNS = ["：", ": ", " - ", " | ", "【★】", " ◆◆ ", " » "]
HONEST = [
    "The harbour office: ",
    "Ferry line 4 - ",
    "HARBOUR TOWN (own report) — ",
    "【From our own reporter】",
    "Free of charge: ",
    "What comes next | ",
    "★ Read this first ★ ",
    "Anna on cheap tickets online: ",
]


def test_where_a_text_begins_behind_a_lead() -> None:
    text = ARTICLE[0]

    assert [lead_of(f"two words{sign}{text}") for sign in SIGNS] == [9 + len(sign) for sign in SIGNS]
    assert [bool(ornate_lead_of(f"two words{sign}{text}")) for sign in SIGNS] == [False] * 3 + [True] * 4
    assert lead_of(f"【two words】{text}") == 11
    assert [
        lead_of(each) for each in (text, "two words: and no more", f"A sentence ends here. And then: {text}", "")
    ] == [0] * 4


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("phrase", ["no deposit casino bonus", "buy viagra without prescription", "снять проститутку"])
def test_a_known_phrase_goes_with_its_sign(phrase: str, sign: str, matcher: Matcher) -> None:
    assert removed(page_of([f"{phrase}{sign}{ARTICLE[0]}", *ARTICLE[1:]]), matcher) == (phrase + sign).rstrip()


@pytest.mark.parametrize("sign", [" | ", "【★】", " ◆◆ "])
@pytest.mark.parametrize("phrase", ["Cheap Designer Sunglasses Outlet", "Kredit ohne Bonitätsprüfung sofort"])
def test_an_unknown_phrase_goes_where_no_sentence_has_such_a_sign(phrase: str, sign: str, wordless: Matcher) -> None:
    assert removed(page_of([f"{phrase}{sign}{ARTICLE[0]}", *ARTICLE[1:]]), wordless) == (phrase + sign).rstrip()


@pytest.mark.parametrize("lead", HONEST)
def test_an_honest_lead_stays(lead: str, matcher: Matcher) -> None:
    assert removed(page_of([lead + ARTICLE[0], *ARTICLE[1:]]), matcher) == ""


def test_a_lead_that_names_what_the_page_is_about_stays(matcher: Matcher) -> None:
    about = [f"{line} Whoever plays at a casino knows that the house wins." for line in ARTICLE]

    assert removed(page_of([f"Online casino: {about[0]}", *about[1:]]), matcher) == ""
