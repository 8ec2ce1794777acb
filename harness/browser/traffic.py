"""Floor 2: what one visit asks of the network: the source's answers, refusals, and the main frame's navigations."""

import base64
from collections.abc import Callable
from typing import Any

from harness.browser.guard import Guard, Patience, same_site
from harness.browser.options import VisitOptions
from harness.browser.target import Target
from harness.errors import AddressRefused, NotHtml, PageError, UnknownHost
from harness.model import Request, Source

__all__ = ["Traffic"]

HTML_TYPES = {"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"}
MAX_FOLLOWED = 3


class Traffic:
    """Answers every paused request of one visit; `failure` is what the main document met, if it failed."""

    def __init__(
        self, target: Target, source: Source, options: VisitOptions, guard: Guard, say: Callable[[str, str], None]
    ) -> None:
        self.final_url = source.url
        self.http_status: int | None = None
        self.failure: PageError | None = None
        self._target, self._source, self._options, self._guard, self._say = target, source, options, guard, say
        self._documents = 0
        self._patience = Patience()

    def responded(self, params: dict[str, Any]) -> None:
        """Take note of a response (the `Network.responseReceived` event) if it is the main document's."""
        if params.get("frameId") != self._target.target_id or params.get("type") != "Document":
            return
        response = params["response"]
        self.final_url, self.http_status = response["url"], response["status"]
        if response["status"] >= 400:
            self._say("http_status", str(response["status"]))
        if response["mimeType"] not in HTML_TYPES:
            self.failure = NotHtml(f"not an HTML page but {response['mimeType']}: give the address of a page")

    async def paused(self, params: dict[str, Any]) -> None:
        """Let a paused request (the `Fetch.requestPaused` event) go on, answer it, or refuse it."""
        request, identity = params["request"], params["requestId"]
        main = params["frameId"] == self._target.target_id and params["resourceType"] == "Document"
        if main and not self._may_go(request["url"], bool(params.get("redirectedRequestId"))):
            await self._target.send("Fetch.failRequest", requestId=identity, errorReason="Aborted")
        elif not await self._answered(request, identity, params["resourceType"]):
            await self._carry(request["url"], identity, main)

    async def _answered(self, request: dict[str, Any], identity: str, resource_type: str) -> bool:
        """True where the source answered, or refused because it is offline and has no answer."""
        if not self._source.answers:
            return False
        answer = await self._source.answer(
            Request(request["url"], request["method"], resource_type, request["headers"])
        )
        if answer is not None:
            await self._target.send(
                "Fetch.fulfillRequest",
                requestId=identity,
                responseCode=answer.status,
                responseHeaders=[{"name": n, "value": v} for n, v in answer.headers],
                body=base64.b64encode(answer.body).decode(),
            )
            return True
        if self._source.offline and request["url"].startswith(("http:", "https:")):
            self._say("refused", f"not in the source: {request['url']}")
            await self._target.send("Fetch.failRequest", requestId=identity, errorReason="NameNotResolved")
            return True
        return False

    async def _carry(self, url: str, identity: str, main: bool) -> None:
        first = main and self._documents == 1
        refused = await self._guard.refusal(url, None if first else self._patience)
        if not refused:
            await self._target.send("Fetch.continueRequest", requestId=identity)
            return
        self._say("refused", f"{refused} {url}")
        if first:
            self.failure = (
                UnknownHost(f"the host of {url[:200]} does not resolve: check the address")
                if refused == "unknown_host"
                else AddressRefused(f"{url[:200]} is a private address; --allow-private opens those")
            )
        await self._target.send("Fetch.failRequest", requestId=identity, errorReason="NameNotResolved")

    def _may_go(self, url: str, redirected: bool) -> bool:
        """The policy for the main frame: the first document always, then same-site ones up to a number."""
        self._documents += 1
        if self._documents == 1 or redirected:
            return True
        follow = self._options.follow
        allowed = follow == "any" or (follow == "same-site" and same_site(self.final_url, url))
        if allowed and self._documents <= 1 + MAX_FOLLOWED:
            self._say("redirect", f"followed to {url}")
            return True
        self._say("redirect", f"refused to {url}")
        return False
