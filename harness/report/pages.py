"""Floor 5: what a report says of one page of a run: its row, its marks, and its text with what was cut struck through."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from harness.address import host_of
from harness.batch.run import StoredPage
from harness.errors import SurveyInvalid
from harness.inert import inert_line, inert_text
from harness.model import Mark, Provenance
from harness.reading import read_page
from harness.report.write import Entry
from harness.survey.wire import SurveyFile, parse

__all__ = ["CUT", "END", "entries_of"]

MAX_LINES = 3_000
CUT, END = "\x02", "\x03"
"""What stands between these two was cut: no text of a page has them."""


def entries_of(pages: Iterable[StoredPage]) -> Iterator[Entry]:
    """The pages of a run for a report, one by one."""
    for stored in pages:
        files = {name: stored.file(name) for name in ("before", "after")}
        pictures = {name: (path.read_bytes(), path.suffix) for name, path in files.items() if path}
        before = stored.page.shots.get("before")
        yield Entry(_row(stored), _detail(stored), pictures, before.scale if before else 1.0)


def _row(stored: StoredPage) -> dict[str, Any]:
    page = stored.page
    scripts = {m.provenance.script_url or m.provenance.origin for m in page.marks if m.provenance.origin != "unknown"}
    rules = {e.rule for mark in page.marks for e in mark.evidence if e.weight > 0}
    return {
        "source": inert_line(page.source),
        "title": inert_line(page.page.title or page.article.title),
        "site": host_of(page.final_url or page.url) or inert_line(page.source.partition("/")[0]),
        "status": page.status,
        "polluted": page.verdict.polluted if page.verdict else "",
        "probability": page.verdict.probability if page.verdict else None,
        "removed": sum(mark.removed for mark in page.marks),
        "suspect": sum(mark.action == "suspect" for mark in page.marks),
        "unexplained": sum(event.kind == "unexplained" for event in page.events),
        "failed": inert_line(f"{page.error.code}: {page.error.message}")[:160] if page.error else "",
        "rules": sorted(rules),
        "scripts": sorted(inert_line(script) for script in scripts),
    }


def _detail(stored: StoredPage) -> dict[str, Any]:
    page = stored.page
    facts = [
        ("address", page.final_url or page.url),
        ("HTTP status", str(page.http_status or "")),
        ("language", page.language or ""),
        ("rules", f"{len(page.rules)} packs" if page.rules else ""),
        ("milliseconds", ", ".join(f"{name} {round(ms)}" for name, ms in page.timings_ms.items())),
    ]
    return {
        "reason": page.verdict.reason if page.verdict else inert_line(page.error.message if page.error else ""),
        "noun": "mark",
        "none": "Nothing on this page looks like spam.",
        "marks": [_mark(mark) for mark in page.marks],
        "original": _original(stored)[:MAX_LINES],
        "article": [["same", inert_text(line)] for line in page.article.text.split("\n")[:MAX_LINES]],
        "events": [[event.at_ms, event.kind, inert_line(event.detail)] for event in page.events],
        "facts": [[name, inert_line(value)] for name, value in facts if value],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    facts = [("where", " >> ".join(mark.selector)), ("put in by", _put_in_by(mark.provenance))]
    if mark.hidden_by:
        facts.append(("hidden by", mark.hidden_by))
    if mark.before is not None:
        facts += [("title was", mark.before), ("title is", mark.after or "")]
    return {
        "id": mark.id,
        "kind": mark.kind,
        "action": mark.action,
        "removed": mark.removed,
        "text": inert_text(mark.text),
        "score": mark.score,
        "said": f"score {mark.score:.1f}",
        "evidence": [
            {"rule": e.rule, "weight": e.weight, "detail": inert_line(e.detail)}
            for e in sorted(mark.evidence, key=lambda e: -abs(e.weight))
        ],
        "facts": [[name, inert_line(value)] for name, value in facts],
        "boxes": mark.boxes,
    }


def _put_in_by(from_: Provenance) -> str:
    """Who put a node there: the script with its line, or what is known of the way."""
    if from_.script_url:
        where = f"{from_.script_url}{f':{from_.line}' if from_.line else ''}"
        told = f"{where}{f' ({from_.function})' if from_.function else ''}"
        told += f", loaded by {from_.loaded_by}" if from_.loaded_by else ""
    else:
        told = {"unknown": "not known"}.get(from_.origin, from_.origin)
    return f"{told}, after {from_.at_ms:.0f} ms" if from_.at_ms else told


def _original(stored: StoredPage) -> list[list[str]]:
    """The page's lines as they were found, each `same`, `cut`, or `part` of it cut (between two signs that no text has). Where
    the survey was not kept, what is left and then what was removed."""
    page = stored.page
    left = [inert_text(line) for line in page.page.text.split("\n")]
    survey = stored.file("survey_json")
    try:
        found = (
            read_page(parse(SurveyFile.decode(survey.read_bytes()).survey), page.page.title).text if survey else None
        )
    except SurveyInvalid:
        found = None
    if found is None:
        removed = [inert_text(line) for mark in page.marks if mark.removed for line in mark.text.split("\n")]
        return [*([["same", line] for line in left]), *([["cut", line] for line in removed])]
    return list(_struck([inert_text(line) for line in found.split("\n")][:MAX_LINES], left))


def _struck(found: Sequence[str], left: Sequence[str]) -> Iterator[list[str]]:
    for tag, a, b, c, d in SequenceMatcher(None, found, left, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (["same", line] for line in found[a:b])
            continue
        rest = list(left[c:d])
        for line in found[a:b]:
            kept = next((each for each in rest if _is_part(each, line)), None)
            if kept is None:
                yield ["cut", line]
            else:
                rest.remove(kept)
                yield ["part", _parts(line, kept)]


def _is_part(kept: str, whole: str) -> bool:
    """True where the signs of one come in the other in the same order."""
    signs = iter(whole)
    return bool(kept) and all(sign in signs for sign in kept if not sign.isspace())


def _parts(whole: str, kept: str) -> str:
    out = []
    for tag, a, b, _, _ in SequenceMatcher(None, whole, kept, autojunk=False).get_opcodes():
        out.append(whole[a:b] if tag == "equal" or a == b else f"{CUT}{whole[a:b]}{END}")
    return "".join(out)
