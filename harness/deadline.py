"""Floor 0: the one deadline of a page, held from outside the browser over every await and every loop."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from harness.errors import DeadlineExceeded

__all__ = ["Deadline", "off_the_loop"]

MIN_S = 0.5

T = TypeVar("T")


class Deadline:
    """Ends `seconds` from now on the machine's monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left_s(self) -> float:
        """Real seconds that are left; negative once it is over."""
        return self._end - time.monotonic()

    def at_most(self, seconds: float) -> float:
        """What one await may take: at most `seconds`, never 0 (a bound of 0 means none at all to some calls)."""
        return max(MIN_S, min(seconds, self.left_s))

    def reserving(self, seconds: float) -> "Deadline":
        """The same deadline, this much earlier: what is kept back is for what comes after."""
        return Deadline(self.left_s - seconds)

    def extend(self, other: "Deadline") -> None:
        """From now on it ends when the other one does, for all who hold it: what was kept back is not needed any more."""
        self._end = max(self._end, other._end)

    def check(self, doing: str) -> None:
        """Raises DeadlineExceeded once it is over; for loops that no await interrupts."""
        if self.left_s < 0:
            raise DeadlineExceeded(f"the page's deadline passed while {doing}")


async def off_the_loop(work: Callable[[], T], deadline: Deadline, doing: str) -> T:
    """What `work` returns or raises, done in a thread while the event loop goes on; DeadlineExceeded past the deadline.

    A thread cannot be ended from outside: one that is late is left behind as a daemon, so that it keeps nobody from
    leaving, and work that may take long looks at the deadline itself.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(found: T | None, error: BaseException | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(found)  # type: ignore[arg-type]

    def run() -> None:
        found, failed = None, None
        try:
            found = work()
        except BaseException as error:  # carried over to whoever waits, whatever it is
            failed = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, found, failed)

    threading.Thread(target=run, daemon=True, name=doing).start()
    try:
        async with asyncio.timeout(deadline.at_most(deadline.left_s)):
            return await answer
    except TimeoutError as error:
        raise DeadlineExceeded(f"the page's deadline passed while {doing}") from error
