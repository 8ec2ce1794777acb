"""Floor 2: the span of spam inside an otherwise honest text: where it starts and ends, to the character."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass

from harness.evidence.match import Hit
from harness.evidence.seams import Seams
from harness.text.scripts import script_of, turns_between
from harness.text.tokens import glued_at

__all__ = [
    "UNSPACED",
    "Intervals",
    "Span",
    "covered",
    "disjoint",
    "pieces_of",
    "script_run",
    "sentence_around",
    "sentence_ends",
    "spans_of",
]

BOUNDARY = re.compile(r"[\s。！？.!?…,，、;；:：|｜_\-–—\[\]【】()（）《》「」“”\"']")
SENTENCE_END = re.compile(r"[。！？.!?]")
SENTENCE_ENDS = re.compile(r"[。！？]+[”」』）)]?\s*|[.!?…।؟]+[\"”’»)]?\s+")
"""Where a sentence ends and another begins."""
MAX_GAP, MAX_GAP_SPACED = 6, 18
"""How many characters may stand between two words of one span, in scripts without spaces and with them."""
REACH_LEFT, REACH_RIGHT = 8, 6
MAX_SENTENCE = 400
"""Characters of a sentence on either side of a place in it: a page may have no full stop at all."""
MAX_GLUED = 40
"""Characters of a phrase on either side of the words that are known of it, where its end is glued to what it was put before."""
SEPARATOR = re.compile(
    r"\s*[|｜»«•·_\[\]【】]+\s*|\s+[-–—/\\]+\s+|[-–—]{2,}|(?<=[\u3040-\u9fff])\s*[-–—]\s*|(?<=[a-zа-яё0-9]:)\s+(?=[A-ZА-ЯЁ])"
)
CLAUSE = re.compile(r"[。！？.!?…,，;；:：\n]")
# A sum that follows a lottery's phrase belongs to it: "中奖八千万", "200亿". This fits Chinese lotteries alone.
AMOUNT = re.compile(r"(?:中奖)?[0-9０-９一二三四五六七八九十百千]+[万亿]+元?")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
"""A character of a script that sets no space between words."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a text, with the hits inside."""

    start: int
    end: int
    hits: tuple[Hit, ...]


class Intervals:
    """Half-open intervals of one text that may overlap, asked in logarithmic time which of them hold, or meet, another."""

    def __init__(self, intervals: Sequence[tuple[int, int]]) -> None:
        self._starts = sorted(start for start, _ in intervals)
        self._reach: list[int] = []  # the furthest end of all that start no later
        reached = 0
        for _, end in sorted(intervals):
            reached = max(reached, end)
            self._reach.append(reached)

    def hold(self, start: int, end: int) -> bool:
        """True where one of them holds all of this one."""
        at = bisect_left(self._starts, start + 1)
        return at > 0 and self._reach[at - 1] >= end

    def meet(self, start: int, end: int) -> bool:
        """True where one of them has a character in common with this one."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._reach[at - 1] > start


def covered(hits: Sequence[Hit]) -> int:
    """How many characters the hits cover, overlaps once."""
    total, reached = 0, 0
    for hit in sorted(hits, key=lambda h: h.start):
        total += max(0, hit.end - max(hit.start, reached))
        reached = max(reached, hit.end)
    return total


def disjoint(hits: Sequence[Hit]) -> list[Hit]:
    """Hits that do not overlap, longer ones first."""
    kept: list[Hit] = []
    taken: list[tuple[int, int]] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        at = bisect_left(taken, (hit.start, hit.end))
        before = taken[at - 1][1] <= hit.start if at else True
        after = hit.end <= taken[at][0] if at < len(taken) else True
        if before and after:
            insort(taken, (hit.start, hit.end))
            kept.append(hit)
    return kept


def spans_of(text: str, hits: Sequence[Hit], seams: Seams) -> list[Span]:
    """Clusters of hits with little between them, each grown to the nearest boundary that lies within reach.

    In scripts without spaces the words around a hit cannot be told apart, so a span grows to a punctuation mark close by
    on its left (a spliced phrase follows one) and otherwise stops where its last hit ends.
    """
    clusters: list[list[Hit]] = []
    reached = 0
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        gap = text[reached : min(hit.start, reached + MAX_GAP_SPACED + 1)] if clusters else ""
        if clusters and (hit.start <= reached or (len(gap) <= _max_gap(gap) and not SENTENCE_END.search(gap))):
            clusters[-1].append(hit)
        else:
            clusters.append([hit])
        reached = max(reached, hit.end)
    return [_span(text, cluster, seams) for cluster in clusters]


def sentence_ends(text: str) -> list[int]:
    """Where a text begins, where each of its sentences ends and the next begins, and where it ends."""
    return [0, *(m.end() for m in SENTENCE_ENDS.finditer(text)), len(text)]


def sentence_around(ends: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins that this place is in, and where the one ends that holds its end, not far around it; `ends` are those
    of the text."""
    first, last = ends[bisect_right(ends, start) - 1], ends[bisect_left(ends, end)]
    return max(first, start - MAX_SENTENCE), min(last, end + MAX_SENTENCE)


