"""Floor 2: what a page says beside its text (meta values, attributes, text that styles generate, what is served and never shown), judged as lines of their own.

They are judged apart from the page, so that they change nothing in it: with its running text, by which the judge knows what the page
is about, and with what was found in it, which may stand in them too; each in a place of its own, as they are no rows.
"""

from collections.abc import Sequence
from dataclasses import replace

from harness.evidence.choose import Weighed
from harness.evidence.finding import Finding
from harness.evidence.view import PageView
from harness.evidence.weigh import total
from harness.survey import NO_BOX, Block, Element, Survey
from harness.text.tokens import letters

__all__ = ["candidates_of", "extra_findings", "shown_apart"]

MAX_PROSE, MAX_FOUND = 15, 10
MAX_JUDGED = 60
"""Blocks of running text and blocks that were found that stand for the page, and extras that are judged on one."""
HIDDEN = {"meta": "display", "attribute": "display", "generated": "", "unrendered": "display"}
"""How each is seen: what styles generate is painted."""


def candidates_of(view: PageView) -> list[int]:
    """The extras worth a judgement, by their numbers: those of the head and of styles, and attributes that name what is sold or say
    what was found; an attribute that repeats a text of the page is that text's business."""
    found = []
    texts = {letters(block.text) for block in view.survey.blocks}
    seen: set[str] = set()
    for number, extra in enumerate(view.survey.extras):
        said = letters(extra.value)
        if said in seen or (extra.kind == "attribute" and (said in texts or not view.matcher.find(extra.value))):
            continue
        seen.add(said)
        found.append(number)
    return found[:MAX_JUDGED]


def shown_apart(survey: Survey, spam: set[int], prose: Sequence[bool], numbers: Sequence[int]) -> tuple[Survey, int]:
    """The page as these extras are judged on it, and how many of its blocks are not extras."""
    kept = [b for b in survey.blocks if prose[b.index] and b.index not in spam and not b.hidden_by][:MAX_PROSE]
    kept += [b for b in survey.blocks if b.index in spam][:MAX_FOUND]
    elements = list(survey.elements)
    blocks = [replace(block, index=index) for index, block in enumerate(kept)]
    for number in numbers:
        extra = survey.extras[number]
        hidden_by = HIDDEN[extra.kind]
        holder = len(elements)
        elements.append(Element(holder, 0, 0, "section", "section", False, NO_BOX, hidden_by, "static", 0.0))
        elements.append(Element(holder + 1, holder, holder, "p", "p", False, NO_BOX, hidden_by, "static", 0.0))
        blocks.append(Block(len(blocks), holder + 1, extra.value, (), (), hidden_by, NO_BOX, 0.0, False))
    apart = replace(survey, elements=tuple(elements), blocks=tuple(blocks), selected=(), extras=())
    return apart, len(kept)


def extra_findings(survey: Survey, numbers: Sequence[int], weighed: Sequence[Weighed], least: float) -> list[Finding]:
    """Those of the extras that go: `weighed` are they, in the same order."""
    found = []
    for number, (_, evidence) in zip(numbers, weighed, strict=True):
        extra = survey.extras[number]
        if total(evidence) < least:
            continue
        element = survey.elements[extra.element] if extra.element >= 0 else None
        found.append(
            Finding(
                kind=extra.kind,
                element=extra.element,
                ranges=(),
                text=extra.value,
                score=round(total(evidence), 4),
                evidence=tuple(evidence),
                hidden_by="display" if extra.kind == "unrendered" else element.hidden_by if element else "",
                at_ms=0.0,
                box=element.box if element and extra.kind == "generated" else NO_BOX,
                removed=True,
                extra=number,
                name=extra.name,
            )
        )
    return found
