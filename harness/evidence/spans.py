"""Floor 2: the span of spam inside an otherwise honest text: where it starts and ends, to the character."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harness.evidence.match import Hit, glued_at

__all__ = ["Span", "apart", "covered", "spans_of"]

BOUNDARY = re.compile(r"[\s。！？.!?…,，、;；:：|｜_\-–—\[\]【】()（）《》「」“”\"']")
GAP_CHARACTERS = 6
REACH_LEFT, REACH_RIGHT = 8, 6
# A sum that follows a lottery's phrase belongs to it: "中奖八千万", "200亿".
AMOUNT = re.compile(r"(?:中奖)?[0-9０-９一二三四五六七八九十百千]+[万亿]+元?")
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a text, with the hits inside; `weight` is what they add up to."""

    start: int
    end: int
    hits: tuple[Hit, ...]
    weight: float


def covered(hits: Sequence[Hit]) -> int:
    """How many characters the hits cover, overlaps once."""
    total, reached = 0, 0
    for hit in sorted(hits, key=lambda h: h.start):
        total += max(0, hit.end - max(hit.start, reached))
        reached = max(reached, hit.end)
    return total


def apart(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that do not overlap, longer ones first."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return kept


def spans_of(text: str, hits: Sequence[Hit]) -> list[Span]:
    """Clusters of hits with little between them, each grown to the nearest boundary that lies within reach.

    In scripts without spaces the words around a hit cannot be told apart, so a span grows to a punctuation mark close by
    on its left (a spliced phrase follows one) and otherwise stops where its last hit ends.
    """
    clusters: list[list[Hit]] = []
    reached = 0
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        gap = text[reached : hit.start] if clusters else ""
        if clusters and (hit.start <= reached or (len(gap) <= _gap(gap) and not re.search(r"[。！？.!?]", gap))):
            clusters[-1].append(hit)
        else:
            clusters.append([hit])
        reached = max(reached, hit.end)
    return [_span(text, cluster) for cluster in clusters]


def _gap(gap: str) -> int:
    return GAP_CHARACTERS if WIDE.search(gap) else 3 * GAP_CHARACTERS


def _span(text: str, cluster: list[Hit]) -> Span:
    start = min(hit.start for hit in cluster)
    end = max(hit.end for hit in cluster)
    amount = AMOUNT.match(text, end)
    if amount:
        end = amount.end()
    for back in range(min(REACH_LEFT, start) + 1):
        if start - back == 0 or BOUNDARY.match(text[start - back - 1]) or glued_at(text, start - back):
            start -= back
            break
    reach = 0 if amount else REACH_RIGHT
    for ahead in range(min(reach, len(text) - end) + 1):
        if end + ahead == len(text) or BOUNDARY.match(text[end + ahead]) or glued_at(text, end + ahead):
            end += ahead
            break
    strongest: dict[str, float] = {}
    for hit in cluster:
        strongest[hit.rule.id] = max(strongest.get(hit.rule.id, 0.0), hit.rule.weight)
    extra = 0.5 * (len({text[h.start : h.end] for h in cluster}) - len(strongest))
    return Span(start, end, tuple(cluster), sum(strongest.values()) + max(0.0, extra))
