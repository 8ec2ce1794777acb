"""Floor 2: what one visit asks of the network: the source's answers, refusals, the main frame's navigations, the counts."""

import asyncio
import base64
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from harness.address import origin_of, same_document, same_site
from harness.browser import door as doors
from harness.browser.door import Door
from harness.browser.options import VisitOptions
from harness.browser.target import Target
from harness.errors import AddressRefused, DeadlineExceeded, NotHtml, PageError, UnknownHost
from harness.sources import Answered, Redirected, Refused, Request, Source

__all__ = ["MAX_HEARD_BYTES", "Asked", "Bare", "Counts", "Traffic", "body_of"]

HTML_TYPES = {"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"}
MAX_FOLLOWED = 3
MAX_HEARD_BYTES = 2_000_000
"""A longer document is not asked for while it loads, and of no document more is taken."""
MAX_ASKED, MAX_URL = 1_000, 500
# What can still bring text: these are worth real time, a picture that never ends is not.
AWAITED = {"Document", "Script", "Stylesheet", "Fetch", "XHR", "Font"}
STREAMS = {"EventSource", "WebSocket"}
MAX_BARE_BYTES, BARE_PIECE, BARE_S = 400_000, 262_144, 1.0
"""Of a document that is read bare: bytes in all, bytes at once, and seconds that its server is given."""
BARE_HEADERS = (("content-type", "text/html; charset=utf-8"),)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
Bare = Callable[[bytes, str | None], bytes]


@dataclass(slots=True)
class Counts:
    """What the page asked for, by protocol events: they see what lies inside TLS too. `bytes` are decoded ones."""

    requests: int = 0
    failed: int = 0
    bytes: int = 0
    by_type: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """One request of the page: when it was made, what for, and what came of it so far."""

    at_ms: float
    kind: str
    url: str
    outcome: str = "..."


