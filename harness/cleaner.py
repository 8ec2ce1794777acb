"""Floor 3: the story of one page, told once: open and settle, shoot, survey, judge, mark, sweep, read, shoot again."""

import asyncio
import math
import threading
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from harness.browser import Browser, Deadline, Visit, VisitOptions
from harness.dom import page_script
from harness.errors import BrowserCrashed, DeadlineExceeded, HarnessError, PageError
from harness.evidence.judge import Finding, Judgement, judge
from harness.evidence.match import Matcher
from harness.evidence.reading import clean_html, inert_text, read_article, read_page
from harness.model import CleanPage, Event, Failure, Files, Mark, Provenance, Shot, Source, Status, Verdict
from harness.rules import load_packs
from harness.sources import open_source
from harness.survey import Survey, parse_survey
from harness.visual import draw_marks

__all__ = ["Cleaner", "clean", "failed_page"]

SWEEPS = 3
RETRY_S = 8.0
AFTER_SWEEP_MS = 200


class Cleaner:
    """A browser and the rules, ready for any number of pages; one page at a time, concurrent calls queue.

    `rules` are files or folders of packs beside the built-in ones, `disable` globs over full rule ids, `shots` whether
    pictures are taken, `keep_survey` whether `CleanPage.survey` holds the raw survey.
    """

    def __init__(
        self,
        *,
        options: VisitOptions | None = None,
        rules: Sequence[Path] = (),
        disable: Sequence[str] = (),
        shots: bool = False,
        keep_survey: bool = False,
    ) -> None:
        self.options = options or VisitOptions()
        self.ruleset = load_packs(rules, disable)
        self.matcher = Matcher(self.ruleset)
        self.shots = shots
        self.keep_survey = keep_survey
        self._stack = AsyncExitStack()
        self._browser: Browser | None = None

    async def __aenter__(self) -> Self:
        self._browser = await self._stack.enter_async_context(Browser.launched(self.options))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def clean(
        self, source: str | Path | Source, *, base_url: str | None = None, html: bytes | None = None
    ) -> CleanPage:
        """One page, cleaned; a page that fails comes back with `error` set. Raises UsageError for a source that cannot be."""
        if self._browser is None:
            raise HarnessError("the Cleaner is not open: use `async with Cleaner() as cleaner`")
        opened = open_source(str(source), base_url=base_url, html=html) if isinstance(source, str | Path) else source
        try:
            return await self._attempts(opened, self._browser)
        except PageError as error:
            return failed_page(opened.name, opened.url, error)
        finally:
            await opened.close()

    async def _attempts(self, source: Source, browser: Browser) -> CleanPage:
        """Once as the page is; where it took the browser down, never let go or emptied itself, once more without scripts."""
        deadline = Deadline(self.options.deadline_s)
        first = deadline.reserving(min(RETRY_S, self.options.deadline_s / 3))
        empty: CleanPage | None = None
        try:
            async with browser.visit(source, page_script(), deadline=first) as visit:
                leavers = visit.leavers
                page = None if leavers else await self._story(source, visit)
            if page is None:
                page = await self._stay(source, browser, first, leavers)
            if page.page.text or page.marks:
                return page
            empty, why = page, "no text was left on the page"
        except (BrowserCrashed, DeadlineExceeded) as error:
            why = inert_text(str(error))
        async with browser.visit(source, page_script(), deadline=deadline, scripts=False) as visit:
            visit.events.append(Event("retried", f"without the page's scripts: {why}", 0.0))
            page = await self._story(source, visit)
        return empty if empty and not page.page.text else page

    async def _stay(self, source: Source, browser: Browser, deadline: Deadline, leavers: frozenset[str]) -> CleanPage:
        """Once more without the scripts that sent the reader away: the browser had stopped loading the page for them."""
        async with browser.visit(source, page_script(), deadline=deadline, left_out=leavers) as visit:
            said = f"without the scripts that lead away: {', '.join(sorted(leavers))[:300]}"
            visit.events.append(Event("retried", inert_text(said), 0.0))
            return await self._story(source, visit)

    async def _story(self, source: Source, visit: Visit) -> CleanPage:
        shots: dict[str, Shot] = {}
        timings = visit.timings_ms
        if self.shots:
            shots["before"] = await visit.shoot()
        began = time.monotonic()
        raw = await visit.survey()
        survey = parse_survey(raw)
        timings["survey"] = _since(began)
        began = time.monotonic()
        judgement = await asyncio.to_thread(judge, survey, self.ruleset, self.matcher)
        timings["judge"] = _since(began)
        began = time.monotonic()
        located = await visit.mark([{"element": f.element, "ranges": f.ranges} for f in judgement.findings])
        read = await visit.cut_and_read(*_plan(judgement))
        marks = _marks(judgement, located)
        timings["sweep"] = _since(began)
        if self.shots:
            await self._sweep_again(visit, marks)
            shots["after"] = await visit.shoot()
            shots["marked"] = await asyncio.to_thread(draw_marks, shots["before"], [m for m in marks if m.removed])
        began = time.monotonic()
        page = await asyncio.to_thread(self._readings, source, visit, judgement, read)
        timings["read"] = _since(began)
        return replace(
            page,
            marks=marks,
            verdict=_verdict(marks),
            events=tuple(visit.events),
            rules=self.ruleset.packs,
            timings_ms={name: round(value, 1) for name, value in timings.items()},
            shots=shots,
            survey=raw if self.keep_survey else None,
        )

    async def _sweep_again(self, visit: Visit, marks: Sequence[Mark]) -> None:
        """What comes back after the sweep is swept again, a bounded number of times, and that is an event."""
        gone = {line for mark in marks if mark.removed for line in mark.text.split("\n")}
        for _ in range(SWEEPS):
            await visit.run_ahead(AFTER_SWEEP_MS)
            survey = parse_survey(await visit.survey())
            back = [block for block in survey.blocks if block.text.strip() in gone]
            if not back:
                return
            visit.events.append(Event("came_back", inert_text(back[0].text.strip())[:200], 0.0))
            judgement = judge(survey, self.ruleset, self.matcher)
            await visit.cut_and_read(*_plan(judgement))

    def _readings(self, source: Source, visit: Visit, judgement: Judgement, read: dict[str, Any]) -> CleanPage:
        left: Survey = parse_survey(read["survey"])
        title = judgement.title
        headings = [b.text.strip() for b in left.blocks if left.elements[b.element].tag == "h1" and not b.hidden_by]
        mended = title != read["survey"]["head"]["titles"][-1][0] if read["survey"]["head"]["titles"] else False
        headline = headings[0] if len(headings) == 1 else title if mended else ""
        status: Status = "partial" if visit.partial or left.cut else "ok"
        return CleanPage(
            source=source.name,
            url=source.url,
            final_url=visit.final_url,
            http_status=visit.http_status,
            language=judgement.language or None,
            status=status,
            page=read_page(left, title),
            article=read_article(read["html"], visit.final_url, headline),
            html=clean_html(read["html"], title),
        )


