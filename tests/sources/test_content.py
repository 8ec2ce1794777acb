"""Bytes with a wrong declaration, or none, are sent with the charset that reads them right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.sources.content import content_type, find_charset

TEXTS = {
    "gb2312": ("gb18030", "今天上午,市政府在新闻发布会上介绍了地铁三号线的建设情况。记者了解到,工程已经完成了大半。"),
    "big5": ("big5", "今天上午,市政府在新聞發布會上介紹了捷運三號線的建設情況。記者得知,工程已經完成了大半。"),
    "shift_jis": ("shift_jis", "今日は朝から雨が降っていますが、午後には晴れる見込みです。祭りの準備が進んでいます。"),
    "euc_jp": ("euc-jp", "今日は朝から雨が降っていますが、午後には晴れる見込みです。祭りの準備が進んでいます。"),
    "cp949": (
        "euc-kr",
        "오늘 아침부터 비가 내리고 있지만 오후에는 맑을 것으로 보입니다. 시청 앞에서 축제 준비가 있다.",
    ),
    "cp1251": ("windows-1251", "Сегодня утром в городе открылся новый мост через реку. Жители давно ждали этого."),
    "koi8_r": ("koi8-r", "Сегодня утром в городе открылся новый мост через реку. Жители давно ждали этого."),
    "utf-8": ("utf-8", "今天上午,市政府在新闻发布会上介绍了地铁三号线的建设情况。"),
}
DECLARED = ["", "utf-8", "gb2312", "big5", "shift_jis", "euc-jp", "iso-8859-1", "windows-1251", "no-such", "hex"]


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("codec", TEXTS)
def test_text_reads_right_whatever_is_declared(codec: str, declared: str) -> None:
    label, text = TEXTS[codec]
    head = f'<meta charset="{declared}">' if declared else ""

    assert find_charset(f"{head}<p>{text}</p>".encode(codec)) == label


@pytest.mark.parametrize("text", ["Le café était fermé, déjà très tôt.", "Füße, größer, schön", "© 2024 “so”"])
def test_western_bytes_are_left_to_the_browser(text: str) -> None:
    assert find_charset(b"<p>" + text.encode("cp1252")) is None


def test_a_declared_thai_page_is_believed() -> None:
    assert find_charset(b"<meta charset=windows-874><p>" + "สวัสดีครับ วันนี้อากาศดีมาก".encode("cp874")) is None


def test_a_byte_order_mark_is_left_to_the_browser() -> None:
    assert content_type("\ufeff<p>你好".encode()) == "text/html"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b' {"a": 1}', "application/json"),
        (b"[not json] <p>", "text/html; charset=utf-8"),
    ],
)
def test_what_is_no_html_is_told_by_content(body: bytes, kind: str) -> None:
    assert content_type(body) == kind


@given(st.binary(max_size=300))
def test_any_bytes_have_a_content_type(body: bytes) -> None:
    assert "/" in content_type(body)
