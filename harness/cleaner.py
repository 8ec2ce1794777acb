"""Floor 3: the story of one page, told once: open and settle, shoot, survey, judge, measure, sweep and read, shoot again."""

import asyncio
import threading
import time
import warnings
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from harness.browser import Browser, Visit, VisitOptions
from harness.deadline import Deadline, off_the_loop
from harness.dom import page_script
from harness.errors import BrowserCrashed, DeadlineExceeded, HarnessError, PageError, ScriptFailed
from harness.evidence.judge import Judgement, judge
from harness.evidence.marks import marks_of, place_of, plan_of, verdict_of
from harness.evidence.match import Matcher
from harness.inert import inert_line, inert_text
from harness.model import Article, CleanPage, Event, Failure, Mark, Shot, Status
from harness.reading import clean_html, read_article, read_page
from harness.rules import RuleSet, load_packs
from harness.sources import Source, open_source
from harness.survey import Survey
from harness.survey.wire import VERSION, MeasuredRecord, PlanRecord, SurveyFile, SurveyRecord, parse
from harness.visual import draw_marks

__all__ = ["Cleaner", "clean", "failed_page"]

MAX_SWEEPS = 3
RETRY_S = 8.0
"""Real seconds of a page's deadline that are kept back for reading it once more without its scripts."""
AFTER_SWEEP_MS = 200
NOTHING = PlanRecord(elements=[], ranges=[], title=None)


class Cleaner:
    """A browser and the rules, ready for any number of pages; one page at a time, concurrent calls queue.

    `rules` are files or folders of packs beside the built-in ones, `disable` globs over full rule ids; or `ruleset` is
    what `load_packs` gave. `shots` says whether pictures are taken, `keep_survey` whether `CleanPage.survey` holds what was
    seen in the page, as the bytes of a survey.json. Raises RulesInvalid.
    """

    def __init__(
        self,
        *,
        options: VisitOptions | None = None,
        rules: Sequence[Path] = (),
        disable: Sequence[str] = (),
        ruleset: RuleSet | None = None,
        shots: bool = False,
        keep_survey: bool = False,
    ) -> None:
        if ruleset is None:
            ruleset = load_packs(rules, disable)
            for note in ruleset.notes:
                warnings.warn(note, stacklevel=2)
        self.options = options or VisitOptions()
        self.matcher = Matcher(ruleset)
        self.shots = shots
        self.keep_survey = keep_survey
        self._stack = AsyncExitStack()
        self._browser: Browser | None = None
        self._turn = asyncio.Lock()

    def twin(self) -> "Cleaner":
        """Another one that is not open yet, with the same rules and options: for a worker of its own."""
        twin = object.__new__(Cleaner)
        twin.options, twin.matcher = self.options, self.matcher
        twin.shots, twin.keep_survey = self.shots, self.keep_survey
        twin._stack, twin._browser, twin._turn = AsyncExitStack(), None, asyncio.Lock()
        return twin

    async def __aenter__(self) -> Self:
        self._browser = await self._stack.enter_async_context(Browser.launched(self.options))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser = None
        await self._stack.aclose()

    async def clean(
        self, source: str | Path | Source, *, base_url: str | None = None, html: bytes | None = None
    ) -> CleanPage:
        """One page, cleaned; a page that fails comes back with `error` set. Raises UsageError for a source that cannot be.

        The page's deadline begins with its turn: waiting for the pages before it costs it nothing.
        """
        if self._browser is None:
            raise HarnessError("the Cleaner is not open: use `async with Cleaner() as cleaner`")
        try:
            opened = (
                open_source(str(source), base_url=base_url, html=html) if isinstance(source, str | Path) else source
            )
        except PageError as error:
            return failed_page(str(source), str(source), error)
        try:
            async with self._turn:
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
                page = None if leavers else await self._story(source, visit, browser)
            if page is None:
                page = await self._stay(source, browser, first, leavers)
            if page.page.text or page.marks:
                return page
            empty, why = page, "no text was left on the page"
        except (BrowserCrashed, DeadlineExceeded, ScriptFailed) as error:
            why = inert_text(str(error))
        async with browser.visit(source, page_script(), deadline=deadline, scripts=False) as visit:
            visit.events.append(Event("retried", f"without the page's scripts: {why}", 0.0))
            page = await self._story(source, visit, browser)
        return empty if empty and not page.page.text else page

    async def _stay(self, source: Source, browser: Browser, deadline: Deadline, leavers: frozenset[str]) -> CleanPage:
        """Once more without the scripts that sent the reader away: the browser had stopped loading the page for them."""
        async with browser.visit(source, page_script(), deadline=deadline, left_out=leavers) as visit:
            said = f"without the scripts that lead away: {', '.join(sorted(leavers))[:300]}"
            visit.events.append(Event("retried", inert_text(said), 0.0))
            return await self._story(source, visit, browser)

    async def _story(self, source: Source, visit: Visit, browser: Browser) -> CleanPage:
        shots: dict[str, Shot] = {}
        timings = visit.timings_ms
        if self.shots:
            shots["before"] = await visit.shoot()
        began = time.monotonic()
        record = await visit.survey()
        survey = await off_the_loop(partial(parse, record), visit.deadline, "its survey was being read")
        timings["survey"] = _since(began)
        began = time.monotonic()
        judgement = await self._judged(survey, visit)
        timings["judge"] = _since(began)
        began = time.monotonic()
        measured = await _measured(visit, judgement)
        swept, left, html = await _swept(visit, plan_of(judgement))
        stored = self._stored(source, visit, browser, record, measured)
        marks = marks_of(survey, judgement, stored.boxes())
        marks = marks if swept else tuple(_kept(mark) for mark in marks)
        timings["sweep"] = _since(began)
        if self.shots:
            await self._sweep_again(visit, marks)
            shots["after"] = await visit.shoot()
            outlined = [mark for mark in marks if mark.removed]
            shots["marked"] = await off_the_loop(
                lambda: draw_marks(shots["before"], outlined), visit.deadline, "its marks were being drawn"
            )
        began = time.monotonic()
        page = await self._readings(source, visit, judgement, left, html)
        timings["read"] = _since(began)
        return replace(
            page,
            marks=marks,
            verdict=verdict_of(marks),
            events=tuple(visit.events),
            rules=self.matcher.ruleset.packs,
            timings_ms={name: round(value, 1) for name, value in timings.items()},
            shots=shots,
            survey=stored.encode() if self.keep_survey else None,
        )

    async def _judged(self, survey: Survey, visit: Visit) -> Judgement:
        judgement = await off_the_loop(
            lambda: judge(survey, self.matcher, visit.deadline), visit.deadline, "it was being judged"
        )
        for rule in judgement.slow_rules:
            visit.say("limit", f"the pattern of rule {rule} took too long on this page and was left off")
        return judgement

    @staticmethod
    def _stored(
        source: Source, visit: Visit, browser: Browser, record: SurveyRecord, measured: list[MeasuredRecord]
    ) -> SurveyFile:
        settings = visit.settings(browser.version)
        return SurveyFile(
            version=VERSION, source=inert_text(source.name), settings=settings, survey=record, measured=measured
        )

    async def _sweep_again(self, visit: Visit, marks: Sequence[Mark]) -> None:
        """What comes back after the sweep is swept again, a bounded number of times, and that is an event."""
        gone = {line for mark in marks if mark.removed for line in mark.text.split("\n")}
        for _ in range(MAX_SWEEPS):
            await visit.run_ahead(AFTER_SWEEP_MS)
            record = await visit.survey()
            survey = await off_the_loop(partial(parse, record), visit.deadline, "its survey was being read")
            back = [block for block in survey.blocks if block.text.strip() in gone]
            if not back:
                return
            visit.events.append(Event("came_back", inert_line(back[0].text)[:200], 0.0))
            await _swept(visit, plan_of(await self._judged(survey, visit)))

    async def _readings(
        self, source: Source, visit: Visit, judgement: Judgement, record: SurveyRecord, html: str
    ) -> CleanPage:
        left = await off_the_loop(partial(parse, record), visit.deadline, "what is left was being read")
        title = judgement.title
        headings = [b.text.strip() for b in left.blocks if left.elements[b.element].tag == "h1" and not b.hidden_by]
        mended = bool(left.head.titles) and title != left.head.titles[-1]
        headline = headings[0] if len(headings) == 1 else title if mended else ""
        article = await self._article(visit, html, headline)
        reading, inert = await off_the_loop(
            lambda: (read_page(left, title), clean_html(html, title)), visit.deadline, "it was being read"
        )
        status: Status = "partial" if visit.partial or left.cut else "ok"
        return CleanPage(
            source=source.name,
            url=source.url,
            final_url=visit.final_url,
            http_status=visit.http_status,
            language=judgement.language or None,
            status=status,
            page=reading,
            article=article,
            html=inert,
        )

    @staticmethod
    async def _article(visit: Visit, html: str, headline: str) -> Article:
        """The article; a document that the extractor cannot take costs the page its article and nothing else."""
        found: Article | None = None
        try:
            found = await off_the_loop(
                lambda: read_article(html, visit.final_url, headline), visit.deadline, "its article was being read"
            )
        except (DeadlineExceeded, RecursionError, ValueError) as error:
            visit.say("limit", f"the article could not be read: {inert_line(str(error))[:200]}")
        return found or Article(title=inert_text(headline))


