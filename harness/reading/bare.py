"""Floor 2: HTML as the server sent it, made so plain that any browser bears it: text and its order, nothing that is drawn."""

import codecs
import re
from html import unescape

from harness.reading.html import clean_html
from harness.sources.content import declared_codec, find_charset

__all__ = ["bare_html"]

TITLE = re.compile(r"<title\b[^>]{0,200}>(.{0,2000}?)</title", re.IGNORECASE | re.DOTALL)


def bare_html(body: bytes, charset: str | None) -> bytes:
    """The document without scripts, styles, pictures and frames, with its title, in UTF-8. `charset` is what the server said
    it was in; without it, what the page says or looks like."""
    label = charset or find_charset(body) or declared_codec(body) or "utf-8"
    try:
        codecs.lookup(label)
    except LookupError:
        label = "utf-8"
    document = body.decode(label, "replace")
    title = TITLE.search(document)
    named = unescape(title[1]).strip() if title else ""
    return clean_html(document, named, inline=False).encode("utf-8", "replace")
