"""Fitting: the lines that are trained on, the labels of pages, and that a fit learns what its pages teach."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from harness.errors import RulesInvalid, UsageError
from harness.evidence.match import Matcher
from harness.fitting.fit import counts_of, fit_all, fit_heads_alone, write_fit
from harness.fitting.honest import lines_of_honest
from harness.fitting.labelled import Labelled, label_of, read_runs
from harness.fitting.lines import read_lines
from harness.fitting.report import markdown_of, markdown_of_heads
from harness.rules import load_packs
from harness.rules.heads import load_heads
from harness.rules.load import built_in_folder
from harness.survey import Link
from harness.text.encoder import encode, line_of
from harness.text.tokens import letters
from tests.evidence.pages import block, element, survey_of

HARNESS = Path(sys.executable).parent / "harness"
ROOT = Path(__file__).parent.parent.parent
PAGES = 8


def page(number: int, *, spam: bool) -> Labelled:
    """Three lines of an article, and under it, where it is a polluted one, an advert in its own paragraph."""
    texts = [
        f"The boat of the {number}th hour waits at the pier until the bell of the chapel has rung twice, and then it leaves.",
        f"Its captain, who is {number + 40} years old, keeps a list of all that was left behind on the benches since spring.",
        f"The {number}th bench is the oldest, and has the names of three sisters who came every Sunday with their bread.",
    ]
    advert = "Sign up today and claim free spins and a huge welcome bonus, your winnings are paid out in minutes."
    texts += (
        [advert] if spam else ["The next boat is late today because of the fog, says a note on the door of the office."]
    )
    elements = [element(0, "html", -1), element(1, "body", 0), *(element(n + 2, "p", 1) for n in range(4))]
    survey = survey_of([block(n, n + 2, text) for n, text in enumerate(texts)], elements)
    told = (label_letters(advert),) if spam else ()
    return Labelled(f"{number}-{spam}", str(number), survey, told, "bonus" if spam else "", ("advert",) if spam else ())


def label_letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def test_the_built_in_lines_are_as_many_and_as_wide_as_they_should_be() -> None:
    lines = read_lines(built_in_folder() / "lines")
    sold = [line for line in lines if line.sold]
    assert len(sold) >= 2_500 and len(lines) - len(sold) >= 2_500
    assert len({line.topic for line in sold}) >= 12 and len({line.language for line in sold}) >= 18
    assert lines == read_lines(built_in_folder() / "lines"), "the same files make the same lines"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a line before any heading", "before the first heading"),
        ("[sold gambling]\nx", "[name] is meant"),
        ("[spam gambling]\nplay in {c}", "no slot {c}"),
    ],
)
def test_a_file_of_lines_that_cannot_be_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "en.txt").write_text(text, encoding="utf-8")
    with pytest.raises(RulesInvalid, match="en.txt:") as raised:
        read_lines(tmp_path)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("free spins today", True),
        ("FREE SPINS, today!", True),
        ("spins", False),
        ("today: free spins today for all of the readers of this long line", None),
        ("the boat waits at the pier", False),
        ("—", None),
    ],
)
def test_a_text_is_spam_by_how_much_of_it_spam_covers(text: str, label: bool | None) -> None:
    assert label_of(text, ["freespinstoday"]) is label


def test_of_what_nobody_can_say_of_nothing_is_learned() -> None:
    honest = page(1, spam=False)
    unsure, other = honest.survey.blocks[0].text, honest.survey.blocks[1].text
    labelled = replace(honest, unsure=frozenset({letters(unsure)}))

    assert labelled.label(unsure) is None
    assert labelled.label(other) is False
    told = [line.text for line in labelled.honest_lines()]
    assert unsure not in told and other in told


def test_a_link_in_a_sentence_is_heard_however_many_lines_a_page_has() -> None:
    honest = page(1, spam=False)
    sentence = (
        f"Who wants to know why the boat waits may read {(told := 'cheap tickets for the last evening')} in the harbour's own paper, "
        + "and much more there. " * 4
    )
    at = sentence.index(told)
    linked = block(
        0, 2, sentence, links=[Link(at, at + len(told), "https://paper.test/tickets", "https://paper.test/tickets")]
    )
    many = [block(n, 3, f"A line of the timetable, the {n}th of them") for n in range(1, 400)]
    survey = replace(honest.survey, blocks=(linked, *many))
    labelled = replace(honest, survey=survey)

    assert told in [line.text for line in labelled.honest_lines(20, 8)]
    assert told not in [line.text for line in labelled.honest_lines(20)]


def test_a_fit_gives_heads_weights_and_a_report_that_can_be_read_back(tmp_path: Path) -> None:
    lines = [line for line in read_lines(built_in_folder() / "lines") if line.language == "en"]
    pages = [page(number, spam=spam) for number in range(PAGES) for spam in (True, False)]
    ruleset = load_packs(fitted=False)
    report = fit_all(lines, pages, ruleset, lambda said: None)
    write_fit(report, ruleset, tmp_path, "A note.")

    heads = load_heads(tmp_path / "meaning.npz")
    texts = [
        line_of(text) for text in ("free spins and no deposit bonus", "the chapel on the hill was rebuilt in spring")
    ]
    sold, honest = heads.scores(encode(texts))  # a handful of pages calibrates nothing
    assert sold > 0 > honest
    hand = {rule.id: rule.weight for rule in ruleset.rules}
    assert all(value * hand[name] > 0 for name, value in report.weights.items()), "signs are held"
    assert [row.name for row in report.families] == ["bonus"]
    text = markdown_of(report, "A note.")
    assert "What a held-out family loses" in text and "| bonus |" in text and "| gambling |" in text
    for line in (tmp_path / "weights.yaml").read_text("utf-8").splitlines()[1:]:
        name, _, value = line.partition(": ")
        assert name in hand and np.isfinite(float(value))


def test_a_run_without_a_truth_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--keep-survey"):
        read_runs([tmp_path], None)
    (tmp_path / "truth.json").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(UsageError, match="truth"):
        read_runs([tmp_path], tmp_path)


def test_the_heads_alone_hear_pages_nobody_labelled_and_nothing_that_leads_elsewhere(tmp_path: Path) -> None:
    subprocess.run(
        [HARNESS, "clean", ROOT / "fixtures/honest/foreign-partners-ar", "-o", tmp_path, "--keep-survey", "--no-shots", "-q"],
        check=True, timeout=120,
    )  # fmt: skip
    more = lines_of_honest([tmp_path], Matcher(load_packs(fitted=False)))
    told = {line.text for line in more}

    assert {"شركاؤنا في الخارج", "الزيارة"} <= told
    assert not told & {"Textilmuseum Sankt Gallen", "Музей ткани, Иваново"}
    assert len(lines_of_honest([tmp_path, tmp_path], Matcher(load_packs(fitted=False)))) == 2 * len(more)

    lines = [line for line in read_lines(built_in_folder() / "lines") if line.language == "ar"]
    pages = [page(number, spam=False) for number in range(PAGES)]
    heads, sides = fit_heads_alone(lines, pages, more, lambda said: None)
    text = markdown_of_heads(heads, sides, counts_of(lines), "A note.")
    assert "A note." in text and "| gambling |" in text and "held-out family" not in text
    with pytest.raises(UsageError, match="--keep-survey"):
        lines_of_honest([tmp_path / "none"], Matcher(load_packs()))
