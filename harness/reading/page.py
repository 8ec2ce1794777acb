"""Floor 2: the page reading: all the visible text that is left, in reading order."""

import re

from harness.inert import inert_markdown, inert_text
from harness.model import Reading
from harness.reading.markdown import fenced
from harness.survey import Block, Survey

__all__ = ["read_page"]

HEADING = re.compile(r"h([1-6])")
PREFIXES = {"li": "- ", "blockquote": "> "}


def read_page(survey: Survey, title: str) -> Reading:
    """All visible blocks in reading order, a line each; Markdown keeps headings, list items, quotes and code."""
    seen = [block for block in survey.blocks if not block.hidden_by]
    text = "\n".join(block.text.strip() if not block.pre else block.text.strip("\n") for block in seen)
    markdown = "\n\n".join(_markdown(survey.elements[block.element].tag, block) for block in seen)
    return Reading(inert_text(title), inert_text(text), markdown)


def _markdown(tag: str, block: Block) -> str:
    if tag == "pre":
        return fenced(inert_text(block.text))
    if heading := HEADING.fullmatch(tag):
        return "#" * int(heading[1]) + " " + inert_markdown(" ".join(block.text.split()))
    # Lines that the page broke itself (white-space: pre-line and its kin) are broken in Markdown too.
    lines = [inert_markdown(line.strip()) for line in block.text.strip().split("\n")]
    return PREFIXES.get(tag, "") + _broken(lines, "> " if tag == "blockquote" else "  " if tag == "li" else "")


def _broken(lines: list[str], margin: str) -> str:
    """The lines one below the other: a hard break within a paragraph, a blank line between two."""
    joined = lines[0]
    for before, line in zip(lines, lines[1:], strict=False):
        joined += ("\\\n" if before and line else "\n") + margin + line
    return joined
