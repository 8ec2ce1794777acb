"""What readers write stays where a signature under it is sold, and an article's headline stays where lines beside it are."""

import pytest

from harness.deadline import Deadline
from harness.evidence.judge import Examination
from harness.evidence.match import Matcher
from harness.survey import Link, Survey
from tests.evidence.pages import ARTICLE, block, element, removed, survey_of

SIGNATURE = "casino bonus codes | replica watches"


def thread_of(remarks: list[str]) -> Survey:
    """An article, then a box of posts: a name, what it says, and a signature with two sold links; then two boxes of the template's."""
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "main", 1)]
    blocks = []

    def add(parent: int, tag: str, text: str, links: list[Link] | None = None) -> None:
        elements.append(element(len(elements), tag, parent))
        blocks.append(block(len(blocks), len(elements) - 1, text, links=links or []))

    for line in ARTICLE:
        add(2, "p", line)
    elements.append(element(len(elements), "div", 1))
    posts, cut = len(elements) - 1, SIGNATURE.index(" | ")
    for number, remark in enumerate(remarks):
        elements.append(element(len(elements), "div", posts))
        post = len(elements) - 1
        add(post, "div", f"lena{number}")
        add(post, "div", remark)
        sites = [f"https://sold-{number}.top/", f"https://sold-{number}.top/b"]
        add(
            post,
            "div",
            SIGNATURE,
            [Link(0, cut, sites[0], sites[0]), Link(cut + 3, len(SIGNATURE), sites[1], sites[1])],
        )
    for title in ("Weather", "Timetable"):
        elements.append(element(len(elements), "div", 1))
        box = len(elements) - 1
        add(box, "p", title)
        add(box, "p", f"{title} of the harbour, as it was told this morning.")
    return survey_of(blocks, elements)


@pytest.mark.parametrize(
    "remarks",
    [
        ["A good picture.", "It is a lottery whether the boat leaves at all."],
        ["Well written!", "My mother won five in the lottery, and laughed for a year."],
    ],
)
def test_remarks_stay_where_signatures_go(remarks: list[str], matcher: Matcher) -> None:
    assert removed(thread_of(remarks), matcher).split("\n") == [SIGNATURE] * 2


def test_a_headline_that_title_and_article_know_is_hard_to_take_for_what_is_sold(matcher: Matcher) -> None:
    def evidence(heading: str, title: str) -> set[str]:
        elements = [element(0, "html", -1), element(1, "body", 0), element(2, "h1", 1)]
        elements += [element(n + 3, "p", 1) for n in range(len(ARTICLE))]
        blocks = [block(0, 2, heading), *(block(n + 1, n + 3, line) for n, line in enumerate(ARTICLE))]
        examination = Examination(survey_of(blocks, elements, title), matcher, Deadline(20))
        return {each.rule for each in examination.blocks[0][1]}

    own = "The old boat leaves the stone pier"
    assert "meaning.headline" in evidence(own, f"{own} - Example Press")
    assert "meaning.headline" not in evidence(own, "Example Press")
    assert "meaning.headline" not in evidence("Buy Zolvarex Online Cheap", "Buy Zolvarex Online Cheap - Example Press")
