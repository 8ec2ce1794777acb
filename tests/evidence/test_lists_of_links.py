"""Lists that many honest pages have: of other languages, of notes and sources, of offices and schools."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from harness.deadline import Deadline
from harness.evidence.hosts import is_public_host, lists_languages
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.evidence.threads import items_of
from harness.evidence.view import PageView
from harness.survey import Link, Survey
from tests.evidence.pages import ARTICLE, beside, block, element, listed, removed, survey_of

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
    elements, blocks = beside(ARTICLE, "ol")
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


ARTICLE_ZH = [
    "渡轮公司昨天宣布，从下个月起恢复停了两年的夜间航班，每晚九点从旧码头出发。",
    "住在对岸的居民说，以前错过末班船只能绕路过桥，多走一个半小时。",
    "船长介绍，新船的发动机更安静，甲板上的灯也换成了不刺眼的暖光。",
    "票价与白天相同，学生和老人半价，自行车可以免费带上船。",
    "港务部门提醒，大雾天气航班可能推迟，请留意码头的广播。",
]
OFFICES = [
    "外交部",
    "国家发展和改革委员会",
    "退役军人事务部",
    "国家烟草专卖局",
    "中国民用航空局",
    "国家外汇管理局",
    "国家外汇管理局",
    "财政部",
]


def test_hosts_of_offices_and_schools_are_told_by_their_endings() -> None:
    public = (
        "https://a.gov.cn/",
        "https://b.gouv.fr/x",
        "https://c.edu",
        "https://d.ac.uk/",
        "https://e.go.jp",
        "https://f.int/",
    )
    others = (
        "https://go.com/",
        "https://ac.cn/",
        "https://gov.a.test/",
        "https://edu.casino.com/",
        "https://education.fr/",
        "",
    )

    assert [url for url in public if not is_public_host(url)] == []
    assert [url for url in others if is_public_host(url)] == []


def test_a_list_of_offices_stays_and_what_is_sold_among_them_goes(matcher: Matcher) -> None:
    items = [(name, f"http://office-{at}.gov.cn/") for at, name in enumerate(OFFICES)]
    page = listed(
        [*items[:4], ("澳门赌场真人娱乐平台 百家乐开户送彩金", "https://office-9.gov.cn/x"), *items[4:]], ARTICLE_ZH
    )
    judged = judge_survey(page, matcher, Deadline(60))

    assert [f.text for f in judged.findings if f.removed] == ["澳门赌场真人娱乐平台 百家乐开户送彩金"]


def test_the_number_under_which_a_site_is_registered_stays_where_a_style_hides_it(matcher: Matcher) -> None:
    page = listed([("沪公网安备 31010602000299号", "http://records.gov.cn/portal?code=31010602000299")], ARTICLE_ZH)
    hidden = [replace(b, hidden_by="font-size") if b.links else b for b in page.blocks]
    judged = judge_survey(replace(page, blocks=tuple(hidden)), matcher, Deadline(60))

    assert [f.text for f in judged.findings if f.removed] == []


PARTNERS = [
    ("海湾二手车", "蓝湾时尚品牌网", "爱看书爱听歌网"),
    ("北方证券在线", "金色理财中文网", "每日外汇行情网"),
    ("港口财经频道", "中国加盟创业网", "中国汽配供应网"),
    ("丝路投资网", "青年基金论坛", "中国茶叶信息网"),
]


def grouped(beside_each: str = "") -> Survey:
    """A page whose partners stand in lists of three, with this beside the last of every list."""
    elements, blocks = beside(ARTICLE_ZH, "div")
    for group in PARTNERS:
        elements.append(element(len(elements), "ul", 3))
        own = len(elements) - 1
        for text in group:
            elements.append(element(len(elements), "li", own))
            url = f"https://www.partner-{len(blocks)}.test/"
            said = text + (beside_each if text is group[-1] else "")
            blocks.append(block(len(blocks), len(elements) - 1, said, links=[Link(0, len(text), url, url)]))
    return survey_of(blocks, elements)


def test_partners_in_groups_are_no_readers_comments_and_stay(matcher: Matcher) -> None:
    survey, thread = grouped(), grouped(" 写于昨天下午的码头")
    assert items_of(survey, [False] * len(survey.blocks)) == []
    assert len(items_of(thread, [False] * len(thread.blocks))) == len(PARTNERS)
    assert not [finding for finding in judge_survey(survey, matcher, Deadline(60)).findings if finding.removed]


HEADLINES_ZH = [
    "渡轮夜间航班下月恢复",
    "老城图书馆重新开放",
    "码头修缮明年春天完工",
    "学校门口新装了路灯",
    "旧磨坊改成了陶艺馆",
    "河边步道延长两公里",
]


@pytest.mark.parametrize("where", ["http://a.test/", "javascript:go"])
def test_a_list_of_headlines_under_a_latin_name_is_in_no_foreign_script(where: str, matcher: Matcher) -> None:
    page = listed([(text, f"{where}{number}") for number, text in enumerate(HEADLINES_ZH)], [])
    view = PageView(page, matcher, Deadline(60))

    assert view.context.script == "CJK"
    assert view.row_foreign == [0] * len(HEADLINES_ZH)


def test_what_was_sold_beside_a_list_of_headlines_does_not_say_what_script_the_page_is_in(matcher: Matcher) -> None:
    sold = [(f"澳门赌场真人娱乐平台 {number}", f"https://sold-{number}.test/") for number in range(20)]
    own = [(f"Tide tables of the harbour, {number}", f"http://a.test/{number}") for number in range(6)]

    assert PageView(listed([*own, *sold], []), matcher, Deadline(60)).context.script == "LATIN"


TAGS = ("casino bonus codes", "buy viagra online", "replica watches", "payday loans online")


def row_of_tags(label: str, tags: Sequence[str]) -> Survey:
    """An article, and under it a line of links to the site's own lists, after a label."""
    elements, blocks = beside(ARTICLE, "p")
    text = label + ", ".join(tags)
    links = [
        Link(at, at + len(tag), url, url)
        for tag in tags
        for at in [text.index(tag)]
        for url in [f"http://a.test/tag/{at}"]
    ]
    return survey_of([*blocks, block(len(blocks), 3, text, links=links)], elements)


def test_a_label_does_not_outlive_the_row_that_it_names(matcher: Matcher) -> None:
    assert removed(row_of_tags("Tags: ", TAGS), matcher) == f"Tags: {', '.join(TAGS)}"


def test_an_honest_row_keeps_its_label_and_what_is_honest_in_it(matcher: Matcher) -> None:
    assert removed(row_of_tags("Tags: ", ("harbour", "ferry", "weather", "chapel")), matcher) == ""
    assert "ferry" not in removed(row_of_tags("Tags: ", ("harbour", "ferry", "casino bonus codes", "chapel")), matcher)
