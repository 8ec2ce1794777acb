"""Floor 0: the tree of a survey's elements: what one inherits from those around it, what stands in one container.

Parents come before their children, so that each of these is one pass, however deep the page nests.
"""

from collections import defaultdict
from collections.abc import Callable

from harness.survey.model import Block, Element, Survey

__all__ = ["by_container", "inherited", "outermost", "selector_of", "strongest_above"]


def inherited(survey: Survey, own: Callable[[Element], bool]) -> list[bool]:
    """For every element whether `own` holds for it or for one around it."""
    found: list[bool] = []
    for element in survey.elements:
        found.append((element.parent >= 0 and found[element.parent]) or own(element))
    return found


def outermost(survey: Survey, own: Callable[[Element], bool]) -> list[int]:
    """For every element the outermost of it and those around it for which `own` holds, -1 where there is none."""
    found: list[int] = []
    for element in survey.elements:
        above = found[element.parent] if element.parent >= 0 else -1
        found.append(above if above >= 0 else element.index if own(element) else -1)
    return found


def strongest_above(survey: Survey, own: Callable[[Element], float]) -> list[float]:
    """For every element the greatest `own` of it and those around it."""
    found: list[float] = []
    for element in survey.elements:
        found.append(max(found[element.parent] if element.parent >= 0 else 0.0, own(element)))
    return found


def by_container(survey: Survey) -> dict[int, list[Block]]:
    """Blocks by the container that their own element stands in."""
    groups: dict[int, list[Block]] = defaultdict(list)
    for block in survey.blocks:
        groups[survey.elements[block.element].parent].append(block)
    return groups


def selector_of(survey: Survey, element: int) -> tuple[str, ...]:
    """One CSS selector for each frame or shadow root on the way to the element, from the outermost document inwards."""
    path: list[str] = []
    steps: list[str] = []
    at = element
    while at >= 0:
        here = survey.elements[at]
        steps.append(here.step)
        if here.begins_tree:
            path.append(" > ".join(reversed(steps)))
            steps = []
        at = here.dom_parent
    return tuple(reversed(path))
