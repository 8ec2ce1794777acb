"""Floor 1: which element and which block of one page is which of another: by text first, then by place among their neighbours.

Blocks are aligned as lines of a text are: what is unique in both and in the same order holds the rest in place (the patience
method of Bram Cohen), and what is alike between two such anchors belongs together. Elements follow their blocks, from the inside
out; the rest follow their parents.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from harness.survey.model import Block, Element, Survey

__all__ = ["Alignment", "align", "common_order"]

MAX_GAP = 400
"""So many items on a side are held against each other one by one; in a longer gap only what begins and ends it."""
MIN_ALIKE = 0.4
"""Texts that have less in common than this (0 to 1, as difflib counts) are not one text that changed."""
MAX_COMPARED = 4_000


@dataclass(slots=True)
class Alignment:
    """`elements` and `blocks`: by number in the first page the number in the second, of those that are the same."""

    elements: dict[int, int] = field(default_factory=dict)
    blocks: dict[int, int] = field(default_factory=dict)


def align(before: Survey, after: Survey) -> Alignment:
    """The alignment of two surveys. Linear but for short gaps between what is the same."""
    found = Alignment()
    first, second = before.blocks, after.blocks
    for left, right in _aligned([_key(before, b) for b in first], [_key(after, b) for b in second]):
        found.blocks[first[left].index] = second[right].index
    _by_text_elsewhere(before, after, found)
    taken: set[int] = set()
    for left, right in found.blocks.items():
        _climb(before, after, before.blocks[left].element, after.blocks[right].element, found.elements, taken)
    _by_place(before, after, found.elements, taken)
    _changed_blocks(before, after, found)
    return found


def _key(survey: Survey, block: Block) -> tuple[str, str]:
    return survey.elements[block.element].tag, " ".join(block.text.split())


def _aligned(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of places that hold the same, in order in both."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        found.append((start, start))
        start += 1
    end = 0
    while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
        end += 1
    found += _between(first, second, (start, len(first) - end), (start, len(second) - end))
    found += [(len(first) - k, len(second) - k) for k in range(end, 0, -1)]
    return found


def _between(
    first: Sequence[Hashable], second: Sequence[Hashable], left: tuple[int, int], right: tuple[int, int]
) -> list[tuple[int, int]]:
    """The same for a part of both: anchors first, then what lies between them."""
    anchors = common_order(first[left[0] : left[1]], second[right[0] : right[1]])
    found: list[tuple[int, int]] = []
    a, b = left[0], right[0]
    for x, y in [*((left[0] + i, right[0] + j) for i, j in anchors), (left[1], right[1])]:
        if 0 < x - a <= MAX_GAP and 0 < y - b <= MAX_GAP:
            matcher = SequenceMatcher(None, first[a:x], second[b:y], autojunk=False)
            found += [(a + m.a + k, b + m.b + k) for m in matcher.get_matching_blocks() for k in range(m.size)]
        if x < left[1] and y < right[1]:
            found.append((x, y))
        a, b = x + 1, y + 1
    return found


def common_order(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest run of pairs of items that stand once in each sequence, and in the same order in both."""
    once = [{item for item, number in Counter(side).items() if number == 1} for side in (first, second)]
    there = {item: at for at, item in enumerate(second) if item in once[1]}
    pairs = [(at, there[item]) for at, item in enumerate(first) if item in once[0] and item in there]
    ends: list[int] = []  # of the best run of each length, the place in `second` at which it ends
    best: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(best[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            best.append(number)
        else:
            ends[length], best[length] = place, number
    run: list[tuple[int, int]] = []
    at = best[-1] if best else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _by_text_elsewhere(before: Survey, after: Survey, found: Alignment) -> None:
    """What stands in another order is still the same, where it is alone with its text."""
    left: dict[tuple[str, str], list[int]] = defaultdict(list)
    right: dict[tuple[str, str], list[int]] = defaultdict(list)
    taken = set(found.blocks.values())
    for block in before.blocks:
        if block.index not in found.blocks:
            left[_key(before, block)].append(block.index)
    for block in after.blocks:
        if block.index not in taken:
            right[_key(after, block)].append(block.index)
    for key, ours in left.items():
        for one, other in zip(ours, right.get(key, ()), strict=False):
            found.blocks[one] = other


def _climb(before: Survey, after: Survey, left: int, right: int, elements: dict[int, int], taken: set[int]) -> None:
    """Two blocks are the same: so are the elements around them, as far as their tags say so."""
    while left >= 0 and right >= 0 and left not in elements and right not in taken:
        if before.elements[left].tag != after.elements[right].tag:
            return
        elements[left] = right
        taken.add(right)
        left, right = before.elements[left].parent, after.elements[right].parent


def _by_place(before: Survey, after: Survey, elements: dict[int, int], taken: set[int]) -> None:
    """Children of the same parent that no block has told apart: by tag and order between those that are known."""
    texts = (_texts(before), _texts(after))
    children = (_children(before), _children(after))
    if before.elements and after.elements and 0 not in elements and 0 not in taken:
        elements[0] = 0
        taken.add(0)
    for element in before.elements:  # parents come before their children
        other = elements.get(element.index)
        if other is None:
            continue
        ours, theirs = children[0].get(element.index, []), children[1].get(other, [])
        gap: list[Element] = []
        place = 0
        for child in [*ours, None]:
            if child is not None and child.index not in elements:
                gap.append(child)
                continue
            until = len(theirs)
            if child is not None:
                at = next((k for k in range(place, len(theirs)) if theirs[k].index == elements[child.index]), None)
                if at is None:
                    continue  # it stands elsewhere now
                until = at
            free = [each for each in theirs[place:until] if each.index not in taken]
            for left, right in _paired(gap, free, texts):
                elements[left.index] = right.index
                taken.add(right.index)
            gap, place = [], until


def _paired(
    left: Sequence[Element], right: Sequence[Element], texts: tuple[dict[int, str], dict[int, str]]
) -> list[tuple[Element, Element]]:
    """Elements between the same neighbours: of one tag, in order, and alike in their texts where both have some."""
    found = []
    at = 0
    for one in left[:MAX_GAP]:
        for number in range(at, min(len(right), at + MAX_GAP)):
            other = right[number]
            if one.tag == other.tag and _alike(texts[0].get(one.index, ""), texts[1].get(other.index, "")):
                found.append((one, other))
                at = number + 1
                break
    return found


def _alike(one: str, other: str) -> bool:
    if not one and not other:
        return True
    if not one or not other:
        return False
    matcher = SequenceMatcher(None, one[:MAX_COMPARED], other[:MAX_COMPARED], autojunk=False)
    return matcher.real_quick_ratio() >= MIN_ALIKE and matcher.ratio() >= MIN_ALIKE


def _texts(survey: Survey) -> dict[int, str]:
    """By element, the beginning of the text in it."""
    found: dict[int, str] = defaultdict(str)
    for block in survey.blocks:
        at = block.element
        while at >= 0 and len(found[at]) < MAX_COMPARED:
            found[at] += block.text[:MAX_COMPARED] + "\n"
            at = survey.elements[at].parent
    return found


def _children(survey: Survey) -> dict[int, list[Element]]:
    found: dict[int, list[Element]] = defaultdict(list)
    for element in survey.elements:
        if element.parent >= 0:
            found[element.parent].append(element)
    return found


def _changed_blocks(before: Survey, after: Survey, found: Alignment) -> None:
    """A block without a twin is the one that stands in the same element, in the same place among those without."""
    taken = set(found.blocks.values())
    theirs: dict[int, list[Block]] = defaultdict(list)
    for block in after.blocks:
        if block.index not in taken:
            theirs[block.element].append(block)
    for block in before.blocks:
        other = found.elements.get(block.element)
        if block.index in found.blocks or other is None:
            continue
        for candidate in theirs[other]:
            if _alike(block.text, candidate.text):
                found.blocks[block.index] = candidate.index
                theirs[other].remove(candidate)
                break
