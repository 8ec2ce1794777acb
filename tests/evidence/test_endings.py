"""The same words behind the last sentence of several texts: they go where they sell, and an editor's stay."""

import pytest

from harness.evidence.endings import shared_endings
from harness.evidence.match import Matcher
from tests.evidence.pages import ARTICLE, block, page_of, removed

SOLD = ["cheap designer handbags outlet", "304不锈钢无缝管批发", "kredit ohne bonität sofort"]
HONEST = ["Read more", "Photo: the harbour office", "(from our own reporter)", "阅读全文", "Foto: Hafenamt"]
ZH = [
    "渡轮公司昨天宣布，从下个月开始恢复夜间航班，末班船改为晚上十一点...",
    "船长说，旧船还能用两个冬天，新船正在北方的船厂建造，预计明年秋天下水试航。",
    "岛上的居民多年来一直要求恢复夜航，因为在城里上班的人常常赶不上最后一班船回家！",
    "夏天每天有四班船，最后一班要等山上教堂的音乐会结束以后才开，这个规矩不会改变。",
]


def endings_of(texts: list[str]) -> dict[int, str]:
    blocks = [block(n, n, text) for n, text in enumerate(texts)]
    return {index: texts[index][start:] for index, (start, _) in shared_endings(blocks).items()}


def test_what_three_texts_end_with_is_an_ending_from_its_first_whole_word_on() -> None:
    texts = ["It left.two cheap bags", "It came back, two cheap bags", "Then it left two cheap bags", "It stayed."]

    assert endings_of(texts) == dict.fromkeys(range(3), "two cheap bags")
    assert endings_of([*texts[:2], texts[3]]) == {}
    assert endings_of([f"{text}." for text in texts]) == {}
    assert endings_of([texts[0]] * 3) == {}
    assert endings_of([f"{text}批发钢管" for text in ZH]) == dict.fromkeys(range(4), "批发钢管")


@pytest.mark.parametrize("phrase", SOLD)
def test_what_sells_goes_from_every_text(phrase: str, wordless: Matcher) -> None:
    lines = ZH if phrase.endswith("批发") else ARTICLE

    assert removed(page_of([line + phrase for line in lines]), wordless).split("\n") == [phrase] * 4


@pytest.mark.parametrize("phrase", HONEST)
@pytest.mark.parametrize("lines", [ARTICLE, ZH])
def test_an_editors_words_stay(phrase: str, lines: list[str], matcher: Matcher) -> None:
    assert removed(page_of([f"{line} {phrase}" for line in lines]), matcher) == ""
