"""Floor 1: what a source is to the rest of the house: what it opens, and what it answers to each request of the page."""

from dataclasses import dataclass, field
from typing import Protocol

__all__ = [
    "OF_THE_TRANSFER",
    "Answer",
    "Answered",
    "Conversation",
    "Exchange",
    "Identity",
    "Message",
    "Opening",
    "Passed",
    "Redirected",
    "Refused",
    "Request",
    "Source",
]


OF_THE_TRANSFER = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "alt-svc"}
)
"""Headers that describe the bytes on their way: an answer holds the body as it came out of it, and does without them."""


@dataclass(frozen=True, slots=True)
class Identity:
    """As whom a page is visited, where it is not the browser's own self: `{version}` in `user_agent` is the browser's."""

    name: str
    user_agent: str | None = None
    referrer: str | None = None
    viewport: tuple[int, int] | None = None
    mobile: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What is opened, and as whom: what a fixture holds fixed is set, what is None is the visit's own.

    `clock_s` is the page's clock at navigation, in seconds since 1970; `seed` is what its random numbers begin with;
    `offline` says that what the source does not answer is refused rather than carried; `stand_in` is the beginning of
    addresses that were made up for this source, as a page must have one: users never read it. `conversations` are what
    WebSockets answer with; None where they are the network's. `identity` is somebody whom the page is visited as.
    """

    url: str
    clock_s: float | None = None
    locale: str | None = None
    time_zone: str | None = None
    user_agent: str | None = None
    viewport: tuple[int, int] | None = None
    seed: int | None = None
    offline: bool = False
    stand_in: str = ""
    conversations: "tuple[Conversation, ...] | None" = None
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the page, as a source is asked for it."""

    url: str
    method: str = "GET"
    resource_type: str = "Document"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A response; header names as they come, repeated ones as repeated pairs."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Redirected:
    """A response that leads elsewhere."""

    location: str
    status: int = 302


@dataclass(frozen=True, slots=True)
class Refused:
    """No response: the source is all there is, and it has none; `reason` says what it would have needed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Not this source's to answer: the network is asked, where the visit may."""


Answer = Answered | Redirected | Refused | Passed


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a WebSocket: by whom, its text, or its bytes in base64."""

    sent: bool
    data: str
    binary: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """One WebSocket's messages, in order."""

    url: str
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what it got; `sequence` counts from 0 in the order of the requests, `at_ms` is virtual time since
    navigation. A request that got nothing has no answer, and `failed` says why."""

    request: Request
    answer: Answered | Redirected | None
    sequence: int
    at_ms: float
    failed: str = ""


class Source(Protocol):
    """Where a page comes from. `name` is what the user typed (it comes back as `CleanPage.source`)."""

    @property
    def name(self) -> str: ...
    @property
    def opening(self) -> Opening: ...
    @property
    def answers(self) -> bool:
        """False where `answer` passes on everything; else every request is shown to it."""
        ...

    async def answer(self, request: Request) -> Answer:
        """What this source says to the request."""
        ...

    async def close(self) -> None:
        """Let go of what the source holds (servers, files)."""
        ...
