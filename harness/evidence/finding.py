"""Floor 2: what the judgement finds, as values: an element, or ranges inside text nodes, with its evidence."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from harness.model import Evidence, MarkKind
from harness.survey import NO_BOX, Block, Box, Element, TextRange
from harness.survey.wire import TextOffsets

__all__ = ["DRAWING", "PRIOR", "PRIORS", "BlockRanges", "Finding", "element_finding", "prior", "title_finding"]

DRAWING = "svg"
"""The name of an extra that is the text of a drawing: its element is the one around it, which stays."""
PRIOR = -3.0
"""Log-odds that a block is spam before anything is known of it: about one in twenty on pages of this kind."""
PRIORS = {"careful": PRIOR - 0.85, "normal": PRIOR, "strict": PRIOR + 0.85}
"""Three points on the curve of docs/evidence.md: texts go whose probability is 0.7, 0.5 and 0.3 at least."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: an element (`ranges` empty), or ranges inside text nodes of `block`, or the title, or an extra."""

    kind: MarkKind
    element: int
    ranges: tuple[TextRange, ...]
    text: str
    score: float
    evidence: tuple[Evidence, ...]
    hidden_by: str
    at_ms: float
    box: Box
    removed: bool
    block: int = -1
    extra: int = -1
    """Its number among what the page says beside its text, and that one's name; -1 for all else."""
    name: str = ""

    @property
    def is_node(self) -> bool:
        """True for what is a node of the page, or a part of one: somebody put it there."""
        return self.extra < 0 or (self.kind in {"image", "frame"} and self.name != DRAWING)


def prior(weight: float = PRIOR) -> Evidence:
    """What every sum begins with."""
    return Evidence("prior", weight, f"before anything is known, one block in {_one_in(weight)} is spam")


def _one_in(weight: float) -> str:
    """How many blocks one is of which is spam, in a round number."""
    number = round((1 + math.exp(-weight)) / 5) * 5
    return "twenty" if number == 20 else str(max(number, 2))


class BlockRanges:
    """Makes findings of a block's parts; what it knows of the block it works out once, however many parts are found."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._to_units = TextOffsets(block.text).to_units
        self._starts = [piece.start for piece in block.pieces]

    def finding(self, start: int, end: int, evidence: Sequence[Evidence], *, removed: bool = True) -> Finding:
        """Characters `start` to `end` of the block as a finding that is cut out of its text nodes."""
        block = self._block
        return Finding(
            kind="text",
            element=block.element,
            ranges=self._ranges(start, end),
            text=block.text[start:end].strip(),
            score=round(sum(e.weight for e in evidence), 4),
            evidence=tuple(evidence),
            hidden_by=block.hidden_by,
            at_ms=block.at_ms,
            box=block.box,
            removed=removed,
            block=block.index,
        )

    def whole(self, evidence: Sequence[Evidence], *, removed: bool = True) -> Finding:
        """All of the block's text as a finding."""
        return self.finding(0, len(self._block.text), evidence, removed=removed)

    def _ranges(self, start: int, end: int) -> tuple[TextRange, ...]:
        units, found = self._to_units, []
        for piece in self._block.pieces[max(0, bisect_right(self._starts, start) - 1) :]:
            if piece.start >= end:
                break
            first, last = max(start, piece.start), min(end, piece.start + piece.length)
            if first < last:
                origin = units(piece.start)
                length = units(piece.start + piece.length) - origin
                found.append(TextRange(piece.node, length, units(first) - origin, units(last) - origin))
        return tuple(found)


def element_finding(element: Element, evidence: Sequence[Evidence]) -> Finding:
    """An element that goes with all that it holds."""
    score = round(sum(e.weight for e in evidence), 4)
    return Finding("element", element.index, (), "", score, tuple(evidence), element.hidden_by, 0.0, element.box, True)


def title_finding(text: str, evidence: Sequence[Evidence]) -> Finding:
    """What is taken out of the document's title."""
    score = round(sum(e.weight for e in evidence), 4)
    return Finding("title", 0, (), text, score, tuple(evidence), "", 0.0, NO_BOX, True)
