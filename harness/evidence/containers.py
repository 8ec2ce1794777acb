"""Floor 2: whole containers: where nothing honest is left inside, the container goes with all that it wraps."""

from collections import defaultdict
from collections.abc import Sequence

from harness.evidence.finding import Finding, range_finding
from harness.model import Evidence
from harness.survey import Block, Survey

__all__ = ["containers"]


def containers(
    survey: Survey, spam: set[int], evidence: Sequence[Sequence[Evidence]], scores: Sequence[float]
) -> list[Finding]:
    """The highest elements in which nothing honest is left, each with the evidence of its strongest block."""
    total: dict[int, int] = defaultdict(int)
    bad: dict[int, int] = defaultdict(int)
    inside: dict[int, list[int]] = defaultdict(list)
    for block in survey.blocks:
        at = block.element
        while at >= 0:
            total[at] += 1
            if block.index in spam:
                bad[at] += 1
                inside[at].append(block.index)
            at = survey.elements[at].parent
    found: list[Finding] = []
    taken: set[int] = set()
    for element in survey.elements:
        if (
            element.tag in {"html", "body"}
            or not bad[element.id]
            or bad[element.id] != total[element.id]
            or inside[element.id][0] in taken
        ):
            continue
        blocks = [survey.blocks[i] for i in inside[element.id]]
        taken.update(inside[element.id])
        strongest = max(blocks, key=lambda b: scores[b.index])
        found.append(
            Finding(
                kind="layer" if element.position == "fixed" and element.layer >= 0.3 else "element",
                element=element.id,
                ranges=(),
                text="\n".join(b.text.strip() for b in blocks),
                score=round(scores[strongest.index], 4),
                evidence=tuple(evidence[strongest.index]),
                hidden_by=element.hidden_by or strongest.hidden_by,
                at_ms=strongest.at_ms,
                box=_around(blocks) if not element.box[2] * element.box[3] else element.box,
                removed=True,
            )
        )
    for index in sorted(spam - taken):  # text of html or body itself: its nodes are cut, the element stays
        block = survey.blocks[index]
        found.append(range_finding(block, 0, len(block.text), evidence[index]))
    return found


def _around(blocks: Sequence[Block]) -> tuple[float, float, float, float]:
    seen = [b.box for b in blocks if b.box[2] and b.box[3]]
    if not seen:
        return (0.0, 0.0, 0.0, 0.0)
    x, y = min(b[0] for b in seen), min(b[1] for b in seen)
    return (x, y, max(b[0] + b[2] for b in seen) - x, max(b[1] + b[3] for b in seen) - y)
