"""Floor 2: one visit: a fresh context, our script in its own world, navigation, settling on virtual time, the picture."""

import asyncio
import base64
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, Self

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import CDPSession, Error, Playwright, async_playwright

from harness.browser.find import find_browser
from harness.browser.guard import Guard, same_site
from harness.browser.options import VisitOptions
from harness.browser.target import Target
from harness.errors import (
    AddressRefused,
    BrowserCrashed,
    BrowserNotFound,
    ConnectionFailed,
    DeadlineExceeded,
    NotHtml,
    PageError,
    UnknownHost,
)
from harness.model import Event, Request, Shot, Source

__all__ = ["Browser", "Visit"]

QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--mute-audio",
    "--disable-default-apps", "--no-default-browser-check", "--dns-prefetch-disable", "--disable-preconnect",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)  # fmt: skip
FRAMES = (
    "--enable-begin-frame-control", "--run-all-compositor-stages-before-draw", "--disable-new-content-rendering-timeout",
    "--disable-threaded-animation", "--disable-threaded-scrolling", "--disable-checker-imaging",
)  # fmt: skip
STEPS_MS = (16,) * 32 + (50,) * 10 + (100,) * 10 + (200,) * 5 + (1000,) * 12
SCROLL_AT = {44: 0.33, 48: 0.66, 52: 1.0}
STUCK_S = 1.0
RESERVE_S = 8.0
HTML_TYPES = {"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"}
MAX_EVENTS, MAX_FOLLOWED = 200, 3


