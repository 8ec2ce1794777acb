"""Floor 2: a page as the judgement sees it: a survey, the rules, and what follows from both, worked out once, when asked for."""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from harness.address import host_of, leads_nowhere, site_of
from harness.deadline import Deadline
from harness.evidence.again import said_again
from harness.evidence.boxes import boxes_of
from harness.evidence.context import Context, is_prose, read_context
from harness.evidence.echoes import Echoes
from harness.evidence.endings import shared_endings
from harness.evidence.finding import BlockRanges
from harness.evidence.found import Beside
from harness.evidence.headline import own_titles, planted_before
from harness.evidence.hosts import lists_languages
from harness.evidence.match import Hit, Matcher
from harness.evidence.meaning import Meaning
from harness.evidence.quotes import quoting_elements, unquoted
from harness.evidence.rows import NO_ROW, Row, row_of, unbroken
from harness.evidence.seams import Seams
from harness.evidence.sites import SiteTold, sentences_of, texts_of
from harness.evidence.spans import sentence_around, sentence_ends
from harness.evidence.subject import NO_BLOCK, Subject
from harness.evidence.threads import Item, items_of, said_by
from harness.evidence.topic import Topic
from harness.survey import Block, Link, Piece, Survey
from harness.survey.tree import by_container, inherited, outermost, strongest_above
from harness.text.scripts import script_of
from harness.text.tokens import broken_letters, characters, letters

__all__ = ["HEADINGS", "SAME_HEAD", "PageView", "sentences_with"]

HEADINGS = {"h1", "h2", "h3"}

SENTENCE_END = re.compile(r"[.!?…。！？।؟]+\s*")
BESIDE = 3
BROKEN = 0.6
MIN_LAYER = 0.3
SAME_HEAD = 12
"""Letters that a title and a heading begin with which were written together."""
MARK = 3
"""Characters of a mark that leads back into the text: `^`, `↑`, `12`."""
FEW = 2


