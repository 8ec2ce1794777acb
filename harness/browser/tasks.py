"""Floor 2: the owner of background work, of a visit or its door: what it starts, it ends, and no error of it is lost."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from harness.errors import InternalError, PageError

__all__ = ["Tasks"]


class Tasks:
    """Runs coroutines beside its owner. `say(kind, detail)` hears of each that fails: `unanswered` where the page, or this
    one request of it, is gone already, `defect` where the fault is ours."""

    def __init__(self, say: Callable[[str, str], None]) -> None:
        self._say = say
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Begin this work; it ends by itself, or when the owner closes."""
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """End whatever still runs, and wait until it has ended."""
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)  # cancelled, or guarded below

    async def _guarded(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except PageError as error:
            self._say("unanswered", str(error))
        except Exception as error:
            self._say("defect", str(InternalError.of(error)))