def _since(began: float) -> float:
    return (time.monotonic() - began) * 1000


def _plan(judgement: Judgement) -> tuple[list[int], list[tuple[int, int, int, int]], str | None]:
    """What the sweep is to take out: elements, ranges, and the title where it is to be another."""
    removed = [f for f in judgement.findings if f.removed and f.kind != "title"]
    titled = any(f.kind == "title" for f in judgement.findings)
    return (
        [f.element for f in removed if not f.ranges],
        [r for f in removed for r in f.ranges],
        judgement.title if titled else None,
    )


def _marks(judgement: Judgement, located: list[dict[str, Any]]) -> tuple[Mark, ...]:
    return tuple(
        _mark(f"m{number}", finding, place)
        for number, (finding, place) in enumerate(zip(judgement.findings, located, strict=True), start=1)
    )


def _mark(identity: str, finding: Finding, place: dict[str, Any]) -> Mark:
    boxes = [tuple(box) for box in place["boxes"]] or ([finding.box] if finding.box[2] * finding.box[3] else [])
    return Mark(
        id=identity,
        kind=finding.kind,  # type: ignore[arg-type]
        action="removed" if finding.removed else "suspect",
        removed=finding.removed,
        selector=tuple(place["selector"]) if finding.kind != "title" else ("head > title",),
        text=inert_text(finding.text),
        score=finding.score,
        evidence=tuple(replace(e, detail=inert_text(e.detail)) for e in finding.evidence),
        provenance=Provenance(origin="script" if finding.at_ms > 0 else "unknown", at_ms=finding.at_ms or None),
        visible=not finding.hidden_by,
        hidden_by=finding.hidden_by or None,
        boxes=tuple((b[0], b[1], b[2], b[3]) for b in boxes) if not finding.hidden_by else (),
    )


def _verdict(marks: Sequence[Mark]) -> Verdict:
    """From the strongest mark: its score as a probability."""
    removed = [m for m in marks if m.removed]
    best = max((m.score for m in marks), default=-6.0)
    probability = round(1 / (1 + math.exp(-max(-30.0, min(30.0, best)))), 4)
    if removed:
        return Verdict("yes", probability, f"{len(removed)} pieces of spam were removed")
    if marks:
        return Verdict("unsure", probability, f"{len(marks)} pieces look suspicious and were left in")
    return Verdict("no", probability, "nothing looks like spam")


def failed_page(name: str, url: str, error: HarnessError) -> CleanPage:
    """The line that a page leaves when it fails: every page is a line."""
    status: Status = (
        "timeout"
        if isinstance(error, DeadlineExceeded)
        else "crash"
        if isinstance(error, BrowserCrashed)
        else "refused"
        if error.code == "address_refused"
        else "failed"
    )
    return CleanPage(
        source=inert_text(name),
        url=inert_text(url),
        status=status,
        error=Failure(error.code, inert_text(str(error))),
        files=Files(),
    )


def clean(
    source: str | Path | Source, *, base_url: str | None = None, html: bytes | None = None, **settings: Any
) -> CleanPage:
    """One page, cleaned, for scripts; also inside a thread whose event loop runs. Settings as for `Cleaner`."""

    async def story() -> CleanPage:
        async with Cleaner(**settings) as cleaner:
            return await cleaner.clean(source, base_url=base_url, html=html)

    found: list[CleanPage] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            found.append(asyncio.run(story()))
        except BaseException as error:  # carried over to the caller's thread, whatever it is
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return found[0]
