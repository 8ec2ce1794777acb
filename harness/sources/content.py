"""Floor 1: what given bytes are: their content-type, and for HTML the charset where the page itself gets it wrong.

A page's own declaration is believed as long as the text it gives is plausible. Plausible means: of the characters
beyond ASCII, many are among the commonest of the script; a wrong reading of East Asian bytes yields rare ones.
"""

import codecs
import itertools
import json
import re
from dataclasses import dataclass
from typing import Final

from harness.errors import NotHtml

__all__ = ["content_type", "declared_codec", "find_charset", "require_html"]

MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BM", "image/bmp"),
)
# By the WHATWG's MIME Sniffing standard (sections 5.2 and 7.1): this many bytes are looked at, these beginnings are HTML,
# and these bytes stand in no text.
SNIFFED_BYTES: Final = 1445
HTML_START: Final = re.compile(
    rb"\s*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link|main|article|"
    rb"section|header|!--)(?=[\s>/-])",
    re.IGNORECASE,
)
NO_TEXT: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
BOMS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DECLARED: Final = re.compile(rb"""<meta\b[^>]{0,400}?\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# A browser looks for the declaration in this many bytes, we likewise.
DECLARED_WITHIN_BYTES: Final = 1024
SAMPLE_BYTES: Final = 300_000
# Below it no reading is plausible, and the browser's own guess is as good as ours.
MIN_SCORE: Final = 0.12
DECLARED_BONUS: Final = 0.08

PUNCTUATION = ",。、:;!?「」“”()《》…—"
SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事"
    "平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题"
    "网页文章新闻记者城市今年他们报道"
)
TRADITIONAL = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事"
    "平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題"
    "網頁文章新聞記者城市今年他們報導"
)
KANA = "".join(map(chr, [*range(0x3041, 0x3094), *range(0x30A1, 0x30F7), 0x30FC]))
HANGUL = "이다는에의가을를은도고로하한지사인기자어리나대서그아시들정라수해일부있것여전과만보제장스으원주성와면구동게상할세우오년니었했습며"
CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшю"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A charset by its web label, the codec that reads it, and the characters that a page in it is full of."""

    label: str
    codec: str
    common: frozenset[str]


CANDIDATES: Final = (
    Candidate("gb18030", "gb18030", frozenset(SIMPLIFIED + PUNCTUATION)),
    Candidate("big5", "big5hkscs", frozenset(TRADITIONAL + PUNCTUATION)),
    Candidate("shift_jis", "cp932", frozenset(KANA + "、。「」")),
    Candidate("euc-jp", "euc_jp", frozenset(KANA + "、。「」")),
    Candidate("euc-kr", "cp949", frozenset(HANGUL)),
    Candidate("windows-1251", "cp1251", frozenset(CYRILLIC)),
    Candidate("koi8-r", "koi8_r", frozenset(CYRILLIC)),
)
EVERY_COMMON: Final = frozenset().union(*(one.common for one in CANDIDATES))


def content_type(body: bytes) -> str:
    """The content-type by content alone; `text/html`, with a charset where we know better than the page says."""
    head = body[:1024].lstrip()
    for magic, kind in MAGIC:
        if body.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if _is_binary(body):
        return "application/octet-stream"
    if head[:1] in (b"{", b"[") and _is_json(body):
        return "application/json"
    charset = find_charset(body)
    return f"text/html; charset={charset}" if charset else "text/html"


def require_html(body: bytes) -> None:
    """Raises NotHtml where this is no page: a picture, a PDF, JSON, or bytes that are no text."""
    kind = content_type(body)
    if not kind.startswith("text/html"):
        raise NotHtml(f"not an HTML page but {kind}: give a page saved as HTML")


def _is_binary(body: bytes) -> bool:
    """True where bytes stand among the first that no text has, and nothing says that it is a page all the same."""
    beginning = body[:SNIFFED_BYTES]
    return not beginning.startswith(BOMS) and not HTML_START.match(beginning) and bool(NO_TEXT.search(beginning))


def find_charset(body: bytes) -> str | None:
    """The charset to send with this HTML, or None where the browser finds the right one by itself."""
    if body.startswith(BOMS):
        return None
    declared = declared_codec(body)
    if body.isascii():
        return None if declared else ("iso-2022-jp" if b"\x1b$" in body else "utf-8")
    sample = body[:SAMPLE_BYTES]
    if _is_utf8(sample) and not _reads_better_as(declared, sample):
        return "utf-8"
    scores = {one.label: _score(sample, one.codec, one.common) for one in CANDIDATES}
    for one in CANDIDATES:
        if declared and codecs.lookup(one.codec).name == declared:
            scores[one.label] += DECLARED_BONUS
    label = max(scores, key=lambda name: scores[name])
    if scores[label] < MIN_SCORE:
        return None
    known = {codecs.lookup(one.codec).name for one in CANDIDATES}
    if declared and declared not in known | {"utf-8"} and not _is_latin(declared) and _decodes(sample, declared):
        return None  # Thai, Greek, Arabic and the like: no candidate of ours, so nothing to weigh it against
    return label


def declared_codec(body: bytes) -> str | None:
    """The codec that the page declares, by Python's name; GB2312, GBK are read as GB18030, as browsers do."""
    found = DECLARED.search(body[:DECLARED_WITHIN_BYTES])
    if not found:
        return None
    label = found[1].decode("ascii", "replace").lower()
    wider = {
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "big5": "big5hkscs",
        "shift_jis": "cp932",
        "shift-jis": "cp932",
        "x-sjis": "cp932",
        "euc-kr": "cp949",
        "ks_c_5601-1987": "cp949",
        "x-gbk": "gb18030",
        "windows-874": "cp874",
    }
    try:
        return codecs.lookup(wider.get(label, label)).name
    except LookupError:
        return None


def _is_utf8(sample: bytes) -> bool:
    """True for UTF-8, a broken byte here and there (or a cut at the end) forgiven."""
    text = sample.decode("utf-8", "replace")
    beyond = sum(1 for char in text if char > "\x7f")
    return text.count("\ufffd") * 50 <= beyond


def _reads_better_as(declared: str | None, sample: bytes) -> bool:
    """Few characters can be UTF-8 by chance: there the declaration decides, if it gives the commoner text."""
    one = next((one for one in CANDIDATES if codecs.lookup(one.codec).name == declared), None)
    if one is None or sum(byte > 0x7F for byte in sample) > 64:
        return False
    return _score(sample, one.codec, one.common) > _score(sample, "utf-8", EVERY_COMMON)


def _score(sample: bytes, codec: str, common: frozenset[str]) -> float:
    """The share of characters beyond ASCII that are common ones; broken bytes and capitals inside words count against."""
    text = sample.decode(codec, "replace")
    beyond = [char for char in text if char > "\x7f"]
    if not beyond:
        return 0.0
    against = 8 * text.count("\ufffd")
    if codec in ("cp1251", "koi8_r"):
        against += sum(1 for left, right in itertools.pairwise(text) if _strange_pair(left, right))
    return (sum(char in common for char in beyond) - against) / len(beyond)


def _strange_pair(left: str, right: str) -> bool:
    """Two characters that no Cyrillic word has side by side: among them a Latin letter, a sign, a late capital."""
    if left > "\x7f" and right > "\x7f":
        return left.islower() and right.isupper() or left.isalpha() != right.isalpha()
    return left.isalpha() and right.isalpha() and (left > "\x7f" or right > "\x7f")


def _is_latin(codec: str) -> bool:
    return codec in ("iso8859-1", "cp1252", "ascii")


def _decodes(sample: bytes, codec: str) -> bool:
    try:
        return "\ufffd" not in sample.decode(codec, "replace")
    except (LookupError, UnicodeError):  # a codec that reads no text at all, such as 'hex'
        return False


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True