def _glue(text: str, end: int, seams: Seams) -> int:
    """Where, soon after a cluster, the sentence that it was put into goes on without a space; the cluster's end where it does not."""
    for at in range(end + 1, min(len(text), end + MAX_GLUED)):
        if seams.at(text, at):
            return at
        if CLAUSE.match(text[at]):
            return end
    return end


def _clause(text: str, start: int) -> int:
    """Where the clause that a cluster stands in begins, not far before it; else the cluster's own start."""
    for at in range(start, max(-1, start - MAX_GLUED), -1):
        if at == 0 or CLAUSE.match(text[at - 1]):
            return at + len(text[at:start]) - len(text[at:start].lstrip())
    return start


def _parts(text: str, at: int) -> bool:
    """True where a phrase may begin: after a sign or a space, where two texts were glued, where the script turns."""
    return bool(BOUNDARY.match(text[at - 1])) or _turns(text, at)


def _turns(text: str, at: int) -> bool:
    return glued_at(text, at) or turns_between(text[at - 1], text[at])


def pieces_of(title: str) -> list[tuple[int, int]]:
    """The pieces of a title or a heading between its separators; none where it has only one."""
    ends = [0, *(at for m in SEPARATOR.finditer(title) for at in m.span()), len(title)]
    pieces = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if title[a:b].strip()]
    return pieces if len(pieces) > 1 else []


def script_run(text: str, start: int, end: int, own: str) -> tuple[int, int]:
    """The stretch around `start` to `end` in the same script, where that is another than `own`, the page's: a phrase in a
    foreign script ends where the script does. Separators end it too."""
    script = script_of(text[start:end])
    if not own or script in {"", own}:
        return start, end
    first, last = start, end
    while first > 0 and _goes_on(text[first - 1], script):
        first -= 1
    while last < len(text) and _goes_on(text[last], script):
        last += 1
    while first < start and not text[first].isalpha():
        first += 1
    while first > 0 and text[first].isalpha() and text[first - 1].isdigit():
        first -= 1  # a digit that a word begins with is part of its name
    while last > end and not text[last - 1].isalnum():
        last -= 1
    if text[last : last + 1] in {"%", "％"} and text[last - 1].isdigit():
        last += 1
    return first, last


def _goes_on(char: str, script: str) -> bool:
    return char in " -'’" or char.isdigit() or (char.isalpha() and script_of(char) == script)


def _max_gap(gap: str) -> int:
    return MAX_GAP if UNSPACED.search(gap) else MAX_GAP_SPACED


def _span(text: str, cluster: list[Hit], seams: Seams) -> Span:
    start = min(hit.start for hit in cluster)
    end = max(hit.end for hit in cluster)
    amount = AMOUNT.match(text, end)
    if amount:
        end = amount.end()
    if text[end : end + 1] == "%" and text[end - 1].isdigit():
        end += 1
    start, known = seams.head(text, start), end
    end = seams.tail(text, known)
    for back in range(min(REACH_LEFT, start) + 1):
        if start - back == 0 or _parts(text, start - back):
            start -= back
            break
    glue = _glue(text, end, seams)
    if glue > end:
        return Span(_clause(text, start), glue, tuple(cluster))
    ended = end > known and UNSPACED.match(text[end - 1])  # as sold phrases do: what follows is none of it
    reach = 0 if amount or ended else REACH_RIGHT
    for ahead in range(min(reach, len(text) - end) + 1):
        if end + ahead == len(text) or BOUNDARY.match(text[end + ahead]) or _turns(text, end + ahead):
            end += ahead
            break
    return Span(start, end, tuple(cluster))
