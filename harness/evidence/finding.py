"""Floor 2: what the judgement finds, as values: an element, or ranges inside text nodes, with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.model import Evidence
from harness.survey import Block, units

__all__ = ["PRIOR", "Finding", "prior", "range_finding"]

PRIOR = -3.0
"""Log-odds that a block is spam before anything is known of it: about one in twenty on pages of this kind."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: an element (`ranges` empty) or ranges (node, piece length, start, end, all counted as the page's scripts count) inside text nodes, of `block` if it is of one."""

    kind: str
    element: int
    ranges: tuple[tuple[int, int, int, int], ...]
    text: str
    score: float
    evidence: tuple[Evidence, ...]
    hidden_by: str
    at_ms: float
    box: tuple[float, float, float, float]
    removed: bool
    block: int = -1


def prior() -> Evidence:
    """What every sum begins with."""
    return Evidence("prior", PRIOR, "before anything is known, one block in twenty is spam")


def range_finding(block: Block, start: int, end: int, evidence: Sequence[Evidence]) -> Finding:
    """Characters `start` to `end` of a block as a finding that is cut out of its text nodes."""
    ranges = tuple(
        (
            p.node,
            units(block.text[p.start : p.start + p.length]),
            units(block.text[p.start : max(start, p.start)]),
            units(block.text[p.start : min(end, p.start + p.length)]),
        )
        for p in block.pieces
        if max(start, p.start) < min(end, p.start + p.length)
    )
    return Finding(
        kind="text",
        element=block.element,
        ranges=ranges,
        text=block.text[start:end].strip(),
        score=round(sum(e.weight for e in evidence), 4),
        evidence=tuple(evidence),
        hidden_by=block.hidden_by,
        at_ms=block.at_ms,
        box=block.box,
        removed=True,
        block=block.index,
    )
