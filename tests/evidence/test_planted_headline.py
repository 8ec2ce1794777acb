"""What stands before the title that a page names elsewhere was put there, in the title and in the headline; a kicker was not."""

from dataclasses import replace

import pytest

from harness.deadline import Deadline
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.rules import load_packs
from harness.survey import Head, Survey
from tests.evidence.pages import ARTICLE, block, element, survey_of

OWN = "New ferry will be built in the north"
PLANTED = [
    "Cheap Garage Doors Near You Call Now | ",
    "Kittens For Sale Cheap Delivery - ",
    "Buy Verified Accounts Online Cheap ",
    "Kittens For Sale Cheap Delivery",
    "הלוואות מיידיות | ",
    "ক্রিকেট বেটিং সাইট | ",
]
KICKERS = ["Opinion: ", "Sea and coast | ", "LIVE – ", "The long read: ", "Exclusive - "]


def page(before: str, og: str = OWN) -> Survey:
    """An article with this before its title and its headline, and a title of its own in og:title."""
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "h1", 1)]
    elements += [element(3 + n, "p", 1) for n in range(len(ARTICLE))]
    blocks = [block(0, 2, before + OWN), *(block(n + 1, n + 3, text) for n, text in enumerate(ARTICLE))]
    title = f"{before}{OWN} - Pier News"
    metas = (("og:title", og), ("og:site_name", "Pier News"))
    return replace(survey_of(blocks, elements, title), head=Head(title, (title,), metas, "", ()))


def titled(survey: Survey, *titles: str) -> Survey:
    """The page with these titles, one after the other."""
    return replace(survey, head=replace(survey.head, title=titles[-1], titles=titles))


@pytest.mark.parametrize("before", PLANTED)
def test_what_was_put_before_the_pages_own_title_goes(before: str, matcher: Matcher) -> None:
    judged = judge_survey(page(before), matcher, Deadline(60))

    assert judged.title == f"{OWN} - Pier News"
    assert [f.text.strip(" |-") for f in judged.findings if f.removed and f.kind != "title"] == [before.strip(" |-")]


def test_what_is_in_another_script_goes_from_the_headline_without_an_encoder_too() -> None:
    before = "ক্রিকেট বেটিং সাইট | "
    judged = judge_survey(page(before), Matcher(load_packs(disable=["meaning.*"])), Deadline(60))

    assert judged.title == f"{OWN} - Pier News"
    assert [f.text.strip(" |-") for f in judged.findings if f.removed and f.kind != "title"] == [before.strip(" |-")]


@pytest.mark.parametrize("before", KICKERS)
def test_a_kicker_stays(before: str, matcher: Matcher) -> None:
    judged = judge_survey(page(before), matcher, Deadline(60))

    assert judged.title == f"{before}{OWN} - Pier News"
    assert [f for f in judged.findings if f.removed] == []


def test_a_page_that_names_an_advert_as_its_title_loses_no_headline(matcher: Matcher) -> None:
    title = f"{OWN} | Kittens For Sale Cheap Delivery"
    survey = page("", "Kittens For Sale Cheap Delivery")
    judged = judge_survey(titled(survey, title), matcher, Deadline(60))

    assert OWN in judged.title


def test_a_title_that_a_script_replaced_comes_back_though_it_has_letters_in_common(matcher: Matcher) -> None:
    survey = page("")
    sent, flipped = f"{OWN} - Pier News", "Brzi Krediti Bez Provere |"
    judged = judge_survey(titled(survey, sent, flipped), matcher, Deadline(60))

    assert judged.title == sent


@pytest.mark.parametrize("before", ["Garden Sheds Delivered | ", "Schlüsseldienst zum Festpreis - "])
def test_a_script_that_leaves_only_what_was_put_before_the_title_does_not_take_the_title(
    before: str, matcher: Matcher
) -> None:
    survey = page(before)
    sent, flipped = f"{before}{OWN} - Pier News", before.strip()
    judged = judge_survey(titled(survey, sent, flipped), matcher, Deadline(60))

    assert judged.title == f"{OWN} - Pier News"
    (mark,) = [finding for finding in judged.findings if finding.kind == "title"]
    assert mark.text == flipped
    assert len({evidence.rule for evidence in mark.evidence}) == len(mark.evidence)


def test_a_title_that_a_script_writes_as_the_headline_has_it_stays(matcher: Matcher) -> None:
    survey = page("", "Pier News")
    judged = judge_survey(titled(survey, "Pier News", OWN), matcher, Deadline(60))

    assert judged.title == OWN


def test_of_a_row_of_phrases_behind_the_headline_no_stump_is_left(matcher: Matcher) -> None:
    title = f"{OWN}_tides download-tantric massage pier-escorts harbour"
    judged = judge_survey(titled(page(""), title), matcher, Deadline(60))

    assert judged.title == OWN


def test_of_phrases_behind_the_headline_the_last_one_goes_with_the_others(matcher: Matcher) -> None:
    title = f"{OWN} - Pier News - buy tramadol online_cialis 20mg_kamagra voucher"
    judged = judge_survey(titled(page(""), title), matcher, Deadline(60))

    assert judged.title == f"{OWN} - Pier News"


def test_a_headline_of_two_words_is_not_taken_along_by_the_advert_before_it(matcher: Matcher) -> None:
    own = "Evening Bell 11.18.19"
    planted = "Best Online Casino No Deposit Bonus-"
    survey = page("")
    title = f"{planted}{own} - Dockside"
    head = Head(title, (title,), (("og:title", own), ("og:site_name", "Dockside")), "", ())
    heading = block(0, 2, planted + own)
    judged = judge_survey(replace(survey, head=head, blocks=(heading, *survey.blocks[1:])), matcher, Deadline(60))

    assert judged.title == f"{own} - Dockside"


def test_a_kicker_between_an_advert_and_the_headline_stays(matcher: Matcher) -> None:
    title = f"Best casino bonus | Sea and coast | {OWN}"
    judged = judge_survey(titled(page(""), title), matcher, Deadline(60))

    assert judged.title == f"Sea and coast | {OWN}"
