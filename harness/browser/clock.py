"""Floor 2: the clock of one visit: virtual time in steps, a drawn frame after each, and what is done with a page that sticks.

A step hands the page a budget of virtual time and waits until it is used up. Three things keep it from ending: a request
that hangs (an event stream, a dead server), a script that does not yield, and a renderer at work on a huge document. The
first is passed by letting time advance whatever is pending, the second by ending the script, the third by waiting. A fourth is no
fault of the page: a machine that has no time for it. It is told by the processor time of the browser's processes.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from playwright.async_api import Error

from harness.browser.target import Target
from harness.deadline import Deadline
from harness.errors import DeadlineExceeded

__all__ = ["Clock"]

STUCK_S = 1.0
ANSWER_S = 1.0
FRAME_S = 2.0
WEDGED_S, WEDGED_SHARE = 6.0, 0.6
"""Seconds, and share of what is left: a renderer that takes longer to end a script is not at work on one, and is given up."""
MAX_STUCK = 4
LOOK_S, AT_WORK = 0.5, 0.6
"""Real seconds in which it is looked who is at work, and the share of them that a page which does not yield takes of a core."""
SPARE_S = 6.0
"""Real seconds that a page may be late in all where the machine, and not the page, is at work."""


class Clock:
    """`partial` is True once the page was read before all had settled; `virtual_ms` is how far its time has come."""

    def __init__(
        self,
        target: Target,
        drawn: bool,
        deadline: Deadline,
        say: Callable[[str, str], None],
        busy: Callable[[], bool],
    ) -> None:
        self.partial = False
        self.virtual_ms = 0.0
        self.stuck = 0
        self.expired = asyncio.Event()
        self._spare_s = SPARE_S
        self._target, self._drawn, self._deadline, self._say, self._busy = target, drawn, deadline, say, busy
        self._policy = "pauseIfNetworkFetchesPending"

    @property
    def worn_out(self) -> bool:
        """True once the page has stuck so often that what stands is to be read."""
        return self.stuck >= MAX_STUCK

    async def step(self, budget_ms: int, *, drawn: bool = True) -> None:
        """This much virtual time, then a frame; raises DeadlineExceeded only where the page's deadline is over."""
        if await self._spend(budget_ms, self._policy):
            await self._after(budget_ms, drawn)
            return
        if self._policy != "advance":
            self._policy = "advance"
            if await self._spend(budget_ms, self._policy):
                if self._busy():  # else the machine was slow, of which the page's story says nothing
                    self._say("pending", "requests that do not end: time goes on without them")
                await self._after(budget_ms, drawn)
                return
        await self.end_script(f"a step of {budget_ms} ms did not end")
        self.virtual_ms += budget_ms

    async def _after(self, budget_ms: int, drawn: bool) -> None:
        self.virtual_ms += budget_ms
        if drawn:
            await self.draw()

    async def _spend(self, budget_ms: int, policy: str) -> bool:
        """True if the budget was used up, in time or late by no fault of the page; requests that hold it up are not waited for
        longer. A late expiry of an older budget can only end this step early."""
        self.expired.clear()
        try:
            await self._target.send(
                "Emulation.setVirtualTimePolicy",
                policy=policy,
                budget=budget_ms,
                within_s=self._deadline.at_most(ANSWER_S),
            )
            async with asyncio.timeout(self._deadline.at_most(STUCK_S)):
                await self.expired.wait()
        except (TimeoutError, DeadlineExceeded):
            return (policy == "advance" or not self._busy()) and await self._late(self.expired.wait())
        return True

    async def end_script(self, why: str) -> None:
        """End what runs in the page, and wait, as long as the deadline allows, until it answers again."""
        self.partial = True
        self.stuck += 1
        self._say("stuck", why)
        patience = min(WEDGED_S, WEDGED_SHARE * self._deadline.left_s)
        await self._target.send("Runtime.terminateExecution", within_s=self._deadline.at_most(patience))

    async def draw(self) -> None:
        """One frame, where frames are ours to draw. Two in flight would crash the browser, so a late one is waited for."""
        if not self._drawn:
            return
        frame = asyncio.ensure_future(
            self._target.send("HeadlessExperimental.beginFrame", within_s=self._deadline.at_most(60))
        )
        done, _ = await asyncio.wait({frame}, timeout=self._deadline.at_most(FRAME_S))
        if not done and not await self._late(asyncio.wait({frame})):
            try:
                await self.end_script("a frame was not drawn in time")
            finally:
                await asyncio.wait({frame})
                frame.exception()  # looked at: what is told is the error that came first
        await frame

    async def _late(self, awaited: Coroutine[Any, Any, Any]) -> bool:
        """True if what is late came after all: it is given more time where the browser has not had a core for itself, as
        then others are at work, and a page of which nothing can be said."""
        coming = asyncio.ensure_future(awaited)
        used_s, began = await self._processor_s(), time.monotonic()
        try:
            while self._spare_s > 0 and self._deadline.left_s > 0 and not self._target.abandoned:
                await asyncio.wait({coming}, timeout=LOOK_S)
                before_s, used_s = used_s, await self._processor_s()
                if coming.done() or before_s is None or used_s is None or used_s - before_s >= AT_WORK * LOOK_S:
                    break
                now = time.monotonic()
                self._spare_s, began = self._spare_s - (now - began), now
            return coming.done()
        finally:
            coming.cancel()

    async def _processor_s(self) -> float | None:
        """Seconds of processor time that all processes of this browser have used so far; None where it does not say."""
        try:
            async with asyncio.timeout(ANSWER_S):
                found = await self._target.browser.send("SystemInfo.getProcessInfo")
        except (TimeoutError, Error):
            return None
        return float(sum(process["cpuTime"] for process in found["processInfo"]))

    async def silence(self) -> None:
        """No script of the page runs any more; our own world still does."""
        self.partial = True
        await self._target.send("Emulation.setScriptExecutionDisabled", value=True, within_s=self._deadline.at_most(5))
