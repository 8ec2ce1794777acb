"""Floor 2: threads: things of one shape that follow each other in one container, as readers' comments do: a name, a text.

A comment is one thing: its name, its text and its link are judged together, and go together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.survey import Block, Survey

__all__ = ["MIN_SAID", "Item", "items_of", "said_by", "unlinked_in"]

MIN_ITEMS = 3
MAX_BLOCKS, MAX_SAID, MAX_PARTS = 8, 24, 4
"""Blocks of an item, and of one that has many short lines in few elements, under a name that is a link."""
MAX_TEXT = 2_000
MAX_NAME, MAX_TITLE = 60, 110
"""Characters of a name, and of a name that is a link: who refers to a page signs with the title of their own."""
MOSTLY, MIN_SAID = 0.75, 12
"""The share of a name that is a link, and the characters that whoever signs so has to say beside links."""
MIN_UNLINKED = 4
"""Characters beside its links that one of a thread has at the least: a word, a date."""
MIN_DIGITS, MAX_DATE = 3, 50
HEADINGS = {"h1", "h2"}


@dataclass(frozen=True, slots=True)
class Item:
    """One of a thread's: the element that holds it, its first and last block, the block of the name, and the thread's element."""

    element: int
    first: int
    last: int
    name: int
    thread: int

    @property
    def others(self) -> list[int]:
        """All of its blocks but the name."""
        return [index for index in range(self.first, self.last + 1) if index != self.name]


def items_of(survey: Survey, prose: Sequence[bool]) -> list[Item]:
    """All items of all threads; one that holds others is left out, as its own text cannot go without theirs."""
    ranges = _ranges(survey)
    children: dict[tuple[int, str], list[int]] = {}
    for element in survey.elements:
        first, last = ranges[element.index]
        if element.parent >= 0 and 1 <= last - first < MAX_SAID:
            children.setdefault((element.parent, element.tag), []).append(element.index)
    found = []
    for (thread, _), elements in children.items():
        if len(elements) < MIN_ITEMS or _is_links(survey.blocks, [ranges[number] for number in elements]):
            continue
        for number in elements:
            first, last = ranges[number]
            if sum(len(block.text) for block in survey.blocks[first : last + 1]) > MAX_TEXT:
                continue
            name = _name_of(survey.blocks[first : last + 1], survey, prose)
            if name >= 0:
                found.append(Item(number, first, last, name, thread))
    return found


def _is_links(blocks: Sequence[Block], ranges: Sequence[tuple[int, int]]) -> bool:
    """True for a list of links, however they are grouped: nobody says anything there."""
    return not any(unlinked_in(block) >= MIN_UNLINKED for first, last in ranges for block in blocks[first : last + 1])


def _ranges(survey: Survey) -> list[tuple[int, int]]:
    """For every element its first and last block; the last is before the first where it has none."""
    first, last = [len(survey.blocks)] * len(survey.elements), [-1] * len(survey.elements)
    for block in survey.blocks:
        first[block.element] = min(first[block.element], block.index)
        last[block.element] = max(last[block.element], block.index)
    for element in reversed(survey.elements):
        if element.parent >= 0:
            first[element.parent] = min(first[element.parent], first[element.index])
            last[element.parent] = max(last[element.parent], last[element.index])
    return list(zip(first, last, strict=True))


def _name_of(blocks: Sequence[Block], survey: Survey, prose: Sequence[bool]) -> int:
    """The block that names who wrote this: the first short one, before a longer one or hardly more than a link; -1 for none."""
    if any(survey.elements[block.element].tag in HEADINGS for block in blocks):
        return -1
    first, size = blocks[0], len(blocks[0].text.strip())
    said = max(blocks[1:], key=lambda block: len(block.text))
    linked = sum(link.end - link.start for link in first.links)
    if linked and (len(blocks) > MAX_BLOCKS or size > MAX_NAME):
        lines = len({block.element for block in blocks}) <= MAX_PARTS
        signed = size <= MAX_NAME or MOSTLY * size <= linked <= MAX_TITLE
        return first.index if lines and signed and unlinked_in(said) >= MIN_SAID else -1
    if len(blocks) > MAX_BLOCKS or size > MAX_NAME or prose[first.index]:
        return -1
    return first.index if len(said.text) > len(first.text) else -1


def said_by(item: Item, blocks: Sequence[Block]) -> list[int]:
    """The blocks of an item that say something: not its name, and not a date."""
    return [index for index in item.others if not _is_date(blocks[index].text)]


def _is_date(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return digits >= MIN_DIGITS and len(text) <= MAX_DATE and digits * 5 >= len(text)


def unlinked_in(block: Block) -> int:
    """The characters of a text that are in no link."""
    return len(block.text) - sum(link.end - link.start for link in block.links)
