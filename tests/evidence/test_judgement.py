"""The judgement of pages made of texts: what a user sees gone, and what stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.deadline import Deadline
from harness.evidence.finding import PRIORS
from harness.evidence.judge import Judgement, judge_survey
from harness.evidence.match import Matcher
from harness.rules import load_packs
from harness.survey import Head, Link, Survey
from harness.text.fold import fold
from tests.evidence.pages import ARTICLE, ARTICLE_RU, block, element, listed, page_of, survey_of


def judged(survey: Survey, matcher: Matcher) -> Judgement:
    return judge_survey(survey, matcher, Deadline(60))


def removed(judgement: Judgement) -> list[str]:
    return [finding.text for finding in judgement.findings if finding.removed]


def linked(text: str, *links: tuple[str, str]) -> tuple[str, list[Link]]:
    """A text, and the links on these of its words."""
    return text, [Link(text.index(word), text.index(word) + len(word), url, url) for word, url in links]


def test_bought_links_go_from_an_honest_list_and_their_neighbours_stay(matcher: Matcher) -> None:
    page = listed(
        [
            ("Harbour museum", "https://harbour-museum.test/"),
            ("no deposit bonus casino", "https://sky-lab.top/"),
            ("Island lighthouse", "https://island-lighthouse.test/"),
            ("cheap viagra online", "https://sky-lab.top/x"),
            ("Chapel on the hill", "https://chapelhill.test/"),
        ]
    )

    assert sorted(removed(judged(page, matcher))) == ["cheap viagra online", "no deposit bonus casino"]


def test_a_link_whose_address_sells_what_its_text_does_not_say_goes(matcher: Matcher) -> None:
    page = listed(
        [
            ("Harbour museum", "https://harbour-museum.test/"),
            ("soft tabs tonight", "https://www.med-gate.ru/sildenafil-soft"),
            ("Island lighthouse", "https://island-lighthouse.test/"),
            ("Chapel on the hill", "https://chapelhill.test/"),
        ]
    )

    assert removed(judged(page, matcher)) == ["soft tabs tonight"]


def test_sister_sites_that_are_named_stay(matcher: Matcher) -> None:
    names = ["Harbour Gazette", "Inland Farmer", "Ferry Times", "Homes and Loans", "Race Card Daily", "Coast Weekly"]
    page = listed([(name, f"https://{name.replace(' ', '').lower()}.test/") for name in names])

    assert removed(judged(page, matcher)) == []


def test_a_site_that_was_found_once_is_known_wherever_it_is_linked(matcher: Matcher) -> None:
    page = listed(
        [
            ("no deposit bonus casino", "https://sky-lab.test/"),
            ("Harbour museum", "https://harbour-museum.test/"),
            ("more of this", "https://sky-lab.test/more"),
            ("Chapel on the hill", "https://chapelhill.test/"),
        ]
    )

    assert "more of this" in removed(judged(page, matcher))


def test_a_sold_link_goes_out_of_a_sentence_and_the_sentence_is_whole(matcher: Matcher) -> None:
    text, links = linked(
        "The last boat waits at the pier. best casino bonus codes It leaves when the concert in the chapel is over.",
        ("best casino bonus codes", "https://line-bay.top/"),
    )
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "p", 1)]

    judgement = judged(survey_of([block(0, 2, text, links=links)], elements), matcher)

    assert removed(judgement) == ["best casino bonus codes"]


@pytest.mark.parametrize(
    ("title", "heading", "left"),
    [
        (
            "澳洲幸运开奖直播_极速赛车开奖_晚点独家报道渡轮公司恢复夜间航班",
            "晚点独家报道渡轮公司恢复夜间航班",
            "晚点独家报道渡轮公司恢复夜间航班",
        ),
        (
            "【幸运飞艇开奖直播】澳门葡京官网-老城图书馆重新开放 - Example Press",
            "老城图书馆重新开放",
            "老城图书馆重新开放 - Example Press",
        ),
        ("老城图书馆重新开放【时时彩平台】 - 城市报", "老城图书馆重新开放", "老城图书馆重新开放 - 城市报"),
        (
            "The ferry at eight - Pier News | casino bonus | free spins",
            "The ferry at eight",
            "The ferry at eight - Pier News",
        ),
        ("Best Online Casino BonusThe ferry at eight", "The ferry at eight", "The ferry at eight"),
        ("The ferry at eight - Pier News", "The ferry at eight", "The ferry at eight - Pier News"),
    ],
)
def test_a_title_comes_out_as_it_was_meant(matcher: Matcher, title: str, heading: str, left: str) -> None:
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "h1", 1)]

    judgement = judged(survey_of([block(0, 2, heading)], elements, title), matcher)

    assert judgement.title == left


def test_a_site_whose_title_is_stuffed_on_both_sides_keeps_its_name_on_the_page(matcher: Matcher) -> None:
    """What was cut in two pieces out of the title was taken for all of it, and the name in the page's head went with it."""
    name, spam = "Balai Kota Wanasari", "bandar slot gacor MASLAYAR77 deposit pulsa tanpa potongan"
    page = page_of([name, *ARTICLE, spam, spam], f"MASLAYAR77: Halaman Resmi Slot Gacor - {name}")

    judgement = judged(page, matcher)

    assert judgement.title == name
    assert [f.text for f in judgement.findings if f.text == name] == []


