"""Floor 3: the story of one page that is open and has settled: shoot, survey, judge, measure, sweep and read, shoot again.

The survey is the first thing that is kept: from there on the page is read as it stands, whatever its time or its scripts do.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from harness import evidence, visual
from harness.address import host_of
from harness.browser import Visit
from harness.deadline import Deadline, off_the_loop
from harness.errors import DeadlineExceeded, ScriptFailed, UsageError
from harness.evidence.in_force import RulesInForce
from harness.inert import inert_line, inert_text
from harness.model import Article, CleanPage, Event, Mark, Shot, Status
from harness.reading import ReadingOptions, clean_html, left_out, read_article, read_page
from harness.sources import Source
from harness.survey import Survey
from harness.survey.wire import (
    NOTHING,
    VERSION,
    LooksRecord,
    MeasuredRecord,
    PlanRecord,
    SaidRecord,
    SurveyFile,
    SurveyRecord,
    parse,
)

if TYPE_CHECKING:
    from harness.evidence.sites import Sites

__all__ = ["Story", "Telling"]

MAX_SWEEPS = 3
AFTER_SWEEP_MS = 200
LAST_S = 1.0
"""Real seconds of a page's deadline that are kept back for reading what stands, where the page is not judged or swept in time."""
MAX_OWN_ARTICLE_BLOCKS, MAX_OWN_ARTICLE = 2, 250
"""A page of so few blocks and characters is its own article: there is no main content to find in it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a page is read for, the same for all pages of a run; each of these is an argument of `harness.Cleaner`."""

    rules: RulesInForce
    remove_suspects: bool = False
    reading: ReadingOptions = ReadingOptions()
    shots: visual.ShotOptions | None = None
    """How pictures are written; None where none are taken."""
    keep_survey: bool = False
    sites: "Sites | None" = None
    """Notes of what the pages of a site say together; None where every page is judged alone."""
    shown_to_others: tuple[str, ...] | None = None
    """What others were shown in the place of this page (`harness.evidence.shown_text`); None where it was visited as one alone."""


