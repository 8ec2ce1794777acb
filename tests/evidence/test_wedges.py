"""What was put into a text goes to the character, told by its edges and by what it says: no list has a word of it, and the honest
words around it stay whole."""

import pytest

from harness.deadline import Deadline
from harness.evidence.judge import Judgement, judge_survey
from harness.evidence.match import Matcher
from harness.evidence.seams import Seams
from harness.evidence.wedges import latin_runs, stuffed, wedges_of
from harness.rules import load_packs
from tests.evidence.pages import ARTICLE, block, element, survey_of

HEADLINE = "The old boat has two more winters in it"
PHRASES = [
    "Buy Zolvarex Online Without Prescription",
    "Cheap Designer Sunglasses Outlet",
    "Kredit ohne Bonitätsprüfung sofort",
    "Hot Escorts Near You",
]
"""Judged with the lists of words switched off."""


def judged(lines: list[str], matcher: Matcher, heading: str = HEADLINE, title: str = "") -> tuple[Judgement, list[str]]:
    """The judgement, and what is left of heading and lines."""
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "main", 1), element(3, "h1", 2)]
    elements += [element(4 + n, "p", 2) for n in range(len(lines))]
    blocks = [block(0, 3, heading), *(block(1 + n, 4 + n, line) for n, line in enumerate(lines))]
    judgement = judge_survey(survey_of(blocks, elements, title or heading), matcher, Deadline(20))
    left = [heading, *lines]
    for finding in judgement.findings:
        if finding.removed and finding.kind == "text":
            left[finding.block] = left[finding.block].replace(finding.text, "", 1)
        elif finding.removed and finding.kind == "element":
            left[finding.element - 3] = ""
    return judgement, [" ".join(line.split()) for line in left]


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("glue", [" ", " | ", "_", " - "])
def test_a_phrase_before_title_and_heading_goes_and_the_headline_stays(
    phrase: str, glue: str, wordless: Matcher
) -> None:
    judgement, left = judged(ARTICLE, wordless, phrase + glue + HEADLINE, f"{phrase}{glue}{HEADLINE} - Example Press")
    assert judgement.title == f"{HEADLINE} - Example Press"
    assert left[0].strip("|_- ") == HEADLINE


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_that_runs_into_the_next_sentence_goes_to_the_seam(phrase: str, wordless: Matcher) -> None:
    first, _, rest = ARTICLE[0].partition(". ")
    lines = [f"{first}. {phrase.lower()}{rest}", *ARTICLE[1:]] if rest else [f"{phrase.lower()}{first}", *ARTICLE[1:]]
    _, left = judged(lines, wordless)
    assert left[1].replace(" ", "") == ARTICLE[0].replace(" ", "")


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("glue", ["", " "])
def test_a_phrase_behind_the_last_full_stop_goes(phrase: str, glue: str, wordless: Matcher) -> None:
    _, left = judged([*ARTICLE[:-1], ARTICLE[-1] + glue + phrase.lower()], wordless)
    assert left[-1] == ARTICLE[-1]


@pytest.mark.parametrize("end", [", and the bell rings 🎺.", ", and the bell rings twice."])
def test_the_sentence_that_a_known_phrase_was_put_behind_stays_to_the_character(end: str) -> None:
    line = ARTICLE[-1].rstrip(".") + end
    _, left = judged([*ARTICLE[:-1], line + "no deposit bonus codes best online casino"], Matcher(load_packs()))
    assert left[-1] == line


def test_honest_texts_with_the_same_edges_stay(wordless: Matcher) -> None:
    lines = [
        *ARTICLE,
        "The crew sails from the old pier. see the timetable by the door",
        "The captain said so, and the MacGregor yard agreed: two winters it is.",
        "Tickets are sold on board, as they were before the war. Photograph: the ferry office",
    ]
    for heading in (HEADLINE, "Sunglasses and boats: what the ferry sells | " + HEADLINE, "Harbour Weekly " + HEADLINE):
        judgement, left = judged(lines, wordless, heading)
        assert left == [heading, *lines]
        assert judgement.title == heading


def test_edges_alone_say_where_a_wedge_may_stand() -> None:
    seams = Seams(["The pier is open. cheap watchesThe boat waits. It is late, they say"], ())
    text = "The pier is open. cheap watchesThe boat waits. It is late, they say"
    assert [text[a:b] for a, b in wedges_of(text, seams)] == ["cheap watches", "they say"]
    assert list(wedges_of("The pier is open. The boat waits.", seams)) == []


def test_a_script_without_spaces_is_split_between_its_words() -> None:
    headline = "渡轮公司恢复夜间航班"

    def worth(texts: list[str]) -> list[float]:
        return [6.0 if text.startswith("彩") and headline[:2] not in text else -3.0 for text in texts]

    def echoed(text: str) -> bool:
        return any(pair in text for pair in ("渡轮", "公司", "夜间", "航班"))

    assert stuffed(f"彩虹娱乐登录{headline}", worth, echoed, lambda word: False) == (0, 6)
    assert stuffed(headline, worth, echoed, lambda word: False) is None


def test_latin_words_in_another_script_are_a_run_from_three_to_ten() -> None:
    def runs(text: str) -> list[str]:
        return [text[start:end] for start, end in latin_runs(text)]

    assert runs("паром live cam chat free и offer up to 200%, а Casino Royale нет") == [
        "live cam chat free",
        "offer up to 200%",
    ]
    assert runs("发现best online casino real money他的") == ["best online casino real money"]
    assert runs("паром " + "one two three four five six " * 2 + "и лодка") == []