def test_a_profile_moves_what_every_sum_begins_with_and_nothing_else(matcher: Matcher) -> None:
    page = page_of([*ARTICLE, "bandar slot gacor hari ini", "free spins", "Loans"])
    sums = {}
    for name, prior in PRIORS.items():
        judgement = judge_survey(page, Matcher(matcher.ruleset, prior), Deadline(20.0))
        sums[name] = {f.text: f.score for f in judgement.findings if f.removed}
        assert all(abs(f.score - sum(e.weight for e in f.evidence)) < 1e-6 for f in judgement.findings)

    assert sums["careful"].keys() <= sums["normal"].keys() <= sums["strict"].keys()
    (text,) = [text for text in sums["careful"] if text.startswith("bandar")]
    assert sums["strict"][text] - sums["normal"][text] == pytest.approx(0.85)
    assert sums["normal"][text] - sums["careful"][text] == pytest.approx(0.85)


WORDS = ["casino", "bonus", "快三", "开奖", "ferry", "harbour", "石桥", "|", "_", " - ", "【", "】", " ", ": "]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12), st.lists(st.sampled_from(WORDS), max_size=5))
def test_a_title_is_only_shortened_or_taken_from_a_witness(parts: list[str], heading: list[str]) -> None:
    matcher = _MATCHER
    title, witness = "".join(parts), "".join(heading)
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "h1", 1)]
    page = survey_of([block(0, 2, witness or "x")], elements, title)

    judgement = judged(page, matcher)

    letters = [char for char in judgement.title if not char.isspace()]
    rest = iter(title)
    assert all(char in rest for char in letters) or judgement.title in " ".join(witness.split())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*ARTICLE, "casino bonus", "free spins here", "时时彩平台 开奖直播", "viagra online."]),
        max_size=6,
    )
)
def test_a_score_is_the_sum_of_its_evidence_and_cuts_are_disjoint(texts: list[str]) -> None:
    judgement = judged(page_of([" ".join(texts), *ARTICLE]), _MATCHER)

    taken: set[tuple[int, int]] = set()
    for finding in judgement.findings:
        assert finding.score == pytest.approx(sum(e.weight for e in finding.evidence), abs=1e-3)
        places = {(r.node, at) for r in finding.ranges if finding.removed for at in range(r.start, r.end)}
        assert not places & taken
        taken |= places


@given(st.text(max_size=60))
def test_folding_goes_both_ways(text: str) -> None:
    folded = fold(text)

    assert len(folded.offsets) == len(folded.text) + 1
    assert all(0 <= at <= len(text) for at in folded.offsets)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert fold(folded.text).text == folded.text


def test_decomposed_text_folds_as_composed_text_does() -> None:
    assert fold("ca\u0301 \u0438\u0306 \u1112\u1161\u11ab").text == fold("c\u00e1 \u0439 \ud55c").text


def test_a_page_whose_head_says_nothing_is_judged(matcher: Matcher) -> None:
    page = survey_of([], [element(0, "html", -1)], "")

    assert judged(page, matcher).title == ""
    assert page.head == Head("", ("",), (), "", ())


