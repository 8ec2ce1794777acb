"""Floor 2: how a page settles: a plan of phases, each a few moves on virtual time, with bounded waits of real time.

Virtual time brings timers, fetches and frames within milliseconds; a stream's next chunk and a worker's timer come on the
real clock and are given some of it. In between the page is looked at as a reader would: scrolled, moved over, resized and
focused, so that what waits for a reader comes. Nothing is clicked.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from harness.browser.clock import Clock
from harness.browser.target import Target
from harness.browser.traffic import Traffic
from harness.deadline import Deadline

__all__ = ["PLAN", "Phase", "Settling"]

RESERVE_S, RESERVE_SHARE = 3.0, 0.25
"""Real seconds, or of a short time the share, that a page is not given to settle: a last step may take as long."""
ARRIVALS_S = 0.5
SLICE_S = 0.1
EDGE_PX = 2

Move = tuple[str, float]
# ("run", ms): virtual time, then a frame. ("idle", ms): no frame.
PLAN: tuple[tuple[str, tuple[Move, ...]], ...] = (
    ("load", (("run", 16),) * 24),
    ("arrivals", (("arrivals", ARRIVALS_S),)),
    ("start", (("run", 16),) * 12 + (("run", 50),) * 8),
    (
        "look",
        (("move", 0.2), ("scroll", 0.33), ("run", 50), ("run", 50), ("run", 100), ("wheel", 120), ("run", 50))
        + (("scroll", 0.66), ("run", 100), ("run", 100), ("move", 0.6), ("run", 100))
        + (("scroll", 1.0), ("run", 100), ("run", 100), ("move", 0.8), ("run", 100)),
    ),
    ("stir", (("focus", 0), ("resize", 1), ("run", 50), ("resize", 0), ("run", 50), ("idle", 100), ("idle", 100))),
    ("streams", (("arrivals", ARRIVALS_S),)),
    ("late", (("run", 200),) * 5 + (("run", 1000),) * 9 + (("run", 2000),) * 9 + (("idle", 200), ("run", 1000))),
    ("workers", (("workers", 0),)),
    ("end", (("top", 0), ("run", 16))),
)

PHASES = {
    "load": "the document is parsed, its styles and scripts run",
    "arrivals": "real time for requests that are under way",
    "start": "timers and animation frames after load",
    "look": "the page is scrolled, and the mouse moves",
    "stir": "the window gets the focus and is resized",
    "streams": "real time for streams that stay open",
    "late": "timers of up to half a minute",
    "workers": "real time for workers",
    "end": "back to the top",
}
LOOK_AFTER = 6
"""After so many steps of the load it is looked whether the page is all there already, and still."""
FOR_SCRIPTS = frozenset({"start", "stir", "streams", "late", "workers"})
"""What only a page needs that can still change: one that is all there and runs nothing is spared them."""

REAL_TIME = frozenset({"arrivals", "streams", "workers", "end"})
"""What is given real time has it also where the page's virtual time is used up."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a visit, what it is for, and what it took."""

    name: str
    real_ms: float
    virtual_ms: float

    @property
    def says(self) -> str:
        """What the phase is for, in a few words."""
        return PHASES[self.name]


