"""Floor 2: leftovers: what of a block stays where parts are cut out of it, and whether that is honest, or a stump of an advert."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from harness.evidence.choose import Weighed, chosen
from harness.evidence.spans import Intervals, pieces_of, sentence_around, sentence_ends
from harness.evidence.subject import Subject
from harness.evidence.view import PageView
from harness.evidence.weigh import Weigher, total
from harness.survey import Block
from harness.text.scripts import cells_of
from harness.text.tokens import characters, ends_sentence, letters

__all__ = ["Cut", "Leftovers", "without"]

Cut = tuple[int, int, Weighed]
"""Where a cut runs in its block, and the part that is cut."""
MIN_LISTED = 3
MIN_REST = 4
MIN_UNTOUCHED = 0.3
HONEST_REST, STILL_SOLD = -0.5, 2.0
"""Log-odds: what is left of a sentence reads like honest ones, at most; it still reads like what is sold, at least."""
MIN_STILL = 12
"""Cells of what is left of a sentence that says something."""
MOST_LINKS = 0.75
"""The share of a row's links from which on the rest is there for them, where the row as a whole was found."""
MAX_LABEL = 16
"""Letters of a label before a row of links: it names nothing once they are gone."""
ROW_FIELDS = (
    "length",
    "link_share",
    "dead_links",
    "outside_links",
    "outside_hosts",
    "inside_links",
    "shared_head",
    "language_gap",
    "repeats",
    "lines",
)


class Leftovers:
    """What stays of the blocks of one page; `parts` are those that may be cut, by the block's number, and may grow."""

    def __init__(self, view: PageView, weigher: Weigher, parts: Mapping[int, Sequence[Weighed]]) -> None:
        self._view, self._weigher, self._parts = view, weigher, parts
        self._known: dict[tuple[object, ...], bool] = {}

    def cuts_in(self, index: int) -> list[Cut]:
        """What is cut out of a block where it stays: the parts that go, and what is left of their sentences where that still sells."""
        text, parts = self._view.block_of(index).text, self._parts.get(index, ())
        cuts = chosen(text, parts)
        return self._with_sentences(text, cuts) if cuts and self._view.prose[index] else cuts

    def _with_sentences(self, text: str, cuts: Sequence[Cut]) -> list[Cut]:
        """The cuts of clusters widened to their sentences where what is left of them reads like what is sold."""
        found: list[Cut] = []
        ends = sentence_ends(text)
        for number, (start, end, part) in enumerate(cuts):
            first, last = sentence_around(ends, part[0].start, part[0].end)
            last = min(last, cuts[number + 1][0]) if number + 1 < len(cuts) else last
            first = max(first, found[-1][1]) if found else first
            rest = f"{text[first:start]} {text[end:last]}"
            words = part[0].kind == "cluster" and not part[0].links and not ends_sentence(part[0].text.strip())
            if words and cells_of(letters(rest)) >= MIN_STILL and self._view.meaning.of(rest) >= STILL_SOLD:
                start, end = min(start, first), max(end, last)
            found.append((start, end, part))
        return found

    def are_honest(self, index: int) -> bool:
        """True where a block's weight is that of parts which can be cut, and what is left of it is honest."""
        cuts = self.cuts_in(index)
        if not cuts:
            return False
        key = (index, *((start, end) for start, end, _ in cuts))
        if key not in self._known:
            self._known[key] = self._is_honest_without(index, cuts)
        return self._known[key]

    def are_stump(self, index: int) -> bool:
        """True for a heading of which no more than a stump would be left."""
        if not self._view.is_heading(index):
            return False
        block, cuts = self._view.block_of(index), self.cuts_in(index)
        return bool(cuts) and not self._is_heading_still(block, without(block.text, cuts), cuts)

    def _is_honest_without(self, index: int, cuts: Sequence[Cut]) -> bool:
        view, block = self._view, self._view.block_of(index)
        listing = len(block.links) >= MIN_LISTED
        if not (listing or view.prose[index] or view.is_heading(index)) and any(
            s.kind in {"cluster", "sentence"} for _, _, (s, _) in cuts
        ):
            return False  # a line that advertises is no honest line with an advert in it
        rest = without(block.text, cuts)
        if sum(char.isalnum() for char in rest) < MIN_REST:
            return False
        links = tuple(k for k in block.links if not any(a < k.end and k.start < b for a, b, _ in cuts))
        if listing and (len(block.links) - len(links)) >= MOST_LINKS * len(block.links):
            return bool(not links and not (rest.endswith((":", "：")) and characters(rest) <= MAX_LABEL))
        if view.is_heading(index):
            if not self._is_heading_still(block, rest, cuts):
                return False
        elif view.meaning.of(rest) >= STILL_SOLD:
            return False
        hits = tuple(h for h in view.hits[index] if not any(a < h.end and h.start < b for a, b, _ in cuts))
        if view.prose[index] and not listing:
            if len(rest) * 2 < len(block.text):
                return False
            # An advert with a link and words of its own is one; an honest sentence has a link put into it, and no more,
            # unless what is left of it says what honest sentences say.
            worded = any(part.kind == "cluster" for _, _, (part, _) in cuts)
            if worded and _untouched(block.text, [(a, b) for a, b, _ in cuts]) < MIN_UNTOUCHED:
                return view.meaning.of(rest) <= HONEST_REST
        subject = Subject("block", rest, index, 0, len(block.text), hits, links)
        if not links:
            subject.features |= {f"run_{name}": 0 for name in ROW_FIELDS}
        return total(self._weigher.evidence(subject)) < 0

    def _is_heading_still(self, block: Block, rest: str, cuts: Sequence[Cut]) -> bool:
        """True where what is left of a heading is a piece of its own, most of it, or said in running text, and is nothing that is sold
        besides: a few words that stood in one phrase with what was found are a stump of it."""
        gone = Intervals([(start, end) for start, end, _ in cuts])
        if any(not gone.meet(start, end) for start, end in pieces_of(block.text)):
            return True
        left, sold = letters(rest), self._view.meaning.of(rest) >= STILL_SOLD
        if cells_of(left) * 2 > cells_of(self._view.letters[block.index]):
            return not sold or (self._view.meaning.has_main and not self._view.echoes.is_unlike(rest))
        return not sold and self._view.says_in_prose(left, block.index)


def _untouched(text: str, cuts: Sequence[tuple[int, int]]) -> float:
    """The share of a text in sentences that no cut touches."""
    whole = sum(
        end - start for start, end in pairwise(sentence_ends(text)) if not any(a < end and start < b for a, b in cuts)
    )
    return whole / max(len(text), 1)


def without(text: str, cuts: Sequence[Cut]) -> str:
    """A text without what is cut out of it, its white space made one space each."""
    for start, end, _ in reversed(cuts):
        text = text[:start] + " " + text[end:]
    return " ".join(text.split())
