"""A phrase that sells goes from between two words of an honest sentence; where the sentence speaks of what is sold, it stays."""

from dataclasses import replace

import pytest

from harness.evidence.match import Matcher
from harness.survey import Link
from tests.evidence.pages import ARTICLE, ARTICLE_RU, block, element, page_of, removed, survey_of

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


@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_a_heading_that_has_nothing_to_do_with_the_article_goes_and_an_articles_own_stays(
    tag: str, wordless: Matcher
) -> None:
    headings = ["Cheap unlimited server hosting deals", "The old boat and its captain"]
    elements = [element(0, "html", -1), element(1, "body", 0)]
    elements += [element(n + 2, tag if n in (1, 3) else "p", 1) for n in range(6)]
    lines = [ARTICLE[0], headings[0], ARTICLE[1], headings[1], *ARTICLE[2:]]

    assert (
        removed(survey_of([block(n, n + 2, line) for n, line in enumerate(lines)], elements), wordless) == headings[0]
    )


@pytest.mark.parametrize("signs", ["🔥🔥", "★", "➤➤", "💰"])
def test_a_line_that_sells_between_signs_goes_and_an_honest_one_stays(signs: str, wordless: Matcher) -> None:
    lines = [
        f"{signs} {text} {signs}" for text in ("bulk email accounts for sale cheap", "Harbour news", "Tickets here")
    ]

    assert removed(page_of([*ARTICLE[:2], *lines, *ARTICLE[2:]]), wordless) == lines[0]


@pytest.mark.parametrize("where", ["https://win-77.top/", "http://a.test/privacy"])
def test_a_strip_that_stays_in_view_goes_where_it_sells_and_leads_elsewhere(where: str, wordless: Matcher) -> None:
    elements = [element(0, "html", -1), element(1, "body", 0), *(element(n + 2, "p", 1) for n in range(4))]
    elements.append(replace(element(6, "div", 1), position="fixed"))
    text = "Get twenty thousand live channels with our premium subscription, free trial today. OK"
    strip = block(4, 6, text, links=[Link(len(text) - 2, len(text), where, where)])
    page = survey_of([*(block(n, n + 2, line) for n, line in enumerate(ARTICLE)), strip], elements)

    assert removed(page, wordless) == (text if "a.test" not in where else "")
