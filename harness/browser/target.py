"""Floor 2: one page target that Playwright does not manage, spoken to through the browser's own session."""

import asyncio
import inspect
import itertools
import json
from collections.abc import Callable
from typing import Any

from playwright.async_api import CDPSession, Error

from harness.errors import BrowserCrashed, DeadlineExceeded, InternalError, PageError

__all__ = ["Target", "listener"]

ONE = inspect.Signature([inspect.Parameter("event", inspect.Parameter.POSITIONAL_ONLY)])


def listener(heard: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    """What is given to a session's `on`. Playwright works out a listener's signature at every event, a twentieth of our own time;
    one that carries it is not asked."""

    def hear(event: dict[str, Any]) -> None:
        heard(event)

    hear.__signature__ = ONE  # type: ignore[attr-defined]
    return hear


class Target:
    """Sends commands with a bound on each, and hands events to `on_event(method, params)`; what that raises gives the page up, unless `on_defect` hears of it."""

    def __init__(self, browser: CDPSession, target_id: str, session_id: str) -> None:
        self.browser = browser
        self.target_id = target_id
        self.session_id = session_id
        self.on_event: Callable[[str, dict[str, Any]], None] = lambda method, params: None
        self.on_defect: Callable[[Exception], None] = lambda error: self.abandon(InternalError.of(error))
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)
        self._abandoned: PageError | None = None
        self._listener = listener(self._receive)
        browser.on("Target.receivedMessageFromTarget", self._listener)

    def close(self) -> None:
        """Stop listening; whatever still waits is told that the page is gone."""
        self.browser.remove_listener("Target.receivedMessageFromTarget", self._listener)
        for future in self._waiting.values():
            if not future.done():
                future.cancel()

    @property
    def abandoned(self) -> bool:
        """True once the page was given up."""
        return self._abandoned is not None

    def abandon(self, error: PageError) -> None:
        """Give the page up: whoever waits for it, and whoever asks it anything from now on, gets this error at once."""
        self._abandoned = error
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(error)

    def _receive(self, event: dict[str, Any]) -> None:
        if event["sessionId"] != self.session_id:
            return
        message = json.loads(event["message"])
        if "id" in message:
            future = self._waiting.pop(message["id"], None)
            if future and not future.done():
                future.set_result(message)
            return
        try:
            self.on_event(message["method"], message.get("params", {}))
        except Exception as error:  # ours, and nobody above would hear of it
            self.on_defect(error)

    async def send(self, method: str, *, within_s: float = 10.0, **params: Any) -> dict[str, Any]:
        """The command's result; DeadlineExceeded past the bound, BrowserCrashed where the browser is gone."""
        if self._abandoned:
            raise self._abandoned
        number = next(self._numbers)
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        text = json.dumps({"id": number, "method": method, "params": params})
        try:
            async with asyncio.timeout(within_s):
                await self.browser.send("Target.sendMessageToTarget", {"sessionId": self.session_id, "message": text})
                answer = await future
        except TimeoutError as error:
            raise DeadlineExceeded(f"the page did not answer {method} within {within_s:.1f} s") from error
        except Error as error:
            raise BrowserCrashed(f"the browser went away at {method}") from error
        finally:
            self._waiting.pop(number, None)
        if "error" in answer:
            raise BrowserCrashed(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])
