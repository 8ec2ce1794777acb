"""A sentence that an article has twice was put there, where it sells; what an editor repeats stays."""

import pytest

from harness.evidence.match import Matcher
from tests.evidence.pages import ARTICLE, page_of, removed

SOLD = [
    "Our drivers bring your new mattress on the day you order it, and take the old one away at no charge.",
    "Fill your cellar with wines from our depot at half the price, and we send the first case for nothing.",
]
FOREIGN = "Tilaa patjat meiltä puoleen hintaan jo tänään, kuljetus on ilmainen ja vanha lähtee samalla kyydillä."
QUOTED = "The old boat has two more winters in it, and then somebody else will have to think of what to do, the captain says."


def twice(line: str) -> list[str]:
    """The paragraphs of an article that has this one after its first and after its third."""
    return [ARTICLE[0], line, *ARTICLE[1:3], line, ARTICLE[3]]


@pytest.mark.parametrize("line", [*SOLD, FOREIGN])
def test_a_sentence_that_sells_goes_where_the_article_has_it_twice(line: str, matcher: Matcher) -> None:
    assert removed(page_of(twice(line)), matcher).split("\n") == [line, line]


@pytest.mark.parametrize("line", [QUOTED, ARTICLE[1]])
def test_what_an_editor_repeats_stays(line: str, matcher: Matcher) -> None:
    assert removed(page_of(twice(line)), matcher) == ""


def test_a_sentence_in_another_language_that_stands_once_stays(matcher: Matcher) -> None:
    assert removed(page_of([*ARTICLE[:2], FOREIGN, *ARTICLE[2:]]), matcher) == ""
