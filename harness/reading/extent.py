"""Floor 2: which of a document's pieces of text are its article: what an extractor found, and what stands between and beside it.

An extractor that is tuned for precision finds where the article is, and loses what is not plain running text: headings, lists of links,
captions, short lines. The smallest element that holds what it found is the article's; what stands in there among its paragraphs belongs
to it, unless it is navigation, a form, or a list of links within the site.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from harness.reading.extracted import MIN_KNOWN, Extracted, squashed
from harness.text.tokens import SENTENCE_MARK, ends_sentence, letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["BLOCKS", "CJK", "ROLES", "Extent", "Unit", "article_units", "forget_misnomers", "headline_of", "units_of"]

BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre",
    "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
OWN = {"footer", "aside"}
"""What an article may have as its own: its notes, a quotation pulled out of it."""
APART = {"nav", "aside", "footer", "form", "menu", "button", "select", "dialog", "search"}
ROLES = {"navigation", "search", "contentinfo", "menu", "menubar", "toolbar", "dialog", "banner"}
BESIDE = re.compile(
    r"(?:^|[-_])(?:share|sharing|social|related|newsletter|subscri\w*|comments?|promo\w*|advert\w*|sponsor\w*|breadcrumbs?|paginat\w*|pager|cookies?"
    r"|consent|toolbar|sidebar|recommend\w*|popular|tags?|footer|menu|nav|login|signup|rating|meta|byline|author|dateline|hidden|print)(?:$|[-_])"
)
SOLD = re.compile(
    r"(?:^|[-_])(?:ads?|advert\w*|dfp|promo|promoted|sponsored|outbrain|taboola|teasers?|newsletter)(?:$|[-_])"
)
COMMENTS = re.compile(
    r"(?:^|[-_])(?:comments?|commentlist|discussions?|replies|responses?|trackbacks?|pingbacks?|disqus)(?:$|[-_])"
)
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
SILENT = {"script", "style", "noscript", "template", "svg", "iframe", "object", "title", "head"}
HEADING = re.compile(r"h[1-6]")
PARAGRAPHS = {"p", "pre", "blockquote"}
LAYOUT = {"html", "body", "table", "tbody", "tr"}
CLOSING = '”“»"」'
MIN_SAID = 25
MAX_DEPTH, MAX_NAMES = 64, 300
"""A page nests as deep as it likes, and calls its classes what it likes: so far up, and so many characters, are looked at."""
MIN_HELD, MIN_COVERED = 0.85, 0.7
MAX_COMMENTS = 0.5
"""The share of what was found that readers' comments under an article are at most: of more they are what the page is about."""
MIN_PROSE, MIN_PROSE_CJK = 60, 25
MAX_LINKED = 0.5
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(eq=False)
class Unit:
    """Text that stands directly in one block element, up to the next block inside it: the element, the text as written there, and how
    much of it is linked."""

    element: "HtmlElement"
    text: str
    linked: int
    outside: bool

    # Asked for when the text is whole, and then often.
    @cached_property
    def squashed(self) -> str:
        """Its letters and signs, without white space."""
        return squashed(self.text)

    @cached_property
    def is_prose(self) -> bool:
        """Running text: long for its script, with sentence marks, mostly not links."""
        size = len(self.squashed)
        least = MIN_PROSE_CJK if len(CJK.findall(self.text)) * 2 > size else MIN_PROSE
        return size >= least and self.linked * 2 < size and bool(SENTENCE_MARK.search(self.text))


def units_of(root: "HtmlElement", host: str) -> list[Unit]:
    """All units of a tree, in reading order; `host` is the page's own, for telling links within the site."""
    found: list[Unit] = []
    open_: dict[HtmlElement, Unit] = {}
    torn: set[HtmlElement] = set()

    def add(block: "HtmlElement", text: str | None, linked: bool, outside: bool) -> None:
        if not text or not text.strip():
            if text and block in open_:
                open_[block].text += " "
            return
        unit = open_.get(block)
        if unit is None:
            unit = open_[block] = Unit(block, "", 0, False)
            found.append(unit)
        unit.text += text
        unit.linked += len(squashed(text)) if linked else 0
        unit.outside = unit.outside or outside

    # Explicit steps instead of recursion: a page nests as deep as it likes.
    stack: list[tuple[HtmlElement, HtmlElement, bool, bool, bool]] = [(root, root, False, False, False)]
    while stack:
        element, block, linked, outside, done = stack.pop()
        if done:
            parent = element.getparent()
            if element in open_ or element in torn:
                torn.add(block)
                open_.pop(block, None)  # what follows a block inside stands below it, and is a text of its own
            if element is not root and parent is not None:
                add(block, element.tail, linked, outside)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        parent_state = (block, linked, outside)
        inner = block
        if tag in BLOCKS:
            inner, linked, outside = element, False, False
        if tag == "a" and element.get("href"):
            linked, outside = (
                True,
                bool(re.match(r"https?://", element.get("href"))) and host not in element.get("href"),
            )
        stack.append((element, *parent_state, True))
        if not tag or tag in SILENT:
            continue
        if tag == "br":
            add(inner, "\n", linked, outside)
            if inner in open_:
                open_[inner].text += "\n"
        add(inner, element.text, linked, outside)
        stack.extend((child, inner, linked, outside, False) for child in reversed(element))
    return found


