"""Floor 2: what kind of page it is: what it says it is, and where it says nothing, how it is built."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from harness.reading.extent import CJK, Unit
from harness.reading.extracted import squashed
from harness.reading.metadata import Facts

if TYPE_CHECKING:
    import lxml.html

__all__ = ["Entries", "Kind", "kind_of"]

Kind = Literal["article", "thread", "product", "listing", "documentation", "none"]

SAID: dict[Kind, frozenset[str]] = {
    "thread": frozenset({"discussionforumposting", "qapage"}),
    "product": frozenset({"product"}),
    "documentation": frozenset({"techarticle", "apireference"}),
    "listing": frozenset({"collectionpage", "itemlist"}),
    "article": frozenset(
        {
            "article", "newsarticle", "blogposting", "report", "analysisnewsarticle", "opinionnewsarticle",
            "reviewnewsarticle", "scholarlyarticle", "liveblogposting", "recipe", "howto", "review",
        }
    ),
}  # fmt: skip
"""Types of schema.org for each kind, the particular before the general."""
GENERATORS = (
    "sphinx",
    "mkdocs",
    "docusaurus",
    "antora",
    "vitepress",
    "vuepress",
    "gitbook",
    "hugo book",
    "asciidoctor",
    "doxygen",
)
PRICES = ("product:price:amount", "og:price:amount", "price")
LEAST_TEXT = 140
"""Characters below which a reading is no page's content."""
ENTRIES, ENTRY_SHARE = 4, 0.5
"""So many siblings built alike, with so much of the page's text between them, are a list or a thread."""
ENTRY = {"article", "div", "li", "section", "tr", "dd"}
ARTICLE_SIZE = 400
"""Characters of running text beside such entries that are an article with entries under it."""
MIN_TITLE = 16
LEAST_CODE = 4


def kind_of(
    tree: "lxml.html.HtmlElement", units: "Sequence[Unit]", text: str, facts: Facts
) -> "tuple[Kind, Entries | None]":
    """The kind of the page in whose content an extractor found `text`, and the element that holds its entries where it is built
    of such; `units` are all texts of the page."""
    entries = _built(tree, units)
    if len(text) < LEAST_TEXT and entries is None:
        return "none", None
    said = _said(facts)
    if said:
        return said, entries if entries and entries.kind == said else None
    if entries:
        return entries.kind, entries
    return "documentation" if sum(1 for _ in tree.iter("pre")) >= LEAST_CODE else "article", None


def _said(facts: Facts) -> Kind | None:
    """The kind that the page says it is."""
    for kind in ("thread", "product", "documentation"):
        if facts.types & SAID[kind]:
            return kind
    if any(name in facts.metas for name in PRICES) or facts.metas.get("og:type", "").startswith(
        ("product", "og:product")
    ):
        return "product"
    generator = facts.metas.get("generator", "").lower()
    if any(name in generator for name in GENERATORS):
        return "documentation"
    if facts.types & SAID["article"]:
        return "article"
    return "listing" if facts.types & SAID["listing"] else None


@dataclass(frozen=True, slots=True)
class Entries:
    """What a page is built of, where most of it is many things that are built alike: their kind, and what holds them."""

    kind: Kind
    holder: "lxml.html.HtmlElement"


def _built(tree: "lxml.html.HtmlElement", units: "Sequence[Unit]") -> Entries | None:
    """A thread where entries that are built alike carry a time and running text, a listing where each leads with a link; neither
    where they are not most of the page, or as much running text stands beside them as an article has."""
    size = sum(len(unit.squashed) for unit in units)
    for holder in tree.iter("main", "section", "div", "ul", "ol", "table", "tbody", "body", "article"):
        alike = Counter((child.tag, child.get("class", "")) for child in holder if child.tag in ENTRY)
        if not alike:
            continue
        (tag, named), number = alike.most_common(1)[0]
        if number < ENTRIES:
            continue
        entries = [child for child in holder if child.tag == tag and child.get("class", "") == named]
        held = sum(len(squashed(entry.text_content())) for entry in entries)
        if held < ENTRY_SHARE * size:
            continue
        inside = set(holder.iter())
        if sum(len(unit.squashed) for unit in units if unit.is_prose and unit.element not in inside) >= ARTICLE_SIZE:
            return None
        timed = sum(1 for entry in entries if next(entry.iter("time"), None) is not None)
        prose = sum(1 for entry in entries if _prose(entry))
        titled = sum(1 for entry in entries if _leads_with_link(entry))
        if titled * 4 >= 3 * number:
            return Entries("listing", holder)
        if timed * 4 >= 3 * number and prose * 2 >= number:
            return Entries("thread", holder)
    return None


def _prose(entry: "lxml.html.HtmlElement") -> bool:
    return any(len(" ".join(p.text_content().split())) >= 40 for p in entry.iter("p", "div"))


def _leads_with_link(entry: "lxml.html.HtmlElement") -> bool:
    """True where the entry's heading, or else the first text in it, is a link to a page."""
    for heading in entry.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        return next(heading.iter("a"), None) is not None or heading.getparent().tag == "a"
    link = next((a for a in entry.iter("a") if a.text_content().strip()), None)
    if link is None:
        return False
    whole, first = squashed(entry.text_content()), squashed(link.text_content())
    return (
        whole.startswith(first) and len(first) + len(CJK.findall(first)) >= MIN_TITLE
    )  # a shorter one is somebody's name
