"""Floor 2: from findings to the marks that users get: with a selector, boxes and inert texts; and the page's verdict."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from harness.address import host_of, same_site
from harness.evidence.finding import DRAWING, Finding
from harness.evidence.judge import OWN_TRADE, Judgement
from harness.inert import inert_line, inert_text
from harness.model import Mark, Provenance, Verdict
from harness.survey import Box, Survey, TextRange
from harness.survey.tree import selector_of
from harness.survey.wire import MakerRecord, PlaceRecord, PlanRecord, SurveyFile, TextRangeRecord

__all__ = ["Boxes", "marks_of", "place_of", "plan_of", "verdict_of"]

Boxes = Mapping[tuple[int, tuple[TextRange, ...]], Sequence[Box]]
"""The boxes that were measured on the page, by element and ranges."""
Kept = Mapping[tuple[int, tuple[TextRange, ...]], str]
Known = Mapping[tuple[int, tuple[TextRange, ...]], MakerRecord]
NO_MARK_SCORE = -6.0
MAX_LOG_ODDS = 30.0


def place_of(finding: Finding) -> PlaceRecord:
    """Where the finding is, for the page's script; the title has no element, and -1 for its number."""
    element = finding.element if finding.kind != "title" else -1
    return PlaceRecord(element=element, ranges=[TextRangeRecord.of(r) for r in finding.ranges])


def plan_of(judgement: Judgement) -> PlanRecord:
    """What the sweep is to take out: elements, ranges, and the title where it is to be another."""
    removed = [f for f in judgement.findings if f.removed and f.kind != "title"]
    titled = any(f.kind == "title" for f in judgement.findings)
    return PlanRecord(
        elements=[f.element for f in removed if not f.ranges and f.extra < 0],
        ranges=[TextRangeRecord.of(r) for f in removed for r in f.ranges],
        title=judgement.title if titled else None,
        extras=[f.extra for f in removed if f.extra >= 0],
    )


def marks_of(
    survey: Survey, judgement: Judgement, stored: SurveyFile, makers: Sequence[MakerRecord] | None = None
) -> tuple[Mark, ...]:
    """The page's marks, numbered in the order of the findings, with what was measured of them as it is `stored`; `makers` is None
    where nobody knows who made the nodes."""
    boxes, kept = stored.boxes(), stored.kept_from_readers()
    known = None if makers is None else {(m.element, tuple(r.value for r in m.ranges)): m for m in makers}
    return tuple(
        _mark(f"m{number}", survey, finding, boxes, kept, judgement.title, known)
        for number, finding in enumerate(judgement.findings, start=1)
    )


def _mark(
    identity: str, survey: Survey, finding: Finding, boxes: Boxes, kept: Kept, title: str, known: Known | None
) -> Mark:
    hidden_by = finding.hidden_by or kept.get((finding.element, finding.ranges), "")
    measured = boxes.get((finding.element, finding.ranges), ()) if finding.ranges else ()
    own = [finding.box] if finding.box.width * finding.box.height else []
    return Mark(
        id=identity,
        kind=finding.kind,
        action="removed" if finding.removed else "suspect",
        removed=finding.removed,
        selector=_selector(survey, finding),
        text=inert_text(finding.text),
        score=finding.score,
        evidence=tuple(replace(e, detail=inert_text(e.detail)) for e in finding.evidence),
        provenance=_provenance(survey, finding, known),
        visible=not hidden_by,
        hidden_by=hidden_by or None,
        name=inert_line(finding.name) or None,
        before=inert_text(survey.head.title) if finding.kind == "title" else None,
        after=inert_text(title) if finding.kind == "title" else None,
        boxes=tuple((b.x, b.y, b.width, b.height) for b in measured or own) if not finding.hidden_by else (),
    )


def _selector(survey: Survey, finding: Finding) -> tuple[str, ...]:
    if finding.kind == "title":
        return ("head > title",)
    named = _in_quotes(finding.name)
    if finding.kind == "meta" and named.startswith("ld+json "):
        return ('script[type="application/ld+json" i]',)
    if finding.kind == "image" and named == DRAWING and finding.element >= 0:
        *around, holder = selector_of(survey, finding.element)
        return (*around, f"{holder} > {DRAWING}")
    if finding.kind == "meta":
        return (f'head > meta:is([name="{named}" i], [property="{named}" i])',)
    if finding.kind == "link":
        refresh = 'meta[http-equiv="refresh" i]'
        written = survey.extras[finding.extra].written or finding.text
        return (refresh if named == "refresh" else f'link[rel="{named}" i][href="{_in_quotes(written)}"]',)
    return selector_of(survey, finding.element) if finding.element >= 0 else ("html",)


def _in_quotes(text: str) -> str:
    """A text as it stands between the quotation marks of a CSS string."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _provenance(survey: Survey, finding: Finding, known: Known | None) -> Provenance:
    """Who put the finding there. What no script made and none changed came from the server; where nobody knows who made nodes,
    what came late is a script's, and of the rest nothing is said."""
    maker = None if known is None else known.get((place_of(finding).element, finding.ranges))
    if not finding.is_node or (finding.extra >= 0 and maker is None):
        return Provenance()
    came = _came(survey, finding)
    at_ms = came or None
    if maker is None or maker.script_url is None:
        by_script = came > 0 or maker is not None
        changed = finding.block >= 0 and survey.blocks[finding.block].was is not None
        renamed = finding.kind == "title" and len(survey.head.titles) > 1
        if by_script or changed or renamed:
            return Provenance(origin="script" if by_script else "unknown", at_ms=at_ms)
        return Provenance(origin="unknown" if known is None else "server")
    named = bool(host_of(maker.script_url))
    return Provenance(
        origin="script",
        script_url=inert_line(maker.script_url),
        function=inert_line(maker.function or "") or None,
        line=maker.line,
        third_party=not same_site(maker.script_url, survey.url) if named else None,
        at_ms=at_ms,
        loaded_by=inert_line(maker.loaded_by) if maker.loaded_by else None,
    )


def _came(survey: Survey, finding: Finding) -> float:
    """When the latest of it came, in virtual milliseconds; 0 where the server sent it."""
    if finding.ranges or finding.kind == "title":
        return finding.at_ms
    return max(finding.at_ms, *(b.at_ms for b in survey.blocks if b.element == finding.element), 0.0)


def verdict_of(marks: Sequence[Mark]) -> Verdict:
    """From the strongest mark: its score as a probability."""
    removed = sum(mark.removed for mark in marks)
    best = max((mark.score for mark in marks), default=NO_MARK_SCORE)
    probability = round(1 / (1 + math.exp(-max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, best)))), 4)
    if removed:
        return Verdict("yes", probability, f"{_pieces(removed)} of spam {'was' if removed == 1 else 'were'} removed")
    if marks:
        look = "looks suspicious and was" if len(marks) == 1 else "look suspicious and were"
        own = any(e.rule == OWN_TRADE for mark in marks for e in mark.evidence)
        why = ": the site is named for what it sells" if own else ""
        return Verdict("unsure", probability, f"{_pieces(len(marks))} {look} left in{why}")
    return Verdict("no", probability, "nothing looks like spam")


def _pieces(number: int) -> str:
    return f"{number} piece{'' if number == 1 else 's'}"