@dataclass(slots=True)
class Story:
    """One page of `source`, open in `visit` in a browser of this version. `deadline` is all the time that the page has;
    the visit's own may be shorter, as long as somebody may still have to try once more."""

    telling: Telling
    source: Source
    visit: Visit
    browser: str
    deadline: Deadline
    survey: Survey | None = None
    """What was seen in the page, once it was."""
    _shots: dict[str, Shot] = field(default_factory=dict)
    _outlined: Sequence[Mark] | None = None
    """The marks that are drawn, once they are known."""

    async def tell(self) -> CleanPage:
        """The page, cleaned. Raises PageError where it could not be seen at all; one whose time is over after that is read as
        it stands, with nothing taken out, and that is an event."""
        visit, timings = self.visit, self.visit.timings_ms
        if self.telling.shots:
            self._shots["before"] = await visit.shoot()
        began = time.monotonic()
        record = await self._surveyed()
        visit.deadline.extend(self.deadline.reserving(min(LAST_S, self.deadline.left_s / 2)))
        survey = await self._parsed(record)
        self.survey = survey
        timings["survey"] = _since(began)
        try:
            page = await self._cleaned(survey, record)
        except DeadlineExceeded as late:
            visit.say("limit", f"read as it stands, with nothing taken out: {inert_line(str(late))[:200]}")
            page = self._as_it_stands(survey)
        shots = await self._finished()
        return replace(
            page,
            events=tuple(visit.events),
            rules=self.telling.rules.matcher().ruleset.packs,
            timings_ms={name: round(value, 1) for name, value in timings.items()},
            shots=shots,
        )

    async def _finished(self) -> dict[str, Shot]:
        """The pictures as they are written, with the marks drawn."""
        options = self.telling.shots
        if options is None:
            return {}
        taken, outlined = self._shots, self._outlined
        try:
            return await off_the_loop(
                lambda: visual.finished(taken, outlined, options), self.deadline, "its marks were being drawn"
            )
        except DeadlineExceeded as late:
            self.visit.say("limit", f"pictures as they were taken: {late}")
            return taken

    async def _cleaned(self, survey: Survey, record: SurveyRecord) -> CleanPage:
        visit, timings, shots = self.visit, self.visit.timings_ms, self._shots
        keep_survey = self.telling.keep_survey
        looks = await visit.looks() if keep_survey else None
        began = time.monotonic()
        judgement = await self._judged(survey)
        timings["judge"] = _since(began)
        began = time.monotonic()
        measured = await _measured(visit, judgement)
        makers = await visit.makers([evidence.place_of(f) for f in judgement.findings if f.is_node])
        swept, left, html = await _swept(visit, evidence.plan_of(judgement))
        said = judgement.said and SaidRecord(heads=judgement.said.heads, worth=dict(judgement.said.worth))
        stored = msgspec.structs.replace(self._stored(record, measured, looks), makers=makers, said=said)
        marks = evidence.marks_of(survey, judgement, stored, makers)
        marks = marks if swept else tuple(_kept(mark) for mark in marks)
        timings["sweep"] = _since(began)
        left, seen, html = await self._without_what_came_back(marks, left, html)
        standing = left
        if self.telling.shots:
            self._outlined = [mark for mark in marks if mark.removed]
            if self._outlined:
                standing, _, _ = await self._without_what_came_back(marks, await self._a_while_later(), "")
                shots["after"] = await visit.shoot()
            else:
                shots["after"] = shots["before"]  # nothing was taken out
        looks_after = await visit.looks() if keep_survey else None
        if self._outlined and keep_survey:
            await self._explained((survey, looks), (standing, looks_after), marks)
        began = time.monotonic()
        page = await self._readings(judgement, seen, html)
        timings["read"] = _since(began)
        after = msgspec.structs.replace(stored, survey=standing, measured=[], looks=looks_after, makers=None)
        return replace(
            page,
            marks=marks,
            verdict=evidence.verdict_of(marks),
            survey=stored.encode() if keep_survey else None,
            survey_after=after.encode() if keep_survey else None,
        )

    def _as_it_stands(self, survey: Survey) -> CleanPage:
        """The visible text of the page as it was seen, unjudged."""
        title = survey.head.titles[-1] if survey.head.titles else ""
        reading = read_page(survey, title)
        return CleanPage(
            source=self.source.name,
            url=self.source.opening.url,
            final_url=self.visit.final_url,
            http_status=self.visit.http_status,
            retry_after_s=self.visit.retry_after_s,
            status="partial",
            page=reading,
            article=Article(title=reading.title),
        )

    async def _explained(
        self,
        found: tuple[Survey, LooksRecord | None],
        left: tuple[SurveyRecord, LooksRecord | None],
        marks: Sequence[Mark],
    ) -> None:
        """Cleaning seen as a difference: what changed on the page and no mark is the reason for is an event."""
        shots = self._shots

        def unexplained() -> list[str]:
            before = visual.Seen(shots["before"], *found)
            return visual.unexplained_by(
                marks, visual.compare(before, visual.Seen(shots["after"], parse(left[0]), left[1]))
            )

        for line in await off_the_loop(unexplained, self.visit.deadline, "its pictures were being compared"):
            self.visit.say("unexplained", inert_line(line)[:200])

    async def _surveyed(self) -> SurveyRecord:
        """The page's survey with what the selectors of the rules in force there select. Raises UsageError where a user's own
        selector is none; one of a rule is an event."""
        visit, rules = self.visit, self.telling.rules
        record = await visit.survey(rules.matcher().ruleset.selectors(host_of(visit.final_url)))
        for each in record.selected:
            if each.elements is not None:
                continue
            if each.selector in (*rules.keep, *rules.remove):
                raise UsageError(f"{each.selector!r} is no CSS selector")
            visit.say("limit", f"a rule's selector is no CSS selector and was left off: {inert_line(each.selector)}")
        return record

    async def _judged(self, survey: Survey) -> "evidence.Judgement":
        visit, telling = self.visit, self.telling

        def judged() -> evidence.Judgement:
            return evidence.judge_survey(
                survey,
                telling.rules.matcher(),
                visit.deadline,
                remove_suspects=telling.remove_suspects,
                shown_to_others=telling.shown_to_others,
                site=telling.sites.see(self.source.name, survey) if telling.sites and self._was_found else None,
            )

        judgement = await off_the_loop(judged, visit.deadline, "it was being judged")
        for rule in judgement.slow_rules:
            visit.say("limit", f"the pattern of rule {rule} took too long on this page and was left off")
        if judgement.unread:
            visit.say("limit", f"{judgement.unread} lines of this page were not read for what they say")
        return judgement

    @property
    def _was_found(self) -> bool:
        """False where the server answered that there is no such page: what it says instead is of no template."""
        return self.visit.http_status is None or self.visit.http_status < 400

    def _stored(self, record: SurveyRecord, measured: list[MeasuredRecord], looks: LooksRecord | None) -> SurveyFile:
        return SurveyFile(
            version=VERSION,
            source=inert_text(self.source.name),
            settings=self.visit.settings(self.browser),
            survey=record,
            measured=measured,
            looks=looks,
        )

    async def _without_what_came_back(
        self, marks: Sequence[Mark], left: SurveyRecord, html: str
    ) -> tuple[SurveyRecord, Survey, str]:
        """What is left, and its HTML, once what came back (at once by an element's own callback, or in a while) is swept too."""
        survey = await self._parsed(left)
        for _ in range(MAX_SWEEPS):
            if not self._came_back(survey, marks):
                break
            await self.visit.silence()
            _, left, html = await _swept(self.visit, evidence.plan_of(await self._judged(survey)))
            survey = await self._parsed(left)
        return left, survey, html

    async def _a_while_later(self) -> SurveyRecord:
        await self.visit.run_ahead(AFTER_SWEEP_MS)
        return await self._surveyed()

    async def _parsed(self, record: SurveyRecord) -> Survey:
        return await off_the_loop(partial(parse, record), self.visit.deadline, "its survey was being read")

    def _came_back(self, survey: Survey, marks: Sequence[Mark]) -> bool:
        """True, and an event, where a text that was taken out stands in the page again."""
        gone = {line for mark in marks if mark.removed for line in mark.text.split("\n")}
        back = [block for block in survey.blocks if block.text.strip() in gone]
        if back:
            self.visit.events.append(Event("came_back", inert_line(back[0].text)[:200], 0.0))
        return bool(back)

    async def _readings(self, judgement: "evidence.Judgement", left: Survey, html: str) -> CleanPage:
        visit = self.visit
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
            article = await self._article(html, headline, left)
        status: Status = "partial" if visit.partial or left.cut else "ok"
        return CleanPage(
            source=self.source.name,
            url=self.source.opening.url,
            final_url=visit.final_url,
            http_status=visit.http_status,
            retry_after_s=visit.retry_after_s,
            language=judgement.language or None,
            status=status,
            page=reading,
            article=article,
            html=inert,
        )

    async def _article(self, html: str, headline: str, left: Survey) -> Article:
        """The article; a document that the extractor cannot take costs the page its article and nothing else. What of the page's
        main content is in no line of it is an event."""
        visit = self.visit

        def read() -> tuple[Article, list[str]]:
            article = read_article(html, visit.final_url, headline, self.telling.reading)
            return article, left_out((block.text for block in evidence.main_blocks(left)), article.text)

        try:
            found, lost = await off_the_loop(read, visit.deadline, "its article was being read")
        except (DeadlineExceeded, RecursionError, ValueError) as error:
            visit.say("limit", f"the article could not be read: {inert_line(str(error))[:200]}")
            return Article(title=inert_text(headline))
        for piece in lost:
            visit.say("left_out", inert_line(piece))
        return found


async def _measured(visit: Visit, judgement: "evidence.Judgement") -> list[MeasuredRecord]:
    """The boxes of all findings in text; without them marks have their block's box, which is no reason to lose the page."""
    try:
        return await visit.measure(
            [evidence.place_of(f) for f in judgement.findings if not f.hidden_by and f.kind != "title" and f.extra < 0]
        )
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