@dataclass(frozen=True)
class Extent:
    """Where an article is: the element that holds it, the units in there that are its text, and the heading above that is its
    headline, where it is none of these; `told` where the extractor took it for text of the article, and not for its title alone."""

    holder: "HtmlElement"
    units: list[Unit]
    headline: Unit | None = None
    told: bool = False


def article_units(root: "HtmlElement", units: list[Unit], found: str, title: str) -> Extent | None:
    """The article's extent, by what an extractor found; None where too little of that is found again in the tree, of which `units`
    are all. `title` is the page's."""
    extracted = Extracted(found)
    known = _known(units, extracted)
    size = sum(len(unit.squashed) for unit, yes in zip(units, known, strict=True) if yes)
    if not extracted.text or size < MIN_COVERED * len(extracted.text):
        return None
    holder = _article_around(_holder(root, [unit for unit, yes in zip(units, known, strict=True) if yes], size))
    within = set(holder.iter())
    inside = [n for n, unit in enumerate(units) if unit.element in within]
    kept = [n for n in inside if known[n]]
    told = [n for n in kept if units[n].is_prose]
    first, last = (told or kept)[0], kept[-1]
    parents = {units[n].element.getparent() for n in told}
    spine = _spine([units[n] for n in told], holder)
    chosen: list[Unit] = []
    said = {units[n].squashed for n in kept}
    for n in inside:
        unit = units[n]
        beside = unit.element.getparent() in parents and (unit.is_prose or _is_heading(unit) or _is_sentence(unit))
        beside = beside and (n < last or unit.element.tag == "p")
        foot = holder.tag == "article" and n > last and _stands_in_foot(unit, holder) and _says(unit)
        lead = n < first and unit.element.tag == "figcaption" and unit.linked * 2 < len(unit.squashed)
        between = first < n < last and _stands_among(unit, spine if unit.is_prose else parents, holder)
        twice = unit.squashed in said and len(unit.squashed) >= MIN_KNOWN and unit.element.tag not in {"td", "th"}
        if known[n] or ((between or beside or foot or lead) and not twice and not _is_apart(unit, holder, spine)):
            chosen.append(unit)
            said.add(unit.squashed)
    chosen = _without_dangling(_without_comments(chosen, holder))
    elements = {unit.element for unit in chosen}
    chosen = [units[n] for n in inside if units[n].element in elements]
    told_above = {unit for unit, yes in zip(units[: inside[0]], known, strict=False) if yes}
    above = [unit for unit in units[: inside[0]] if _is_heading(unit) and (title or unit in told_above)]
    headline = headline_of(chosen, above, title)
    return Extent(holder, chosen, headline, headline in told_above)


def headline_of(chosen: list[Unit], above: list[Unit], title: str) -> Unit | None:
    """Of the headings above an article, the one that says the page's title, where no heading in the article does; of a page without
    a title the last."""
    told = letters(title)
    if any(_is_heading(unit) and _says_title(unit, told) for unit in chosen):
        return None
    said = [unit for unit in above if not told or _says_title(unit, told)]
    return said[-1] if said else None


def _says_title(unit: Unit, told: str) -> bool:
    own = letters(unit.text)
    return bool(own) and bool(told) and (own in told or told in own)


def _stands_among(unit: Unit, parents: "set[HtmlElement | None]", holder: "HtmlElement") -> bool:
    """True for what stands side by side with the article's paragraphs, or in a list, a table or a figure that does."""
    for above in islice(unit.element.iterancestors(), MAX_DEPTH):
        if above in parents:
            return True
        if above is holder:
            return False
    return False


def _known(units: "list[Unit]", extracted: Extracted) -> list[bool]:
    """Which units the extractor found; one that stands more often than it found it is not found again."""
    seen: dict[str, int] = {}
    often: dict[str, int] = {}
    found = []
    for unit in units:
        own = unit.squashed
        yes = extracted.knows(own)
        if yes:
            seen[own] = seen.get(own, 0) + 1
            if seen[own] > 1:
                often.setdefault(own, extracted.text.count(own))
                yes = seen[own] <= max(1, often[own])
        found.append(yes)
    return found


def _holder(root: "HtmlElement", units: "list[Unit]", size: int) -> "HtmlElement":
    """The smallest element that holds most of this text. Those that do are nested in each other, without a gap."""
    weight: dict[HtmlElement, int] = {}
    for unit in units:
        weight[unit.element] = weight.get(unit.element, 0) + len(unit.squashed)
    for element in reversed(list(root.iter())):
        above = element.getparent()
        if above is not None and element in weight:
            weight[above] = weight.get(above, 0) + weight[element]
    enough = {element for element, held in weight.items() if held >= MIN_HELD * size}
    around = {element.getparent() for element in enough}
    return next(element for element in enough if element not in around)