class PageView:
    """Facts of a page, derived once; lists are by the blocks' or the elements' numbers."""

    def __init__(
        self,
        survey: Survey,
        matcher: Matcher,
        deadline: Deadline,
        shown_to_others: Sequence[str] | None = None,
        site: SiteTold | None = None,
    ) -> None:
        self.shown_to_others, self.site = shown_to_others, site
        self.survey, self.matcher, self.deadline = survey, matcher, deadline
        self.platforms = matcher.ruleset.lists.get("platforms", frozenset())
        self.cheap_suffixes = matcher.ruleset.lists.get("cheap-suffixes", frozenset())
        self.slow: set[str] = set()
        """Ids of rules whose pattern took too long on this page."""
        self.beside = Beside()
        """What the pass before found."""
        self._leads: dict[tuple[str, str], bool] = {}
        self._piece_starts: dict[int, list[int]] = {}
        self._ranges: dict[int, BlockRanges] = {}
        self._sentences: dict[int, list[int]] = {}
        self._sums: dict[int, tuple[float, int]] = {}

    def check(self) -> None:
        """Raises DeadlineExceeded where the page's deadline is over."""
        self.deadline.check("it was being judged")

    @cached_property
    def context(self) -> Context:
        """What the page is about."""
        return read_context(self.survey)

    @cached_property
    def meaning(self) -> Meaning:
        """What its lines say; a page of a line or two has nothing that they could be held against."""
        heads = self.matcher.heads if len(self.survey.blocks) > FEW else None
        return Meaning(heads, self._main_prose, self.deadline, self.among_server_prose, self.survey.said)

    @cached_property
    def seams(self) -> Seams:
        """Where texts of this page were put together without a space."""
        lists = self.matcher.ruleset.lists
        edges = (lists.get("phrase-heads", frozenset()), lists.get("phrase-tails", frozenset()))
        return Seams((block.text for block in self.survey.blocks), self.matcher.term_words, *edges)

    @cached_property
    def prose(self) -> list[bool]:
        """Whether a block is running text."""
        return [is_prose(block) for block in self.survey.blocks]

    @cached_property
    def sizes(self) -> list[int]:
        """How many characters of a block a reader sees."""
        return [characters(block.text) for block in self.survey.blocks]

    @cached_property
    def scripts(self) -> list[str]:
        """The script that most letters of a block are in."""
        return [script_of(block.text) for block in self.survey.blocks]

    @cached_property
    def letters(self) -> list[str]:
        """A block's letters and digits alone."""
        return [letters(block.text) for block in self.survey.blocks]

    def says_elsewhere(self, said: str, index: int) -> bool:
        """True where another block says these letters; one that begins as this block does was written with it."""
        begin = self.letters[index][:SAME_HEAD]
        return any(said in text and not text.startswith(begin) for at, text in enumerate(self.letters) if at != index)

    def says_in_prose(self, said: str, index: int) -> bool:
        """True where a running text says these letters, or a title does that is not what the block of this number says."""
        if any(said in title and self.letters[index] not in title for title in self.told_titles):
            return True
        return any(said in text for text, prose in zip(self.letters, self.prose, strict=True) if prose)

    @cached_property
    def groups(self) -> dict[int, list[Block]]:
        """Blocks by the container that their own element stands in."""
        return by_container(self.survey)

    @cached_property
    def hits(self) -> list[list[Hit]]:
        """The words of the packs in a block, without those that it only quotes."""
        found = []
        for block in self.survey.blocks:
            self.check()
            hits = self.matcher.find(block.text, self.slow)
            if hits:
                hits = unquoted(block, hits, prose=self.prose[block.index], inside=self.quoting[block.element])
            found.append(hits)
        return found

    @cached_property
    def topic(self) -> Topic:
        """Of which trades the page speaks itself."""
        return Topic(self._main_prose, self.hits, self.outside, self.context.language, self._own_lines)

    def _own_lines(self) -> Iterator[Block]:
        """Headings, and lines that link within the site."""
        for block in self.survey.blocks:
            own = self.tag_of(block.index) in {"h1", "h2"} or self.stays_inside(block.links)
            if own and not block.hidden_by:
                yield block

    @cached_property
    def _main_prose(self) -> list[Block]:
        first, last = max(self.context.first, 0), self.context.last + 1
        return [b for b in self.survey.blocks[first:last] if not b.hidden_by and self.prose[b.index]]

    @cached_property
    def words_beside(self) -> list[float]:
        """How many of the short lines next to a short line, in its container, advertise."""
        found = [0.0] * len(self.survey.blocks)
        for blocks in self.groups.values():
            short = [b.index for b in blocks if not self.prose[b.index]]
            loud = [any(h.rule.role == "advertises" for h in self.hits[i]) for i in short]
            for at, index in enumerate(short):
                near = [*loud[max(0, at - BESIDE) : at], *loud[at + 1 : at + 1 + BESIDE]]
                found[index] = sum(near) / len(near) if len(near) >= BESIDE else 0.0
        return found

    @cached_property
    def rows(self) -> list[Row]:
        """The row of short lines that a block stands in."""
        found = [NO_ROW] * len(self.survey.blocks)
        for part in self.rows_of_blocks:
            row = row_of(part, self.context, self.platforms)
            for block in part:
                found[block.index] = row
        for block in self.survey.blocks:
            if found[block.index] is NO_ROW and block.links and not self.prose[block.index]:
                found[block.index] = row_of([block], self.context, self.platforms)
        return found

    def meaning_beside(self, block: int, own: str) -> float:
        """What the other lines of a block's row, or the other links of a block of three and more, are worth on average; 0 where
        there are fewer than two of them."""
        if block not in self._sums:
            links, text = self.survey.blocks[block].links, self.survey.blocks[block].text
            texts = [text[link.start : link.end] for link in links] if len(links) > 2 else []
            found = (self.meaning.sum_of(texts), len(texts))
            row = () if texts else self._row_at.get(block, ())
            if row:
                found = (self.meaning.sum_of([each.text for each in row]), len(row))
            self._sums |= dict.fromkeys([block, *(each.index for each in row if len(each.links) <= 2)], found)
        total, count = self._sums[block]
        return round((total - max(0.0, self.meaning.of(own))) / (count - 1), 3) if count > 2 else 0.0

    @cached_property
    def _row_at(self) -> dict[int, list[Block]]:
        return {block.index: row for row in self.rows_of_blocks for block in row}

    @cached_property
    def broken(self) -> list[float]:
        """The share of a block's letters that something parts from the next."""
        return [broken_letters(block.text) for block in self.survey.blocks]

    @cached_property
    def row_broken(self) -> list[int]:
        """How many lines of a block's row have their letters set apart."""
        found = [0] * len(self.survey.blocks)
        for row in self.rows_of_blocks:
            broken = sum(self.broken[b.index] >= BROKEN for b in row)
            for block in row if broken else ():
                found[block.index] = broken
        return found

    @cached_property
    def page_broken(self) -> bool:
        """True where the page is typeset with its letters apart: then that says nothing."""
        seen = [b for b in self.survey.blocks if not b.hidden_by]
        broken = sum(self.sizes[b.index] for b in seen if self.broken[b.index] >= BROKEN)
        return broken * 2 > sum(self.sizes[b.index] for b in seen)

    @cached_property
    def said_again(self) -> dict[int, int]:
        return said_again(self.survey, self.context, self.prose, self.letters)

    @cached_property
    def endings(self) -> dict[int, tuple[int, int]]:
        """Where the ending begins that a running text shares with others, and with how many."""
        return shared_endings([b for b in self.survey.blocks if self.prose[b.index] and not b.hidden_by])

    @cached_property
    def row_foreign(self) -> list[int]:
        """How many lines of a block's row are in its own script, where that is another than the page's."""
        found = [0] * len(self.survey.blocks)
        for row in self.rows_of_blocks:
            scripts = [self.scripts[b.index] for b in row]
            for block, script in zip(row, scripts, strict=True):
                if script not in {"", "LATIN", self.context.script}:
                    found[block.index] = scripts.count(script)
        return found

    @cached_property
    def rows_of_blocks(self) -> list[list[Block]]:
        """The short lines of every container, in unbroken rows."""
        return [row for blocks in self.groups.values() for row in unbroken(blocks, self.prose)]

    @cached_property
    def language_rows(self) -> frozenset[int]:
        """The lines of a list that leads to other languages: most say so by their addresses, and the rest are rarer ones."""
        rows = [[b for b in row if b.links] for row in self.rows_of_blocks]
        return frozenset(block.index for row in rows if lists_languages([b.links[0].url for b in row]) for block in row)

    @cached_property
    def footnotes(self) -> frozenset[int]:
        """The elements of notes and sources: each has a mark, of a few characters and no letters, that leads to a place in a document."""
        return frozenset(
            block.element
            for block in self.survey.blocks
            for k in block.links
            if k.end - k.start <= MARK and "#" in k.url and not any(map(str.isalpha, block.text[k.start : k.end]))
        )

    @cached_property
    def own_trade(self) -> frozenset[str]:
        """The words of a trade that the page's own host is named with: what it sells is its own."""
        return self.matcher.in_address(f"https://{host_of(self.survey.url)}/")

    @cached_property
    def echoes(self) -> Echoes:
        """What of a text the main content says too."""
        lines = [line for line in self.context.text.split("\n") if not self.fills_slots(line)]
        return Echoes(lines, self.meaning, self.seams)

    def fills_slots(self, text: str) -> bool:
        """True for running text with a sentence that sells places of the site's template: no witness of what the page is about."""
        site = self.site
        return site is not None and any(site.is_framed(each) and site.pooled(each) for each in sentences_of(text))

    @cached_property
    def slot_words(self) -> Counter[str]:
        """In how many places of the page each word stands that fills slots of its site's template."""
        texts = texts_of(self.survey) if self.site else ()
        return Counter(word for text in dict.fromkeys(texts) for word in (self.site.pooled(text) if self.site else ()))

    @cached_property
    def among_server_prose(self) -> set[int]:
        """Running text that a script put in, with running text of the server's before and after it in the same container."""
        return {block.index for blocks in self.groups.values() for block in self._between(blocks)}

    def _between(self, blocks: Sequence[Block]) -> list[Block]:
        prose = [b for b in blocks if self.prose[b.index] and not b.hidden_by]
        sent = [b.index for b in prose if not b.at_ms]
        return [b for b in prose if b.at_ms and sent and sent[0] < b.index and len(sent) >= 2]

    @cached_property
    def boxes(self) -> dict[int, tuple[Block, ...]]:
        """What scripts put in whole with links to other sites alone, by the numbers of the blocks in it."""
        return boxes_of(self.survey, self.leads_outside)

    @cached_property
    def layers(self) -> list[float]:
        """The share of the view that a layer around an element covers."""
        return strongest_above(self.survey, lambda e: e.layer if e.position in {"fixed", "absolute"} else 0.0)

    @cached_property
    def _layer(self) -> list[int]:
        return outermost(self.survey, lambda e: e.position == "fixed" and e.layer >= MIN_LAYER)

    def layer_of(self, block: int) -> int:
        """The element of the layer over the page that a block stands in, or -1."""
        return self._layer[self.survey.blocks[block].element]

    @cached_property
    def fixed(self) -> list[bool]:
        """Whether an element stays in view while the page is scrolled."""
        return inherited(self.survey, lambda e: e.position == "fixed")

    @cached_property
    def quoting(self) -> list[bool]:
        """Whether an element stands in a quotation or in code."""
        return quoting_elements(self.survey, self.outside)

    @cached_property
    def lines(self) -> set[str]:
        """The letters of every block."""
        return set(self.letters)

    @cached_property
    def outside(self) -> list[list[Link]]:
        """A block's links that lead to other sites, platforms apart."""
        return [self.outside_of(block.links) for block in self.survey.blocks]

    @cached_property
    def site_links(self) -> dict[str, int]:
        """How many links of the page lead to each other site."""
        return Counter(site_of(link.url) for links in self.outside for link in links)

    def outside_of(self, links: Sequence[Link]) -> list[Link]:
        """Those of these links that lead to other sites, platforms apart."""
        return [link for link in links if self.leads_outside(link)]

    @cached_property
    def items(self) -> list[Item]:
        """The items of all threads: things of one shape that follow each other, as comments do."""
        return items_of(self.survey, self.prose)

    @cached_property
    def names(self) -> set[int]:
        """The blocks that are the names of items."""
        return {item.name for item in self.items}

    def item_of(self, subject: Subject) -> Item:
        """The item that a comment is."""
        return self._items_by_element[subject.element]

    @cached_property
    def _items_by_element(self) -> dict[int, Item]:
        return {item.element: item for item in self.items}

    def said_in(self, item: Item) -> str:
        """The letters of what an item says, its name and its date apart."""
        return max((self.letters[i] for i in said_by(item, self.survey.blocks)), key=len, default="")

    def text_in(self, item: Item) -> str:
        """The longest text of what an item says, its name and its date apart."""
        return max((self.block_of(i).text for i in said_by(item, self.survey.blocks)), key=len, default="")

    def thread(self, element: int) -> Mapping[str, Sequence[Item]]:
        """The items of one thread by what they say."""
        return self._threads.get(element, {})

    @cached_property
    def _threads(self) -> dict[int, dict[str, list[Item]]]:
        found: dict[int, dict[str, list[Item]]] = {}
        for item in self.items:
            found.setdefault(item.thread, {}).setdefault(self.said_in(item), []).append(item)
        return found

    def leads_outside(self, link: Link) -> bool:
        """True for a link to another site than the page's own that is no platform."""
        where = (link.url, link.written)
        if where not in self._leads:
            self._leads[where] = not leads_nowhere(link.written) and self.is_foreign(site_of(link.url))
        return self._leads[where]

    def is_foreign(self, site: str) -> bool:
        """True for a site that is neither the page's own nor a platform."""
        return bool(site) and site not in self._not_outside

    @cached_property
    def _not_outside(self) -> frozenset[str]:
        return self.context.own_sites | self.platforms

    def stays_inside(self, links: Sequence[Link]) -> bool:
        """True where there are links, and all lead to the page's own sites."""
        return bool(links) and all(site_of(link.url) in self.context.own_sites for link in links)

    def stands_in(self, block: int, elements: Collection[int]) -> bool:
        """True where one of these elements holds the block."""
        return any(at in elements for at in self.above(self.survey.blocks[block].element))

    def above(self, element: int) -> Iterator[int]:
        """An element, and those around it, from the inside out."""
        while element >= 0:
            yield element
            element = self.survey.elements[element].parent

    def is_selected(self, subject: Subject, selectors: Sequence[str]) -> bool:
        """True where an element that one of these CSS selectors selects holds the subject."""
        if subject.block == NO_BLOCK:
            return False
        return any(self.stands_in(subject.block, found) for s in selectors if (found := self._selected.get(s)))

    @cached_property
    def _selected(self) -> dict[str, frozenset[int]]:
        return {selector: frozenset(elements) for selector, elements in self.survey.selected if elements}

    def pieces_at(self, block: Block, at: int) -> Sequence[Piece]:
        """The text node's part of the block that holds this place, as a list of one or none."""
        starts = self._piece_starts.get(block.index)
        if starts is None:
            starts = self._piece_starts[block.index] = [piece.start for piece in block.pieces]
        found = bisect_right(starts, at) - 1
        return block.pieces[found : found + 1] if found >= 0 else ()

    def block_of(self, index: int) -> Block:
        """The block of this number."""
        return self.survey.blocks[index]

    def _sentence_ends(self, index: int) -> list[int]:
        if index not in self._sentences:
            self._sentences[index] = sentence_ends(self.survey.blocks[index].text)
        return self._sentences[index]

    def rest_of_sentence(self, part: Subject) -> str:
        """What its sentence says without a part of running text that has words a trade advertises with; nothing of other parts."""
        if not self.prose[part.block] or not any(hit.rule.role == "advertises" for hit in part.hits):
            return ""
        text = self.survey.blocks[part.block].text
        first, last = sentence_around(self._sentence_ends(part.block), part.start, part.end)
        return f"{text[first : part.start]} {text[part.end : last]}"

    def tag_of(self, index: int) -> str:
        """The tag of the element that a block stands in."""
        return self.survey.elements[self.survey.blocks[index].element].tag

    def is_heading(self, index: int) -> bool:
        """True for a block that is a heading of the three highest levels."""
        return self.tag_of(index) in HEADINGS

    def is_headline(self, index: int) -> bool:
        """True for a heading of the highest level, and for one that begins as the document's title does."""
        begin = letters(self.survey.head.title)[:SAME_HEAD]
        return self.tag_of(index) == "h1" or (bool(begin) and self.letters[index].startswith(begin))

    @cached_property
    def own_titles(self) -> tuple[str, ...]:
        """What the page says its title is where readers do not look."""
        return own_titles(self.survey.head)

    @cached_property
    def told_titles(self) -> list[str]:
        """The letters of what the page says its title is, to readers and elsewhere."""
        return [letters(title) for title in (self.survey.head.title, *self.own_titles)]

    def planted_in_headline(self, index: int) -> int:
        """How many characters of a headline stand before what the page says elsewhere that its title is; 0 of all other blocks."""
        return planted_before(self.block_of(index).text, self.own_titles) if self.is_headline(index) else 0

    def ranges_of(self, index: int) -> BlockRanges:
        """Makes findings of a block's parts."""
        if index not in self._ranges:
            self._ranges[index] = BlockRanges(self.survey.blocks[index])
        return self._ranges[index]


def sentences_with(text: str, hits: Sequence[Hit]) -> float:
    """The share of a text in sentences that hold a word of the packs: the rest is honest."""
    starts = sorted({hit.start for hit in hits})
    ends = [0, *(m.end() for m in SENTENCE_END.finditer(text)), len(text)] if starts else []
    spoken = sum(b - a for a, b in itertools.pairwise(ends) if bisect_left(starts, a) < bisect_left(starts, b))
    return spoken / max(len(text), 1)
