"""What a page is about is told by what is its own: neither another trade's words nor what was planted speak for an advert."""

from harness.deadline import Deadline
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.survey import Block, Link, Survey
from tests.evidence.pages import ARTICLE, block, element, listed, survey_of

MEDICINES = [
    "Doctors in the district name the substance and not the maker where they can, since the pills of the one are those of the other, "
    "and the difference in price pays for a second nurse at the end of the year.",
    "The clinic asked four hundred patients where they had bought theirs. Every fifth had ordered viagra or a copy of it from a page "
    "that he could not name any more, and had spoken to nobody about his heart.",
    "A pharmacist who asks three questions finds most of the people who should not take it. The chamber wants her to be paid for the "
    "conversation, whether she sells a box of cialis at the end or sends the man to his doctor.",
    "The insurers answer that they pay for neither, and that whoever wants to save money may ask for the older substance, which has "
    "been free of patents for nine years and is made in a town two valleys from here.",
]


def paragraphs(texts: list[str], title: str, late: set[int] = frozenset()) -> Survey:
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "main", 1)]
    elements += [element(3 + n, "p", 2) for n in range(len(texts))]
    blocks = [block(n, 3 + n, text) for n, text in enumerate(texts)]
    return survey_of([_late(b) if b.index in late else b for b in blocks], elements, title)


def _late(made: Block) -> Block:
    fields = (made.index, made.element, made.text, made.pieces, made.links, made.hidden_by, made.box)
    return Block(*fields, 900.0, made.pre, "", made.quotes)


def removed(survey: Survey, matcher: Matcher) -> list[str]:
    judgement = judge_survey(survey, matcher, Deadline(60))
    return [finding.text for finding in judgement.findings if finding.removed]


def test_a_page_about_medicines_does_not_speak_for_betting(matcher: Matcher) -> None:
    page = paragraphs(MEDICINES, "Online casino bonus | Generic pills in the district")
    judgement = judge_survey(page, matcher, Deadline(60))
    assert judgement.title == "Generic pills in the district"
    assert [f for f in judgement.findings if f.removed and f.kind != "title"] == []


def test_a_page_about_medicines_speaks_for_medicines(matcher: Matcher) -> None:
    title = "Viagra and cialis | Generic pills in the district"
    assert judge_survey(paragraphs(MEDICINES, title), matcher, Deadline(60)).title == title


def test_what_was_planted_twice_does_not_speak_for_itself(matcher: Matcher) -> None:
    advert = (
        "Stop worrying about deadlines and let our PhD writers finish your dissertation with a guaranteed top grade."
    )
    page = paragraphs([ARTICLE[0], advert, ARTICLE[1], advert], "The ferry", late={1, 3})
    assert removed(page, matcher) == [advert, advert]


def test_words_that_were_sold_inside_a_text_do_not_speak_for_the_title(matcher: Matcher) -> None:
    phrase = "online casino"
    texts = [f"{line} {phrase} {line[:40]}" for line in ARTICLE[:3]]
    page = paragraphs(texts, "Online casino | The ferry to the island")
    linked = []
    for each in page.blocks:
        at = each.text.index(phrase)
        link = Link(at, at + len(phrase), "https://spin.test/", "https://spin.test/")
        linked.append(block(each.index, each.element, each.text, links=[link]))
    judgement = judge_survey(survey_of(linked, page.elements, page.head.title), matcher, Deadline(60))
    assert judgement.title == "The ferry to the island"


def test_a_section_of_another_trade_goes_though_it_links_within_the_site(matcher: Matcher) -> None:
    honest = ["Lottery results of Saturday", "Pharmacies on duty tonight", "Casino workers strike"]
    sold = ["hair regrowth serum official website", "best essay writing service online"]
    page = listed([(text, f"http://a.test/{number}") for number, text in enumerate([*honest, *sold])])
    assert sorted(removed(page, matcher)) == sorted(sold)


def test_a_paragraph_does_not_speak_for_what_was_sold_in_it(matcher: Matcher) -> None:
    phrase = "老虎机规律破解"
    lines = [
        "成都的熊猫基地在春天迎来了四只幼崽，饲养员每隔三小时称一次体重，并把结果写在墙上的表格里。",
        f"野外放归需要十年以上的训练，幼崽先要学会自己找水和竹子。{phrase}第一批放归的时间还没有定下来，专家仍在观察。",
        "基地主任说，圈养只是第一步，山里的栖息地必须连成一片，否则放出去的熊猫找不到同伴。",
        "附近的村民种下了两千株竹子，他们希望在自己的山坡上再次看到野生的熊猫，孩子们也参加了种植。",
    ]
    page = paragraphs(lines, "熊猫基地的春天")
    at = lines[1].index(phrase)
    link = Link(at, at + len(phrase), "https://spin.test/", "https://spin.test/")
    sold = block(1, page.blocks[1].element, lines[1], links=[link])
    blocks = [page.blocks[0], sold, *page.blocks[2:]]
    assert removed(survey_of(blocks, page.elements, page.head.title), matcher) == [phrase]
