"""Floor 2: one visit: our script in its own world, navigation, settling on virtual time, calls into the page."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import msgspec

from harness.browser.called import called_as
from harness.browser.camera import Camera
from harness.browser.clock import Clock
from harness.browser.closed import ClosedRoots
from harness.browser.door import Door
from harness.browser.makers import Makers
from harness.browser.options import VisitOptions
from harness.browser.settle import Phase, Settling
from harness.browser.tape import Tape
from harness.browser.target import Target
from harness.browser.tasks import Tasks
from harness.browser.traffic import MAX_HEARD_BYTES, Asked, Bare, Counts, Traffic
from harness.browser.worlds import Worlds
from harness.deadline import Deadline
from harness.dom import idle_script, seed_script, sockets_script
from harness.errors import (
    BrowserCrashed,
    ConnectionFailed,
    DeadlineExceeded,
    InternalError,
    NotHtml,
    PageError,
    ScriptFailed,
    UnknownHost,
)
from harness.model import Event, Shot
from harness.sources import Source
from harness.sources.protocol import Conversation
from harness.survey.wire import (
    LooksRecord,
    MakerRecord,
    MeasuredRecord,
    PlaceRecord,
    PlanRecord,
    SettingsRecord,
    SizeRecord,
    SurveyRecord,
    SweptRecord,
    decode,
)

__all__ = ["Visit"]

EARLY_MS = 2_000
BUSY_S, WHOLE_PAGE_S = 2.0, 60.0
NESTED = 3
MAX_EVENTS, MAX_EVENTS_OF_A_KIND = 400, 100
LONG_DOCUMENT_BYTES = 1_000_000
"""A main document from which on its own markup, and not a script, is what makes many nodes."""
# What the door's closing of a connection looks like from the page's side.
UNREACHABLE = dict.fromkeys(
    ("ERR_EMPTY_RESPONSE", "ERR_TUNNEL_CONNECTION_FAILED"), "the connection is refused or empty"
)
# What a page may do this often before its scripts are switched off: each costs the browser real time without end.
FLOODS = {"dialog": 25, "redirect": 20, "popup": 5, "history": 100, "download": 5, "too_many_requests": 1}
# In JSON that a page's script wrote only lone surrogates are escaped by number; an escaped backslash is passed over.
ESCAPED = re.compile(r"\\\\|\\ud[89a-f][0-9a-f]{2}")


def _by_address(conversations: Sequence[Conversation]) -> dict[str, list[list[dict[str, object]]]]:
    found: dict[str, list[list[dict[str, object]]]] = {}
    for conversation in conversations:
        messages: list[dict[str, object]] = [
            {"sent": m.sent, "data": m.data, "binary": m.binary} for m in conversation.messages
        ]
        found.setdefault(conversation.url, []).append(messages)
    return found


def _whole(found: re.Match[str]) -> str:
    return found[0] if found[0] == r"\\" else "\ufffd"


class Visit:
    """A page that is open and has settled."""

    def __init__(
        self,
        target: Target,
        source: Source,
        options: VisitOptions,
        door: Door,
        drawn: bool,
        deadline: Deadline,
        called: dict[str, Any],
        *,
        taped: bool = False,
    ) -> None:
        self.events: list[Event] = []
        self.timings_ms: dict[str, float] = {}
        self.phases: list[Phase] = []
        self.deadline = deadline
        self._target, self._source, self._options = target, source, options
        self._called = called
        self._clock = Clock(target, drawn, deadline, self.say, lambda: self._traffic.busy)
        self._camera = Camera(target, options, self._clock.draw if drawn else None, self.say)
        self._traffic = Traffic(target, source, options, door, self.say, lambda: self._clock.virtual_ms)
        self._opened = self._left_early = False
        self.heard: Callable[[str], None] | None = None
        """Is given the main document's HTML as the server sent it, as soon as it is there."""
        self._world = 0
        self._frames: dict[str, int] = {}
        self._frames_open = 0
        self._worlds = Worlds(self._value, self._main_world, lambda: list(self._frames.values()))
        self._world_made = asyncio.Event()
        self._seen: Counter[str] = Counter()
        self._makers = Makers(target, deadline, self.say)
        self._closed = ClosedRoots(target, deadline)
        self._tasks = Tasks(self.say)
        self.tape: Tape | None = Tape(target, self._tasks.spawn, lambda: self._clock.virtual_ms) if taped else None
        self._scripts = True
        self._clock_s = 0.0
        self._traffic.all_shown = taped
        target.on_event = self._on_event
        target.on_defect = self._on_defect

    @property
    def final_url(self) -> str:
        """The address of the document that was read, after redirects."""
        return self._traffic.final_url

    @property
    def http_status(self) -> int | None:
        """The main document's status; None where no server was asked."""
        return self._traffic.http_status

    @property
    def retry_after_s(self) -> float | None:
        """For how long the server asks to be left alone; None where it does not."""
        return self._traffic.retry_after_s

    @property
    def partial(self) -> bool:
        """True where the page was read before all of it had settled."""
        return self._clock.partial

    @property
    def stuck(self) -> bool:
        """True where the page did not let go of the browser by itself."""
        return self._clock.stuck > 0

    def say(self, kind: str, detail: str) -> None:
        """Note an event, within bounds: a page can make as many as it likes."""
        self._seen[kind] += 1
        if len(self.events) < MAX_EVENTS and self._seen[kind] <= MAX_EVENTS_OF_A_KIND:
            readable = "".join(c for c in detail[:300] if c.isprintable())
            self.events.append(Event(kind, readable, round(self._clock.virtual_ms)))
        if kind == "redirect" and self._clock.virtual_ms < EARLY_MS:
            self._left_early = True
        if self._seen[kind] == FLOODS.get(kind):
            self.events.append(Event("silenced", f"too many {kind} events: scripts off", round(self._clock.virtual_ms)))
            self._tasks.spawn(self._clock.silence())

    def worker_came(self, identity: str) -> None:
        """A worker of this page began; while one lives, real time is given to it."""
        self._traffic.worker_came(identity)

    def worker_went(self, identity: str) -> None:
        """A worker of this page ended."""
        self._traffic.worker_went(identity)

    def _on_defect(self, error: Exception) -> None:
        """An event that we could not take: the page is read on, and the fault is told."""
        self.say("defect", str(InternalError.of(error)))

    def _on_event(self, method: str, params: dict[str, Any]) -> None:
        if method == "Emulation.virtualTimeBudgetExpired":
            self._clock.expired.set()
        elif method == "Runtime.executionContextCreated":
            context = params["context"]
            if context["name"] == "harness" and context["auxData"]["frameId"] == self._target.target_id:
                self._world = context["id"]
                self._world_made.set()
            elif context["name"] == "harness":
                self._frames[context["auxData"]["frameId"]] = context["id"]
        elif method == "Runtime.executionContextsCleared":
            self._world_made.clear()
            self._frames.clear()
        elif method == "Page.frameNavigated" and params["frame"].get("unreachableUrl") and self._opened:
            if params["frame"]["id"] == self._target.target_id:
                self._target.abandon(BrowserCrashed("the page left for one that cannot be reached"))
        elif method == "Page.frameDetached":
            self._frames_open -= 1
            self._frames.pop(params["frameId"], None)
        elif method == "Page.javascriptDialogOpening":
            self.say("dialog", params.get("message", ""))
            self._tasks.spawn(self._target.send("Page.handleJavaScriptDialog", accept=False))
        elif method == "Page.navigatedWithinDocument":
            self.say("history", params.get("url", ""))
        elif method == "Fetch.requestPaused":
            if self.tape:
                self.tape.paused(params)
            self._tasks.spawn(self._traffic.paused(params))
        elif method == "Fetch.authRequired":
            self._tasks.spawn(self._traffic.authorize(params))
        elif method.startswith("Network."):
            self._traffic.note(method, params)
            if max(self._traffic.document_bytes, self._traffic.announced_bytes) > self._options.max_document_bytes:
                most = self._options.max_document_bytes
                self._cut_off(f"the document is longer than {most} bytes: its beginning is read")
            if self.heard and self._traffic.is_document(method, params):
                self._tasks.spawn(self._hear(self.heard, params["requestId"]))
            if self.tape:
                self.tape.note(method, params)
        elif method == "Target.attachedToTarget":
            self.worker_came(params["targetInfo"]["targetId"])
        elif method == "Target.detachedFromTarget":
            self.worker_went(params.get("targetId", ""))
        elif method == "Runtime.bindingCalled" and params["name"] == "harnessLimit" and params["payload"] == "traces":
            self._tasks.spawn(self._makers.flooded())
        elif method == "Runtime.bindingCalled" and params["name"] == "harnessLimit":
            self._too_many_nodes()
        elif method == "Page.frameAttached":
            self._frames_open += 1
            if self._frames_open == self._options.max_frames:
                self.say("limit", f"more than {self._options.max_frames} frames: scripts off")
                self._tasks.spawn(self._clock.silence())
        elif method == "Inspector.targetCrashed":
            self._target.abandon(BrowserCrashed("the page's renderer crashed"))

    def _too_many_nodes(self) -> None:
        """Where scripts make the nodes the page is tried without them, of a long document its beginning is read."""
        if self._traffic.document_bytes < LONG_DOCUMENT_BYTES and self._scripts:
            self._target.abandon(BrowserCrashed("scripts wrote more nodes than a page may have"))
        else:
            self._cut_off("the document has more nodes than a page may have: its beginning is read")

    def _cut_off(self, why: str) -> None:
        """A document that no browser could lay out in time is given up: its beginning can be read bare."""
        if not self._seen["cut_off"]:
            self.say("cut_off", why)
        self._target.abandon(BrowserCrashed(why))

    async def _hear(self, heard: Callable[[str], None], request: str) -> None:
        try:
            answer = await self._target.send("Network.getResponseBody", requestId=request)
        except PageError:
            return  # the page has left that document already; what is not heard early is read later
        if not answer.get("base64Encoded"):
            heard(answer["body"][:MAX_HEARD_BYTES])

    @property
    def leavers(self) -> frozenset[str]:
        """Addresses of scripts that tried to take the reader elsewhere while the page was still being loaded."""
        return frozenset(self._traffic.leavers) if self._left_early else frozenset()

    async def open(
        self,
        script: str,
        *,
        scripts: bool = True,
        left_out: frozenset[str] = frozenset(),
        bare: Bare | None = None,
    ) -> None:
        """Prepare the target and navigate; raises the error that the main document met. Without `scripts` none of the
        page's own run, with `left_out` not those at these addresses; with `bare` the document is what it makes of it, alone."""
        self._traffic.left_out, self._traffic.bare = left_out, bare
        send = self._target.send
        script = f"globalThis.harnessMaxNodes = {self._options.max_nodes};\n{script}"
        began = time.monotonic()
        width, height = self._viewport
        mobile = bool(self._source.opening.identity and self._source.opening.identity.mobile)
        self._clock_s, self._scripts = self._source.opening.clock_s or time.time(), scripts
        prepared = [
            send("Page.enable"),
            send("Runtime.enable"),
            send("Network.enable"),
            send("Network.setBypassServiceWorker", bypass=True),
            send(
                "Emulation.setDeviceMetricsOverride",
                width=width,
                height=height,
                deviceScaleFactor=self._options.device_scale,
                mobile=mobile,
            ),
            send("Page.addScriptToEvaluateOnNewDocument", source=script, worldName="harness", runImmediately=True),
            send("Runtime.addBinding", name="harnessLimit", executionContextName="harness"),
            self._makers.begin(),
            send("Fetch.enable", patterns=self._traffic.patterns, handleAuthRequests=True),
            send("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False, flatten=False),
            send("Emulation.setVirtualTimePolicy", policy="pause", initialVirtualTime=self._clock_s),
            send("Page.addScriptToEvaluateOnNewDocument", source=idle_script()),
            *self._personal(),
        ]
        if (seed := self._source.opening.seed) is not None:
            prepared.append(send("Page.addScriptToEvaluateOnNewDocument", source=seed_script(seed)))
        if (conversations := self._source.opening.conversations) is not None:
            script_of_sockets = sockets_script(_by_address(conversations))
            prepared.append(send("Page.addScriptToEvaluateOnNewDocument", source=script_of_sockets))
        if not scripts:
            prepared.append(send("Emulation.setScriptExecutionDisabled", value=True))
            self._clock.partial = True
            self._traffic.follow = "never"
        await asyncio.gather(*prepared)
        self._world_made.clear()  # what stands so far is the empty first document's
        answer = await send("Page.navigate", **self._leading, within_s=self.deadline.at_most(60))
        self.timings_ms["open"] = (time.monotonic() - began) * 1000
        self._raise_failure()
        problem = answer.get("errorText", "")
        if problem == "net::ERR_ABORTED" and self.http_status in (204, 205):
            raise NotHtml(f"the server answered {self.http_status}, which is no page: give the address of a page")
        if answer.get("isDownload"):
            raise NotHtml("not an HTML page but a download: give the address of a page")
        if "NAME_NOT_RESOLVED" in problem:
            raise UnknownHost(f"the host of {self._source.opening.url[:200]} does not resolve: check the address")
        if problem and problem != "net::ERR_ABORTED":
            said = UNREACHABLE.get(problem.removeprefix("net::"), problem.removeprefix("net::"))
            raise ConnectionFailed(f"{self._source.opening.url[:200]}: {said}: is the site up?")

        self._opened = True

    @property
    def _leading(self) -> dict[str, str]:
        """Where the navigation leads, and where the reader seems to come from."""
        opening = self._source.opening
        referrer = opening.identity.referrer if opening.identity else None
        return {"url": opening.url, **({"referrer": referrer, "referrerPolicy": "unsafeUrl"} if referrer else {})}

    def _personal(self) -> list[Coroutine[Any, Any, Any]]:
        """Who we say we are: what the user or the fixture set, else the browser's own."""
        send, options = self._target.send, self._options
        locale = self._locale
        sent: list[Coroutine[Any, Any, Any]] = []
        if locale:
            sent.append(send("Emulation.setLocaleOverride", locale=locale))
        if time_zone := options.time_zone or self._source.opening.time_zone:
            sent.append(send("Emulation.setTimezoneOverride", timezoneId=time_zone))
        user_agent = options.user_agent or self._source.opening.user_agent
        own = {"userAgent": user_agent} if user_agent else self._called
        if identity := self._source.opening.identity:
            own = called_as(self._called, identity)
        sent.append(send("Emulation.setUserAgentOverride", **own))
        if options.cookies:
            sent.append(send("Network.setCookies", cookies=list(options.cookies)))
        return sent

    @property
    def _viewport(self) -> tuple[int, int]:
        return self._source.opening.viewport or self._options.viewport

    @property
    def _locale(self) -> str | None:
        return self._options.locale or self._source.opening.locale

    def settings(self, browser: str) -> SettingsRecord:
        """With what this page was visited, by this version of the browser."""
        width, height = self._viewport
        return SettingsRecord(
            browser=browser,
            width=width,
            height=height,
            settle_ms=self._options.settle_ms,
            scripts=self._scripts,
            clock_s=round(self._clock_s, 3),
            locale=self._locale,
            time_zone=self._options.time_zone or self._source.opening.time_zone,
            user_agent=self._options.user_agent or self._source.opening.user_agent,
        )

    @property
    def counts(self) -> Counts:
        """What the page asked for."""
        return self._traffic.counts

    @property
    def requests(self) -> list[Asked]:
        """What the page asked for, up to a number, in order."""
        return list(self._traffic.asked.values())

    @property
    def requests_left_out(self) -> int:
        """How many requests came past that number."""
        return self._traffic.left_off

    def _raise_failure(self) -> None:
        if self._traffic.failure:
            raise self._traffic.failure

    async def settle(self) -> None:
        """Let the page finish: see `harness.browser.settle`."""
        plan = Settling(
            self._target,
            self._clock,
            self._traffic,
            self.poke,
            self._tasks.spawn,
            self._is_still,
            viewport=self._viewport,
            device_scale=self._options.device_scale,
            settle_ms=self._options.settle_ms,
            worker_s=self._options.worker_s,
        )
        await plan.run(self.deadline, self.phases)
        self.timings_ms["settle"] = sum(phase.real_ms for phase in self.phases)

    async def _is_still(self) -> bool:
        """True where nothing can change the page any more."""
        return await self._value(await self._main_world(), "String(harness.reader.still())") == "true"

    async def silence(self) -> None:
        """From now on no script of the page runs, nor a callback of one of its elements."""
        await self._target.send(
            "Emulation.setScriptExecutionDisabled", value=True, within_s=self.deadline.at_most(BUSY_S)
        )

    async def run_ahead(self, ms: int) -> None:
        """Let virtual time go on by this much, with frames drawn."""
        await self._clock.step(ms // 2 or 1)
        await self._clock.step(ms - ms // 2)

    async def poke(self, expression: str) -> bool:
        """A small change of what the page sees of us (a scroll, an event), and whether what the expression gives is true; a
        page that is busy is made to listen, and says no."""
        world = await self._main_world()
        try:
            answer = await self._target.send(
                "Runtime.evaluate",
                contextId=world,
                expression=expression,
                returnByValue=True,
                within_s=self.deadline.at_most(BUSY_S),
            )
            return answer["result"].get("value") is True
        except DeadlineExceeded:
            await self._clock.end_script("the page was too busy to be scrolled")
        except BrowserCrashed:
            if self._world_made.is_set() and world == self._world:
                raise  # else the document was replaced under the call, and the next one is poked later
        return False

    async def survey(self, selectors: Sequence[str] = ()) -> SurveyRecord:
        """One walk over the whole page, frames of other sites included, and what these CSS selectors select; see
        `harness.survey`."""
        survey = await self._worlds.survey(selectors)
        for _ in range(NESTED):  # a closed root may hold another one's host
            if not self._worlds.hosting or not await self._closed.taken_up(self._worlds.hosting):
                break
            survey = await self._worlds.survey(selectors)
        return survey

    async def looks(self) -> LooksRecord:
        """How the elements of the last survey are painted."""
        return await self._worlds.looks()

    async def makers(self, places: Sequence[PlaceRecord]) -> list[MakerRecord] | None:
        """Who made what stands at these places of the last survey, as far as that is known; None where nothing is."""
        found = await self._makers.of(places, self._worlds.locate)
        brought = self._traffic.brought
        return found and [
            msgspec.structs.replace(each, loaded_by=brought.get(each.script_url or "") or None) for each in found
        ]

    async def measure(self, places: Sequence[PlaceRecord]) -> list[MeasuredRecord]:
        """For each place of the last survey the boxes of its ranges on the page."""
        return await self._worlds.measure(places)

    async def sweep_and_read(self, plan: PlanRecord) -> tuple[SweptRecord, SurveyRecord, str]:
        """Take what the plan names of the last survey out; how much went, what is left, and that as HTML."""
        return await self._worlds.sweep_and_read(plan)

    async def _value(self, context: int, expression: str) -> str:
        """What the expression, a string, holds in this world; raises ScriptFailed where our script throws."""
        self._raise_failure()
        answer = await self._target.send(
            "Runtime.evaluate",
            contextId=context,
            expression=expression,
            returnByValue=True,
            within_s=self.deadline.at_most(WHOLE_PAGE_S),
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"].get("exception", {}).get("description", "an error")
            raise ScriptFailed(
                f"our script in the page failed: {' '.join(thrown.split())[:300]}; please report the page"
            )
        return ESCAPED.sub(_whole, answer["result"]["value"])

    async def _main_world(self) -> int:
        """The world of the main frame's document that stands now, waited for while one is replaced."""
        try:
            async with asyncio.timeout(self.deadline.at_most(WHOLE_PAGE_S)):
                await self._world_made.wait()
        except TimeoutError as error:
            raise DeadlineExceeded("the page gave no document to read") from error
        return self._world

    async def shoot(self) -> Shot:
        """The whole page as PNG, up to the height limit."""
        began = time.monotonic()
        answer = await self._value(await self._main_world(), "JSON.stringify(harness.reader.size())")
        fixed = bool(self._frames) and self._source.opening.seed is not None
        shot = await self._camera.shoot(decode(answer, SizeRecord), self.deadline, fullest=fixed)
        self.timings_ms["shoot"] = self.timings_ms.get("shoot", 0.0) + (time.monotonic() - began) * 1000
        return shot

    async def finish(self) -> None:
        """Let go of whatever still waits for the page."""
        await self._tasks.close()
