"""A page in one script with honest text in another: what a reader writes in his own is no advert put into it."""

import pytest

from harness.evidence.match import Matcher
from tests.evidence.pages import ARTICLE_RU, page_of, removed

COMMENT = "Disagree. It is a lottery whether the harbour office answers at all, and the boat leaves without you."


def test_a_clause_of_a_comment_that_is_all_in_another_script_stays(matcher: Matcher) -> None:
    assert removed(page_of([*ARTICLE_RU, COMMENT]), matcher) == ""


@pytest.mark.parametrize("phrase", ["online casino real money", "best lottery sites"])
def test_a_phrase_in_another_script_than_the_text_around_it_goes(phrase: str, matcher: Matcher) -> None:
    words = ARTICLE_RU[1].split(" ")
    line = " ".join([*words[:5], phrase, *words[5:]])

    assert removed(page_of([ARTICLE_RU[0], line, *ARTICLE_RU[2:]]), matcher) == phrase


@pytest.mark.parametrize(
    "phrase",
    ["live cam chat with models free", "cheap designer sunglasses outlet store", "sportsbook welcome offer 200%"],
)
def test_several_words_that_no_list_has_go_by_what_they_say(phrase: str, wordless: Matcher) -> None:
    words = ARTICLE_RU[1].split(" ")
    line = " ".join([*words[:5], phrase, *words[5:]])

    assert removed(page_of([ARTICLE_RU[0], line, *ARTICLE_RU[2:]]), wordless) == phrase


@pytest.mark.parametrize(
    "name",
    [
        "Casino Royale",
        "Ford Escort",
        "Viagra",
        "Poker Face",
        "Small Boats Research Institute",
        "The Lancet Oncology Review",
    ],
)
def test_a_name_in_another_script_stays(name: str, matcher: Matcher) -> None:
    words = ARTICLE_RU[1].split(" ")
    line = " ".join([*words[:5], name, *words[5:]])

    assert removed(page_of([ARTICLE_RU[0], line, *ARTICLE_RU[2:]]), matcher) == ""
