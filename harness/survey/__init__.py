"""Floor 0: the survey: its values (`model`), its tree (`tree`), and how it crosses from the page and lies on disk (`wire`)."""

from harness.survey.model import NO_BOX, Block, Box, Element, Extra, Head, Link, Piece, Said, Survey, TextRange

__all__ = ["NO_BOX", "Block", "Box", "Element", "Extra", "Head", "Link", "Piece", "Said", "Survey", "TextRange"]