def _article_around(holder: "HtmlElement") -> "HtmlElement":
    """The article element that the page itself says this is, where it says so of one."""
    if holder.tag in PARAGRAPHS and holder.getparent() is not None:
        holder = holder.getparent()  # one long paragraph is not all that stands there
    if holder.tag in {"body", "html"}:
        return holder
    return next(holder.iterancestors("article"), holder)


def _spine(units: "list[Unit]", holder: "HtmlElement") -> "set[HtmlElement | None]":
    """The elements between the article's own and its paragraphs: what stands in one of them stands among these. The parts of a
    layout are none: a table's cells and the page's body hold other things too."""
    found: set[HtmlElement | None] = set()
    for unit in units:
        for above in unit.element.iterancestors():
            if above in found:
                break
            if above.tag not in LAYOUT:
                found.add(above)
            if above is holder:
                break
    return found


def _is_sentence(unit: Unit) -> bool:
    """True for a short line that ends as a sentence does, and is no link."""
    return unit.element.tag == "p" and not unit.linked and ends_sentence(unit.text)


def _is_heading(unit: Unit) -> bool:
    return bool(HEADING.fullmatch(str(unit.element.tag)))


def _is_apart(unit: Unit, holder: "HtmlElement", spine: "set[HtmlElement | None]") -> bool:
    """True for what stands in an article's element and is none of it: navigation, forms, lists of links within the site. What holds
    the article's paragraphs too is no such thing, whatever its class is called."""
    if unit.linked > MAX_LINKED * len(unit.squashed) and not unit.outside and not _is_heading(unit):
        return True
    for at in islice((unit.element, *unit.element.iterancestors()), MAX_DEPTH):
        if at is holder or at in spine:
            break
        own = at.tag in OWN and holder.tag == "article" and unit.linked == 0 and _says(unit)
        if (at.tag in APART or at.get("role") in ROLES) and not own:
            return True
        names = _names_of(at)
        if any(SOLD.search(name) for name in names):
            return True
        # What else a class is called says little, and nothing against running text.
        if not unit.is_prose and not _is_heading(unit) and any(BESIDE.search(name) for name in names):
            return True
    return False


def _stands_in_foot(unit: Unit, holder: "HtmlElement") -> bool:
    return any(
        above.tag == "footer" and above.getparent() is holder
        for above in islice(unit.element.iterancestors(), MAX_DEPTH)
    )


def _says(unit: Unit) -> bool:
    """True for a sentence, in what stands at an article's foot or beside it."""
    return len(unit.squashed) >= MIN_SAID and (unit.text.strip()[-1] in CLOSING or ends_sentence(unit.text))


def _without_comments(units: list[Unit], holder: "HtmlElement") -> list[Unit]:
    """Without what readers wrote under an article: all from the first on that stands in an element which is called so, where it is
    the lesser part."""
    if not units or not _is_comment(units[-1], holder):
        return units
    first = next((n for n, unit in enumerate(units) if _is_comment(unit, holder)), len(units))
    size = sum(len(unit.squashed) for unit in units)
    said = sum(len(unit.squashed) for unit in units[first:])
    if said > MAX_COMMENTS * size or not all(_is_comment(unit, holder) for unit in units[first:]):
        return units
    return units[:first]


def _is_comment(unit: Unit, holder: "HtmlElement") -> bool:
    for at in islice((unit.element, *unit.element.iterancestors()), MAX_DEPTH):
        if at is holder:
            return False
        if any(COMMENTS.search(name) for name in _names_of(at)):
            return True
    return False


def _names_of(element: "HtmlElement") -> list[str]:
    """What an element's class and id are called, in small letters, humps parted."""
    return HUMP.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_NAMES]).lower().split()


def forget_misnomers(units: Sequence[Unit], found: str) -> bool:
    """Where an extractor found the lesser part of a page's running text, take their names from elements that are called comments and
    hold most of it: extractors go by names. True where there are such elements, and it may try again."""
    prose = [unit for unit in units if unit.is_prose]
    size = sum(len(unit.squashed) for unit in prose)
    if len(squashed(found)) > MAX_COMMENTS * size:
        return False
    held: Counter[HtmlElement] = Counter()
    for unit in prose:
        for at in islice((unit.element, *unit.element.iterancestors()), MAX_DEPTH):
            held[at] += len(unit.squashed)
    named = [
        element
        for element, own in held.items()
        if own > MAX_COMMENTS * size and any(COMMENTS.search(name) for name in _names_of(element))
    ]
    for element in named:
        element.attrib.pop("class", None)
        element.attrib.pop("id", None)
    return bool(named)


def _without_dangling(units: list[Unit]) -> list[Unit]:
    """Without headings at the end, under which nothing stands."""
    while units and _is_heading(units[-1]):
        units.pop()
    return units
