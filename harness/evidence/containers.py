"""Floor 2: whole containers: where nothing honest is left inside, the container goes with all that it wraps."""

from collections.abc import Sequence

from harness.evidence.finding import BlockRanges, Finding
from harness.model import Evidence
from harness.survey import NO_BOX, Block, Box, Survey

__all__ = ["containers"]

MIN_LAYER_SHARE = 0.3


def containers(
    survey: Survey, spam: set[int], evidence: Sequence[Sequence[Evidence]], scores: Sequence[float]
) -> list[Finding]:
    """The highest elements in which nothing honest is left, each with the evidence of its strongest block."""
    total, bad = _counts(survey, spam)
    taken_by: list[int] = []  # the element that goes and takes this one with it, or -1
    for element in survey.elements:
        above = element.parent
        whole = (
            element.tag not in {"html", "body"}
            and bad[element.index] > 0
            and bad[element.index] == total[element.index]
        )
        inherited = taken_by[above] if above >= 0 else -1
        taken_by.append(inherited if inherited >= 0 else element.index if whole else -1)
    inside: dict[int, list[Block]] = {}
    left: list[Block] = []
    for index in sorted(spam):
        block = survey.blocks[index]
        holder = taken_by[block.element]
        if holder >= 0:
            inside.setdefault(holder, []).append(block)
        else:
            left.append(block)  # text of html or body itself: its nodes are cut, the element stays
    found = [_container(survey, element, inside[element], evidence, scores) for element in sorted(inside)]
    return [*found, *(BlockRanges(block).whole(evidence[block.index]) for block in left)]


def _counts(survey: Survey, spam: set[int]) -> tuple[list[int], list[int]]:
    """For every element how many blocks stand in it, and how many of them are spam."""
    total, bad = [0] * len(survey.elements), [0] * len(survey.elements)
    for block in survey.blocks:
        total[block.element] += 1
        bad[block.element] += block.index in spam
    for element in reversed(survey.elements):
        if element.parent >= 0:
            total[element.parent] += total[element.index]
            bad[element.parent] += bad[element.index]
    return total, bad


def _container(
    survey: Survey,
    index: int,
    blocks: Sequence[Block],
    evidence: Sequence[Sequence[Evidence]],
    scores: Sequence[float],
) -> Finding:
    element = survey.elements[index]
    strongest = max(blocks, key=lambda b: scores[b.index])
    over_the_page = element.position == "fixed" and element.layer >= MIN_LAYER_SHARE
    return Finding(
        kind="layer" if over_the_page else "element",
        element=index,
        ranges=(),
        text="\n".join(block.text.strip() for block in blocks),
        score=round(scores[strongest.index], 4),
        evidence=tuple(evidence[strongest.index]),
        hidden_by=element.hidden_by or strongest.hidden_by,
        at_ms=strongest.at_ms,
        box=element.box if element.box.width * element.box.height else _around(blocks),
        removed=True,
    )


def _around(blocks: Sequence[Block]) -> Box:
    seen = [b.box for b in blocks if b.box.width and b.box.height]
    if not seen:
        return NO_BOX
    x, y = min(b.x for b in seen), min(b.y for b in seen)
    return Box(x, y, max(b.x + b.width for b in seen) - x, max(b.y + b.height for b in seen) - y)
