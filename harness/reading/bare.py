"""Floor 2: HTML as the server sent it, made so plain that any browser bears it: text and its order, nothing that is drawn."""

import codecs
import re
from html import unescape

from harness.reading.html import clean_html
from harness.sources.content import find_charset

__all__ = ["bare_html"]

TITLE = re.compile(r"<title\b[^>]{0,200}>(.{0,2000}?)</title", re.IGNORECASE | re.DOTALL)
DECLARED = re.compile(rb"""<meta\b[^>]{0,400}?\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
HEAD_BYTES = 4096


def bare_html(body: bytes, charset: str | None) -> bytes:
    """The document without scripts, styles, pictures and frames, with its title, in UTF-8. `charset` is what the server said
    it was in; without it, what the page says or looks like."""
    declared = DECLARED.search(body[:HEAD_BYTES])
    label = charset or find_charset(body) or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        codecs.lookup(label)
    except LookupError:
        label = "utf-8"
    document = body.decode(label, "replace")
    title = TITLE.search(document)
    named = unescape(title[1]).strip() if title else ""
    return clean_html(document, named, inline=False).encode("utf-8", "replace")
