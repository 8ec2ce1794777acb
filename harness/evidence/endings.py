"""Floor 2: endings: the same words behind the last full stop of several running texts, as a generator of pages sets them."""

from bisect import bisect_left
from collections.abc import Sequence
from os.path import commonprefix

from harness.survey import Block
from harness.text.scripts import cells_of
from harness.text.tokens import ends_sentence

__all__ = ["shared_endings"]

MIN_TEXTS = 3
LAST = "\U0010ffff"
"""Behind all that a text may go on with."""
MIN_CELLS, MAX_CELLS = 8, 60
"""Cells of an ending: of shorter ones many are the same by chance, and longer ones are sentences."""
MAX_COMPARED = MAX_CELLS + 4
"""Characters from the end on that are held against another text's: what is the same up to here is too long."""


def shared_endings(blocks: Sequence[Block]) -> dict[int, tuple[int, int]]:
    """Where the ending begins that a text has in common with two others and more, and how many of these there are, by the blocks'
    numbers. Texts that are the same as a whole are one; an ending that is a sentence is none."""
    texts = {block.text.rstrip()[::-1]: block.index for block in blocks}
    backwards = sorted(texts)
    found: dict[int, tuple[int, int]] = {}
    for at, text in enumerate(backwards):
        # The texts that share most of their ending with one stand beside it where all are sorted from their ends on.
        beside = [backwards[i][:MAX_COMPARED] for i in range(max(0, at - 2), min(len(backwards), at + 3)) if i != at]
        near = [commonprefix([text, other]) for other in beside]
        shared = sorted(near, key=len, reverse=True)[MIN_TEXTS - 2 : MIN_TEXTS - 1]
        ending = _whole_words(text, shared[0]) if shared else ""
        if MIN_CELLS <= cells_of(ending) <= MAX_CELLS and len(ending) < len(text) and not ends_sentence(ending[::-1]):
            others = bisect_left(backwards, ending + LAST) - bisect_left(backwards, ending) - 1
            found[texts[text]] = (len(text) - len(ending), others)
    return found


def _whole_words(text: str, ending: str) -> str:
    """An ending (both are written backwards) without the signs it begins with, and without the half of a word."""
    around = ending[-1:] + text[len(ending) : len(ending) + 1]
    if len(around) == 2 and around.isalnum() and cells_of(around) == 2:
        ending = ending.rpartition(" ")[0]
    while ending and not ending[-1].isalnum():
        ending = ending[:-1]
    return ending
