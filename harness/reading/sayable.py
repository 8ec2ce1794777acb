"""Floor 2: a document's tree as Markdown can say it: what would be read as something else there, or not at all, is told otherwise.

Two lists one after the other are one in Markdown where their signs are the same; a cell without a head above it is left out; a table
that only says where things stand has no place for headings and lists; a line break at the edge of what is bold has no line to end.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["INLINE_MARKS", "TURNED", "as_markdown_can_say"]

INLINE_MARKS = {"a", "b", "strong", "em", "i", "code"}
"""What Markdown writes with a sign before and a sign after."""
LISTS = ("ul", "ol")
TURNED = "data-harness-turned"
"""On a list that follows another of its kind: CommonMark takes both for one where their signs are the same. A list with a number
of its own keeps its sign, so that it is found by `7.` as it was read, and stands apart by a definition that shows nothing."""
MAX_SPAN = 100
UNCELLED = ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "blockquote", "table")
CELLED = {"table", "thead", "tbody", "tfoot", "tr", "td"}
HOLDERS = {"li", "td", "th", "dd", "dt", "blockquote"}


def as_markdown_can_say(tree: "HtmlElement") -> None:
    """Change a tree so that its Markdown renders as the tree does: line breaks, tables, lists that follow each other."""
    _let_breaks_out(tree)
    _unfold_layouts(tree)
    _turn_lists(tree)
    _widen_heads(tree)


def _turn_lists(tree: "HtmlElement") -> None:
    """Mark every second list of those that stand right after each other."""
    for each in tree.iter(*LISTS):
        before = _right_before(each)
        if before is not None and before.tag == each.tag and before.get(TURNED) != "sign":
            each.set(TURNED, "apart" if each.get("start", "1").strip() != "1" else "sign")


def _right_before(element: "HtmlElement") -> "HtmlElement | None":
    """The list that ends where this element begins, through whatever boxes hold them; None where something else stands there."""
    at = element
    while True:
        before, above = at.getprevious(), at.getparent()
        if above is None:
            return None
        between = above.text if before is None else before.tail
        if between and between.strip():
            return None
        if before is None:
            if above.tag in HOLDERS:
                return None
            at = above
            continue
        while before.tag not in LISTS and len(before) and not (before[-1].tail or "").strip():
            before = before[-1]
        if before.tag in LISTS:
            return before
        if before.tag in {"hr", "img"} or (isinstance(before.tag, str) and before.text_content().strip()):
            return None
        at = before


def _unfold_layouts(tree: "HtmlElement") -> None:
    """A table that names no columns and has but one, or holds what no cell in Markdown can hold, only says where things stand."""
    for table in list(tree.iter("table")):
        own = [each for each in table.iter() if next(each.iterancestors("table"), table) is table]
        if any(each.tag in {"th", "caption"} for each in own) or table.getparent() is None:
            continue
        rows = [sum(cell.tag == "td" for cell in row) for row in own if row.tag == "tr"]
        if max(rows, default=0) < 2 or next(table.iterdescendants(*UNCELLED), None) is not None:
            for each in own:
                each.tag = "div" if each.tag in CELLED else each.tag


def _widen_heads(tree: "HtmlElement") -> None:
    """A table's first row with as many cells as its widest: Markdown leaves out every cell that has none above it."""
    for table in tree.iter("table"):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        widths = [sum(_spanned(cell) for cell in row if cell.tag in {"td", "th"}) for row in rows]
        for _ in range(max(widths, default=0) - widths[0] if rows else 0):
            rows[0].append(rows[0].makeelement("th"))


def _spanned(cell: "HtmlElement") -> int:
    """How many columns a cell takes up; what a page says of a thousand is a mistake, or a trap."""
    said = (cell.get("colspan") or "1").strip()
    return min(int(said), MAX_SPAN) if said.isdecimal() else 1


def _let_breaks_out(tree: "HtmlElement") -> None:
    """A line break at the edge of what is bold or linked stands beside it: in Markdown no sign stands alone at a line's edge."""
    for br in list(tree.iter("br")):
        above = br.getparent()
        while above is not None and above.tag in INLINE_MARKS and above.getparent() is not None:
            if br.getnext() is None and not (br.tail or "").strip():
                after, above.tail = (br.tail or "") + (above.tail or ""), None
                above.addnext(br)
                br.tail = after.lstrip()
            elif br.getprevious() is None and not (above.text or "").strip():
                rest, br.tail = br.tail or "", None
                above.text = (above.text or "") + rest
                above.addprevious(br)
            else:
                break
            above = br.getparent()
