"""Floor 2: what one reader of a page is shown, to be held against what another is."""

from harness.survey import Survey
from harness.text.tokens import letters

__all__ = ["MIN_LETTERS", "is_shown", "shown_text"]

MIN_LETTERS = 4
"""A shorter text (a number, a sign, `OK`) stands on every page or on none by chance."""


def shown_text(survey: Survey) -> str:
    """The letters of all that stands in the page, hidden or not, one block after the other."""
    return "\n".join(letters(block.text) for block in survey.blocks)


def is_shown(text: str, shown: str) -> bool:
    """True where this text stands in what somebody is shown, or is too short to tell."""
    wanted = letters(text)
    return len(wanted) < MIN_LETTERS or wanted in shown
