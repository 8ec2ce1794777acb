"""Floor 1: what a source is to the rest of the house: it says what to open, and answers the requests it has answers for."""

from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["Answer", "Request", "Source"]


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the page, as a Source is asked for it."""

    url: str
    method: str = "GET"
    resource_type: str = "Document"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a Source answers to a request; header names as they come, repeated ones as repeated pairs."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Source(Protocol):
    """Where a page comes from: it says what to open and answers the requests it has answers for.

    `name` is what the user typed (it comes back as `CleanPage.source`); `url` is the address to open; `offline` says
    that requests it does not answer are refused rather than carried by the door; `clock_s` (seconds since 1970) and
    `locale`, `viewport` are set by fixtures, `None` elsewhere.
    """

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def answers(self) -> bool:
        """True if `answer` may return anything but None; then every request is shown to it."""
        ...

    @property
    def stand_in(self) -> str:
        """The beginning of addresses that were made up for this source, as a page must have one; empty where none were.
        Users never read it."""
        ...

    @property
    def offline(self) -> bool: ...
    @property
    def clock_s(self) -> float | None: ...
    @property
    def locale(self) -> str | None: ...
    @property
    def viewport(self) -> tuple[int, int] | None: ...

    async def answer(self, request: Request) -> Answer | None:
        """The answer to this request, or None where this source has none."""
        ...

    async def close(self) -> None:
        """Let go of what the source holds (servers, files)."""
        ...
