"""A running text every sentence of which sells is an advert, however little the whole reads like one; one sentence makes none."""

import pytest

from harness.evidence.match import Matcher
from tests.evidence.pages import ARTICLE, page_of, removed

ADVERTS = [
    "Get a new roof on your house at half the price with our crew. Call now for a free quote, and pay nothing until spring.",
    "Stock your shop with the newest flavours at the lowest price per box. Order today, and we ship it free of charge from our warehouse.",
    "Установим натяжной потолок за один день с гарантией. Замер и консультация бесплатно, звоните прямо сейчас.",
    "本店主营各类高仿手表，质量保证，支持货到付款。专业团队代写论文，不满意全额退款，添加微信咨询。",
]
ONE_SENTENCE = [
    "Tickets for the concert are sold by the office at half the price for children. The captain does not like to talk about the summer.",
    "Whoever comes early gets a seat by the window at no charge. The old boat was built in the north, and so was its bell.",
    "Call the office by the harbour before eight. It is closed when there is a storm, as it was in the autumn of last year.",
]


def page_with(*lines: str) -> list[str]:
    return [*ARTICLE[:2], *lines, *ARTICLE[2:], *(f"{text} So it was in {n}." for n, text in enumerate(ARTICLE))]


@pytest.mark.parametrize("advert", ADVERTS)
def test_an_advert_of_several_sentences_goes_whole(advert: str, wordless: Matcher) -> None:
    assert removed(page_of(page_with(advert)), wordless) == advert


@pytest.mark.parametrize("line", ONE_SENTENCE)
def test_an_honest_text_with_one_such_sentence_stays(line: str, matcher: Matcher) -> None:
    assert removed(page_of(page_with(line)), matcher) == ""


def test_a_page_that_sells_in_every_paragraph_is_left_as_it_is(matcher: Matcher) -> None:
    shop = [f"{ADVERTS[1]} This is our offer number {n}, and it costs you nothing to look." for n in range(5)]

    assert removed(page_of(shop), matcher) == ""
