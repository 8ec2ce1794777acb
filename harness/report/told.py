"""Floor 5: a difference told: as JSON, as a table for a terminal, as the JSON that visual-regression tools share."""

from collections.abc import Iterator, Sequence
from typing import Any

from harness.inert import inert_line, inert_text
from harness.survey.model import Box
from harness.text.inline import changed_words
from harness.visual.changes import Change
from harness.visual.difference import Difference

__all__ = ["DIFF_VERSION", "difference_record", "reason_lines", "reg_record", "summary_line"]

DIFF_VERSION = "1.0"
MAX_BOXES = 200
SELECTOR_STEPS = 2


def difference_record(name: str, difference: Difference) -> dict[str, Any]:
    """A difference as JSON: sizes and boxes in pixels of each picture, shares 0 to 1, reasons as they were found."""
    return {
        "schema_version": DIFF_VERSION,
        "name": inert_text(name),
        "equal": difference.is_equal,
        "before_size": difference.before_size,
        "after_size": difference.after_size,
        "pixels": difference.pixels,
        "ratio": round(difference.ratio, 6),
        "unexplained": difference.unexplained,
        "ignored": difference.ignored,
        "reasons": [
            {
                "kind": reason.change.kind,
                "selector": [inert_text(step) for step in reason.change.selector],
                "text": inert_text(reason.change.text),
                "was": None if reason.change.was is None else inert_text(reason.change.was),
                "detail": inert_text(reason.change.detail),
                "nodes": reason.change.nodes,
                "pixels": reason.pixels,
                "before": _boxes(reason.change.before),
                "after": _boxes(reason.change.after),
            }
            for reason in difference.reasons
        ],
    }


def _boxes(boxes: Sequence[Box]) -> list[list[float]]:
    return [[round(value, 1) for value in box] for box in boxes[:MAX_BOXES]]


def reason_lines(difference: Difference, columns: int) -> Iterator[str]:
    """A line a reason: kind, place on the page, pixels, and what changed; at most so many columns wide."""
    from rich.cells import cell_len, set_cell_size

    for reason in difference.reasons:
        change = reason.change
        box = (change.after or change.before or (None,))[0]
        place = f"{box.x:.0f},{box.y:.0f} {box.width:.0f}x{box.height:.0f}" if box else ""
        line = f"{change.kind:<11} {place:<19} {reason.pixels:>8}  {_what(change)}"
        yield line if cell_len(line) <= columns else set_cell_size(line, columns - 1).rstrip() + "…"


def _what(change: Change) -> str:
    if change.kind == "text":
        return inert_line(changed_words(change.was or "", change.text))
    node = " > ".join(" >> ".join(change.selector).split(" > ")[-SELECTOR_STEPS:])
    many = f"{change.nodes} nodes" if change.nodes > 1 else ""
    said = " ".join(filter(None, (change.detail, many, node, f'"{change.text}"' if change.text else "")))
    return inert_line(said)


def summary_line(name: str, difference: Difference) -> str:
    """One line: how much differs, and how much of that has no reason."""
    if difference.is_equal:
        return f"same  {inert_line(name)}"
    sizes = ""
    if difference.before_size != difference.after_size and difference.before_size and difference.after_size:
        (a, b), (c, d) = difference.before_size, difference.after_size
        sizes = f", size {a} x {b} -> {c} x {d}"
    told = f"{len(difference.reasons)} reason{'' if len(difference.reasons) == 1 else 's'}"
    pixels = f", {difference.pixels} pixels ({difference.ratio:.2%})" if difference.area else ""
    left = f", {difference.unexplained} unexplained" if difference.unexplained else ""
    return f"differs  {inert_line(name)}: {told}{pixels}{sizes}{left}"


def reg_record(
    passed: Sequence[str], failed: Sequence[str], new: Sequence[str], deleted: Sequence[str]
) -> dict[str, Any]:
    """The names of what is the same, differs, came and went, by the keys of reg.json."""
    return {
        "failedItems": list(failed),
        "newItems": list(new),
        "deletedItems": list(deleted),
        "passedItems": list(passed),
        "expectedItems": [*passed, *failed, *deleted],
        "actualItems": [*passed, *failed, *new],
        "diffItems": list(failed),
        "actualDir": "after",
        "expectedDir": "before",
        "diffDir": "diff",
    }
