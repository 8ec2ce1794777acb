"""Floor 3: the ways in which a page is tried, each plainer than the one before: as it is, without the scripts that lead away,
without any script, and last the bare text of the HTML as the server sent it. What each met is told."""

import asyncio
import threading
from dataclasses import dataclass, field, replace

from harness import evidence
from harness.browser import Browser, Visit
from harness.deadline import Deadline
from harness.dom import page_script
from harness.errors import BrowserCrashed, DeadlineExceeded, PageError, ScriptFailed
from harness.inert import inert_text
from harness.model import CleanPage, Event
from harness.reading import bare_html
from harness.sources import Source
from harness.story import Story, Telling
from harness.survey import Survey

__all__ = ["SMALL_BYTES", "Attempts"]

RETRY_S, RETRY_SHARE, BARE_S = 8.0, 0.45, 3.0
"""Real seconds, or of a short deadline the share, that are kept back for reading a page without its scripts; and the seconds
of these that are kept back for its bare text."""
SMALL_BYTES = 1_000
"""HTML that is shorter is read in no time: nothing is prepared for it."""
HOPELESS = (BrowserCrashed, DeadlineExceeded, ScriptFailed)
"""What a plainer way may still be spared."""


@dataclass(slots=True)
class Attempts:
    """All that is tried on one page of `source` until its `deadline`."""

    telling: Telling
    source: Source
    browser: Browser
    deadline: Deadline
    survey: Survey | None = None
    """What was seen in the page by the way that was told last."""
    _told: list[Event] = field(default_factory=list)
    _served: str = ""

    async def page(self) -> CleanPage:
        """The page by the first way that gives its text. Raises the PageError of the last one, with the events of all."""
        try:
            page = await self._page()
        except PageError as error:
            error.events = (*self._told, *error.events)
            raise
        return replace(page, events=(*self._told, *page.events)) if self._told else page

    async def _page(self) -> CleanPage:
        standing: CleanPage | None = None
        robbed = False
        try:
            page = await self._as_it_is()
            seen = "\n".join([page.page.text, *(mark.text for mark in page.marks)])
            robbed = await asyncio.to_thread(evidence.taken_away, self._served, seen)
            if seen.strip() and not robbed:
                return page
            standing, why = page, "its scripts took its text away" if robbed else "no text was left on the page"
        except HOPELESS as error:
            why = self._met(error)
        if any(event.kind == "cut_off" for event in self._told):
            return standing or await self._bare(why)
        try:
            page = await self._without_scripts(why)
        except HOPELESS as error:
            if standing:
                return standing
            return await self._bare(self._met(error))
        if standing and (not page.page.text or (robbed and not evidence.holds_served(self._served, page.page.text))):
            return standing
        if standing:
            self._told += standing.events
        return page

    async def _as_it_is(self) -> CleanPage:
        """With its scripts; where they lead away before the page is there, without those."""
        kept_back = min(RETRY_S, RETRY_SHARE * self.deadline.left_s)
        first = self.deadline.reserving(kept_back)
        async with self.browser.visit(self.source, page_script(), deadline=first, heard=self._heard) as visit:
            leavers = visit.leavers
            if not leavers:
                return await self._told_of(visit)
            self._told += visit.events
        again = self.deadline.reserving(kept_back)
        async with self.browser.visit(self.source, page_script(), deadline=again, left_out=leavers) as visit:
            self._retried(f"without the scripts that lead away: {', '.join(sorted(leavers))[:300]}")
            return await self._told_of(visit)

    async def _told_of(self, visit: Visit) -> CleanPage:
        """The story of a page that has settled; what was kept back for trying again is its own, unless it got stuck."""
        visit.deadline.extend(self.deadline.reserving(self.deadline.left_s / 2) if visit.stuck else self.deadline)
        return await self._tell(visit, self.deadline)

    async def _without_scripts(self, why: str) -> CleanPage:
        self._retried(f"without the page's scripts: {why}")
        second = self.deadline.reserving(min(BARE_S, self.deadline.left_s / 2))
        async with self.browser.visit(self.source, page_script(), deadline=second, scripts=False) as visit:
            return await self._tell(visit, second)

    async def _bare(self, why: str) -> CleanPage:
        """The text of the document as it was sent, without the scripts, styles, pictures and drawings that no browser could
        bear, and of a long one its beginning."""
        self._retried(f"from the bare HTML as the server sent it: {why}")
        async with self.browser.visit(
            self.source, page_script(), deadline=self.deadline, scripts=False, bare=bare_html
        ) as visit:
            return await self._tell(visit, self.deadline)

    async def _tell(self, visit: Visit, deadline: Deadline) -> CleanPage:
        story = Story(self.telling, self.source, visit, self.browser.version, deadline)
        page = await story.tell()
        self.survey = story.survey
        return page

    def _met(self, error: PageError) -> str:
        self._told += error.events
        error.events = ()
        return inert_text(str(error))

    def _retried(self, how: str) -> None:
        self._told.append(Event("retried", inert_text(how), 0.0))

    def _heard(self, html: str) -> None:
        """Keep the HTML as the server sent it, and read what its lines say while the page still settles: the judge will ask."""
        self._served = html
        if len(html) >= SMALL_BYTES and self.telling.rules.matcher().heads is not None:
            threading.Thread(target=evidence.read_ahead, args=(html,), daemon=True, name="reading ahead").start()