class Traffic:
    """Answers every paused request of one visit; `failure` is what the main document met, if it failed."""

    def __init__(
        self,
        target: Target,
        source: Source,
        options: VisitOptions,
        door: Door,
        say: Callable[[str, str], None],
        now: Callable[[], float],
    ) -> None:
        self.final_url = source.opening.url
        self.http_status: int | None = None
        self.retry_after_s: float | None = None
        self.failure: PageError | None = None
        self.counts = Counts()
        self.asked: dict[str, Asked] = {}
        self.left_off = 0
        self._now = now
        self.follow = options.follow
        self.left_out: frozenset[str] = frozenset()
        self.leavers: set[str] = set()
        self._initiators: dict[str, str] = {}
        self.brought: dict[str, str] = {}
        """By a script's address that of what asked for it: another script, or the document that names it."""
        self._target, self._source, self._options, self._door, self._say = target, source, options, door, say
        self.all_shown = False
        self.bare: Bare | None = None
        """Where it is set, nothing is loaded but the main document, and of that what this makes of its first bytes and charset."""
        self._documents = 0
        self._framed_itself = False
        self._responded_once = False
        self._document = ""
        self.document_bytes = self.announced_bytes = 0
        self.workers: dict[str, float] = {}
        self.changed = asyncio.Event()
        self._pending: dict[str, str] = {}

    @property
    def patterns(self) -> list[dict[str, str]]:
        """Which requests have to be shown to us: all where the source answers, else those we may have to stop."""
        if self.bare:
            return [{"urlPattern": "*"}, {"urlPattern": "*", "resourceType": "Document", "requestStage": "Response"}]
        if self._source.answers or self._options.headers or self.all_shown:
            return [{"urlPattern": "*"}]
        kinds = ["Document", *sorted(self._options.network.blocked), *(["Script"] if self.left_out else [])]
        return [{"urlPattern": "*", "resourceType": kind} for kind in kinds]

    @property
    def awaited(self) -> bool:
        """True while something is under way that may still bring text."""
        return any(kind in AWAITED for kind in self._pending.values())

    @property
    def streaming(self) -> bool:
        """True while a stream is open that ends only with the page."""
        return any(kind in STREAMS for kind in self._pending.values())

    @property
    def busy(self) -> bool:
        """True while anything at all is under way."""
        return bool(self._pending or self.workers)

    def worker_came(self, identity: str) -> None:
        """A worker began; `workers` holds since when each one that lives does, in monotonic seconds."""
        self.workers[identity] = time.monotonic()

    def worker_went(self, identity: str) -> None:
        """A worker ended."""
        self.workers.pop(identity, None)
        self.changed.set()

    def note(self, method: str, params: dict[str, Any]) -> None:
        """Take note of an event of the Network domain."""
        if method == "Network.requestWillBeSent":
            self._sent(params)
        elif method == "Network.webSocketCreated":
            self._count("WebSocket")
            self._note_asked(params["requestId"], "WebSocket", params.get("url", ""))
            self._pending[params["requestId"]] = "WebSocket"
        elif method == "Network.dataReceived":
            self.counts.bytes += params["dataLength"]
            if params["requestId"] == self._document:
                self.document_bytes += params["dataLength"]
        elif method in {"Network.loadingFinished", "Network.loadingFailed", "Network.webSocketClosed"}:
            self._pending.pop(params["requestId"], None)
            self.changed.set()
            if method == "Network.loadingFailed":
                self.counts.failed += 1
                self._outcome(params["requestId"], params.get("blockedReason") or params.get("errorText") or "failed")
        elif method == "Network.responseReceived":
            self._responded(params)

    def is_document(self, method: str, params: dict[str, Any]) -> bool:
        """True for the event that the main document is there, where it is not too long to be asked for while it loads."""
        if method != "Network.loadingFinished" or params["requestId"] != self._document:
            return False
        return bool(params.get("encodedDataLength", 0) <= MAX_HEARD_BYTES)

    def _sent(self, params: dict[str, Any]) -> None:
        kind = params.get("type", "Other")
        frames = params.get("initiator", {}).get("stack", {}).get("callFrames", ())
        if kind == "Document" and params.get("frameId") == self._target.target_id and frames:
            self._initiators[params["request"]["url"]] = frames[0]["url"]
        if kind == "Script" and len(self.brought) < MAX_ASKED:
            asker = frames[0]["url"] if frames else params.get("initiator", {}).get("url", "")
            self.brought.setdefault(params["request"]["url"], asker[:MAX_URL])
        if not params["request"]["url"].startswith(("data:", "blob:")):
            self._count(kind)
            self._note_asked(params["requestId"], kind, params["request"]["url"])
        self._pending[params["requestId"]] = kind

    def _note_asked(self, identity: str, kind: str, url: str) -> None:
        """Keep what was asked for, within a bound; a redirect is a request of its own under the same identity."""
        if before := self.asked.pop(identity, None):
            before.outcome = "redirected"
            self.asked[f"{identity} {len(self.asked)}"] = before
        if len(self.asked) < MAX_ASKED:
            self.asked[identity] = Asked(self._now(), kind, url[:MAX_URL])
        else:
            self.left_off += 1

    def _count(self, kind: str) -> None:
        self.counts.requests += 1
        self.counts.by_type[kind] = self.counts.by_type.get(kind, 0) + 1
        if self.counts.requests == self._options.network.visit_requests:
            self._say("too_many_requests", f"more than {self.counts.requests} requests")

    def _outcome(self, identity: str, outcome: str) -> None:
        if identity in self.asked:
            self.asked[identity].outcome = outcome.removeprefix("net::")

    def _responded(self, params: dict[str, Any]) -> None:
        self._outcome(params["requestId"], str(params["response"]["status"]))
        if params.get("frameId") != self._target.target_id or params.get("type") != "Document":
            return
        self._responded_once = True
        response = params["response"]
        self._document, self.document_bytes = params["requestId"], 0
        self.announced_bytes = 0 if self.bare else _length_of(response.get("headers", {}))
        self.final_url, self.http_status = response["url"], response["status"]
        self.retry_after_s = _seconds_of(response.get("headers", {}))
        if response["status"] >= 400:
            self._say("http_status", str(response["status"]))
        if response["mimeType"] not in HTML_TYPES:
            self.failure = NotHtml(f"not an HTML page but {response['mimeType']}: give the address of a page")

    async def authorize(self, params: dict[str, Any]) -> None:
        """Give the door its secret (the `Fetch.authRequired` event); no other server gets anything."""
        answer: dict[str, str] = {"response": "CancelAuth"}
        if params["authChallenge"].get("source") == "Proxy":
            answer = {
                "response": "ProvideCredentials", "username": self._door.user, "password": self._door.password,
            }  # fmt: skip
        await self._target.send("Fetch.continueWithAuth", requestId=params["requestId"], authChallengeResponse=answer)

    async def paused(self, params: dict[str, Any]) -> None:
        """Let a paused request (the `Fetch.requestPaused` event) go on, answer it, or refuse it."""
        try:
            await self._decide(params)
        except PageError:
            raise
        except Exception:  # a defect: whoever owns this task says so; the page must not wait for the request for ever
            await self._fail(params["requestId"], "Failed")
            raise

    async def _decide(self, params: dict[str, Any]) -> None:
        request, identity, kind = params["request"], params["requestId"], params["resourceType"]
        main = params["frameId"] == self._target.target_id and kind == "Document"
        if self.bare and not main:
            await self._fail(identity, "BlockedByClient")
            return
        if self.bare and "responseStatusCode" in params:
            await self._strip(self.bare, params)
            return
        if main and not await self._may_go(request["url"], bool(params.get("redirectedRequestId"))):
            await self._fail(identity, "Aborted")
            self._note_leaver(request["url"])
        elif kind == "Document" and not main and self._is_in_itself(request):
            await self._fulfil(identity, 200, BARE_HEADERS, b"")
        elif request["url"] in self.left_out or kind in self._options.network.blocked:
            await self._fail(identity, "BlockedByClient")
        elif not await self._answered(request, identity, kind):
            await self._carry(request, identity, main)

    def _is_in_itself(self, request: dict[str, Any]) -> bool:
        """True for a frame that holds the page which it stands in, which an address of `#` is: each copy would hold further ones,
        hundreds of them, that say what the page says."""
        found = request["method"] == "GET" and same_document(request["url"], self.final_url)
        if found and not self._framed_itself:
            self._framed_itself = True
            self._say("limit", "a frame that holds the page itself is left empty")
        return found

    def _note_leaver(self, url: str) -> None:
        """Which script, in a file of its own, wanted to leave for this address: the browser stopped loading the page
        for its sake, refused or not."""
        script = self._initiators.get(url, "")
        if script.startswith(("http:", "https:")) and not same_document(script, self.final_url):
            self.leavers.add(script)

    async def _fail(self, identity: str, reason: str) -> None:
        await self._target.send("Fetch.failRequest", requestId=identity, errorReason=reason)

    async def _answered(self, request: dict[str, Any], identity: str, resource_type: str) -> bool:
        """True where the source answered or refused; False where the network is asked."""
        if not self._source.answers:
            return False
        answer = await self._source.answer(
            Request(request["url"], request["method"], resource_type, request["headers"], body_of(request))
        )
        match answer:
            case Answered(status, headers, body) if self.bare:
                bare = self.bare(body[:MAX_BARE_BYTES], _charset(headers))
                await self._fulfil(identity, status, BARE_HEADERS, bare)
            case Answered(status, headers, body):
                await self._fulfil(identity, status, headers, body)
            case Redirected(location, status):
                await self._fulfil(identity, status, (("location", location),), b"")
            case Refused(reason) if request["url"].startswith(("http:", "https:")):
                self._say("refused", reason)
                await self._fail(identity, "NameNotResolved")
            case _:
                return False
        return True

    async def _strip(self, bare: "Bare", params: dict[str, Any]) -> None:
        """Let a response of the main document in as what `bare` makes of its beginning; the browser's own process reads it, so
        that a renderer which cannot take it is no hindrance."""
        identity, status = params["requestId"], params["responseStatusCode"]
        headers = [(header["name"], header["value"]) for header in params.get("responseHeaders", [])]
        if 300 <= status < 400:
            await self._target.send("Fetch.continueRequest", requestId=identity)
            return
        handle = (await self._target.send("Fetch.takeResponseBodyAsStream", requestId=identity))["stream"]
        body = bytearray()
        with suppress(DeadlineExceeded):  # a server that goes on without end: what came so far is the document
            until = time.monotonic() + BARE_S
            while len(body) < MAX_BARE_BYTES and (left_s := until - time.monotonic()) > 0:
                piece = await self._target.send("IO.read", handle=handle, size=BARE_PIECE, within_s=max(0.1, left_s))
                data = piece["data"]
                body += base64.b64decode(data) if piece.get("base64Encoded") else data.encode("utf-8", "surrogatepass")
                if piece["eof"]:
                    break
        await self._fulfil(identity, status, BARE_HEADERS, bare(bytes(body[:MAX_BARE_BYTES]), _charset(headers)))

    async def _fulfil(self, identity: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> None:
        await self._target.send(
            "Fetch.fulfillRequest",
            requestId=identity,
            responseCode=status,
            responseHeaders=[{"name": name, "value": value} for name, value in headers],
            body=base64.b64encode(body).decode(),
        )

    async def _carry(self, request: dict[str, Any], identity: str, main: bool) -> None:
        """To the door; the first main document, and wherever it is redirected, is looked up here, so that its failure has
        a name."""
        if main and not self._responded_once:
            self.failure = await self._unreachable(request["url"])
            if self.failure:
                await self._fail(identity, "NameNotResolved")
                return
        more = self._options.headers if same_site(request["url"], self._source.opening.url) else ()
        if more:
            changed = {**request["headers"], **dict(more)}
            headers = [{"name": name, "value": value} for name, value in changed.items()]
            await self._target.send("Fetch.continueRequest", requestId=identity, headers=headers)
        else:
            await self._target.send("Fetch.continueRequest", requestId=identity)

    async def _unreachable(self, url: str) -> PageError | None:
        """What keeps this address from being opened; None for one that the source answers itself, or that may be tried."""
        if self._source.opening.offline:
            return None
        led = "" if same_document(url, self._source.opening.url) else f"{self._source.opening.url[:200]} redirects: "
        try:
            await self._door.admit(*origin_of(url))
        except doors.Refused as refused:
            self._say("refused", f"{refused.reason} {url}")
            if refused.reason == "unknown_host":
                return UnknownHost(f"{led}the host of {url[:200]} does not resolve: check the address")
            if refused.reason == "host_refused":
                return AddressRefused(
                    f"{led}{url[:200]} is on a host that may not be visited: see --allow-host, --refuse-host"
                )
            return AddressRefused(f"{led}{url[:200]} is a private address: --allow-private opens those")
        return None

    async def _may_go(self, url: str, redirected: bool) -> bool:
        """The policy for the main frame: the first document always, then those that are followed up to a number, and
        only where they may be reached: the page that stands is not given up for an error."""
        self._documents += 1
        if self._documents == 1 or redirected:
            return True
        web = url.startswith(("http:", "https:"))
        allowed = web and (self.follow == "any" or (self.follow == "same-site" and same_site(self.final_url, url)))
        if allowed and self._documents <= 1 + MAX_FOLLOWED and not await self._unreachable(url):
            self._say("redirect", f"followed to {url}")
            return True
        self._say("redirect", f"refused to {url}")
        return False


def _header(headers: Iterable[tuple[str, str]], name: str) -> str:
    """The first value of the header of this name (in small letters); "" where there is none."""
    return next((value for one, value in headers if one.lower() == name), "")


def _length_of(headers: dict[str, str]) -> int:
    """How many bytes the server says will come; a packed document is longer once it is unpacked."""
    said = _header(headers.items(), "content-length")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0


def _seconds_of(headers: dict[str, str]) -> float | None:
    """What `Retry-After` asks for (RFC 9110, section 10.2.3), a number of seconds or a date; None where it is not there."""
    value = _header(headers.items(), "retry-after").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(0.0, until - time.time())


def _charset(headers: Iterable[tuple[str, str]]) -> str | None:
    """The charset that the server names, if it does."""
    for name, value in headers:
        if name.lower() == "content-type" and (found := CHARSET.search(value)):
            return found[1]
    return None


def body_of(request: dict[str, Any]) -> bytes | None:
    """What the request carries, where it carries anything: as the browser holds it, in pieces."""
    if pieces := request.get("postDataEntries"):
        return b"".join(base64.b64decode(piece.get("bytes", "")) for piece in pieces)
    return request["postData"].encode("utf-8", "replace") if "postData" in request else None
