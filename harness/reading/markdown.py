"""Floor 2: Markdown of a document, by markdownify over HTML; what the page's text only spelled stays text.

The converter takes HTML in which text is text and markup is markup, so that what it escapes is just what readers saw.
"""

import re
from functools import cache
from typing import Any

from harness.inert import inert_markdown, inert_text
from harness.reading.code import tidy_code

__all__ = ["fenced", "markdown_of"]

UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
LANGUAGE = re.compile(r"\b(?:language|lang|highlight-source)-([A-Za-z][A-Za-z0-9+#-]{0,20})\b")
FENCE = re.compile(r"`{3,}")


def fenced(code: str, language: str = "") -> str:
    """A block of code whose fence is longer than any run of backticks inside it."""
    longest = max((len(run) for run in FENCE.findall(code)), default=2)
    fence = "`" * (longest + 1)
    code = code.strip("\n")
    return f"{fence}{language}\n{code}\n{fence}"


@cache
def _converter() -> Any:
    from markdownify import MarkdownConverter  # slow to import, like lxml: see article.py

    class Converter(MarkdownConverter):
        """Text by our one function; code between fences that it cannot end; no link and no picture."""

        def escape(self, text: str, parent_tags: Any = None) -> str:
            escaped = inert_markdown(text)
            in_table = bool({"td", "th"} & set(parent_tags or ()))
            return UNESCAPED_PIPE.sub(r"\\|", escaped) if in_table else escaped

        def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:
            said = [" ".join(each.get("class", ())) for each in (el, *el.find_all("code", limit=1))]
            language = LANGUAGE.search(" ".join(said))
            code = fenced(inert_text(el.get_text()), language[1] if language else "")
            return f"\n\n{code}\n\n" if el.get_text().strip() else ""

    return Converter(heading_style="ATX", bullets="-", table_infer_header=True, strip=["a", "img"], wrap=False)


def markdown_of(html: str) -> str:
    """An extractor's HTML as Markdown: ATX headings, fenced code, tables with a head, no live HTML."""
    import lxml.etree
    import lxml.html

    tree = lxml.html.document_fromstring(html)
    tidy_code(tree)
    body = lxml.etree.tostring(tree, encoding="unicode", method="html")
    return re.sub(r"\n{3,}", "\n\n", str(_converter().convert(body))).strip()
