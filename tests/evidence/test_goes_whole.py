"""What goes whole once its links were found: text that is there for them, what nobody sees, a row with nothing else in it."""

from dataclasses import replace

import pytest

from harness.deadline import Deadline
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.survey import Block, Link, Survey
from harness.text.tokens import has_stray_token, is_random_token
from tests.evidence.pages import ARTICLE, block, element, listed, page_of, survey_of

SOLD = ("no deposit casino bonus", "cheap viagra online", "replica rolex shop", "payday loans today")
AROUND = (
    "our friends speak well of {0} which is so stylish in spring. look at {1} with a silver rim, and wear {2} to work."
)


def linked(number: int, at: int, text: str, *words: str) -> Block:
    """A block in which each of these words links to a site of its own, which is named for honest ones."""
    hosts = [f"site-{n}" if word in SOLD else word.replace(" ", "-") for n, word in enumerate(words)]
    places = [(text.index(word), f"https://{host}.test/") for word, host in zip(words, hosts, strict=True)]
    ends = [(start, start + len(word), url) for (start, url), word in zip(places, words, strict=True)]
    return block(number, at, text, links=[Link(start, end, url, url) for start, end, url in ends])


def page_with(last: str, *words: str, hidden_by: str = "") -> Survey:
    """The article, and a text after it."""
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "main", 1)]
    elements += [element(n + 3, "p", 2) for n in range(len(ARTICLE))]
    elements.append(element(len(elements), "div", 1))
    blocks = [block(n, n + 3, line) for n, line in enumerate(ARTICLE)]
    blocks.append(replace(linked(len(blocks), len(elements) - 1, last, *words), hidden_by=hidden_by))
    return survey_of(blocks, elements)


def removed(page: Survey, matcher: Matcher) -> list[str]:
    judgement = judge_survey(page, matcher, Deadline(60))
    return [finding.text for finding in judgement.findings if finding.removed]


def test_text_that_is_there_for_the_links_in_it_goes_with_them(matcher: Matcher) -> None:
    text = AROUND.format(*SOLD[:3])
    assert removed(page_with(text, *SOLD[:3]), matcher) == [text]


@pytest.mark.parametrize("hidden_by", ["off-screen", "opacity", "size", "display"])
def test_what_nobody_sees_goes_whole_with_a_link_that_was_found(matcher: Matcher, hidden_by: str) -> None:
    text = f"The blue dial suits a dark coat, and the {SOLD[2]} is worn by men who know."
    assert removed(page_with(text, SOLD[2], hidden_by=hidden_by), matcher) == [text]


def test_hidden_text_with_an_honest_link_stays(matcher: Matcher) -> None:
    text = "The second tab tells the history of the pier, as the harbour museum has it."
    assert removed(page_with(text, "harbour museum", hidden_by="display"), matcher) == []


def test_an_unknown_link_goes_with_a_row_in_which_all_others_were_found(matcher: Matcher) -> None:
    words = (*SOLD, "soft corner")
    assert removed(page_with(" ".join(words), *words), matcher) == [" ".join(words)]


def test_it_stays_where_others_of_its_row_are_honest_too(matcher: Matcher) -> None:
    words = (*SOLD[:2], "bird garden", "harbour museum", "chapel choir")
    gone = " ".join(removed(page_with(" ".join(words), *words), matcher))
    assert all(word in gone for word in SOLD[:2])
    assert not any(word in gone for word in words[2:])


def test_a_row_keeps_the_notice_that_stands_in_it(matcher: Matcher) -> None:
    text = "© 2019 Harbour Museum Society | " + " | ".join(SOLD)
    assert "Harbour Museum Society" not in " ".join(removed(page_with(text, *SOLD), matcher))


def test_an_unknown_link_on_a_line_of_its_own_goes_with_the_lines_around_it(matcher: Matcher) -> None:
    page = listed([(word, f"https://site-{n}.test/") for n, word in enumerate((*SOLD, "wolf94"))])
    assert "wolf94" in " ".join(removed(page, matcher))


@pytest.mark.parametrize("word", ["uFjDqNNj", "rYNPNmDp", "WRupqlHb", "fslcWwTM", "mP2d4e"])
def test_a_string_that_a_program_left_is_told(word: str) -> None:
    assert has_stray_token(f"you must read it {word} for more")


@pytest.mark.parametrize(
    "text",
    [
        "the LoginEvent of JavaScript in GitLabCI",
        "PostgreSQL, MySQL and OpenSSL on macOS",
        "H2SO4 and NaBH4",
        "see https://a.test/uFjDqNNj and #rYNPNmDp",
        "McDonald of LinkedIn and YouTube",
        "RFC2119, HTML5, iOS17",
    ],
)
def test_names_and_formulas_are_none(text: str) -> None:
    assert not has_stray_token(text)


@pytest.mark.parametrize("text", ["Boot2Docker", "Office365Plus"])
def test_a_name_of_two_words_and_a_number_is_no_random_string(text: str) -> None:
    assert not is_random_token(text)


@pytest.mark.parametrize("text", ["KbwTSlqX7wQ", "ciCwPnFKk48"])
def test_a_string_that_nobody_can_say_is_one(text: str) -> None:
    assert is_random_token(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "专业黑客团队接单，查询定位，聊天记录，通话清单，先办事后收费。",
        "本公司专业提供三代试管代孕服务，包性别包成功，签约保障零风险。",
    ],
)
def test_a_sentence_goes_with_the_words_in_it_where_its_rest_still_sells(sentence: str, matcher: Matcher) -> None:
    page = page_of([ARTICLE[0], f"{ARTICLE[1]} {sentence} {ARTICLE[2]}", ARTICLE[3]])
    assert removed(page, matcher) == [sentence]