class Visit:
    """A page that is open and has settled; `partial` where something was cut short."""

    def __init__(self, target: Target, source: Source, options: VisitOptions, guard: Guard, drawn: bool) -> None:
        self.final_url = source.url
        self.http_status: int | None = None
        self.events: list[Event] = []
        self.timings_ms: dict[str, float] = {}
        self.partial = False
        self._target, self._source, self._options, self._guard, self._drawn = target, source, options, guard, drawn
        self._deadline = time.monotonic() + options.deadline_s
        self._world: int | None = None
        self._expired: asyncio.Event = asyncio.Event()
        self._failure: PageError | None = None
        self._documents = 0
        self._virtual_ms = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        target.on_event = self._on_event

    def _left(self, most: float) -> float:
        """Seconds a command may take: at most `most`, at least half a second, so that none is ever told 0."""
        return max(0.5, min(most, self._deadline - time.monotonic()))

    def _say(self, kind: str, detail: str) -> None:
        if len(self.events) < MAX_EVENTS:
            self.events.append(
                Event(kind, "".join(c for c in detail[:300] if c.isprintable()), round(self._virtual_ms))
            )

    def _spawn(self, work: Any) -> None:
        async def guarded() -> None:
            try:
                await work
            except PageError as error:  # the page, or this one request of it, is gone already
                self._say("unanswered", str(error))

        task = asyncio.get_running_loop().create_task(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _on_event(self, method: str, params: dict[str, Any]) -> None:
        if method == "Emulation.virtualTimeBudgetExpired":
            self._expired.set()
        elif method == "Runtime.executionContextCreated":
            context = params["context"]
            if context["name"] == "harness" and context["auxData"]["frameId"] == self._target.target_id:
                self._world = context["id"]
        elif method == "Page.javascriptDialogOpening":
            self._say("dialog", params.get("message", ""))
            self._spawn(self._target.send("Page.handleJavaScriptDialog", accept=False))
        elif method == "Fetch.requestPaused":
            self._spawn(self._answer(params))
        elif (
            method == "Network.responseReceived"
            and params.get("frameId") == self._target.target_id
            and params.get("type") == "Document"
        ):
            self._responded(params["response"])
        elif method == "Inspector.targetCrashed":
            self._failure = BrowserCrashed("the page's renderer crashed")

    def _responded(self, response: dict[str, Any]) -> None:
        self.final_url, self.http_status = response["url"], response["status"]
        if response["status"] >= 400:
            self._say("http_status", str(response["status"]))
        if response["mimeType"] not in HTML_TYPES:
            self._failure = NotHtml(f"not an HTML page but {response['mimeType']}: give the address of a page")

    async def _answer(self, params: dict[str, Any]) -> None:
        request, identity = params["request"], params["requestId"]
        main = params["frameId"] == self._target.target_id and params["resourceType"] == "Document"
        reason = await self._refusal(request, main, params)
        if reason:
            await self._target.send("Fetch.failRequest", requestId=identity, errorReason=reason)
            return
        answer = None
        if self._source.answers:
            answer = await self._source.answer(
                Request(request["url"], request["method"], params["resourceType"], request["headers"])
            )
            if answer is None and self._source.offline and request["url"].startswith(("http:", "https:")):
                self._say("refused", request["url"])
                await self._target.send("Fetch.failRequest", requestId=identity, errorReason="NameNotResolved")
                return
        if answer is not None:
            headers = [{"name": n, "value": v} for n, v in answer.headers]
            body = base64.b64encode(answer.body).decode()
            await self._target.send(
                "Fetch.fulfillRequest",
                requestId=identity,
                responseCode=answer.status,
                responseHeaders=headers,
                body=body,
            )
            return
        refused = await self._guard.refusal(request["url"])
        if refused:
            self._say("refused", f"{refused} {request['url']}")
            if main and self._documents == 1:
                self._failure = (
                    UnknownHost(f"the host of {request['url'][:200]} does not resolve: check the address")
                    if refused == "unknown_host"
                    else AddressRefused(f"{request['url'][:200]} is a private address; --allow-private opens those")
                )
            await self._target.send("Fetch.failRequest", requestId=identity, errorReason="NameNotResolved")
        else:
            await self._target.send("Fetch.continueRequest", requestId=identity)

    async def _refusal(self, request: dict[str, Any], main: bool, params: dict[str, Any]) -> str:
        """Why a navigation of the main frame is refused, as a protocol error reason, or an empty string."""
        if not main:
            return ""
        self._documents += 1
        if self._documents == 1 or params.get("redirectedRequestId"):
            return ""
        follow = self._options.follow
        allowed = follow == "any" or (follow == "same-site" and same_site(self.final_url, request["url"]))
        if allowed and self._documents <= 1 + MAX_FOLLOWED:
            self._say("redirect", f"followed to {request['url']}")
            return ""
        self._say("redirect", f"refused to {request['url']}")
        return "Aborted"

    async def open(self, script: str) -> None:
        """Prepare the target and navigate; raises the error that the main document met."""
        send = self._target.send
        width, height = self._source.viewport or self._options.viewport
        pattern = {"urlPattern": "*"}
        await send("Page.enable")
        await send("Runtime.enable")
        await send("Network.enable")
        await send("Network.setBypassServiceWorker", bypass=True)
        await send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        if self._source.locale:
            await send("Emulation.setLocaleOverride", locale=self._source.locale)
        await send("Page.addScriptToEvaluateOnNewDocument", source=script, worldName="harness", runImmediately=True)
        await send("Fetch.enable", patterns=[pattern])
        await send(
            "Emulation.setVirtualTimePolicy", policy="pause", initialVirtualTime=self._source.clock_s or time.time()
        )
        answer = await send("Page.navigate", url=self._source.url, within_s=self._left(self._options.deadline_s - 2))
        problem = answer.get("errorText", "")
        if self._failure:
            raise self._failure
        if answer.get("isDownload"):
            raise NotHtml("not an HTML page but a download: give the address of a page")
        if "NAME_NOT_RESOLVED" in problem:
            raise UnknownHost(f"the host of {self._source.url[:200]} does not resolve: check the address")
        if problem and problem != "net::ERR_ABORTED":
            raise ConnectionFailed(f"{self._source.url[:200]}: {problem.removeprefix('net::')}: is the site up?")

    async def settle(self) -> None:
        """Virtual time in steps, a drawn frame after each; scrolled down and moved over on the way."""
        began = time.monotonic()
        left_ms = self._options.settle_ms
        for number, budget in enumerate(STEPS_MS):
            if self._failure:
                raise self._failure
            if left_ms <= 0 or self._deadline - time.monotonic() < min(RESERVE_S, self._options.deadline_s / 2):
                self.partial = left_ms > 0
                break
            left_ms -= budget
            await self._step(budget)
            if number in SCROLL_AT:
                await self._look(SCROLL_AT[number])
        await self.call("(scrollTo(0, 0), 'null')")
        await self._step(16)
        self.timings_ms["settle"] = (time.monotonic() - began) * 1000

    async def _look(self, share: float) -> None:
        await self.call(
            f"(scrollTo(0, document.documentElement ? document.documentElement.scrollHeight * {share} : 0), 'null')"
        )
        move = self._target.send(
            "Input.dispatchMouseEvent", type="mouseMoved", x=200 + 300 * share, y=300, within_s=2.0
        )
        self._spawn(move)

    async def _step(self, budget: int) -> None:
        self._expired.clear()
        await self._target.send(
            "Emulation.setVirtualTimePolicy",
            policy="pauseIfNetworkFetchesPending",
            budget=budget,
            within_s=self._left(5),
        )
        try:
            async with asyncio.timeout(self._left(STUCK_S)):
                await self._expired.wait()
        except TimeoutError:
            await self._unstick(budget)
        self._virtual_ms += budget
        await self._draw()

    async def _unstick(self, budget: int) -> None:
        """End a script that does not yield, and let time run on past requests that never end."""
        self.partial = True
        self._say("stuck", f"a step of {budget} ms did not end")
        await self._target.send("Runtime.terminateExecution", within_s=self._left(2))
        await self._target.send(
            "Emulation.setVirtualTimePolicy", policy="advance", budget=budget, within_s=self._left(2)
        )
        with suppress(TimeoutError):
            async with asyncio.timeout(self._left(STUCK_S)):
                await self._expired.wait()

    async def _draw(self) -> None:
        if not self._drawn:
            return
        try:
            await self._target.send("HeadlessExperimental.beginFrame", within_s=self._left(2))
        except DeadlineExceeded:
            self.partial = True
            self._say("stuck", "a frame was not drawn in time")
            await self._target.send("Runtime.terminateExecution", within_s=self._left(2))

    async def run_ahead(self, ms: int) -> None:
        """Let virtual time go on by this much, with frames drawn."""
        await self._step(ms // 2 or 1)
        await self._step(ms - ms // 2)

    async def call(self, expression: str) -> Any:
        """What the expression, a JSON string, holds; evaluated in our world of the main frame's current document."""
        if self._failure:
            raise self._failure
        if self._world is None:
            raise DeadlineExceeded("the page gave no document to read")
        answer = await self._target.send(
            "Runtime.evaluate",
            contextId=self._world,
            expression=expression,
            returnByValue=True,
            within_s=self._left(15),
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"].get("exception", {}).get("description", "an error")
            raise PageError(f"the script in the page failed: {thrown[:300]}")
        return json.loads(answer["result"]["value"])

    async def shoot(self) -> Shot:
        """The whole page as PNG, up to the height limit; frames are drawn until the capture has what it waits for."""
        began = time.monotonic()
        size = await self.call(
            "JSON.stringify([innerWidth, Math.max(innerHeight, document.documentElement ? document.documentElement.scrollHeight : 0)])"
        )
        width, height = int(size[0]), int(size[1])
        if height > self._options.max_height_px:
            self._say("limit", f"the picture ends at {self._options.max_height_px} of {height} px")
            height = self._options.max_height_px
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        capture = asyncio.ensure_future(
            self._target.send(
                "Page.captureScreenshot",
                format="png",
                optimizeForSpeed=True,
                captureBeyondViewport=True,
                clip=clip,
                within_s=self._left(15),
            )
        )
        while self._drawn and not capture.done():
            await self._target.send("HeadlessExperimental.beginFrame", within_s=self._left(10))
        data = base64.b64decode((await capture)["data"])
        self.timings_ms["shoot"] = self.timings_ms.get("shoot", 0.0) + (time.monotonic() - began) * 1000
        return Shot(data, "png", width, height)

    async def finish(self) -> None:
        """Let go of whatever still waits for the page."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class Browser:
    """One Chromium with one page at a time; concurrent visits queue. After a crash or a wedge the next visit gets a new one."""

    def __init__(self, options: VisitOptions, playwright: Playwright) -> None:
        self.options = options
        self.version = ""
        self._found = find_browser()
        self._drawn = self._found.kind == "headless-shell" and sys.platform == "linux"
        self._playwright = playwright
        self._lock = asyncio.Lock()
        self._guard = Guard(options.network)
        self._chromium: PlaywrightBrowser | None = None
        self._session: CDPSession | None = None

    @classmethod
    @asynccontextmanager
    async def launched(cls, options: VisitOptions) -> AsyncIterator[Self]:
        """A browser for as long as the block lasts; raises BrowserNotFound where none is or it does not start."""
        async with AsyncExitStack() as stack:
            playwright = await stack.enter_async_context(async_playwright())
            browser = cls(options, playwright)
            stack.push_async_callback(browser._stop)
            await browser._start()
            yield browser

    async def _start(self) -> None:
        args = [*QUIET, *(FRAMES if self._drawn else ())]
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        try:
            self._chromium = await self._playwright.chromium.launch(
                executable_path=str(self._found.path), args=args, chromium_sandbox=not root
            )
        except Error as error:
            raise BrowserNotFound(
                f"{self._found.path} does not start: {error.message.splitlines()[0]}; try `harness doctor`"
            ) from error
        self.version = self._chromium.version
        self._session = await self._chromium.new_browser_cdp_session()

    async def _stop(self) -> None:
        chromium, self._chromium, self._session = self._chromium, None, None
        if chromium:
            await chromium.close()

    @asynccontextmanager
    async def visit(self, source: Source, script: str) -> AsyncIterator[Visit]:
        """Opens the source in a fresh context, settles, and yields; a wedged browser is replaced for the next visit."""
        async with self._lock:
            if self._session is None:
                await self._start()
            assert self._session is not None
            wedged = False
            try:
                target, context = await self._new_target(self._session)
                visit = Visit(target, source, self.options, self._guard, self._drawn)
                try:
                    await visit.open(script)
                    await visit.settle()
                    yield visit
                finally:
                    await visit.finish()
                    target.close()
                    async with asyncio.timeout(5):
                        await self._session.send("Target.disposeBrowserContext", {"browserContextId": context})
            except (DeadlineExceeded, BrowserCrashed):
                wedged = True
                raise
            except (Error, TimeoutError) as error:
                wedged = True
                raise BrowserCrashed("the browser went away in the middle of the page") from error
            finally:
                if wedged:
                    await self._stop()

    async def _new_target(self, session: CDPSession) -> tuple[Target, str]:
        context = (await session.send("Target.createBrowserContext", {"disposeOnDetach": True}))["browserContextId"]
        width, height = self.options.viewport
        drawn = {"enableBeginFrameControl": True} if self._drawn else {}
        created = await session.send(
            "Target.createTarget",
            {"url": "about:blank", "browserContextId": context, "width": width, "height": height, **drawn},
        )
        await session.send("Browser.setDownloadBehavior", {"behavior": "deny", "browserContextId": context})
        attached = await session.send("Target.attachToTarget", {"targetId": created["targetId"], "flatten": False})
        return Target(session, created["targetId"], attached["sessionId"]), context
