"""What reads like what is sold a little, and like what was surely found elsewhere on the page, goes with it; where nothing was found it stays."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from harness.deadline import Deadline
from harness.evidence.features import measured
from harness.evidence.judge import Examination, judge_survey
from harness.evidence.match import Matcher
from harness.evidence.subject import NO_BLOCK, Subject
from harness.survey import Head, Link, Survey
from harness.text.encoder import Vectors, encode
from tests.evidence.pages import ARTICLE, beside, block, element, removed, survey_of

SOLD = [
    "buy zolvarex pills online no prescription",
    "order zolvarex tablets cheap next day",
    "zolvarex for sale overnight shipping",
]
"""Nobody sells it: no list has its name."""
MILD = ["zolvarex tablets 20mg", "zolvarex pills", "zolvarex coupon"]
HONEST = [
    "How pharmacies store vaccines",
    "Ferry timetable",
    "Pills for the ship's cat",
    "Prescriptions at the harbour surgery",
]


def page(sold: Sequence[str], odd: str, article: Sequence[str] = ARTICLE) -> Survey:
    """An article, a list of links that were sold, and a line elsewhere that is a link to one more site."""
    elements, blocks = beside(article, "div")
    elements.append(element(len(elements), "ul", 1))
    own = len(elements) - 1
    for number, text in enumerate(sold):
        elements.append(element(len(elements), "li", own))
        url = f"https://sky-{number}.test/"
        blocks.append(block(len(blocks), len(elements) - 1, text, links=[Link(0, len(text), url, url)]))
    elements.append(element(len(elements), "p", 3))
    url = "https://harbour-lab.test/"
    blocks.append(block(len(blocks), len(elements) - 1, odd, links=[Link(0, len(odd), url, url)]))
    return survey_of(blocks, elements)


@pytest.mark.parametrize("odd", MILD)
def test_what_reads_like_what_was_found_goes_with_it_and_stays_where_nothing_was(odd: str, wordless: Matcher) -> None:
    assert odd in removed(page(SOLD, odd), wordless)
    assert removed(page([], odd), wordless) == ""


@pytest.mark.parametrize("odd", HONEST)
def test_an_honest_line_beside_what_was_found_stays(odd: str, wordless: Matcher) -> None:
    gone = removed(page(SOLD, odd), wordless)
    assert SOLD[0] in gone
    assert odd not in gone


def test_a_line_that_is_as_near_to_what_the_page_is_about_stays(wordless: Matcher) -> None:
    odd = MILD[0]
    article = [
        "Zolvarex tablets of 20 mg are no longer made in the town, since the works by the canal had to close in spring.",
        "Those who were given the tablets by their doctor are asked to speak to the surgery, which has letters for all of them.",
        *ARTICLE,
    ]
    gone = removed(page(SOLD, odd, article), wordless)
    assert SOLD[0] in gone
    assert odd not in gone.split("\n")


def test_of_a_text_that_holds_what_was_found_the_other_words_stay(wordless: Matcher) -> None:
    line = f"The envoy may face hard questions from members of both parties about {SOLD[0]} the call in which he asked for help."
    survey = page(SOLD, HONEST[0])
    blocks = (replace(survey.blocks[0], text=line, pieces=block(0, 0, line).pieces), *survey.blocks[1:])
    gone = removed(replace(survey, blocks=blocks), wordless).split("\n")
    assert not [text for text in gone if "both parties" in text]


STAND = ["【理財週刊】贏家操盤術", "【理財週刊】贏家操盤術", "【今週刊】海邊的老燈塔還亮著"]
HARBOUR = [
    "輪渡公司宣布，從下個月起恢復夜間航班，末班船將在音樂會結束以後離開石碼頭，船票價格保持不變。",
    "港務局同意把候船室的燈一直開到午夜，附近的麵館也打算延長營業時間，好讓晚歸的人吃上一碗熱麵。",
]


def test_what_is_hardly_found_takes_nothing_along_by_its_host(wordless: Matcher) -> None:
    """A stand of magazines: the name of one article reads like what is sold, by a hair."""
    elements, blocks = beside(HARBOUR, "ul")
    for text in STAND:
        elements.append(element(len(elements), "li", 3))
        url = f"https://stand.test/{len(blocks)}"
        links = [Link(text.index("】") + 1, len(text), url, url)]
        blocks.append(block(len(blocks), len(elements) - 1, text, links=links))
    assert "老燈塔" not in removed(survey_of(blocks, elements), wordless)


def test_what_it_was_held_against_is_not_read_again(wordless: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = page(SOLD, MILD[0])
    first = judge_survey(survey, wordless, Deadline(60))
    read: list[str] = []

    def reading(lines: Sequence[str]) -> Vectors:
        read.extend(lines)
        return encode(lines)

    monkeypatch.setattr("harness.evidence.meaning.encode", reading)
    monkeypatch.setattr("harness.evidence.alike.encode", reading)
    again = judge_survey(replace(survey, said=first.said), wordless, Deadline(60))
    assert again.findings == first.findings
    assert read == []


def test_what_a_title_is_like_does_not_hang_on_the_last_line_of_the_page(wordless: Matcher) -> None:
    title = f"Cheap zolvarex coupon and zolvarex 20mg tablets for sale with next day shipping, {SOLD[0]}"
    short = replace(page(SOLD, HONEST[0]), head=Head(title, (title,), (), "", ()))
    line = element(len(short.elements), "p", 1)
    long = replace(
        short,
        elements=(*short.elements, line),
        blocks=(*short.blocks, block(len(short.blocks), line.index, ARTICLE[0])),
    )

    likeness = []
    for survey in (short, long):
        examination = Examination(survey, wordless, Deadline(60))
        examination.judgement()
        whole = Subject("title", title, NO_BLOCK, 0, len(title))
        likeness.append(measured(examination.view, whole, "like_found"))

    assert likeness[0] == likeness[1]
    assert likeness[0]
