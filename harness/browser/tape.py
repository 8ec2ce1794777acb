"""Floor 2: a tape of one visit: every request of the page with what it got, in order, for those who keep pages.

Bodies are asked for as each response ends, since the browser lets go of them when the page is gone.
"""

import base64
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from harness.browser.target import Target
from harness.browser.traffic import body_of
from harness.errors import PageError
from harness.sources import Answered, Redirected, Request
from harness.sources.protocol import OF_THE_TRANSFER, Conversation, Exchange, Message

__all__ = ["Tape"]

MAX_EXCHANGES = 3_000
MAX_BODY_BYTES = 20_000_000
MAX_SOCKETS, MAX_MESSAGES = 50, 2_000
MAX_SHOWN = 3_000
BODY_S = 10.0


@dataclass(slots=True)
class _Open:
    request: Request
    sequence: int
    at_ms: float
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    mime_type: str = ""


def _headers_of(response: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """A response's headers, in small letters, a pair for each line."""
    return tuple(
        (name.lower(), line)
        for name, value in response.get("headers", {}).items()
        if name.lower() not in OF_THE_TRANSFER
        for line in str(value).split("\n")
    )


class Tape:
    """Hears the Network domain's events of one visit."""

    def __init__(
        self, target: Target, spawn: Callable[[Coroutine[Any, Any, Any]], None], now: Callable[[], float]
    ) -> None:
        self._target, self._spawn, self._now = target, spawn, now
        self._open: dict[str, _Open] = {}
        self._done: list[Exchange] = []
        self._sequence = 0
        self._shown: dict[str, tuple[Request, float]] = {}
        self._sockets: dict[str, tuple[str, list[Message]]] = {}
        self.left_out = 0

    @property
    def exchanges(self) -> list[Exchange]:
        """What was heard so far, in the order of the requests; a request that is under way is one that failed."""
        waiting = [Exchange(o.request, None, o.sequence, o.at_ms, "was under way") for o in self._open.values()]
        return sorted([*self._done, *waiting], key=lambda exchange: exchange.sequence)

    @property
    def conversations(self) -> list[Conversation]:
        """What the page's WebSockets said and heard, in the order in which they were opened."""
        return [Conversation(url, tuple(messages)) for url, messages in self._sockets.values()]

    def note(self, method: str, params: dict[str, Any]) -> None:
        """Take note of an event of the Network domain."""
        identity = params.get("requestId", "")
        if method == "Network.requestWillBeSent":
            self._sent(identity, params)
        elif method == "Network.responseReceived" and identity in self._open:
            self._answered(self._open[identity], params["response"])
        elif method == "Network.webSocketCreated" and len(self._sockets) < MAX_SOCKETS:
            self._sockets[identity] = (params.get("url", ""), [])
        elif method in {"Network.webSocketFrameSent", "Network.webSocketFrameReceived"} and identity in self._sockets:
            self._said(identity, params["response"], sent=method.endswith("Sent"))
        elif method == "Network.loadingFinished" and identity in self._open:
            self._spawn(self._keep(identity, self._open.pop(identity)))
        elif method == "Network.loadingFailed" and identity in self._open:
            opened = self._open.pop(identity)
            failed = params.get("blockedReason") or params.get("errorText") or "failed"
            self._done.append(Exchange(opened.request, None, opened.sequence, opened.at_ms, failed))

    def _sent(self, identity: str, params: dict[str, Any]) -> None:
        request = params["request"]
        if identity in self._open and "redirectResponse" in params:
            before = self._open.pop(identity)
            answer = Redirected(request["url"], params["redirectResponse"]["status"])
            self._done.append(Exchange(before.request, answer, before.sequence, before.at_ms))
        if not request["url"].startswith(("http:", "https:")):
            return
        if self._sequence >= MAX_EXCHANGES:
            self.left_out += 1
            return
        kind, headers = params.get("type", "Other"), dict(request["headers"])
        asked = Request(request["url"], request["method"], kind, headers, body_of(request))
        self._open[identity] = _Open(asked, self._sequence, self._now())
        self._sequence += 1

    def _said(self, identity: str, frame: dict[str, Any], *, sent: bool) -> None:
        messages = self._sockets[identity][1]
        if frame["opcode"] in {1, 2} and len(messages) < MAX_MESSAGES:
            messages.append(Message(sent, frame["payloadData"], binary=frame["opcode"] == 2))

    def paused(self, params: dict[str, Any]) -> None:
        """Take note of a request that was shown before it went out: a worker's own are heard of in no other way."""
        request = params["request"]
        if (
            request["method"] == "GET"
            and request["url"].startswith(("http:", "https:"))
            and len(self._shown) < MAX_SHOWN
        ):
            asked = Request(request["url"], "GET", params.get("resourceType", "Other"), dict(request["headers"]))
            self._shown.setdefault(request["url"], (asked, self._now()))

    async def finish(self) -> None:
        """Ask once more for what was not heard to its end: a worker's own script, and what the worker fetched."""
        heard = {exchange.request.url for exchange in self._done} | {each.request.url for each in self._open.values()}
        for url, (asked, at_ms) in self._shown.items():
            if url not in heard:
                self._open[f"worker {url}"] = _Open(asked, self._sequence, at_ms)
                self._sequence += 1
        for identity, opened in list(self._open.items()):
            again = identity.startswith("worker ") or opened.request.resource_type in {"Script", "Other"}
            if not again or opened.request.method != "GET":
                continue
            with suppress(PageError):  # it stays one that was under way
                status, headers, body = await self._loaded(opened.request.url)
                self._open.pop(identity, None)
                answer = Answered(status, headers, body)
                self._done.append(Exchange(opened.request, answer, opened.sequence, opened.at_ms))

    async def _loaded(self, url: str) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        """What is at this address, loaded as the page would. Raises PageError."""
        options = {"disableCache": False, "includeCredentials": True}
        loaded = await self._target.send(
            "Network.loadNetworkResource", frameId=self._target.target_id, url=url, options=options, within_s=BODY_S
        )
        found = loaded["resource"]
        if not found.get("success") or "stream" not in found:
            raise PageError(f"{url} could not be loaded again: {found.get('netErrorName', '')}")
        data = b""
        while len(data) < MAX_BODY_BYTES:
            piece = await self._target.send("IO.read", handle=found["stream"], within_s=BODY_S)
            data += base64.b64decode(piece["data"]) if piece.get("base64Encoded") else piece["data"].encode()
            if piece.get("eof"):
                break
        await self._target.send("IO.close", handle=found["stream"], within_s=BODY_S)
        return int(found.get("httpStatusCode") or 200), _headers_of(found), data

    @staticmethod
    def _answered(opened: _Open, response: dict[str, Any]) -> None:
        opened.status, opened.mime_type = response["status"], response.get("mimeType", "")
        opened.headers = _headers_of(response)

    async def _keep(self, identity: str, opened: _Open) -> None:
        try:
            found = await self._target.send("Network.getResponseBody", requestId=identity, within_s=BODY_S)
        except PageError as error:  # the page is gone, or the browser has let go of it
            self._done.append(Exchange(opened.request, None, opened.sequence, opened.at_ms, str(error)))
            return
        text = found["body"]
        body = base64.b64decode(text) if found["base64Encoded"] else text.encode("utf-8", "replace")
        headers = opened.headers
        if not found["base64Encoded"]:  # the browser has read it: what is kept is UTF-8, whatever it came as
            kind = opened.mime_type or "text/plain"
            headers = (*(h for h in headers if h[0] != "content-type"), ("content-type", f"{kind}; charset=utf-8"))
        if len(body) > MAX_BODY_BYTES:
            self.left_out += 1
            return
        answer = Answered(opened.status or 200, headers, body)
        self._done.append(Exchange(opened.request, answer, opened.sequence, opened.at_ms))
