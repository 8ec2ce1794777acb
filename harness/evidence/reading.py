"""Floor 2: the readings: all visible text that is left, and the main content, each as text and Markdown.

The article is found by trafilatura with `favor_precision`, on the swept document without what no reader sees: on the
scrapinghub article benchmark that was the best of thirty extractors tried (F1 0.970).
"""

import re

import lxml.etree
import lxml.html
import nh3
import trafilatura
from trafilatura.settings import Document

from harness.model import Article, Reading
from harness.survey import Block, Survey

__all__ = ["clean_html", "inert_text", "read_article", "read_page"]

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
TAG_LIKE = re.compile(r"<(?=[A-Za-z/!?])")
HIDDEN = "data-harness-hidden"
FRAME = "data-harness-frame"
LEAST_OWN = 400


def inert_text(text: str) -> str:
    """Text without control, escape and bidi-override characters and without lone surrogates."""
    return CONTROLS.sub("", text)


def _markdown_safe(text: str) -> str:
    return TAG_LIKE.sub(r"\\<", inert_text(text))


def read_page(survey: Survey, title: str) -> Reading:
    """All visible blocks in reading order, a line each; Markdown keeps headings, list items and quotes."""
    seen = [block for block in survey.blocks if not block.hidden_by]
    text = "\n".join(block.text.strip() if not block.pre else block.text.strip("\n") for block in seen)
    markdown = "\n\n".join(_markdown_line(survey, block) for block in seen)
    return Reading(inert_text(title), inert_text(text), _markdown_safe(markdown))


def _markdown_line(survey: Survey, block: Block) -> str:
    tag = survey.elements[block.element].tag
    text = block.text.strip()
    if re.fullmatch(r"h[1-6]", tag):
        return "#" * int(tag[1]) + " " + text
    if tag == "pre":
        return "\n".join("    " + line for line in block.text.splitlines())
    return {"li": "- ", "blockquote": "> "}.get(tag, "") + text


def read_article(html: str, url: str, title: str) -> Article:
    """The main content of a swept document; `title` is the mended one and wins over what the head says."""
    try:
        tree = lxml.html.document_fromstring(html)
    except lxml.etree.ParserError:  # nothing stands in the document: a page may remove even its root
        return Article(title=inert_text(title))
    for element in tree.xpath(f"//*[@{HIDDEN}]"):
        if element.getparent() is not None:
            element.drop_tree()
    _without_frames(tree)
    plain = trafilatura.bare_extraction(tree, url=url, favor_precision=True, with_metadata=True, as_dict=False)
    if not isinstance(plain, Document):
        return Article(title=inert_text(title))
    text = plain.text or ""
    markdown = trafilatura.extract(tree, url=url, favor_precision=True, output_format="markdown") or text
    return Article(
        title=inert_text(title or plain.title or ""),
        byline=inert_text(plain.author) if plain.author else None,
        date=plain.date,
        text=inert_text(text),
        markdown=_markdown_safe(markdown),
    )


def _without_frames(tree: lxml.html.HtmlElement) -> None:
    """Frames hold other documents; they are no part of an article, unless the page is little else."""
    frames = tree.xpath(f"//*[@{FRAME}]")
    framed = sum(len(frame.text_content()) for frame in frames)
    if frames and len(tree.text_content()) - framed >= LEAST_OWN:
        for frame in frames:
            if frame.getparent() is not None:
                frame.drop_tree()


def clean_html(html: str, title: str) -> str:
    """The swept document as HTML that runs nothing and loads nothing: no scripts, handlers, frames, forms or pictures."""
    tags = nh3.ALLOWED_TAGS - {"img"} | {
        "main",
        "section",
        "article",
        "header",
        "footer",
        "nav",
        "aside",
        "figure",
        "figcaption",
    }
    body = nh3.clean(
        inert_text(html),
        tags=tags,
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto"},
        generic_attribute_prefixes=set(),
        attributes={"a": {"href"}, "*": {"lang", "dir"}},
    )
    policy = "default-src 'none'"
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}"><title>{nh3.clean_text(inert_text(title))}</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>{body}</body></html>\n"
