"""Floor 2: one Chromium for a worker: launched quiet, one page at a time, replaced after a crash or a wedge."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Self

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import CDPSession, Error, Playwright

from harness.address import origin_of
from harness.browser.called import called
from harness.browser.door import Door
from harness.browser.driver import CLOSE_S, starting_driver, stop_driver
from harness.browser.find import FoundBrowser, find_browser
from harness.browser.memory import memory_mib
from harness.browser.names import Names
from harness.browser.options import VisitOptions
from harness.browser.target import Target, listener
from harness.browser.tasks import Tasks
from harness.browser.traffic import Bare
from harness.browser.visit import Visit
from harness.deadline import Deadline
from harness.errors import BrowserCrashed, BrowserNotFound, DeadlineExceeded, PageError
from harness.sources import Source

__all__ = ["FRAMES", "QUIET", "Browser"]

QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--mute-audio",
    # A page that asks for signs of automation is told what an ordinary browser tells it.
    "--disable-blink-features=AutomationControlled",
    "--disable-default-apps", "--no-default-browser-check", "--dns-prefetch-disable", "--disable-preconnect",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # Two visits of one page draw the same random numbers: a page that shows one of three boxes shows the same one.
    "--js-flags=--random-seed=1",
    # What no visit's own door carries goes nowhere: a proxy that is not there, for loopback too.
    "--proxy-server=http://127.0.0.1:1", "--proxy-bypass-list=<-loopback>",
)  # fmt: skip
FRAMES = (
    "--enable-begin-frame-control", "--run-all-compositor-stages-before-draw", "--disable-new-content-rendering-timeout",
    "--disable-threaded-animation", "--disable-threaded-scrolling", "--disable-checker-imaging",
)  # fmt: skip


# A full Chromium gives frames of other sites a process each, which no session of the page reaches; the headless shell does not. Every
# page has a browser context of its own all the same.
UNDRAWN = ("--disable-site-isolation-trials",)
LOOKED_AT_EVERY = 10
"""Pages between two looks at how much memory the browser holds, which takes some milliseconds."""


class Browser:
    """One Chromium with one page at a time; concurrent visits queue. After a crash or a wedge the next visit gets a new one."""

    def __init__(self, options: VisitOptions, found: FoundBrowser, playwright: Playwright) -> None:
        self.options = options
        self.version = ""
        self.process: int | None = None
        self._found = found
        self._drawn = self._found.kind == "headless-shell" and sys.platform == "linux"
        self._playwright = playwright
        self._lock = asyncio.Lock()
        self._names = Names()
        self._chromium: PlaywrightBrowser | None = None
        self._session: CDPSession | None = None
        self._called: dict[str, Any] = {}
        self._pages = 0

    @classmethod
    @asynccontextmanager
    async def launched(
        cls, options: VisitOptions, driver: "asyncio.Task[Playwright] | None" = None
    ) -> AsyncIterator[Self]:
        """A browser for as long as the block lasts; raises BrowserNotFound where none is or it does not start. Leaving
        takes a bounded time, whatever state the browser is in. `driver` is one that was started before."""
        starting = driver or starting_driver()
        browser: Self | None = None
        try:
            browser = cls(options, find_browser(), await starting)
            await browser._start()
            yield browser
        finally:
            if browser:
                await browser._stop()
                await browser._names.close()
            await stop_driver(starting)

    async def _start(self) -> None:
        self._pages = 0
        args = [*QUIET, *(FRAMES if self._drawn else UNDRAWN)]
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
        self._called = called(await self._session.send("Browser.getVersion"))
        self.process = await _process_of(self._session)
        await self._session.send(
            "Target.setDiscoverTargets",
            {"discover": True, "filter": [{"type": "page"}, {"type": "shared_worker"}, {"type": "worker"}]},
        )

    async def _stop(self, *, at_once: bool = False) -> None:
        """Close the browser; one that does not close in time, or is known to be beyond asking, is ended from outside."""
        chromium, self._chromium, self._session = self._chromium, None, None
        process, self.process = self.process, None
        if chromium is None:
            return
        if at_once and process is not None:
            with suppress(ProcessLookupError):  # it had ended by itself
                os.kill(process, signal.SIGKILL)
        try:
            async with asyncio.timeout(CLOSE_S):
                await chromium.close()
        except (TimeoutError, Error):
            if process is not None:
                with suppress(ProcessLookupError):  # it had ended by itself
                    os.kill(process, signal.SIGKILL)

    def _worn_out(self) -> bool:
        """True for a browser that is to be replaced: so many pages leave something behind, whoever made them."""
        if self._pages >= self.options.recycle_pages:
            return True
        if self._pages % LOOKED_AT_EVERY or self.process is None:
            return False
        return memory_mib(self.process) > self.options.recycle_mib

    @asynccontextmanager
    async def visit(
        self,
        source: Source,
        script: str,
        *,
        deadline: Deadline | None = None,
        scripts: bool = True,
        left_out: frozenset[str] = frozenset(),
        bare: Bare | None = None,
        taped: bool = False,
        heard: Callable[[str], None] | None = None,
    ) -> AsyncIterator[Visit]:
        """Opens the source in a fresh context, settles, and yields; a wedged browser is replaced for the next visit.
        With `taped`, the visit keeps all exchanges. `heard` is given the main document's HTML as the server sent it, as soon as
        it is there."""
        async with self._lock:
            if self._session is None:
                await self._start()
            assert self._session is not None
            fit = beyond = False
            try:
                async with self._page(self._session, source, deadline, taped) as (visit, disposed):
                    visit.heard = heard
                    try:
                        await visit.open(script, scripts=scripts, left_out=left_out, bare=bare)
                        await visit.settle()
                        yield visit
                    except PageError as error:
                        error.events = tuple(visit.events)
                        raise
                self._pages += 1
                fit = not visit.partial and disposed.is_set() and not self._worn_out()
            except (DeadlineExceeded, BrowserCrashed):
                beyond = True
                raise
            except (Error, TimeoutError) as error:
                raise BrowserCrashed("the browser went away in the middle of the page") from error
            except BaseException:
                fit = True  # the page failed, or the caller did; the browser is as good as before
                raise
            finally:
                if not fit:
                    await self._stop(at_once=beyond)

    @asynccontextmanager
    async def _page(
        self, session: CDPSession, source: Source, deadline: Deadline | None, taped: bool
    ) -> AsyncIterator[tuple[Visit, asyncio.Event]]:
        """A page in a context of its own with a door of its own, and the closing of all that it opened beside itself.

        The event is set once all of it is gone again; where it is not, the browser is not fit for another page.
        """
        disposed = asyncio.Event()
        noted: list[tuple[str, str]] = []
        say: Callable[[str, str], None] = lambda kind, detail: noted.append((kind, detail))  # noqa: E731
        own = () if source.answers else (origin_of(source.opening.url),)
        async with Door.opened(
            self.options.network, self._names, lambda kind, detail: say(kind, detail), own, shut=source.opening.offline
        ) as door:
            target, context = await self._new_target(session, door)
            deadline = deadline or Deadline(self.options.deadline_s)
            visit = Visit(target, source, self.options, door, self._drawn, deadline, self._called, taped=taped)
            say = visit.say
            beside = _Beside(session, visit, target.target_id, context)
            try:
                yield visit, disposed
            finally:
                await beside.close()
                await visit.finish()
                target.close()
                with suppress(TimeoutError, Error):  # what was read stays read
                    async with asyncio.timeout(CLOSE_S):
                        await session.send("Target.disposeBrowserContext", {"browserContextId": context})
                        disposed.set()

    async def _new_target(self, session: CDPSession, door: Door) -> tuple[Target, str]:
        made = await session.send(
            "Target.createBrowserContext",
            {"disposeOnDetach": True, "proxyServer": door.address, "proxyBypassList": "<-loopback>"},
        )
        context = made["browserContextId"]
        width, height = self.options.viewport
        drawn = {"enableBeginFrameControl": True} if self._drawn else {}
        created = await session.send(
            "Target.createTarget",
            {"url": "about:blank", "browserContextId": context, "width": width, "height": height, **drawn},
        )
        await session.send(
            "Browser.setDownloadBehavior", {"behavior": "deny", "browserContextId": context, "eventsEnabled": True}
        )
        attached = await session.send("Target.attachToTarget", {"targetId": created["targetId"], "flatten": False})
        return Target(session, created["targetId"], attached["sessionId"]), context


class _Beside:
    """What a page opens beside itself: popups are closed, downloads are noted, shared workers are counted."""

    def __init__(self, session: CDPSession, visit: Visit, page: str, context: str) -> None:
        self._session, self._visit, self._page, self._context = session, visit, page, context
        self._closing = Tasks(visit.say)
        self._heard = {
            "Target.targetCreated": listener(self._opened),
            "Target.targetDestroyed": listener(self._closed),
            "Browser.downloadWillBegin": listener(self._downloading),
        }
        for event, hears in self._heard.items():
            session.on(event, hears)

    def _opened(self, event: dict[str, Any]) -> None:
        info = event["targetInfo"]
        if info.get("browserContextId") != self._context or info["targetId"] == self._page:
            return
        if info["type"] in {"shared_worker", "worker"}:
            self._visit.worker_came(info["targetId"])
            return
        self._visit.say("popup", info.get("url", ""))
        self._closing.spawn(self._close_popup(info["targetId"]))

    async def _close_popup(self, target: str) -> None:
        with suppress(Error):  # it closed by itself
            async with asyncio.timeout(CLOSE_S):
                await self._session.send("Target.closeTarget", {"targetId": target})

    def _closed(self, event: dict[str, Any]) -> None:
        self._visit.worker_went(event["targetId"])

    def _downloading(self, event: dict[str, Any]) -> None:
        self._visit.say("download", event.get("url", ""))

    async def close(self) -> None:
        """Stop listening; popups that are still closing go with their browser context."""
        for event, hears in self._heard.items():
            self._session.remove_listener(event, hears)
        await self._closing.close()


async def _process_of(session: CDPSession) -> int | None:
    """The browser's own process, by which it can be ended when it does not respond; None where it does not say."""
    try:
        found = await session.send("SystemInfo.getProcessInfo")
    except Error:
        return None
    return next((int(process["id"]) for process in found["processInfo"] if process["type"] == "browser"), None)
