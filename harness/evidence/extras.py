"""Floor 2: what a page says beside its text (meta values, attributes, text that styles generate, what is served and never shown, pictures
that are links, frames that show another site), judged as lines of their own.

They are judged apart from the page, so that they change nothing in it: with its running text, by which the judge knows what the page
is about, and with what was found in it, which may stand in them too; each in a place of its own, as they are no rows.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from harness.evidence.choose import Weighed
from harness.evidence.finding import DRAWING, Finding
from harness.evidence.view import PageView
from harness.evidence.weigh import total
from harness.survey import NO_BOX, Block, Element, Extra, Link, Survey
from harness.text.tokens import letters

__all__ = ["candidates_of", "extra_findings", "shown_apart"]

MAX_PROSE, MAX_FOUND = 15, 10
MAX_JUDGED = 60
"""Blocks of running text and blocks that were found that stand for the page, and extras that are judged on one."""
HIDDEN = {
    "meta": "display",
    "attribute": "display",
    "generated": "",
    "unrendered": "display",
    "image": "",
    "frame": "",
    "link": "display",
}
"""How each is seen: what styles generate is painted, and so is a picture."""
NAMED = {"image", "frame", "link"}
"""Those that lead somewhere, but the text of drawings."""


def candidates_of(view: PageView, gone: AbstractSet[int]) -> list[int]:
    """The extras worth a judgement, by their numbers: those of the head, of styles and of drawings; pictures, frames and links of the
    head that lead to other sites; and attributes that name what is sold. What repeats a text of the page is that text's business.
    A picture in an element that goes (`gone`, by their numbers) goes with it."""
    found = []
    texts = {letters(block.text) for block in view.survey.blocks}
    seen: set[str] = set()
    for number, extra in enumerate(view.survey.extras):
        if _is_named(extra):
            if view.leads_outside(_link_of(extra)) and gone.isdisjoint(view.above(extra.element)):
                found.append(number)
            continue
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
        links = (_link_of(extra),) if _is_named(extra) else ()
        blocks.append(Block(len(blocks), holder + 1, extra.value, (), links, hidden_by, NO_BOX, 0.0, False))
    apart = replace(survey, elements=tuple(elements), blocks=tuple(blocks), selected=(), extras=())
    return apart, len(kept)


def _is_named(extra: Extra) -> bool:
    return extra.kind in NAMED and extra.name != DRAWING


def _link_of(extra: Extra) -> Link:
    address = extra.value if extra.kind == "link" else extra.name
    return Link(0, len(extra.value), address, address)


def extra_findings(survey: Survey, numbers: Sequence[int], weighed: Sequence[Weighed], least: float) -> list[Finding]:
    """Those of the extras that go: `weighed` are they, in the same order."""
    found = []
    told = {n: evidence for n, (_, evidence) in zip(numbers, weighed, strict=True) if total(evidence) >= least}
    taken = {survey.extras[n].element for n in told if _is_named(survey.extras[n])}
    for number, evidence in told.items():
        extra = survey.extras[number]
        if extra.kind == "attribute" and extra.element in taken:
            continue  # it goes with its picture or frame
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
                box=element.box if element and not HIDDEN[extra.kind] else NO_BOX,
                removed=True,
                extra=number,
                name=extra.name,
            )
        )
    return found
