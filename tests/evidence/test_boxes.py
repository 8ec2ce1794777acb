"""What a script puts beside a text: a small box that leads to other sites is another thing than a list of the site's own."""

from collections.abc import Sequence
from dataclasses import replace

from harness.deadline import Deadline
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.survey import Link, Survey
from tests.evidence.pages import ARTICLE, beside, block, element, survey_of

SOLD = "We tow any car and hand you the money on the spot, ring before noon and it is gone today."
OWN = "The author has written about ferries since 2014 and lives on the island."


def put_in(box: Sequence[tuple[str, str]], *paragraphs: str) -> Survey:
    """The article with a box of lines and where they lead, and paragraphs beside it, all put in by scripts at one moment."""
    elements, blocks = beside(ARTICLE, "aside")
    for text, url in box:
        elements.append(element(len(elements), "p", 3))
        links = [Link(0, len(text), url, url)] if url else []
        blocks.append(replace(block(len(blocks), len(elements) - 1, text, links=links), at_ms=700.0, was=""))
    for text in paragraphs:
        elements.append(element(len(elements), "p", 1))
        blocks.append(replace(block(len(blocks), len(elements) - 1, text), at_ms=700.0, was=""))
    return survey_of(blocks, elements)


def removed(matcher: Matcher, survey: Survey) -> list[str]:
    return [
        line for f in judge_survey(survey, matcher, Deadline(60)).findings if f.removed for line in f.text.split("\n")
    ]


def test_a_box_that_sells_goes_whole_and_what_came_beside_it_stays(matcher: Matcher) -> None:
    page = put_in([(SOLD, ""), ("buy accounts", "https://linebox.test/go")], OWN)

    assert sorted(removed(matcher, page)) == sorted([SOLD, "buy accounts"])


def test_a_box_that_says_where_its_map_is_from_stays(matcher: Matcher) -> None:
    page = put_in(
        [
            ("Zoom in, zoom out", ""),
            ("Map library", "https://maps.test/"),
            ("Contributors to the map", "https://streets.test/"),
        ]
    )

    assert removed(matcher, page) == []


def test_a_box_with_a_link_within_the_site_is_the_sites_own(matcher: Matcher) -> None:
    page = put_in([(SOLD, ""), ("Our partners", "https://linebox.test/go"), ("All offers", "http://a.test/offers")])

    assert removed(matcher, page) == []


def test_a_widget_that_names_who_made_it_is_no_box_that_sells(matcher: Matcher) -> None:
    page = put_in(
        [("Write to us", ""), ("Telephone 555 0101 42", ""), ("We run on ChatDesk", "https://chatdesk.test/")]
    )

    assert removed(matcher, page) == []
