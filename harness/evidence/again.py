"""Floor 2: sentences that a page says again, word for word."""

from collections.abc import Sequence

from harness.evidence.context import Context
from harness.survey import Survey
from harness.text.scripts import cells_of
from harness.text.tokens import ends_sentence

__all__ = ["is_long_sentence", "said_again"]

MIN_SENTENCE = 40
"""Cells: of shorter sentences (`Free of charge.`, `Not open for replies.`) many stand on honest pages more than once, and say something
else than the page does."""


def is_long_sentence(text: str) -> bool:
    """True for 40 cells and more that end as a sentence does."""
    return cells_of(text) >= MIN_SENTENCE and ends_sentence(text.strip())


def said_again(survey: Survey, context: Context, prose: Sequence[bool], letters: Sequence[str]) -> dict[int, int]:
    """How many other texts say just the same, of every sentence or running text that is seen, has no link, and stands among the main
    content at least once; `prose` and `letters` are by the blocks' numbers."""
    told: dict[str, list[int]] = {}
    for block in survey.blocks:
        if block.hidden_by or block.links:
            continue
        if prose[block.index] or is_long_sentence(block.text):
            told.setdefault(letters[block.index], []).append(block.index)
    return {
        index: len(same) - 1
        for same in told.values()
        if len(same) > 1 and any(context.first <= one <= context.last for one in same)
        for index in same
    }
