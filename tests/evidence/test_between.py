"""A phrase that sells goes from between two words of an honest sentence; where the sentence speaks of what is sold, it stays."""

import pytest

from harness.evidence.match import Matcher
from tests.evidence.pages import ARTICLE, ARTICLE_RU, page_of, removed

SPLICED = [
    (ARTICLE, "two more winters", "two more {} winters", "buy anabolic steroids online"),
    (ARTICLE, "two more winters", "two more {} winters", "cheap residential proxy"),
    (ARTICLE, "two more winters", "two more {} winters", "windows 11 activation key"),
    (ARTICLE_RU, "осталось две зимы", "осталось {} две зимы", "снять проститутку"),
]
SPOKEN_OF = [
    "Cheap car insurance quotes leave something out, and the captain reads them twice.",
    "Whoever wants to stop with the online casino may call the office by the harbour at any hour.",
    "The harbour office never asks for a crypto deposit, and it never sells casino bonus codes by telephone.",
]


@pytest.mark.parametrize(("article", "words", "place", "phrase"), SPLICED)
def test_a_phrase_between_two_words_of_an_honest_sentence_goes(
    article: list[str], words: str, place: str, phrase: str, matcher: Matcher
) -> None:
    spoiled = [line.replace(words, place.format(phrase)) for line in article]

    assert spoiled != article
    assert removed(page_of(spoiled), matcher) == phrase


@pytest.mark.parametrize("line", SPOKEN_OF)
def test_a_sentence_that_speaks_of_it_stays(line: str, matcher: Matcher) -> None:
    assert removed(page_of([*ARTICLE[:2], f"{line} {ARTICLE[2]}", ARTICLE[3]]), matcher) == ""


@pytest.mark.parametrize("signs", ["🔥🔥", "★", "➤➤", "💰"])
def test_a_line_that_sells_between_signs_goes_and_an_honest_one_stays(signs: str, wordless: Matcher) -> None:
    lines = [
        f"{signs} {text} {signs}" for text in ("bulk email accounts for sale cheap", "Harbour news", "Tickets here")
    ]

    assert removed(page_of([*ARTICLE[:2], *lines, *ARTICLE[2:]]), wordless) == lines[0]
