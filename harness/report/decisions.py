"""Floor 5: what a person decided in a review, in files that a person can read: what was decided and why, and rules made of it.

`review.yaml` keeps every decision with the text it was about. `review-rules.yaml` is a pack for `--rules`: for each mark that was
accepted or rejected a rule for that site and that place. A page that is taken as expected becomes its fixture's expectation.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from harness.address import host_of
from harness.batch.run import StoredPage
from harness.errors import UsageError
from harness.inert import inert_line
from harness.model import Mark
from harness.page_files import write_whole

__all__ = ["Decisions"]

DECISIONS, PACK = "review.yaml", "review-rules.yaml"
WEIGHT = 16.0
"""Log-odds of a rule that a person made for one place: more than all else together."""
MAX_TEXT = 300
Approve = Callable[[StoredPage], Sequence[Path]]


class Decisions:
    """Takes decisions about these pages and writes them into `folder`. `approve` takes a page as its fixture's expectation, and
    is None where the pages are no fixtures."""

    def __init__(self, folder: Path, pages: Sequence[StoredPage], approve: Approve | None = None) -> None:
        self._folder, self._pages, self._approve = folder, pages, approve
        self._kept: list[dict[str, Any]] = []
        path = folder / DECISIONS
        if path.is_file():
            found = yaml.safe_load(path.read_text(encoding="utf-8"))
            if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
                raise UsageError(f"{path}: not a list of decisions: move it away")
            self._kept = found

    def take(self, asked: Mapping[str, Any]) -> str:
        """Keep one decision; what was written, in a sentence. Raises UsageError for one that cannot be, OSError."""
        decision, number, reason = asked.get("decision"), asked.get("page"), asked.get("reason", "")
        if decision not in {"accept", "reject", "baseline"} or not isinstance(reason, str):
            raise UsageError("a decision is accept, reject or baseline, with a reason")
        if not isinstance(number, int) or not 0 <= number < len(self._pages):
            raise UsageError("there is no such page")
        stored = self._pages[number]
        if decision == "baseline":
            return self._baseline(stored)
        mark = next((m for m in stored.page.marks if m.id == asked.get("mark")), None)
        if mark is None:
            raise UsageError("there is no such mark on this page")
        return self._mark(stored, mark, decision, inert_line(reason)[:MAX_TEXT])

    def _baseline(self, stored: StoredPage) -> str:
        if self._approve is None:
            raise UsageError("this page is no fixture: harness record makes one of it")
        written = self._approve(stored)
        return f"Expected from now on: {', '.join(path.name for path in written) or 'nothing changed'}."

    def _mark(self, stored: StoredPage, mark: Mark, decision: str, reason: str) -> str:
        page = stored.page
        self._kept = [
            k for k in self._kept if (k.get("source"), k.get("text")) != (page.source, inert_line(mark.text)[:MAX_TEXT])
        ]
        self._kept.append({
            "source": inert_line(page.source),
            "site": host_of(page.final_url or page.url),
            "decision": decision,
            "reason": reason,
            "text": inert_line(mark.text)[:MAX_TEXT],
            "selector": list(mark.selector),
            "score": round(mark.score, 2),
            "rules": [e.rule for e in mark.evidence if e.rule != "prior"],
            "decided": datetime.now(UTC).isoformat(timespec="seconds"),
        })  # fmt: skip
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(
            self._folder / DECISIONS, yaml.safe_dump(self._kept, allow_unicode=True, sort_keys=False, width=120)
        )
        pack = self._pack()
        if not pack["rules"]:
            return f"Kept in {DECISIONS}."
        write_whole(self._folder / PACK, yaml.safe_dump(pack, allow_unicode=True, sort_keys=False, width=120))
        return f"Kept in {DECISIONS}, and as a rule for this site in {PACK}."

    def _pack(self) -> dict[str, Any]:
        """All decisions about marks with a place of their own in the page, as a pack."""
        rules = []
        for number, kept in enumerate(self._kept, 1):
            if not kept.get("site") or len(kept.get("selector", ())) != 1 or kept["selector"][0].startswith("head"):
                continue
            says = (
                "a person said that it is spam" if kept["decision"] == "accept" else "a person said that it is honest"
            )
            rules.append({
                "id": f"{kept['decision']}-{number}",
                "says": f"{says}{': ' + kept['reason'] if kept.get('reason') else ''}",
                "weight": WEIGHT if kept["decision"] == "accept" else -WEIGHT,
                "sites": [kept["site"]],
                "match": {"selectors": [_with_text(kept["selector"][0], kept["text"])]},
            })  # fmt: skip
        return {
            "id": "review",
            "title": "What was decided in a review",
            "why": f"Made from {DECISIONS}.",
            "rules": rules,
        }


def _with_text(selector: str, text: str) -> str:
    """The place, and some words of what stood there: another day something else may stand in it."""
    words = re.findall(r"[^\W_]+", text)
    told = max(words, key=len)[:40] if words else ""
    return f'{selector}:has-text("{told}")' if told else selector
