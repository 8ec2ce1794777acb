"""Floor 1: cleaning seen as a difference: what changed on the page, and which of the marks is the reason for it."""

from collections.abc import Sequence

from harness.model import Mark
from harness.survey.model import Box
from harness.visual.difference import Difference

__all__ = ["unexplained_by"]

MARK_MARGIN_PX = 4.0


def unexplained_by(marks: Sequence[Mark], difference: Difference) -> list[str]:
    """Cleaning as a difference: of what changed between the pictures before and after, whatever no removed mark explains, a
    line each. What was removed has to lie where a mark does; what moved or grew has something removed for its reason."""
    boxes = [Box(*box) for mark in marks if mark.removed for box in mark.boxes]
    texts = [" ".join(mark.text.split()) for mark in marks if mark.removed]
    left = []
    for reason in difference.reasons:
        change = reason.change
        if change.kind == "moved" and texts:
            continue
        said = " ".join((change.text or change.detail).split())
        told = any(said and (said in text or text in said) for text in texts if text)
        if told or (change.before and all(_touches(box, boxes) for box in change.before)):
            continue
        if change.kind == "restyled" and texts and change.detail.startswith(("width", "height")):
            continue
        if reason.pixels:
            left.append(f"{change.kind} {' >> '.join(change.selector)} {said[:120]}".strip())
    return left


def _touches(box: Box, others: Sequence[Box]) -> bool:
    m = MARK_MARGIN_PX
    return any(
        o.x - m < box.x + box.width
        and box.x < o.x + o.width + m
        and o.y - m < box.y + box.height
        and box.y < o.y + o.height + m
        for o in others
    )
