"""Floor 2: what the page says of itself, and where it says so: structured data first, then meta elements, then marked-up elements.

Nothing is guessed: what stands in none of these places is not said.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from harness.inert import inert_line

if TYPE_CHECKING:
    import lxml.html

__all__ = ["Facts", "facts_of"]

MAX_LD, MAX_NODES, MAX_VALUE = 200_000, 500, 500
"""Characters of one block of structured data, nodes of it that are looked at, characters of a value."""
ISO_DATE = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:$|[T ])")
WORKS = {
    "article", "newsarticle", "blogposting", "report", "analysisnewsarticle", "opinionnewsarticle", "reviewnewsarticle",
    "scholarlyarticle", "techarticle", "apireference", "webpage", "discussionforumposting", "qapage", "product", "recipe",
    "socialmediaposting", "liveblogposting", "collectionpage", "itemlist", "faqpage", "howto", "review", "event",
}  # fmt: skip
"""Types of schema.org that speak of the page itself; a site's own, a person's or an image's do not."""
PLACES: Mapping[str, Sequence[str]] = {
    "byline": ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl"),
    "date": (
        "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
        "dcterms.issued", "pubdate", "publishdate", "publish_date", "og:pubdate", "parsely-pub-date", "sailthru.date",
        "article.published", "citation_publication_date", "og:article:published_time",
    ),
    "site_name": ("og:site_name", "application-name", "al:android:app_name"),
    "image": ("og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src"),
    "canonical": ("og:url",),
}  # fmt: skip


@dataclass(slots=True)
class Facts:
    """Values by name (`byline`, `date`, `site_name`, `image`, `canonical`), and where each was read; `types` are the kinds of work
    that structured data names, in lower case, `metas` what meta elements say, by lower-case name."""

    values: dict[str, str] = field(default_factory=dict)
    read_from: dict[str, str] = field(default_factory=dict)
    types: set[str] = field(default_factory=set)
    metas: dict[str, str] = field(default_factory=dict)

    def say(self, name: str, value: object, where: str) -> None:
        """Take the value, if it is one and nothing before it was; a date is one only as YYYY-MM-DD."""
        if name in self.values or not isinstance(value, str):
            return
        line = inert_line(value)[:MAX_VALUE].strip()
        if name == "date":
            found = ISO_DATE.match(line)
            line = found[1] if found else ""
        if name == "byline" and line.startswith(("http://", "https://")):
            return  # the address of a profile, and nobody's name
        if line:
            self.values[name], self.read_from[name] = line, where


def facts_of(tree: "lxml.html.HtmlElement", url: str) -> Facts:
    """What this document says of itself; addresses are absolute, as the page at `url` means them."""
    facts = Facts()
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and meta.get("content") and name not in facts.metas:
            facts.metas[name] = meta.get("content")
    for work in _works(tree):
        facts.types |= _types(work)
        facts.say("byline", _names(work.get("author")), "JSON-LD author")
        facts.say("date", work.get("datePublished"), "JSON-LD datePublished")
        facts.say("site_name", _names(work.get("publisher")), "JSON-LD publisher")
        facts.say("image", _address(work.get("image")), "JSON-LD image")
    for link in tree.iter("link"):
        if link.get("rel", "").lower() == "canonical":
            facts.say("canonical", link.get("href"), "link rel=canonical")
    for name, places in PLACES.items():
        for place in places:
            facts.say(name, facts.metas.get(place), f"meta {place}")
    for element in tree.xpath("//*[@itemprop]"):
        properties = element.get("itemprop", "").split()
        if "datePublished" in properties:
            facts.say(
                "date",
                element.get("datetime") or element.get("content") or element.text_content(),
                "itemprop datePublished",
            )
        if "author" in properties:
            facts.say("byline", element.get("content") or _own_name(element), "itemprop author")
    for element in tree.xpath("//*[@itemtype]"):
        facts.types |= {part.rpartition("/")[2].lower() for part in element.get("itemtype", "").split()} & WORKS
    for name in ("image", "canonical"):
        if name in facts.values:
            whole = urljoin(url, facts.values[name])
            if whole.startswith(("http://", "https://")):
                facts.values[name] = whole
            else:
                del facts.values[name], facts.read_from[name]
    return facts


def _works(tree: "lxml.html.HtmlElement") -> Iterator[Mapping[str, Any]]:
    """The works that the page's structured data speaks of, in order."""
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > MAX_LD:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue  # not JSON, or nothing that anybody reads: no witness
        looked, waiting = 0, [data]
        while waiting and looked < MAX_NODES:
            looked += 1
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node[:MAX_NODES])
            elif isinstance(node, dict):
                if _types(node):
                    yield node
                waiting.extend(
                    value for key in ("@graph", "mainEntity", "mainEntityOfPage") if (value := node.get(key))
                )


def _types(node: Mapping[str, Any]) -> set[str]:
    named = node.get("@type", "")
    return {str(one).lower() for one in (named if isinstance(named, list) else [named])} & WORKS


def _names(node: object) -> str | None:
    """The name of a person or an organisation, or of several."""
    if isinstance(node, str):
        return node
    if isinstance(node, Mapping):
        return node["name"] if isinstance(node.get("name"), str) else None
    if isinstance(node, list):
        return ", ".join(_each(node[:10])) or None
    return None


def _each(nodes: Iterable[object]) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, list) and (name := _names(node)):
            yield name


def _address(node: object) -> str | None:
    if isinstance(node, str):
        return node
    if isinstance(node, Mapping):
        return _address(node.get("url"))
    return _address(node[0]) if isinstance(node, list) and node and not isinstance(node[0], list) else None


def _own_name(element: "lxml.html.HtmlElement") -> str:
    """The name in an element that says who the author is, where it says more than the name."""
    named = element.xpath(".//*[contains(concat(' ', @itemprop, ' '), ' name ')]")
    return str((named[0] if named else element).text_content())
