"""Floor 2: what the pages of one site say together: the lines that many of them have, the sentences of which only some words vary, and
the words that turn up anew in ever other combinations in such places, and that no text on any page uses.

A site's first pages are taken note of until there are enough to tell; what follows from them is told to every page that is judged.
"""

import re
import threading
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from harness.address import host_of, origin_of
from harness.evidence.context import is_prose
from harness.evidence.spans import pieces_of, sentence_ends
from harness.survey import Block, Survey
from harness.text.fold import fold
from harness.text.tokens import letters

__all__ = ["SiteTold", "Sites", "sentences_of", "texts_of"]

Origin = tuple[str, int]
"""A site here: a host and its port, for each has its own template."""
TOLD_AT = (8, 12, 16, 24, 32)
"""At so many pages of a site it is worked out what they say of each other."""
SETTLED_PAGES, MOST_PAGES = 16, TOLD_AT[-1]
"""With so many it is known well enough, and of so many notes are taken."""
MOST_SITES = 256
MANY, MIN_PAGES = 0.3, 4
"""Of many pages: of this share and more, and of so many at least. A site has several templates."""
MIN_FRAME, MIN_FRAME_SHARE = 3, 0.4
MOST_WORDS = 0.6
"""The share of a text's words that have to fill slots, its frame apart."""
MIN_COMBINATIONS = 3
MAX_SLOT = 200
"""Characters of a line that may be a slot; a longer one is text."""
RARE = 0.25
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
MIN_SLOT_WORDS = 2
DATED = re.compile(r"\b(?:1[89]|20)\d\d\b|\d{1,2}[:.]\d\d\b")
"""A year or a time of day: months and weekdays stand in ever new combinations too."""
WORD = re.compile(r"[^\W\d_]+")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def _said(text: str) -> list[str]:
    """The words of a text in the order in which they stand, folded; of a script without spaces every two characters side by side."""
    found: list[str] = []
    for word in WORD.findall(fold(text).text):
        if UNSPACED.search(word):
            found += [word[i : i + 2] for i in range(len(word) - 1)]
        elif len(word) > 1:
            found.append(word)
    return found


@dataclass(frozen=True, slots=True)
class _Page:
    """What is kept of a page: its short lines that do not link within the site, the parts of its title among them, its sentences, and
    what it calls itself and other pages: its headings, and links within the site."""

    short: tuple[str, ...]
    sentences: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class SiteTold:
    """What the pages of a site said together: the `constant` lines' letters, the pairs of words that frame a slot, and the `pool` of
    words that fill such slots."""

    constant: frozenset[str]
    frame: frozenset[tuple[str, str]]
    pool: frozenset[str]

    @cached_property
    def framing(self) -> frozenset[str]:
        """The words of the frame."""
        return frozenset(word for pair in self.frame for word in pair)

    def is_constant(self, text: str) -> bool:
        """True for a line that many pages of the site have."""
        return letters(text) in self.constant

    def is_framed(self, text: str) -> bool:
        """True for a sentence that many pages have, but for some of its words."""
        return not self.is_constant(text) and _framed(_said(text), self.frame)

    def pooled(self, text: str) -> frozenset[str]:
        """The words of this text that fill slots of the site's template, where there are two and more, and hardly another."""
        if self.is_constant(text) or DATED.search(text):
            return frozenset()
        words = _said(text)
        framed = _framed(words, self.frame)
        free = [word for word in words if not (framed and word in self.framing)]
        found = frozenset(word for word in free if word in self.pool)
        return found if len(found) >= MIN_SLOT_WORDS and len(found) >= MOST_WORDS * len(set(free)) else frozenset()


def _framed(words: Sequence[str], frame: frozenset[tuple[str, str]]) -> bool:
    pairs = list(pairwise(words))
    known = sum(pair in frame for pair in pairs)
    return known >= MIN_FRAME and known >= MIN_FRAME_SHARE * len(pairs)


@dataclass(slots=True)
class _Site:
    pages: dict[str, _Page] = field(default_factory=dict)
    told: SiteTold | None = None
    early: set[str] = field(default_factory=set)
    """The sources that were judged before enough pages were seen."""


