"""Floor 3: the story of one page, told once: open and settle, shoot, survey, judge, measure, sweep and read, shoot again."""

import asyncio
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

import msgspec

import harness.rules
from harness import evidence, reading, visual
from harness.address import host_of
from harness.browser import Browser, Visit, VisitOptions
from harness.deadline import Deadline, off_the_loop
from harness.dom import page_script
from harness.errors import BrowserCrashed, DeadlineExceeded, HarnessError, PageError, ScriptFailed, UsageError
from harness.inert import inert_line, inert_text
from harness.model import Article, CleanPage, Event, Failure, Mark, RulePackVersion, Shot, Status
from harness.reading import clean_html, read_article, read_page
from harness.sources import Source, open_source
from harness.survey import Survey
from harness.survey.wire import (
    NOTHING,
    VERSION,
    LooksRecord,
    MeasuredRecord,
    PlanRecord,
    SurveyFile,
    SurveyRecord,
    parse,
)
from harness.text import language

if TYPE_CHECKING:
    from playwright.async_api import Playwright

__all__ = ["Cleaner", "clean", "failed_page"]

Profile = Literal["careful", "normal", "strict"]
MAX_SWEEPS = 3
RETRY_S = 8.0
"""Real seconds of a page's deadline that are kept back for reading it once more without its scripts."""
AFTER_SWEEP_MS = 200
SMALL_BYTES = 1_000
MAX_OWN_ARTICLE_BLOCKS, MAX_OWN_ARTICLE = 2, 250
"""A page of so few blocks and characters is its own article: there is no main content to find in it."""


class _Rules:
    """The rules in force, loaded once for all who share them, whoever asks first; safe to ask from any thread."""

    def __init__(
        self,
        paths: tuple[Path, ...],
        disable: tuple[str, ...],
        note: Callable[[str], None],
        keep: tuple[str, ...],
        remove: tuple[str, ...],
        profile: Profile,
    ) -> None:
        self.profile: Profile = profile
        self._paths, self._disable, self._note = paths, disable, note
        self.keep, self.remove = keep, remove
        self._loading = threading.Lock()
        self._matcher: evidence.Matcher | None = None

    def matcher(self) -> "evidence.Matcher":
        """The rules, ready to judge by. Raises RulesInvalid."""
        with self._loading:
            if self._matcher is None:
                ruleset = harness.rules.load_packs(self._paths, self._disable)
                for note in ruleset.notes:
                    self._note(note)
                self._matcher = evidence.Matcher(
                    ruleset.with_selectors(self.keep, self.remove), evidence.PRIORS[self.profile]
                )
            return self._matcher