class Settling:
    """The plan carried out on one page."""

    def __init__(
        self,
        target: Target,
        clock: Clock,
        traffic: Traffic,
        poke: Callable[[str], Awaitable[bool]],
        spawn: Callable[[Coroutine[Any, Any, Any]], None],
        look: Callable[[], Awaitable[bool]],
        *,
        viewport: tuple[int, int],
        device_scale: float,
        settle_ms: int,
        worker_s: float,
    ) -> None:
        self._target, self._clock, self._traffic, self._poke, self._spawn = target, clock, traffic, poke, spawn
        self._look = look
        self._viewport, self._device_scale = viewport, device_scale
        self._settle_ms, self._worker_s = settle_ms, worker_s
        self._moves: dict[str, Callable[[float], Awaitable[None]]] = {
            "run": self._run,
            "idle": self._idle,
            "arrivals": self._arrivals,
            "workers": self._workers,
            "scroll": self._scroll,
            "top": self._top,
            "move": self._move,
            "wheel": self._wheel,
            "focus": self._focus,
            "resize": self._resize,
        }

    async def run(self, deadline: Deadline, phases: list[Phase]) -> None:
        """All phases, noted in `phases`; cut short where virtual time, the page's strength or the deadline is used up."""
        early = deadline.reserving(min(RESERVE_S, RESERVE_SHARE * deadline.left_s))
        still = False
        for name, moves in PLAN:
            if name == "start" and not still:
                still = await self._is_still()
            if still and name in FOR_SCRIPTS:
                continue
            began, virtual = time.monotonic(), self._clock.virtual_ms
            for number, (move, value) in enumerate(moves):
                if name == "load" and number == LOOK_AFTER:
                    still = await self._is_still()
                if name == "load" and still:
                    break
                over = early.left_s < 0 or self._clock.worn_out
                spent = name not in REAL_TIME and self._clock.virtual_ms >= self._settle_ms
                if name != "end" and (over or spent):
                    self._clock.partial |= over
                    break
                if self._traffic.failure:
                    raise self._traffic.failure
                await self._moves[move](value)
            if name == "workers" and self._clock.worn_out:
                await self._clock.silence()
            phases.append(
                Phase(name, round((time.monotonic() - began) * 1000, 1), round(self._clock.virtual_ms - virtual))
            )

    async def _is_still(self) -> bool:
        """True where nothing is under way, and the page can change nothing by itself."""
        return not self._traffic.busy and await self._look()

    async def _run(self, ms: float) -> None:
        await self._clock.step(int(ms))

    async def _idle(self, ms: float) -> None:
        await self._clock.step(int(ms), drawn=False)

    async def _arrivals(self, most_s: float) -> None:
        """Real time for requests that are under way and for streams that are open."""
        await self._real_time(lambda since: most_s - since, lambda: self._traffic.awaited or self._traffic.streaming)

    async def _workers(self, _: float) -> None:
        """Real time for workers, counted from when the youngest began; no policy of time reaches into them."""

        def left(_since: float) -> float:
            return max(self._traffic.workers.values(), default=0.0) + self._worker_s - time.monotonic()

        await self._real_time(left, lambda: bool(self._traffic.workers), self._worker_s)

    async def _real_time(
        self, left: Callable[[float], float], wanted: Callable[[], bool], most_s: float = ARRIVALS_S
    ) -> None:
        began = time.monotonic()
        while wanted() and left(time.monotonic() - began) > 0 and time.monotonic() - began < most_s:
            self._traffic.changed.clear()
            try:
                async with asyncio.timeout(SLICE_S):
                    await self._traffic.changed.wait()
            except TimeoutError:
                pass  # nothing ended; what came so far is given a step all the same
            await self._clock.step(16)

    async def _scroll(self, share: float) -> None:
        await self._poke(f"harness.reader.scroll({share})")

    async def _top(self, _: float) -> None:
        await self._poke("harness.reader.scroll(0)")

    async def _move(self, share: float) -> None:
        self._mouse("mouseMoved", share)

    async def _wheel(self, delta: float) -> None:
        self._mouse("mouseWheel", 0.4, deltaX=0.0, deltaY=delta)

    def _mouse(self, kind: str, share: float, **more: float) -> None:
        """Along the left edge, where the page sees it and no menu or tab opens under it.

        The browser answers once a frame has shown it; the frames that follow are ours, so nobody waits here.
        """
        y = self._viewport[1] * share
        self._spawn(
            self._target.send("Input.dispatchMouseEvent", type=kind, x=EDGE_PX + share, y=y, within_s=2.0, **more)
        )

    async def _focus(self, _: float) -> None:
        """The window gets the focus, and the page is told that it is seen."""
        await self._target.send("Emulation.setFocusEmulationEnabled", enabled=True)
        await self._poke("harness.reader.appear()")

    async def _resize(self, more_px: float) -> None:
        width, height = self._viewport
        await self._target.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height + int(more_px),
            deviceScaleFactor=self._device_scale,
            mobile=False,
        )
