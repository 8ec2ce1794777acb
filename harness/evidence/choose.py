"""Floor 2: which of a block's parts go: the set of disjoint ones that gains most, and whether anything honest is left."""

from bisect import bisect_right
from collections.abc import Sequence

from harness.evidence.spans import covered
from harness.evidence.subject import Subject
from harness.evidence.tidy import joined_up
from harness.evidence.weigh import total
from harness.model import Evidence

__all__ = ["Weighed", "chosen", "leaves_nothing"]

Weighed = tuple[Subject, list[Evidence]]
"""A subject with its evidence."""
HONEST_COST = 0.01
"""Log-odds that every character of a sentence costs which is no word of the packs: it may be honest."""
WHOLE = {"insertion": 2.0, "link": 2.0, "sentence": 0.5, "cluster": 0.0, "wedge": 1.0}
"""What it is worth to take the thing as it was put there, and leave no stump of it."""


def chosen(text: str, parts: Sequence[Weighed]) -> list[tuple[int, int, Weighed]]:
    """The parts to cut, in their order, with where each cut runs. By weighted interval scheduling: of all sets of parts that
    do not overlap, the one with the greatest gain."""
    spam = sorted((p for p in parts if total(p[1]) >= 0 and len(p[1]) > 1), key=lambda p: (p[0].end, p[0].start))
    if not spam:
        return []
    ends = [subject.end for subject, _ in spam]
    best: list[tuple[float, int]] = [(0.0, -1)]  # the gain of the first so many, and the part taken last or -1
    for number, (subject, evidence) in enumerate(spam):
        before = bisect_right(ends, subject.start, 0, number)
        gain = best[before][0] + _gain(subject, evidence)
        best.append((gain, number) if gain > best[number][0] else (best[number][0], -1))
    taken: list[Weighed] = []
    at = len(spam)
    while at > 0:
        if best[at][1] < 0:
            at -= 1
            continue
        taken.append(spam[at - 1])
        at = bisect_right(ends, spam[at - 1][0].start, 0, at - 1)
    taken.reverse()
    cuts = joined_up(text, [(subject.start, subject.end) for subject, _ in taken])
    return [(start, end, part) for (start, end), part in zip(cuts, taken, strict=True)]


def _gain(subject: Subject, evidence: Sequence[Evidence]) -> float:
    honest = len(subject.text) - covered(subject.hits) if subject.kind == "sentence" else 0
    return total(evidence) + 1.0 + WHOLE[subject.kind] - HONEST_COST * honest


def leaves_nothing(text: str, cuts: Sequence[tuple[int, int]]) -> bool:
    """True where no letter and no digit is left between the cuts."""
    at = 0
    for start, end in cuts:
        if any(char.isalnum() for char in text[at:start]):
            return False
        at = end
    return not any(char.isalnum() for char in text[at:])
