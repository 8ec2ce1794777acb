"""A phrase that was found once goes wherever it stands to the letter, inside a text that has no other sign of it, too."""

import pytest

from harness.evidence.match import Matcher
from harness.evidence.repeated import is_phrase
from harness.survey import Link
from tests.evidence.pages import ARTICLE, block, element, page_of, removed, survey_of

PHRASE = "buy zolvarex online without prescription"
SPLICED = f"{ARTICLE[2]}{PHRASE}"


def test_a_phrase_is_more_than_two_texts_have_in_common_by_chance() -> None:
    long = ("the old boat has two", "免费高清无码影片", "Рулонные ворота недорого купить", "เว็บพนันออนไลน์เว็บตรง")
    assert [is_phrase(text) for text in long] == [True] * 4
    assert not any(is_phrase(text) for text in ("old boat", "in it is", "渡轮公司", "Вход", ""))


def test_what_a_wedge_was_found_with_goes_from_the_middle_of_a_sentence(matcher: Matcher) -> None:
    first = ARTICLE[1].replace("two more winters", f"two more {PHRASE} winters")

    assert removed(page_of([ARTICLE[0], first, SPLICED, ARTICLE[3]]), matcher).split("\n") == [PHRASE, PHRASE]


@pytest.mark.parametrize("text", ["online", "without prescription"])
def test_its_words_alone_stay(text: str, matcher: Matcher) -> None:
    first = ARTICLE[1].replace("two more winters", f"two more winters {text}")

    assert removed(page_of([ARTICLE[0], first, SPLICED, ARTICLE[3]]), matcher) == PHRASE


def test_a_link_that_holds_it_goes_whole(matcher: Matcher) -> None:
    link = f"{PHRASE} and at the station"
    first = ARTICLE[1].replace("winters", f"winters {link}")
    elements = [element(0, "html", -1), element(1, "body", 0), *(element(n + 2, "p", 1) for n in range(4))]
    lines = [ARTICLE[0], first, SPLICED, ARTICLE[3]]
    at, url = first.index(link), "https://girls-77.test/"
    links = {1: [Link(at, at + len(link), url, url)]}
    page = survey_of([block(n, n + 2, line, links=links.get(n, ())) for n, line in enumerate(lines)], elements)

    assert removed(page, matcher).split("\n") == [link, PHRASE]
