"""Floor 5: what a report says of two pages that were compared: both pictures, and every reason where a mark would stand."""

from collections.abc import Iterable, Iterator
from typing import Any

from harness.inert import inert_line, inert_text
from harness.report.pairs import Pair
from harness.report.told import summary_line
from harness.report.write import Entry
from harness.visual.changes import Change
from harness.visual.difference import Difference, Reason

__all__ = ["entries_of_differences"]

MAX_BOXES = 200


def entries_of_differences(found: Iterable[tuple[Pair, Difference]]) -> Iterator[Entry]:
    """Each pair for a report."""
    for pair, difference in found:
        shots = {"before": pair.before and pair.before.picture, "after": pair.after and pair.after.picture}
        pictures = {n: (shot.data, shot.ending) for n, shot in shots.items() if shot}
        kinds = sorted({reason.change.kind for reason in difference.reasons})
        row = {
            "source": inert_line(pair.name),
            "title": inert_line(pair.name),
            "site": "",
            "status": "same" if difference.is_equal else "differs",
            "polluted": "no" if difference.is_equal else "differs",
            "probability": None,
            "removed": 0,
            "suspect": 0,
            "unexplained": difference.unexplained,
            "failed": "",
            "rules": kinds,
            "scripts": [],
        }
        detail = {
            "reason": summary_line(pair.name, difference),
            "noun": "reason",
            "none": "The two are the same.",
            "marks": [_reason(number, reason) for number, reason in enumerate(difference.reasons, 1)],
            "original": [],
            "article": [],
            "events": [],
            "facts": [],
        }
        yield Entry(row, detail, pictures)


def _reason(number: int, reason: Reason) -> dict[str, Any]:
    change = reason.change
    facts = [("where", " >> ".join(change.selector)), ("what", change.detail), ("nodes", str(change.nodes))]
    return {
        "id": f"r{number}",
        "kind": "",
        "action": change.kind,
        "removed": change.kind in {"removed", "unexplained"},
        "text": _text(change),
        "score": 0.0,
        "said": f"{reason.pixels} pixels",
        "evidence": [],
        "facts": [[name, inert_line(value)] for name, value in facts if value],
        "boxes": [tuple(box) for box in (change.before or change.after)[:MAX_BOXES]],
    }


def _text(change: Change) -> str:
    return inert_text(change.text if change.was is None else f"{change.was}\n→ {change.text}")
