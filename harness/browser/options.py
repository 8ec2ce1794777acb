"""Floor 2: what a visit may do and how long it may take, as frozen values made once at the door."""

import base64
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from harness.errors import UsageError

__all__ = ["NetworkPolicy", "Upstream", "VisitOptions"]


@dataclass(frozen=True, slots=True)
class Upstream:
    """A proxy beyond ours that carries what we let through; `authorization` is the value of its header, or empty."""

    host: str
    port: int
    authorization: bytes = b""

    @classmethod
    def of(cls, address: str) -> "Upstream":
        """From http://user:password@host:port. Raises UsageError for anything else."""
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise UsageError(f"--proxy: {error}") from error
        if parts.scheme != "http" or not host:
            raise UsageError("--proxy takes http://host:port or http://user:password@host:port")
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
        return cls(host, port or 8080, b"Basic " + base64.b64encode(user.encode()) if user else b"")


@dataclass(frozen=True, slots=True)
class NetworkPolicy:
    """Which hosts pages may reach, and how much: without `allow_private` no private, loopback or link-local address.

    `allowed_hosts` (if any, then only these) and `refused_hosts` hold for a host and all below it. `blocked` are
    resource types of the page that are not loaded. `connection_s` and `connect_s` are real seconds, `visit_bytes` counts
    what goes through the door in both directions, `visit_requests` what one page asks for.
    """

    allow_private: bool = False
    allowed_hosts: tuple[str, ...] = ()
    refused_hosts: tuple[str, ...] = ()
    blocked: frozenset[Literal["Media", "Font", "Image"]] = frozenset()
    upstream: Upstream | None = None
    connect_s: float = 3.0
    connection_s: float = 25.0
    visit_bytes: int = 200_000_000
    visit_requests: int = 3_000


@dataclass(frozen=True, slots=True)
class VisitOptions:
    """`deadline_s` real seconds for one page, all included; `settle_ms` virtual milliseconds a page is given to finish;
    `worker_s` real seconds that a worker of the page is given, which no virtual time reaches: long enough for a timer of
    three seconds, which is what delayed spam uses. `device_scale` is how many pixels of
    a picture one CSS pixel has, as on a dense screen; `max_height_px` is where pictures end, in CSS pixels, `max_document_bytes` (as they are
    after unpacking) which the main document may have: of a longer one the beginning is read. `max_nodes` are elements in the page at a time,
    `max_frames` its frames.

    A browser is replaced after `recycle_pages`, or once it and its renderers hold `recycle_mib` of memory.

    `headers` go to the page's own site alone; `cookies` are CDP's CookieParam records; what is None is the browser's own.
    """

    deadline_s: float = 30.0
    settle_ms: int = 32_000
    worker_s: float = 3.4
    viewport: tuple[int, int] = (1280, 900)
    device_scale: float = 1.0
    follow: Literal["never", "same-site", "any"] = "same-site"
    max_height_px: int = 16000
    max_document_bytes: int = 20_000_000
    max_nodes: int = 200_000
    max_frames: int = 150
    recycle_pages: int = 200
    recycle_mib: int = 1_500
    network: NetworkPolicy = NetworkPolicy()
    headers: tuple[tuple[str, str], ...] = ()
    cookies: tuple[dict[str, object], ...] = ()
    user_agent: str | None = None
    locale: str | None = None
    time_zone: str | None = None
