"""Floor 2: boxes: what a script put into the page whole, small, half of it and more links, which all lead to other sites."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from harness.survey import Block, Element, Link, Survey

__all__ = ["boxes_of"]

MAX_BLOCKS, MAX_CHARACTERS = 12, 800
"""What is larger is no box beside a text, but a text, or a page that a script writes."""


def boxes_of(survey: Survey, leads_outside: Callable[[Link], bool]) -> dict[int, tuple[Block, ...]]:
    """The boxes, by the numbers of their blocks: the blocks of the outermost element all of which scripts made at one moment, at least
    half of them with a link, and no link leads within the site, to a platform or nowhere. A widget of readers' comments or of a shop's
    telephones has one link, to who made it."""
    found: dict[int, tuple[Block, ...]] = {}
    for box in _inserted(survey):
        links = [link for block in box for link in block.links]
        small = len(box) <= MAX_BLOCKS and sum(len(block.text) for block in box) <= MAX_CHARACTERS
        linked = sum(bool(block.links) for block in box)
        if small and linked * 2 >= len(box) and all(leads_outside(link) for link in links):
            found |= {block.index: tuple(box) for block in box}
    return found


def _inserted(survey: Survey) -> list[list[Block]]:
    made = [block for block in survey.blocks if block.at_ms > 0 and not block.was]
    if not made:
        return []
    held = Counter(e for block in survey.blocks for e in _above(survey.elements, block.element))
    at_once = Counter((e, block.at_ms) for block in made for e in _above(survey.elements, block.element))
    boxes: dict[tuple[int, float], list[Block]] = {}
    for block in made:
        whole = [e for e in _above(survey.elements, block.element) if at_once[e, block.at_ms] == held[e]]
        if whole:
            boxes.setdefault((whole[-1], block.at_ms), []).append(block)
    return list(boxes.values())


def _above(elements: Sequence[Element], element: int) -> Iterator[int]:
    while element >= 0:
        yield element
        element = elements[element].parent
