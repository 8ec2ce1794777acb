"""Floor 2: the article reading: the main content, as text and Markdown.

It is found by trafilatura with `favor_precision`, on the swept document without what no reader sees: on the scrapinghub
article benchmark that was the best of thirty extractors tried (F1 0.970).
"""

from typing import TYPE_CHECKING

from harness.inert import inert_text
from harness.model import Article
from harness.reading.markdown import markdown_of

if TYPE_CHECKING:
    import lxml.html

__all__ = ["read_article"]

HIDDEN = "data-harness-hidden"
FRAME = "data-harness-frame"
DROPPED = "harness-dropped"
WRITTEN = {"extensive_search": False, "original_date": True}
"""The page's date is what it says is its date, in its markup or its byline: never a year out of its text."""
MIN_OWN_CHARACTERS = 400
"""A page with less text of its own than this is read with its frames: it may be little else."""


def read_article(html: str, url: str, title: str) -> Article:
    """The main content of a swept document; `title` is the mended one and wins over what the head says."""
    # Half a second of imports: made while a browser starts (`harness.reading.warm_up`), or never.
    import lxml.etree
    import lxml.html
    import trafilatura
    from trafilatura.settings import Document

    try:
        tree = lxml.html.document_fromstring(html)
    except lxml.etree.ParserError:  # nothing stands in the document: a page may remove even its root
        return Article(title=inert_text(title))
    _drop(tree, tree.xpath(f"/*//*[@{HIDDEN}]"))
    _drop_frames(tree)
    plain = trafilatura.bare_extraction(
        tree, url=url, favor_precision=True, with_metadata=True, as_dict=False, date_extraction_params=WRITTEN
    )
    if not isinstance(plain, Document):
        return Article(title=inert_text(title))
    text = plain.text or ""
    marked_up = trafilatura.extract(tree, url=url, favor_precision=True, output_format="html", include_formatting=True)
    return Article(
        title=inert_text(title or plain.title or ""),
        byline=inert_text(plain.author) if plain.author else None,
        date=plain.date,
        text=inert_text(text),
        markdown=markdown_of(marked_up) if marked_up else "",
    )


def _drop(tree: "lxml.html.HtmlElement", elements: "list[lxml.html.HtmlElement]") -> None:
    """Take these out and leave the text that follows them: all in one pass, as one by one each would move that text anew."""
    import lxml.etree

    for element in elements:
        element.tag = DROPPED
    lxml.etree.strip_elements(tree, DROPPED, with_tail=False)


def _drop_frames(tree: "lxml.html.HtmlElement") -> None:
    """Frames hold other documents; they are no part of an article, unless the page is little else."""
    frames = tree.xpath(f"//*[@{FRAME}]")
    framed = sum(len(frame.text_content()) for frame in frames)
    if frames and len(tree.text_content()) - framed >= MIN_OWN_CHARACTERS:
        _drop(tree, frames)
