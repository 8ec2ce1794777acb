"""Floor 2: boxes: what a script put into the page whole, small, half of it and more links, which all lead to other sites."""

from collections.abc import Callable

from harness.survey import Block, Link, Survey
from harness.survey.tree import outermost

__all__ = ["boxes_of"]

MAX_BLOCKS, MAX_CHARACTERS = 12, 800
"""What is larger is no box beside a text, but a text, or a page that a script writes."""
SENT = 0.0
"""When what the server sent came, as a survey has it."""


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
    """Blocks by the outermost element that scripts made at one moment with all that it holds."""
    moments = _moments(survey)
    outer = outermost(survey, lambda element: bool(moments[element.index]))
    made: dict[int, list[Block]] = {}
    for block in survey.blocks:
        if outer[block.element] >= 0:
            made.setdefault(outer[block.element], []).append(block)
    return list(made.values())


def _moments(survey: Survey) -> list[float | None]:
    """For every element when scripts made all text in it, SENT where it came at several times or from the server, None where it
    holds none. Children come after their parents, so this is one pass from the end, however deep the page nests."""
    found: list[float | None] = [None] * len(survey.elements)

    def joined(element: int, moment: float) -> None:
        found[element] = moment if found[element] in {None, moment} else SENT

    for block in survey.blocks:
        joined(block.element, SENT if block.was else block.at_ms)
    for element in reversed(survey.elements):
        moment = found[element.index]
        if element.parent >= 0 and moment is not None:
            joined(element.parent, moment)
    return found
