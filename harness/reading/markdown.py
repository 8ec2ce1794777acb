"""Floor 2: Markdown of a document, by markdownify over HTML; what the page's text only spelled stays text.

The converter takes HTML in which text is text and markup is markup, so that what it escapes is just what readers saw.
"""

import re
from functools import cache
from typing import Any
from urllib.parse import quote, urljoin

from harness.address import leads_nowhere, same_document
from harness.inert import inert_markdown, inert_text
from harness.reading.code import tidy_code
from harness.reading.options import Images, ReadingOptions
from harness.reading.sayable import INLINE_MARKS, TURNED, as_markdown_can_say

__all__ = ["fenced", "link_to", "markdown_of"]

UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
LANGUAGE = re.compile(r"\b(?:language|lang|highlight-source)-([A-Za-z][A-Za-z0-9+#-]{0,20})\b")
LINKED = ("http://", "https://", "mailto:")
MAX_ADDRESS = 2_000
UNSAFE_IN_ADDRESS = re.compile(
    r"[\s()<>\[\]\\`\"|\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
ESCAPED_STOP = re.compile(r"\A\\([.)])(?=\s|\Z)")
PLAIN = ReadingOptions()
FENCE = re.compile(r"`{3,}")
NOTHING = "[//]: #"
ITEM_SIGN = re.compile(r"\A(?:-|(\d+)\.)(?= )")


def fenced(code: str, language: str = "") -> str:
    """A block of code whose fence is longer than any run of backticks inside it."""
    longest = max((len(run) for run in FENCE.findall(code)), default=2)
    fence = "`" * (longest + 1)
    code = code.strip("\n")
    return f"{fence}{language}\n{code}\n{fence}"


@cache
def _converter(images: Images) -> Any:
    from markdownify import MarkdownConverter  # slow to import, like lxml: see article.py

    class Converter(MarkdownConverter):
        """Text by our one function; code between fences that it cannot end; links and pictures as `link_to` writes their addresses."""

        def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:
            address = "" if "_noformat" in parent_tags else el.get("href") or ""
            said = text.strip()
            if not address or not said or "\n" in said:
                return text
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            return f"{before}[{said}]({address}){after}"

        def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
            said = self.escape(" ".join((el.get("alt") or "").split()), parent_tags)
            address = el.get("src") or ""
            if images == "drop" or (images == "keep" and not address) or "_noformat" in parent_tags:
                return ""
            return f"![{said}]({address})" if images == "keep" else said

        def escape(self, text: str, parent_tags: Any = None) -> str:
            escaped = inert_markdown(text)
            in_table = bool({"td", "th"} & set(parent_tags or ()))
            return UNESCAPED_PIPE.sub(r"\\|", escaped) if in_table else escaped

        def process_text(self, el: Any, parent_tags: Any = None) -> str:
            text = str(super().process_text(el, parent_tags))  # type: ignore[misc]
            before = el.previous_sibling
            marked = before is not None and before.name in INLINE_MARKS and before.get_text(strip=True)
            if not marked or {"_noformat", "pre", "code"} & set(parent_tags or ()):
                return text
            # Whatever ends with markup ends no number of a list: a full stop after it is one.
            return text if before.name == "a" and not before.get("href") else ESCAPED_STOP.sub(r"\1", text)

        def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:
            said = str(super().convert_li(el, text, parent_tags))  # type: ignore[misc]
            turned = el.parent is not None and el.parent.get(TURNED) == "sign"
            return ITEM_SIGN.sub(_other_sign, said) if turned else said

        def convert_ol(self, el: Any, text: str, parent_tags: Any) -> str:
            said = str(super().convert_ol(el, text, parent_tags))  # type: ignore[misc]
            return f"\n\n{NOTHING}\n{said}" if el.get(TURNED) == "apart" else said

        def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:
            said = [" ".join(each.get("class", ())) for each in (el, *el.find_all("code", limit=1))]
            language = LANGUAGE.search(" ".join(said))
            code = fenced(inert_text(el.get_text()), language[1] if language else "")
            return f"\n\n{code}\n\n" if el.get_text().strip() else ""

    return Converter(heading_style="ATX", bullets="-", table_infer_header=True, wrap=False)


def _other_sign(sign: re.Match[str]) -> str:
    return f"{sign[1]})" if sign[1] else "*"


def link_to(base: str, written: str) -> str:
    """A link's address as Markdown can hold it: absolute, of the web or of mail, without what would end it; else
    (and where it leads to a place on its own page) empty."""
    written = written.strip()
    if not written or written.startswith("#") or leads_nowhere(written):
        return ""
    try:
        address = urljoin(base, written)
    except ValueError:
        return ""
    if not address.lower().startswith(LINKED) or len(address) > MAX_ADDRESS or same_document(address, base):
        return ""
    return UNSAFE_IN_ADDRESS.sub(lambda found: quote(found[0], errors="replace"), address)


def markdown_of(html: str, base: str | None = None, options: ReadingOptions = PLAIN) -> str:
    """An extractor's HTML as Markdown: ATX headings, fenced code, tables with a head, no live HTML. Links and pictures have an address
    where `base`, the page's, is given; a picture of no address of the web (a data URI) is left out."""
    import lxml.etree
    import lxml.html

    tree = lxml.html.document_fromstring(html)
    for link in tree.iter("a"):
        address = link_to(base, link.get("href", "")) if base is not None and options.links else ""
        link.attrib.clear()
        if address:
            link.set("href", address)
    for picture in tree.iter("img"):
        address = link_to(base, picture.get("src", "")) if base is not None else ""
        said = picture.get("alt", "")
        picture.attrib.clear()
        if address.startswith(("http://", "https://")):
            picture.set("src", address)
        picture.set("alt", said)
    tidy_code(tree)
    as_markdown_can_say(tree)
    body = lxml.etree.tostring(tree, encoding="unicode", method="html")
    return re.sub(r"\n{3,}", "\n\n", str(_converter(options.images).convert(body))).strip()