class Cleaner:
    """A browser and the rules, ready for any number of pages; one page at a time, concurrent calls queue.

        async with Cleaner(shots=True) as cleaner:
            page = await cleaner.clean("https://example.org/article")

    `options` say how pages are visited, `rules` are files or folders of packs beside the built-in ones, `disable` globs
    over full rule ids. `keep` and `remove` are CSS selectors (`:has-text("...")` among them) of what stays or goes whatever the
    rules say; `remove_suspects` says that what is suspect goes too, `profile` how
    sure the judgement has to be: careful, normal or strict (docs/evidence.md has what each is worth). `links` says whether the article's Markdown keeps them. `shots` says whether pictures are taken, `keep_survey` whether `CleanPage.survey` holds what was seen
    in the page, as the bytes of a survey.json, and `survey_after` what was left after the sweep. `note` hears what a user should know of the choice of rules (a glob that
    fits none); without it that is a Python warning.

    Raises TypeError for a value of the wrong kind at once; on entering RulesInvalid, and BrowserNotFound.
    """

    def __init__(
        self,
        *,
        options: VisitOptions | None = None,
        rules: Sequence[str | Path] = (),
        disable: Sequence[str] = (),
        keep: Sequence[str] = (),
        remove: Sequence[str] = (),
        remove_suspects: bool = False,
        profile: Profile = "normal",
        links: bool = True,
        shots: bool = False,
        keep_survey: bool = False,
        note: Callable[[str], None] = warnings.warn,
    ) -> None:
        if options is not None and not isinstance(options, VisitOptions):
            raise TypeError(f"options: a VisitOptions is meant, not {options!r}")
        paths = tuple(Path(path) for path in _listed("rules", rules, (str, Path)))
        self.options = options or VisitOptions()
        self.shots = shots
        self.keep_survey = keep_survey
        self.remove_suspects = remove_suspects
        self.links = links
        self._rules = _Rules(
            paths,
            tuple(_listed("disable", disable, (str,))),
            note,
            tuple(_listed("keep", keep, (str,))),
            tuple(_listed("remove", remove, (str,))),
            _profile(profile),
        )
        self._stack = AsyncExitStack()
        self._browser: Browser | None = None
        self._turn = asyncio.Lock()
        self._small = False
        self._driver: asyncio.Task[Playwright] | None = None

    def __repr__(self) -> str:
        state = "open" if self._browser else "not open"
        return f"<Cleaner {state}, shots={self.shots}, keep_survey={self.keep_survey}>"

    @property
    def browser_version(self) -> str:
        """The open browser's version; empty where none is open."""
        return self._browser.version if self._browser else ""

    @property
    def packs(self) -> tuple[RulePackVersion, ...]:
        """The rule packs in force. Raises RulesInvalid."""
        return self._rules.matcher().ruleset.packs

    def twin(self) -> "Cleaner":
        """Another one that is not open yet, with the same rules and options: for a worker of its own."""
        twin = Cleaner(
            options=self.options,
            remove_suspects=self.remove_suspects,
            links=self.links,
            shots=self.shots,
            keep_survey=self.keep_survey,
        )
        twin._rules = self._rules
        return twin

    async def __aenter__(self) -> Self:
        """Open the browser, and load the rules and what reads pages while it starts."""
        threading.Thread(target=self._warm_up, daemon=True, name="warming up").start()
        try:
            self._browser = await self._stack.enter_async_context(Browser.launched(self.options, self._driver))
            await asyncio.to_thread(self._rules.matcher)
        except BaseException:
            self._browser = None
            await self._stack.aclose()
            # Rules that do not load are the user's to mend, with a browser or without.
            await asyncio.to_thread(self._rules.matcher)
            raise
        return self

    def expecting(self, html: bytes | None, driver: "asyncio.Task[Playwright] | None" = None) -> Self:
        """What the first page's HTML will be, where it is at hand: for a small one nothing is prepared that it hardly needs
        and that takes half a second. `driver` is the browser's, where it was started already."""
        self._small = html is not None and len(html) < SMALL_BYTES
        self._driver = driver
        return self

    def _warm_up(self) -> None:
        with suppress(HarnessError):  # whoever asks for the rules hears of it
            self._rules.matcher()
            if not self._small:
                reading.warm_up()
                language.warm_up()
                if self._rules.matcher().heads is not None:
                    from harness.text import encoder  # and numpy with it, which a run without meaning does not need

                    encoder.warm_up()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser = None
        await self._stack.aclose()

    async def clean(
        self, source: str | Path | Source, *, base_url: str | None = None, html: bytes | None = None
    ) -> CleanPage:
        """One page, cleaned; a page that fails comes back with `error` set.

        `source` is a URL, an HTML file, a fixture's folder, or `-` for the HTML in `html`; `base_url` is the address that
        HTML from a file or from `html` shall have. The page's deadline begins with its turn: waiting for the pages before
        it costs it nothing. Raises UsageError for a source that cannot be, TypeError for a value of the wrong kind.
        """
        if self._browser is None:
            raise HarnessError("the Cleaner is not open: use `async with Cleaner() as cleaner`")
        _check_source(source, base_url, html)
        try:
            opened = (
                open_source(str(source), base_url=base_url, html=html) if isinstance(source, str | Path) else source
            )
        except PageError as error:
            return failed_page(str(source), str(source), error)
        try:
            async with self._turn:
                page = await self._attempts(opened, self._browser)
        except DeadlineExceeded as error:
            late = DeadlineExceeded(f"not read within the deadline of {self.options.deadline_s:g} s: {error}")
            page = failed_page(opened.name, opened.opening.url, late)
        except PageError as error:
            page = failed_page(opened.name, opened.opening.url, error)
        finally:
            await opened.close()
        return _named(page, opened) if opened.opening.stand_in else page

    async def _attempts(self, source: Source, browser: Browser) -> CleanPage:
        """Once as the page is; where it took the browser down, never let go or emptied itself, once more without scripts."""
        deadline = Deadline(self.options.deadline_s)
        first = deadline.reserving(min(RETRY_S, self.options.deadline_s / 3))
        empty: CleanPage | None = None
        try:
            async with browser.visit(source, page_script(), deadline=first, heard=self._heard) as visit:
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

    def _heard(self, html: str) -> None:
        """Read what the server's lines say while the page is still settling: the judge will ask."""
        heads = self._rules.matcher().heads
        if heads is not None and len(html) >= SMALL_BYTES:
            threading.Thread(target=evidence.read_ahead, args=(html,), daemon=True, name="reading ahead").start()

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
        record = await self._surveyed(visit)
        survey = await off_the_loop(partial(parse, record), visit.deadline, "its survey was being read")
        timings["survey"] = _since(began)
        looks = await visit.looks() if self.keep_survey else None
        began = time.monotonic()
        judgement = await self._judged(survey, visit)
        timings["judge"] = _since(began)
        began = time.monotonic()
        measured = await _measured(visit, judgement)
        makers = await visit.makers([evidence.place_of(finding) for finding in judgement.findings])
        swept, left, html = await _swept(visit, evidence.plan_of(judgement))
        stored = msgspec.structs.replace(self._stored(source, visit, browser, record, measured, looks), makers=makers)
        marks = evidence.marks_of(survey, judgement, stored.boxes(), makers)
        marks = marks if swept else tuple(_kept(mark) for mark in marks)
        timings["sweep"] = _since(began)
        standing = left
        if self.shots:
            standing = await self._sweep_again(visit, marks)
            shots["after"] = await visit.shoot()
            outlined = [mark for mark in marks if mark.removed]
            shots["marked"] = await off_the_loop(
                lambda: visual.draw_marks(shots["before"], outlined), visit.deadline, "its marks were being drawn"
            )
        looks_after = await visit.looks() if self.keep_survey else None
        if self.shots and self.keep_survey:
            await self._explained(visit, shots, (survey, looks), (standing, looks_after), marks)
        began = time.monotonic()
        page = await self._readings(source, visit, judgement, left, html)
        timings["read"] = _since(began)
        return replace(
            page,
            marks=marks,
            verdict=evidence.verdict_of(marks),
            events=tuple(visit.events),
            rules=self.packs,
            timings_ms={name: round(value, 1) for name, value in timings.items()},
            shots=shots,
            survey=stored.encode() if self.keep_survey else None,
            survey_after=msgspec.structs.replace(
                stored, survey=standing, measured=[], looks=looks_after, makers=None
            ).encode()
            if self.keep_survey
            else None,
        )

    @staticmethod
    async def _explained(
        visit: Visit,
        shots: dict[str, Shot],
        found: tuple[Survey, LooksRecord | None],
        left: tuple[SurveyRecord, LooksRecord | None],
        marks: Sequence[Mark],
    ) -> None:
        """Cleaning seen as a difference: what changed on the page and no mark is the reason for is an event."""

        def unexplained() -> list[str]:
            before = visual.Seen(shots["before"], *found)
            return visual.unexplained_by(
                marks, visual.compare(before, visual.Seen(shots["after"], parse(left[0]), left[1]))
            )

        for line in await off_the_loop(unexplained, visit.deadline, "its pictures were being compared"):
            visit.say("unexplained", inert_line(line)[:200])

    async def _surveyed(self, visit: Visit) -> SurveyRecord:
        """The page's survey with what the selectors of the rules in force there select. Raises UsageError where a user's own
        selector is none; one of a rule is an event."""
        ruleset = self._rules.matcher().ruleset
        record = await visit.survey(ruleset.selectors(host_of(visit.final_url)))
        for each in record.selected:
            if each.elements is not None:
                continue
            if each.selector in (*self._rules.keep, *self._rules.remove):
                raise UsageError(f"{each.selector!r} is no CSS selector")
            visit.say("limit", f"a rule's selector is no CSS selector and was left off: {inert_line(each.selector)}")
        return record

    async def _judged(self, survey: Survey, visit: Visit) -> "evidence.Judgement":
        judgement = await off_the_loop(
            partial(
                evidence.judge_survey,
                survey,
                self._rules.matcher(),
                visit.deadline,
                remove_suspects=self.remove_suspects,
            ),
            visit.deadline,
            "it was being judged",
        )
        for rule in judgement.slow_rules:
            visit.say("limit", f"the pattern of rule {rule} took too long on this page and was left off")
        if judgement.unread:
            visit.say("limit", f"{judgement.unread} lines of this page were not read for what they say")
        return judgement

    @staticmethod
    def _stored(
        source: Source,
        visit: Visit,
        browser: Browser,
        record: SurveyRecord,
        measured: list[MeasuredRecord],
        looks: LooksRecord | None,
    ) -> SurveyFile:
        settings = visit.settings(browser.version)
        return SurveyFile(
            version=VERSION,
            source=inert_text(source.name),
            settings=settings,
            survey=record,
            measured=measured,
            looks=looks,
        )

    async def _sweep_again(self, visit: Visit, marks: Sequence[Mark]) -> SurveyRecord:
        """What comes back after the sweep is swept again, a bounded number of times, and that is an event; what stands in the
        end."""
        gone = {line for mark in marks if mark.removed for line in mark.text.split("\n")}
        for _ in range(MAX_SWEEPS):
            await visit.run_ahead(AFTER_SWEEP_MS)
            record = await self._surveyed(visit)
            survey = await off_the_loop(partial(parse, record), visit.deadline, "its survey was being read")
            back = [block for block in survey.blocks if block.text.strip() in gone]
            if not back:
                break
            visit.events.append(Event("came_back", inert_line(back[0].text)[:200], 0.0))
            _, record, _ = await _swept(visit, evidence.plan_of(await self._judged(survey, visit)))
        return record

    async def _readings(
        self, source: Source, visit: Visit, judgement: "evidence.Judgement", record: SurveyRecord, html: str
    ) -> CleanPage:
        left = await off_the_loop(partial(parse, record), visit.deadline, "what is left was being read")
        title = judgement.title
        headings = [b.text.strip() for b in left.blocks if left.elements[b.element].tag == "h1" and not b.hidden_by]
        mended = bool(left.head.titles) and title != left.head.titles[-1]
        headline = headings[0] if len(headings) == 1 else title if mended else ""
        reading, inert = await off_the_loop(
            lambda: (read_page(left, title), clean_html(html, title)), visit.deadline, "it was being read"
        )
        seen = [block for block in left.blocks if not block.hidden_by]
        if len(seen) <= MAX_OWN_ARTICLE_BLOCKS and len(reading.text) <= MAX_OWN_ARTICLE:
            article = Article(title=headline or reading.title, text=reading.text, markdown=reading.markdown)
        else:
            article = await self._article(visit, html, headline)
        status: Status = "partial" if visit.partial or left.cut else "ok"
        return CleanPage(
            source=source.name,
            url=source.opening.url,
            final_url=visit.final_url,
            http_status=visit.http_status,
            language=judgement.language or None,
            status=status,
            page=reading,
            article=article,
            html=inert,
        )

    async def _article(self, visit: Visit, html: str, headline: str) -> Article:
        """The article; a document that the extractor cannot take costs the page its article and nothing else."""
        found: Article | None = None
        try:
            found = await off_the_loop(
                lambda: read_article(html, visit.final_url, headline, links=self.links),
                visit.deadline,
                "its article was being read",
            )
        except (DeadlineExceeded, RecursionError, ValueError) as error:
            visit.say("limit", f"the article could not be read: {inert_line(str(error))[:200]}")
        return found or Article(title=inert_text(headline))


