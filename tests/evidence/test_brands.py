"""What a sold link says is a brand: it goes wherever it stands before honest words, also in a link within the site."""

from dataclasses import replace

import pytest

from harness.evidence.match import Matcher
from harness.survey import Link, Survey
from tests.evidence.pages import block, element, listed, removed

ARTICLE = [
    "渡轮公司宣布，从下个月起恢复夜间航班，末班船将在音乐会结束以后离开石码头，船票价格保持不变。",
    "公司经理说，两年前因为乘客太少而停开的航线，现在又有了足够多的报名者，学生和夜班工人占了大半。",
    "港务局同意把候船室的灯一直开到午夜，附近的面馆也打算延长营业时间，好让晚归的人吃上一碗热面。",
]
NAME = "星海彩票"
SOLD = [
    (NAME, "https://sky-lab.top/"),
    ("金沙湾真人娱乐开户", "https://line-bay.xyz/"),
    ("时时彩平台开奖直播", "https://win-lab.top/"),
    ("北京赛车计划软件", "https://car-lab.xyz/"),
    ("真人百家乐注册送金", "https://card-bay.top/"),
]
HEADLINE = "两队都想在第一轮选到高个子新人"


def page(headline: str, article: list[str]) -> Survey:
    """An article, a list of sold links, and a headline that is a link within the site."""
    survey = listed(SOLD, article)
    links = [Link(0, len(headline), "http://a.test/news/7", "/news/7")]
    own = element(len(survey.elements), "p", 1)
    told = block(len(survey.blocks), own.index, headline, links=links)
    return replace(survey, elements=(*survey.elements, own), blocks=(*survey.blocks, told))


@pytest.mark.parametrize("glue", ["：", " - "])
def test_the_name_goes_and_the_headline_behind_it_stays(glue: str, matcher: Matcher) -> None:
    gone = removed(page(f"{NAME}投注官网{glue}{HEADLINE}", ARTICLE), matcher).split("\n")
    assert {text for text, _ in SOLD} <= set(gone)
    assert [text for text in gone if text.startswith(f"{NAME}投注官网")]
    assert not [text for text in gone if HEADLINE in text]


def test_a_name_that_the_article_has_is_no_brand(matcher: Matcher) -> None:
    article = [*ARTICLE, f"当地的{NAME}协会为夜间航班捐了一座钟，会长说他自己每个星期都要坐两次船去对岸看望母亲。"]
    assert HEADLINE not in removed(page(f"{NAME}协会：{HEADLINE}", article), matcher)
    assert f"{NAME}协会" not in removed(page(f"{NAME}协会：{HEADLINE}", article), matcher)
