"""A sentence that an article has twice was put there, where it sells; what an editor repeats stays."""

import pytest

from harness.evidence.match import Matcher
from tests.evidence.pages import ARTICLE, beside, block, element, page_of, removed, survey_of

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


@pytest.mark.parametrize("line", SOLD)
def test_it_goes_where_the_article_has_it_and_the_page_has_it_again_beside_it(line: str, matcher: Matcher) -> None:
    elements, blocks = beside([ARTICLE[0], line, *ARTICLE[1:]], "aside")
    elements.append(element(len(elements), "p", 3))
    blocks.append(block(len(blocks), len(elements) - 1, line))

    assert removed(survey_of(blocks, elements), matcher).split("\n") == [line, line]


def test_what_a_page_says_twice_beside_its_article_stays(matcher: Matcher) -> None:
    """A shop has its offer over the page and under it."""
    elements, blocks = beside(ARTICLE, "aside")
    for _ in range(2):
        elements.append(element(len(elements), "p", 3))
        blocks.append(block(len(blocks), len(elements) - 1, SOLD[0]))

    assert removed(survey_of(blocks, elements), matcher) == ""
