"""The judgement grows with its input and no faster: what a page makes four times as long may not take sixteen times as long.

Work is counted in calls and lines of Python, which no other load on the machine changes; what is done inside the libraries
(one automaton, one alignment) is bounded by their own limits.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from types import FrameType
from typing import Any

import pytest

from harness.deadline import Deadline
from harness.errors import DeadlineExceeded
from harness.evidence.boxes import boxes_of
from harness.evidence.insertions import insertions
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.rules import Rule, RuleSet
from harness.survey import Link, Survey
from harness.survey.wire import dump, parse
from tests.evidence.pages import block, element, page_of, survey_of

MAX_RATIO = 6.0
"""For an input four times as long: 4 is linear, 16 quadratic."""


def work(act: Callable[[], Any]) -> int:
    """How many lines of Python the act takes."""
    lines = 0

    def trace(frame: FrameType, event: str, about: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return lines


def one_long_paragraph(size: int) -> Survey:
    return page_of(["casino bonus " * size])


def words_far_apart(size: int) -> Survey:
    return page_of(["the old harbour wall stood firm. casino bonus codes, " * size])


def many_links_in_a_paragraph(size: int) -> Survey:
    text = "best casino bonus and a very long honest tail. " * size
    step = len(text) // size
    links = [Link(n * step, n * step + 17, f"http://h{n}.test/", f"http://h{n}.test/") for n in range(size)]
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "p", 1)]
    return survey_of([block(0, 2, text, links=links)], elements)


def many_quotations(size: int) -> Survey:
    text = "“casino bonus” he said, and went on for a good while. " * size
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "p", 1)]
    step = len(text) // size
    return survey_of([block(0, 2, text, quotes=[(n * step, n * step + 14) for n in range(size)])], elements)


def many_text_nodes(size: int) -> Survey:
    text = "casino bonus for you, and the old harbour wall. " * size
    step = len(text) // size
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "p", 1)]
    return survey_of([block(0, 2, text, pieces=[(n * step, step) for n in range(size)])], elements)


def deep_nesting(size: int) -> Survey:
    elements = [element(n, "div" if n > 1 else ("html", "body")[n], n - 1) for n in range(size + 2)]
    return survey_of([block(n, n + 2, "casino bonus login") for n in range(size)], elements)


def deep_nesting_by_scripts(size: int) -> Survey:
    sent = deep_nesting(size)
    return replace(sent, blocks=tuple(replace(each, at_ms=float(each.index + 1), was="") for each in sent.blocks))


def many_short_lines(size: int) -> Survey:
    return page_of([f"casino bonus {n}" if n % 2 else f"harbour news {n}" for n in range(size)])


def a_long_title(size: int) -> Survey:
    return page_of(["The old harbour wall stood firm, and the ferry left at eight."], "casino bonus | harbour " * size)


def test_what_scripts_nest_is_looked_at_once_however_deep_it_is() -> None:
    once, four_times = (work(lambda n=n: boxes_of(deep_nesting_by_scripts(40 * n), lambda link: True)) for n in (1, 4))

    assert four_times / once <= MAX_RATIO


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (one_long_paragraph, 120),
        (words_far_apart, 25),
        (many_links_in_a_paragraph, 25),
        (many_quotations, 25),
        (many_text_nodes, 25),
        (deep_nesting, 40),
        (many_short_lines, 30),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_judging_four_times_as_much_takes_about_four_times_as_long(
    matcher: Matcher, make: Callable[[int], Survey], size: int
) -> None:
    judge_survey(make(10), matcher, Deadline(60))  # what is worked out once for all pages

    once, twice, four_times = (work(lambda n=n: judge_survey(make(size * n), matcher, Deadline(60))) for n in (1, 2, 4))

    assert twice / once <= MAX_RATIO / 2
    assert four_times / once <= MAX_RATIO


def test_text_that_scripts_changed_all_over_is_compared_in_bounded_work() -> None:
    def changed(size: int) -> Any:
        return block(0, 0, "ab" * size + " " + "ba" * size, was="ba" * size + "ab" * (size // 2))

    once, four_times = (work(lambda n=n: insertions(changed(n))) for n in (500, 2000))

    assert four_times / once <= MAX_RATIO


def test_a_survey_full_of_emoji_is_read_in_one_pass_a_block() -> None:
    def survey(size: int) -> Any:
        text = "🎉a" * size
        elements = [element(0, "html", -1), element(1, "body", 0), element(2, "p", 1)]
        return dump(survey_of([block(0, 2, text, pieces=[(n * 2, 2) for n in range(size)])], elements))

    once, four_times = (work(partial(parse, survey(n))) for n in (500, 2000))

    assert four_times / once <= MAX_RATIO


def test_a_pattern_that_never_ends_is_left_off_and_named() -> None:
    rule = Rule("mine.slow", "is slow", 2.0, pattern="(?:a|aa)+$")
    slow = Matcher(RuleSet((rule,), ()))

    judgement = judge_survey(page_of(["a" * 40 + "!", "b" * 40]), slow, Deadline(60))

    assert judgement.slow_rules == ("mine.slow",)


def test_a_page_that_is_not_judged_in_time_says_so(matcher: Matcher) -> None:
    with pytest.raises(DeadlineExceeded, match="judged"):
        judge_survey(page_of(["The old harbour wall"] * 10), matcher, Deadline(-1))
