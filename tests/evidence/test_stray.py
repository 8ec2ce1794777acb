"""A sentence among the running text that sells something else goes by what it says; what a text itself sells or asks for stays."""

import pytest

from harness.deadline import Deadline
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from tests.evidence.pages import ARTICLE, page_of

STRAY = [
    "Verified accounts with papers and a warranty, paid for in crypto and delivered within minutes.",
    "All our rifles are shipped to your door without any paperwork at the lowest price.",
    "Your bad credit record is deleted for good, and you pay nothing if it fails.",
    "本公司长期办理各种证件，样式与真的一样，见货再付款。",
    "Деньги на карту за три минуты, одобряем всем, даже с просрочками и без работы.",
]
OWN = [
    "Tickets for the concert in the chapel cost nine, and children pay nothing on the boat.",
    "Whoever wants to go along may call the office by the harbour before eight in the morning.",
    "Readers may send us their photographs of the old boat until the end of the summer.",
    "The shop by the pier sells the captain's book, and the money goes to the new boat.",
]


def removed(line: str, matcher: Matcher) -> list[str]:
    survey = page_of(
        [*ARTICLE[:2], line, *ARTICLE[2:], *(f"{text} So it was in {n}." for n, text in enumerate(ARTICLE))]
    )
    return [found.text for found in judge_survey(survey, matcher, Deadline(60)).findings if found.removed]


@pytest.mark.parametrize("line", STRAY)
def test_a_sentence_that_sells_what_the_text_is_not_about_goes(line: str, matcher: Matcher) -> None:
    assert removed(line, matcher) == [line]


@pytest.mark.parametrize("line", OWN)
def test_what_a_text_asks_of_its_readers_stays(line: str, matcher: Matcher) -> None:
    assert removed(line, matcher) == []
