"""Floor 2: blocks of code as they read: a line a line, without the numbers that a page draws beside them.

Pages number the lines of code in a table of two cells, in an element a line, or in a block of its own; and they break lines by `br`
or by boxes. What a reader copies is the code.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["tidy_code"]

ROWS = {"div", "p", "li", "tr", "dd", "dt"}
NUMBER = re.compile(r"\s*\d{1,6}[.:]?\s*")
INLINE_PARENTS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "b", "i", "strong", "em"}


def tidy_code(tree: "HtmlElement") -> None:
    """Every `pre` of the tree with its own lines, no numbers beside them, no `pre` in a `pre`, and out of the table that holds a
    number column and nothing else."""
    for code in list(tree.iter("pre")):
        parent = code.getparent()
        if parent is None:
            continue
        if parent.tag == "pre":
            parent.drop_tag() if len(parent) == 1 and not (parent.text or "").strip() else code.drop_tag()
            continue
        _drop_numbers(code)
        _break_lines(code)
        if parent.tag in INLINE_PARENTS and "\n" not in code.text_content() and not _holds_code_alone(parent):
            code.tag = "code"
    for table in list(tree.iter("table")):
        _out_of(table)


def _holds_code_alone(cell: "HtmlElement") -> bool:
    return (
        cell.tag in {"td", "th"}
        and cell.text_content().strip() == "".join(p.text_content() for p in cell.iter("pre")).strip()
    )


def _drop_numbers(code: "HtmlElement") -> None:
    """The first element of every row, where they count the rows: 1, 2, 3 or on from another number."""
    holder = next(
        (e for e in code.iter() if isinstance(e.tag, str) and sum(c.tag in ROWS | {"span"} for c in e) > 1), None
    )
    if holder is None:
        return
    rows = [row for row in holder if isinstance(row.tag, str)]
    firsts = [row[0] for row in rows if len(row)]
    if len(firsts) < 2 or len(firsts) != len(rows) or not all(NUMBER.fullmatch(_text(first)) for first in firsts):
        return
    numbers = [int(re.sub(r"\D", "", _text(first))) for first in firsts]
    if all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False)) and not any(
        (r.text or "").strip() for r in rows
    ):
        for first in firsts:
            first.drop_tree()


def _text(element: "HtmlElement") -> str:
    return str(element.text_content())


def _break_lines(code: "HtmlElement") -> None:
    """A line ends at a `br` and at a box: as a newline, where the text has none there."""
    for element in list(code.iter()):
        if element is code or not isinstance(element.tag, str):
            continue
        if element.tag == "br":
            element.tail = "\n" + (element.tail or "")
            element.drop_tag()
        elif element.tag in ROWS and not _text(element).endswith("\n") and not (element.tail or "").startswith("\n"):
            element.tail = "\n" + (element.tail or "")


def _out_of(table: "HtmlElement") -> None:
    """The code of a table that holds nothing but a column of numbers and code stands in its place."""
    blocks = list(table.iter("pre"))
    if not blocks or "".join(map(_text, blocks)).split() != _text(table).split():
        return
    kept = [block for block in blocks if not _counts(_text(block))]
    parent = table.getparent()
    if len(kept) != 1 or parent is None:
        return
    (code,) = kept
    code.tail = table.tail
    parent.replace(table, code)


def _counts(text: str) -> bool:
    """True for the numbers of lines, one after the other."""
    words = text.split()
    if not words or not all(word.isdecimal() for word in words):
        return False
    return all(int(b) - int(a) == 1 for a, b in zip(words, words[1:], strict=False))