class Sites:
    """The notes of many sites, those that were asked for last; safe to use from several threads."""

    def __init__(self) -> None:
        self._sites: OrderedDict[Origin, _Site] = OrderedDict()
        self._turn = threading.Lock()

    def see(self, source: str, survey: Survey) -> SiteTold | None:
        """Take note of a page, and say what its site's pages say together; None as long as too few were seen."""
        origin = origin_of(survey.url)
        with self._turn:
            site = self._site(origin)
            if source in site.pages or len(site.pages) >= MOST_PAGES:
                return site.told
        page = _noted(survey)  # apart from the others' turns: it takes its time
        with self._turn:
            site = self._site(origin)
            if source not in site.pages and len(site.pages) < MOST_PAGES:
                site.pages[source] = page
                if len(site.pages) in TOLD_AT:
                    site.told = _told(list(site.pages.values()))
                if len(site.pages) <= SETTLED_PAGES:
                    site.early.add(source)
            return site.told

    def told(self, origin: Origin) -> SiteTold | None:
        """What the pages of this site say together; None where too few were seen."""
        with self._turn:
            return self._site(origin).told

    def was_early(self, source: str, origin: Origin) -> bool:
        """True for a page that was judged before enough of its site's pages were seen, once."""
        with self._turn:
            early = self._site(origin).early
            found = source in early
            early.discard(source)
            return found

    def is_settled(self, origin: Origin) -> bool:
        """True where as many pages were seen as are waited for."""
        with self._turn:
            return len(self._site(origin).pages) >= SETTLED_PAGES

    def speaks(self, origin: Origin) -> bool:
        """True where the site's template has slots that are filled with words which its texts do not use."""
        told = self.told(origin)
        return told is not None and bool(told.pool)

    def _site(self, origin: Origin) -> _Site:
        site = self._sites.setdefault(origin, _Site())
        self._sites.move_to_end(origin)
        if len(self._sites) > MOST_SITES:
            self._sites.popitem(last=False)
        return site


def texts_of(survey: Survey) -> list[str]:
    """The page's short lines and its sentences."""
    page = _noted(survey)
    return [*page.short, *page.sentences]


def _noted(survey: Survey) -> _Page:
    host = host_of(survey.url)
    short, sentences, names = _pieces(survey.head.title), [], []
    for block in survey.blocks:
        names += [block.text[k.start : k.end] for k in block.links if host_of(k.url) == host]
        if survey.elements[block.element].tag in HEADINGS:
            names.append(block.text)
        elif is_prose(block):
            sentences += sentences_of(block.text)
        elif len(block.text) <= MAX_SLOT and not _stays(block, host):
            short.append(block.text)
    return _Page(tuple(short), tuple(sentences), tuple(_name(text) for text in names if text.strip()))


def _name(text: str) -> str:
    """The longest piece of a heading or an anchor: what was put before or behind it is no name."""
    return max(_pieces(text), key=len, default=text)


def _pieces(title: str) -> list[str]:
    return [title[start:end] for start, end in pieces_of(title)]


def sentences_of(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[a:b] for a, b in pairwise(sentence_ends(text)) if text[a:b].strip()]


def _stays(block: Block, host: str) -> bool:
    """True for a line that is little else than links within its host."""
    inside = sum(link.end - link.start for link in block.links if host_of(link.url) == host)
    return inside * 2 > len(block.text.strip())


def _told(pages: Sequence[_Page]) -> SiteTold:
    """Twice: what fills a slot again and again looks like a part of its frame, until it was seen elsewhere."""
    many = max(MIN_PAGES, MANY * len(pages))
    lines = Counter(line for page in pages for line in {letters(text) for text in (*page.short, *page.sentences)})
    constant = frozenset(line for line, count in lines.items() if count >= many and line)
    pairs = Counter(
        pair
        for page in pages
        for pair in {p for text in _varied((*page.short, *page.sentences), constant) for p in pairwise(_said(text))}
    )
    frame = frozenset(pair for pair, count in pairs.items() if count >= many)
    pool = _pool(pages, constant, frame)
    frame = frozenset(pair for pair in frame if not pool.intersection(pair))
    return SiteTold(constant, frame, _pool(pages, constant, frame))


def _pool(pages: Sequence[_Page], constant: frozenset[str], frame: frozenset[tuple[str, str]]) -> frozenset[str]:
    """The words that stand beside three and more others of their kind in slots of as many pages, in hardly any text, and in no name
    of a page."""
    framing = {word for pair in frame for word in pair}
    beside: defaultdict[str, set[str]] = defaultdict(set)
    places: defaultdict[str, set[int]] = defaultdict(set)
    told: Counter[str] = Counter()
    for number, page in enumerate(pages):
        spoken: set[str] = set()
        for is_short, texts in ((False, page.sentences), (True, page.short)):
            for text in _varied(texts, constant):
                words = _said(text)
                framed = _framed(words, frame)
                if not (framed or is_short):
                    spoken.update(words)
                    continue
                for at, word in enumerate(words):
                    if not (framed and word in framing):
                        beside[word].update(words[max(0, at - 1) : at], words[at + 1 : at + 2])
                        places[word].add(number)
        told.update(spoken)
    named = {word for page in pages for name in page.names for word in _said(name)}
    strange = {w for w, found in places.items() if w not in named and told[w] <= RARE * len(found)}
    return frozenset(
        word
        for word in strange
        if len(places[word]) >= MIN_COMBINATIONS and len(beside[word] & strange) >= MIN_COMBINATIONS
    )


def _varied(texts: Iterable[str], constant: frozenset[str]) -> Iterable[str]:
    return (text for text in texts if letters(text) not in constant)
