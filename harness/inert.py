"""Floor 0: what a page wrote, made harmless for where it goes: a terminal, a JSON file, Markdown.

The page is an enemy: its text may hold escape sequences, signs that turn the reading direction, and markup that it only
spells. Everything of a page that leaves this house passes through here.
"""

import re

__all__ = ["inert_line", "inert_markdown", "inert_text", "titled_markdown"]

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Characters that may begin or end markup wherever they stand. An underscore inside a word never does; an ampersand may
# begin an entity, whose rest may come with the next piece of text; a number sign may close a heading.
MARKUP = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w*(?:;|\Z))|(?<=[ \t])#(?=#*[ \t]*\Z)")
# What makes a heading, a quotation, a list item, a rule or a table of a line that begins with it.
LINE_START = re.compile(r"(?m)^([ \t]*)(?:([#+=:>|-]|[.)](?=\s|$))|(\d{1,9})([.)])(?=\s|$))")


def inert_text(text: str) -> str:
    """Text without control, escape and bidi-override characters and without lone surrogates."""
    return CONTROLS.sub("", text)


def inert_line(text: str) -> str:
    """The same on one line, white space collapsed: for a message, a table's cell, a log."""
    return " ".join(inert_text(text).split())


def inert_markdown(text: str) -> str:
    """Text as Markdown that shows just these characters: nothing in it is a link, a picture, a tag, a heading or code, also
    where several pieces of text come one after the other.

    By CommonMark's backslash escapes (section 2.4), which hold for every ASCII punctuation character. White space stays as
    it is: whoever sets a line sees to it that it does not begin with four spaces, which would make it code.
    """
    escaped = MARKUP.sub(lambda found: "\\" + found[0], inert_text(text))
    return LINE_START.sub(_escaped_start, escaped)


def _escaped_start(found: re.Match[str]) -> str:
    space, mark, number, end = found.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{end}"


def titled_markdown(title: str, markdown: str) -> str:
    """Markdown under a title as its one heading of the first level, where it does not begin with one already."""
    if not title or markdown.lstrip().startswith("# "):
        return markdown
    return f"# {inert_markdown(' '.join(title.split()))}\n\n{markdown}"
