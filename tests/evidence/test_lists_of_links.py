"""Lists that many honest pages have: of other languages, of notes and sources."""

from harness.deadline import Deadline
from harness.evidence.hosts import lists_languages
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.survey import Link
from tests.evidence.pages import ARTICLE, block, element, listed, survey_of

CODES = ["ady", "ba", "be-tarask", "ckb", "de", "fr", "hy", "ka", "ky", "mhr", "sah", "tt"]
NAMES = ["Адыгэбзэ", "Башҡортса", "Беларуская", "کوردی", "Deutsch", "Français", "Հայերեն", "ქართული", "Кыргызча", "Олык марий", "Саха тыла", "Татарча"]  # fmt: skip
SOURCES = [
    "Tide review: a film for all who wait",
    "The loop angle explained",
    "A riveting take on the harbour",
    "Night ferry, revisited",
]


def test_the_names_of_rarer_languages_stay_with_those_of_the_others(matcher: Matcher) -> None:
    page = listed([(name, f"http://{code}.a.test/pier") for code, name in zip(CODES, NAMES, strict=True)])

    assert [f.text for f in judge_survey(page, matcher, Deadline(60)).findings if f.removed] == []


def test_hosts_with_any_word_before_them_list_no_languages() -> None:
    assert lists_languages([f"http://{code}.a.test/" for code in CODES])
    assert not lists_languages([f"http://{word}.a.test/" for word in ("casino", "poker", "bonus", "slots", "roulette")])


def test_the_sources_of_a_text_stay_wherever_they_lead(matcher: Matcher) -> None:
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "main", 1), element(3, "ol", 1)]
    blocks = []
    for text in ARTICLE:
        elements.append(element(len(elements), "p", 2))
        blocks.append(block(len(blocks), len(elements) - 1, text))
    for number, source in enumerate(SOURCES):
        elements.append(element(len(elements), "li", 3))
        at, text = len(elements) - 1, f'^ "{source}"'
        links = [
            Link(0, 1, f"http://a.test/film#ref-{number}", f"#ref-{number}"),
            Link(2, len(text), f"https://paper-{number}.test/{number}", ""),
        ]
        blocks.append(block(len(blocks), at, text, links=links))
        kept = f". Paper {number}. Archived from the original"
        blocks.append(
            block(
                len(blocks), at, kept, links=[Link(len(kept) - 12, len(kept), f"https://paper-{number}.test/old", "")]
            )
        )
    judged = judge_survey(survey_of(blocks, elements), matcher, Deadline(60))

    assert [f.text for f in judged.findings if f.removed] == []