async def _measured(visit: Visit, judgement: Judgement) -> list[MeasuredRecord]:
    """The boxes of all findings in text; without them marks have their block's box, which is no reason to lose the page."""
    try:
        return await visit.measure([place_of(finding) for finding in judgement.findings if finding.ranges])
    except ScriptFailed as error:
        visit.say("script_failed", f"the marks' places were not measured: {error}")
        return []


async def _swept(visit: Visit, plan: PlanRecord) -> tuple[bool, SurveyRecord, str]:
    """Whether the plan was carried out, what is left, and that as HTML; where our script throws, once more without marks."""
    try:
        swept, left, html = await visit.sweep_and_read(plan)
    except ScriptFailed as error:
        visit.say("script_failed", f"read once more with nothing taken out: {error}")
        _, left, html = await visit.sweep_and_read(NOTHING)
        return False, left, html
    if swept.failed:
        visit.say("script_failed", f"{swept.failed} of {swept.removed + swept.failed} pieces could not be taken out")
    return True, left, html


def _kept(mark: Mark) -> Mark:
    return replace(mark, action="kept", removed=False) if mark.removed else mark


def _since(began: float) -> float:
    return (time.monotonic() - began) * 1000


def failed_page(name: str, url: str, error: HarnessError) -> CleanPage:
    """The line that a page leaves when it fails: every page is a line."""
    return CleanPage(
        source=inert_text(name),
        url=inert_text(url),
        status=error.status if isinstance(error, PageError) else "failed",
        error=Failure(error.code, inert_text(str(error))),
    )


def clean(
    source: str | Path | Source, *, base_url: str | None = None, html: bytes | None = None, **settings: Any
) -> CleanPage:
    """One page, cleaned, for scripts; also inside a thread whose event loop runs. Settings as for `Cleaner`."""
    cleaner = Cleaner(**settings)

    async def story() -> CleanPage:
        async with cleaner:
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