_MATCHER = Matcher(load_packs())


def test_what_a_host_is_named_for_stays_there_and_is_suspect(matcher: Matcher) -> None:
    items = [
        ("Casino bonus", "https://casino-bellavista.com/bonus"),
        ("online casino free spins", "https://casino-bellavista.com/spins"),
        ("best online casino", "https://sky-lab.top/"),
    ]
    page = listed(items)
    own = survey_of(page.blocks, page.elements)
    own = type(own)("https://casino-bellavista.com/", own.language, own.head, own.elements, own.blocks, own.cut)

    there = judged(own, matcher)

    assert removed(there) == ["best online casino"]
    assert "online casino free spins" in [f.text for f in there.findings if not f.removed]


def test_an_advert_with_a_link_and_words_of_its_own_goes_whole_and_a_sentence_with_a_link_put_into_it_stays(
    matcher: Matcher,
) -> None:
    advert, sold = linked(
        "Win every evening with LUCKYORCHARD88, the online casino with the best free spins and a welcome bonus for all.",
        ("LUCKYORCHARD88", "https://luckyorchard88.top/"),
    )
    honest, put_in = linked(
        "Whoever misses the boat may walk along the dam best online casino which is dry for two hours and pleasant for one.",
        ("best online casino", "https://luckyorchard88.top/x"),
    )
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "main", 1)]
    elements += [element(n + 3, "p", 2) for n in range(len(ARTICLE) + 2)]
    lines = [(line, list[Link]()) for line in ARTICLE] + [(advert, sold), (honest, put_in)]
    blocks = [block(n, n + 3, text, links=links) for n, (text, links) in enumerate(lines)]

    gone = removed(judged(survey_of(blocks, elements), matcher))

    assert sorted(gone) == sorted([advert, "best online casino"])


HARBOUR_ZH = [
    "渡轮公司昨天宣布恢复夜间航班，每晚九点从老码头出发，票价不变，老人和孩子半价。",
    "港口负责人表示，新的船只已经通过检验，下周一起投入使用，旧船将改作水上图书馆。",
    "附近的居民说，夜里又能听到汽笛声，觉得这座小城重新醒了过来，码头边的小店也开到很晚。",
]


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("船长接受采访时说：“有点受宠若惊的感觉是真的，很多话找不到合适的方式表达，那么，体育投注平台信誉排行谢谢大家了，祝新年快乐，一路平安。”", ["体育投注平台信誉排行"]),
        ("警方在他的手机里发现有人反复发送“体育投注平台信誉排行”的短信，他说自己从来没有点开过，也不知道是谁发的。", []),
    ],
    ids=["put into somebody's speech", "quoted"],
)  # fmt: skip
def test_a_phrase_that_is_quoted_stays_and_one_in_a_long_quotation_goes(line: str, gone: list[str]) -> None:
    judgement = judge_survey(page_of([*HARBOUR_ZH, line]), Matcher(load_packs()), Deadline(60))

    assert [finding.text for finding in judgement.findings if finding.removed] == gone


@pytest.mark.parametrize(("anchor", "gone"), [("рулетка на реальные деньги", True), ("музей рулетки в Бадене", False)])
def test_a_link_in_a_sentence_that_reads_like_nothing_else_than_what_is_sold_goes(anchor: str, gone: bool) -> None:
    line = f"Билеты продаёт дочь капитана, и говорят, что {anchor} ей давно надоела, а на море она готова смотреть целыми днями."
    at = line.index(anchor)
    link = Link(at, at + len(anchor), "https://sky-harbour.test/", "https://sky-harbour.test/")
    elements = [element(0, "html", -1), element(1, "body", 0), *(element(n + 2, "p", 1) for n in range(4))]
    blocks = [block(n, n + 2, text) for n, text in enumerate(ARTICLE_RU[:3])] + [block(3, 5, line, links=[link])]

    judgement = judge_survey(survey_of(blocks, elements), Matcher(load_packs()), Deadline(60))

    assert [f.text for f in judgement.findings if f.removed] == ([anchor] if gone else [])