async def _measured(visit: Visit, judgement: "evidence.Judgement") -> list[MeasuredRecord]:
    """The boxes of all findings in text; without them marks have their block's box, which is no reason to lose the page."""
    try:
        return await visit.measure([evidence.place_of(finding) for finding in judgement.findings if finding.ranges])
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


def _named(page: CleanPage, source: Source) -> CleanPage:
    """The page without the address that was made up for it: it has the name that the user gave, and its links lead where
    they led in the file."""

    def shown(text: str) -> str:
        return text.replace(source.opening.stand_in, "")

    own = source.name if page.final_url in {None, source.opening.url} else shown(page.final_url or "")
    return replace(
        page,
        url=source.name,
        final_url=own if page.final_url is not None else None,
        html=shown(page.html),
        article=replace(page.article, markdown=shown(page.article.markdown)),
        events=tuple(replace(event, detail=shown(event.detail)) for event in page.events),
        error=replace(page.error, message=shown(page.error.message)) if page.error else None,
    )


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


def _listed(name: str, values: object, kinds: tuple[type, ...]) -> list[Any]:
    """The values of a parameter that takes several; a text alone would be taken letter by letter."""
    if isinstance(values, str | bytes | Path) or not isinstance(values, Iterable):
        raise TypeError(f"{name}: a list is meant, not {values!r}; write {name}=[{values!r}]")
    found = list(values)
    for value in found:
        if not isinstance(value, kinds):
            raise TypeError(f"{name}: {value!r} is no {' or '.join(kind.__name__ for kind in kinds)}")
    return found


