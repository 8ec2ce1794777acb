"""Floor 3: a page visited as several readers, and what only some of them are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from harness import evidence
from harness.attempts import Attempts
from harness.browser import Browser
from harness.deadline import Deadline, off_the_loop
from harness.dom import page_script
from harness.errors import PageError
from harness.inert import inert_line, inert_text
from harness.model import CleanPage, Event, Shown
from harness.sources import Source
from harness.sources.identity import AsIdentity
from harness.sources.protocol import Identity
from harness.story import Telling
from harness.survey import Survey
from harness.survey.wire import parse

__all__ = ["Cloaking"]

MAX_SHOWN = 200
"""Pieces of text that are told of."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """What one of them was shown."""

    identity: Identity
    survey: Survey
    final_url: str
    led: tuple[str, ...]


@dataclass(slots=True)
class Cloaking:
    """One page, visited as each of `identities`; it is cleaned as the first. Each visit has `deadline_s` of its own."""

    telling: Telling
    source: Source
    browser: Browser
    deadline_s: float
    identities: Sequence[Identity]
    _events: list[Event] = field(default_factory=list)

    async def page(self) -> CleanPage:
        """The page as the first of them sees it, cleaned, with what only some are shown as evidence; and what others are shown."""
        sights = [sight for one in self.identities[1:] if (sight := await self._sight(one)) is not None]
        texts = [evidence.shown_text(sight.survey) for sight in sights]
        telling = replace(self.telling, shown_to_others=tuple(texts))
        attempts = Attempts(
            telling, AsIdentity(self.source, self.identities[0]), self.browser, Deadline(self.deadline_s)
        )
        page = await attempts.page()
        if attempts.survey is None:
            return replace(page, events=(*page.events, *self._events))
        own = evidence.shown_text(attempts.survey)
        shown: list[Shown] = []
        for number, sight in enumerate(sights):
            others = [own, *texts[:number], *texts[number + 1 :]]
            shown += await self._shown(sight, own, others)
            elsewhere = [to for to in sight.led if to not in _led(page.events)]
            if page.final_url and sight.final_url != page.final_url:
                elsewhere.append(f"followed to {sight.final_url}")
            if elsewhere:
                self._say(f"{sight.identity.name} alone is led away: {elsewhere[0]}")
        return replace(page, shown=tuple(shown[:MAX_SHOWN]), events=(*page.events, *self._events))

    async def _sight(self, identity: Identity) -> _Sight | None:
        """What the page shows to this identity; an event where it shows nothing."""
        deadline = Deadline(self.deadline_s)
        source = AsIdentity(self.source, identity)
        try:
            async with self.browser.visit(source, page_script(), deadline=deadline) as visit:
                record = await visit.survey()
                survey = await off_the_loop(partial(parse, record), deadline, "its survey was being read")
                return _Sight(identity, survey, visit.final_url, _led(visit.events))
        except PageError as error:
            self._say(f"{identity.name} is shown nothing: {inert_text(str(error))[:200]}")
            return None

    async def _shown(self, sight: _Sight, own: str, others: Sequence[str]) -> list[Shown]:
        """What this identity is shown and the first is not, judged as it would be on a page of that reader's."""
        deadline = Deadline(self.deadline_s)
        matcher = self.telling.rules.matcher()
        judgement = await off_the_loop(
            partial(evidence.judge_survey, sight.survey, matcher, deadline, shown_to_others=others),
            deadline,
            f"what {sight.identity.name} is shown was being judged",
        )
        found = [
            Shown(
                to=sight.identity.name,
                text=inert_text(finding.text),
                spam=finding.removed,
                score=finding.score,
                evidence=tuple(replace(e, detail=inert_text(e.detail)) for e in finding.evidence),
            )
            for finding in judgement.findings
            if finding.kind != "title" and not evidence.is_shown(finding.text, own)
        ]
        told = "\n".join(one.text for one in found)
        found += [
            Shown(to=sight.identity.name, text=inert_text(block.text.strip()))
            for block in sight.survey.blocks
            if not block.hidden_by and not evidence.is_shown(block.text, own) and block.text.strip() not in told
        ]
        if found:
            spam = sum(one.spam for one in found)
            self._say(
                f"{len(found)} pieces of text are shown to {sight.identity.name} and not to {self.identities[0].name}, {spam} of them spam"
            )
        return found

    def _say(self, detail: str) -> None:
        self._events.append(Event("cloaked", inert_line(detail)[:300], 0.0))


def _led(events: Sequence[Event]) -> tuple[str, ...]:
    """Where the page led its reader, followed or not."""
    return tuple(event.detail for event in events if event.kind == "redirect")
