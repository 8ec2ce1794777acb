"""Floor 2: the lines of a page as the server sent it, encoded while the page settles, so that the judge need not wait for them."""

import re
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree, html

from harness.text.encoder import encode, line_of

__all__ = ["lines_of", "read_ahead"]

MAX_DOCUMENTS = 8
"""Documents whose lines are kept: about as many as are visited at once."""
MAX_LINES, AT_ONCE = 600, 32
"""So many lines of a page are read ahead, so many at once: whoever needs the encoder meanwhile waits for no more."""
NO_TEXT = {"script", "style", "noscript", "template", "head", "svg", "iframe"}
WITHIN = {
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}  # fmt: skip
"""Elements that stand in a line; every other begins one."""
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_ahead(document: str) -> None:
    """Encode the lines of this HTML; those that the page's scripts change are encoded again when they are judged."""
    lines = list(dict.fromkeys(lines_of(document)))[:MAX_LINES]
    for at in range(0, len(lines), AT_ONCE):
        encode(lines[at : at + AT_ONCE])


@lru_cache(maxsize=MAX_DOCUMENTS)
def lines_of(document: str) -> Sequence[str]:
    """The texts of this HTML's lines and links, as the judge will ask for them; whoever asks again for the same document, as it is
    held against what was seen, has them."""
    try:
        root = html.fromstring(CONTROLS.sub("", document).encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return []
    lines: list[str] = []
    links: list[str] = []
    current: list[str] = []

    def end() -> None:
        if text := line_of("".join(current)):
            lines.append(text)
        current.clear()

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for step, element in walk:
        if step == "start":
            if element.tag not in WITHIN or element.tag == "br":
                end()
            if element.tag in NO_TEXT:
                walk.skip_subtree()
            else:
                current.append(element.text or "")
            continue
        if element.tag == "a" and (text := line_of("".join(element.itertext()))):
            links.append(text)
        if step == "end" and element.tag not in WITHIN:
            end()
        current.append(element.tail or "")
    end()
    return [*lines, *links]