def _profile(value: str) -> Profile:
    if value not in evidence.PRIORS:
        raise TypeError(f"profile: one of {', '.join(evidence.PRIORS)} is meant, not {value!r}")
    return value  # type: ignore[return-value]


def _check_source(source: object, base_url: object, html: object) -> None:
    """Raises TypeError, with the parameter's name, before anything is opened."""
    if not isinstance(source, str | Path) and not callable(getattr(source, "answer", None)):
        raise TypeError(f"source: a URL, a path or '-' is meant, not {source!r}")
    if base_url is not None and not isinstance(base_url, str):
        raise TypeError(f"base_url: an address as text is meant, not {base_url!r}")
    if html is not None and not isinstance(html, bytes):
        hint = "; encode it: html=text.encode()" if isinstance(html, str) else ""
        raise TypeError(f"html: bytes are meant, not {type(html).__name__}{hint}")


def clean(
    source: str | Path | Source,
    *,
    base_url: str | None = None,
    html: bytes | None = None,
    options: VisitOptions | None = None,
    rules: Sequence[str | Path] = (),
    disable: Sequence[str] = (),
    keep: Sequence[str] = (),
    remove: Sequence[str] = (),
    remove_suspects: bool = False,
    profile: Profile = "normal",
    links: bool = True,
    shots: bool = False,
    keep_survey: bool = False,
    note: Callable[[str], None] = warnings.warn,
) -> CleanPage:
    """One page, cleaned, for scripts and notebooks; also where an event loop runs already. A browser is opened for it
    alone: for more pages use `Cleaner`.

    `html` alone is enough where the page is at hand: `clean("-", html=b"<p>...")`. The other parameters are those of
    `Cleaner` and `Cleaner.clean`. Raises UsageError (no such file, no browser, rules that do not load) and TypeError; a
    page that fails comes back with `error` set.
    """
    _check_source(source, base_url, html)
    cleaner = Cleaner(
        options=options,
        rules=rules,
        disable=disable,
        keep=keep,
        remove=remove,
        remove_suspects=remove_suspects,
        profile=profile,
        links=links,
        shots=shots,
        keep_survey=keep_survey,
        note=note,
    )

    async def story() -> CleanPage:
        async with cleaner.expecting(html):
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
