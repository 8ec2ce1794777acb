"""Floor 2: the door: the one local proxy that all traffic of a visit goes through, open for as long as the visit lasts.

It asks for a secret that only this visit's browser context is given, looks every name up once and connects to the address
that it judged, refuses what is private, answers at once for what is dead, and counts the bytes. Plain HTTP is carried
request by request, everything else (TLS, WebSockets, WebRTC over TCP) as a tunnel. What lies inside TLS is not looked into.
"""

import asyncio
import base64
import re
import secrets
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from harness.browser.names import Names, Patience
from harness.browser.options import NetworkPolicy
from harness.browser.tasks import Tasks

__all__ = ["Door", "Refused"]

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]

HEAD_BYTES = 65_536
HEAD_S = 10.0
CHUNK_BYTES = 65_536
STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})(?: |$)")
OWN_HEADERS = re.compile(rb"^(?:proxy-[a-z-]+|connection|keep-alive):", re.I)


class Refused(Exception):
    """Why a host is not carried: `reason` is unknown_host, address_refused, host_refused, unreachable, bad_response or
    not_in_source."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Door:
    """`address` and the credentials are for the browser context of this one visit; `own` are the origins
    (host, port) that the user named: on loopback the visit may reach these and no others."""

    def __init__(
        self,
        policy: NetworkPolicy,
        names: Names,
        say: Callable[[str, str], None],
        own: Iterable[tuple[str, int]] = (),
        *,
        shut: bool = False,
    ) -> None:
        self.user, self.password = "visit", secrets.token_hex(16)
        self.bytes = 0
        self.connections = 0
        self._policy, self._names, self._say, self._shut = policy, names, say, shut
        self._own = set(own)
        self._patience = Patience()
        self._secret = b"Basic " + base64.b64encode(f"{self.user}:{self.password}".encode())
        self._server: asyncio.Server | None = None
        self._serving = Tasks(say)

    @classmethod
    @asynccontextmanager
    async def opened(
        cls,
        policy: NetworkPolicy,
        names: Names,
        say: Callable[[str, str], None],
        own: Iterable[tuple[str, int]] = (),
        *,
        shut: bool = False,
    ) -> AsyncIterator[Self]:
        """A door on a loopback port of its own; on leaving, every connection through it is cut. `shut` lets nothing out."""
        door = cls(policy, names, say, own, shut=shut)
        door._server = await asyncio.start_server(door._accept, "127.0.0.1", 0, limit=HEAD_BYTES)
        try:
            yield door
        finally:
            door._server.close()
            await door._serving.close()

    @property
    def address(self) -> str:
        """The proxy's address as Chromium takes it."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def admit(self, host: str, port: int, patience: Patience | None = None) -> tuple[str, ...]:
        """The pinned addresses that may be connected to for this host; raises Refused."""
        policy = self._policy
        if self._shut:
            raise Refused("not_in_source")
        if _listed(host, policy.refused_hosts) or (policy.allowed_hosts and not _listed(host, policy.allowed_hosts)):
            raise Refused("host_refused")
        found = await self._names.find(host, patience)
        if not found.addresses and not (policy.upstream and not _is_literal(host)):  # a proxy may know more names
            raise Refused("unknown_host")
        own = (host, port) in self._own and all(ip_address(address).is_loopback for address in found.addresses)
        if not (found.public or policy.allow_private or own):
            raise Refused("address_refused")
        return found.addresses

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._serving.spawn(self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(HEAD_S):
                head = await reader.readuntil(b"\r\n\r\n")
            async with asyncio.timeout(self._policy.connection_s):
                await self._carry(head, reader, writer)
        except Refused as refused:
            self._say("refused", f"{refused.reason} {_asked_for(head)}")
            if head.startswith(b"CONNECT"):
                writer.write(b"HTTP/1.1 502 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        except TimeoutError:
            self._say("limit", f"a connection took longer than {self._policy.connection_s:.0f} s")
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # cut, or no proxy request: whoever asked sees its connection closed
        finally:
            writer.close()

    async def _carry(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = _Asked.read(head)
        if not asked.authorized(self._secret):
            challenge = b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="door"\r\n'
            writer.write(challenge + b"Content-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return
        addresses = await self.admit(asked.host, asked.port, self._patience)
        beyond = None if (asked.host, asked.port) in self._own else self._policy.upstream
        far_reader, far_writer = await self._connect(
            (beyond.host,) if beyond else addresses, beyond.port if beyond else asked.port
        )
        self.connections += 1
        try:
            if beyond or not asked.tunnel:
                far_writer.write(asked.passed_on(beyond.authorization if beyond else b"", absolute=beyond is not None))
            else:
                writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            await self._both_ways((reader, writer), (far_reader, far_writer), heads=not asked.tunnel)
        finally:
            far_writer.close()

    async def _connect(self, addresses: tuple[str, ...], port: int) -> Stream:
        """A connection to the first of these addresses that takes one; raises Refused."""
        for address in addresses:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(self._policy.connect_s):
                    return await asyncio.open_connection(address, port, limit=HEAD_BYTES)
        raise Refused("unreachable")

    async def _both_ways(self, near: Stream, far: Stream, *, heads: bool) -> None:
        """Carry bytes in both directions until the far side is done, or either side is gone."""
        sending = asyncio.ensure_future(self._pipe(near[0], far[1]))
        try:
            if heads:
                await _pass_heads(far[0], near[1])
            await self._pipe(far[0], near[1])
        finally:
            sending.cancel()
            with suppress(OSError, asyncio.CancelledError):  # the far side is done, whatever was still on its way to it
                await sending

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK_BYTES):
            self.bytes += len(data)
            if self.bytes > self._policy.visit_bytes:
                self._say(
                    "limit", f"more than {self._policy.visit_bytes} bytes: the rest of the visit's traffic is cut"
                )
                return
            writer.write(data)
            await writer.drain()
        with suppress(OSError, RuntimeError):
            writer.write_eof()


async def _pass_heads(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The response's heads (interim ones among them), told that the connection ends after it: the next request must be
    judged anew, so it may not travel on this one."""
    while True:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head[:-4].split(b"\r\n")
        found = STATUS_LINE.match(first)
        if not found:
            raise Refused("bad_response")
        interim = found[1].startswith(b"1") and found[1] != b"101"
        kept = [line for line in lines if not OWN_HEADERS.match(line)]
        writer.write(b"\r\n".join([first, *kept, *([] if interim else [b"Connection: close"])]) + b"\r\n\r\n")
        if not interim:
            return


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request to the proxy: a tunnel, or a plain HTTP request in absolute form."""

    method: bytes
    target: bytes
    host: str
    port: int
    path: bytes
    lines: tuple[bytes, ...]

    @property
    def tunnel(self) -> bool:
        return self.method == b"CONNECT"

    @classmethod
    def read(cls, head: bytes) -> Self:
        """Raises ValueError where this is no request to a proxy."""
        first, *lines = head[:-4].split(b"\r\n")
        method, target, _ = first.split(b" ", 2)
        parts = urlsplit(("//" if method == b"CONNECT" else "") + target.decode("latin-1"))
        if not parts.hostname:
            raise ValueError("no host asked for")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(method, target, parts.hostname, parts.port or 80, path.encode("latin-1"), tuple(lines))

    def authorized(self, secret: bytes) -> bool:
        given = [line for line in self.lines if line.lower().startswith(b"proxy-authorization:")]
        return any(secrets.compare_digest(line.split(b":", 1)[1].strip(), secret) for line in given)

    def passed_on(self, authorization: bytes, *, absolute: bool) -> bytes:
        """The head as the next server takes it: without what was meant for us, one request a connection."""
        first = self.method + b" " + (self.target if absolute else self.path) + b" HTTP/1.1"
        kept = [line for line in self.lines if not OWN_HEADERS.match(line)]
        extra = [b"Proxy-Authorization: " + authorization] if authorization else []
        closing = [] if self.tunnel else [b"Connection: close"]
        return b"\r\n".join([first, *kept, *extra, *closing]) + b"\r\n\r\n"


def _asked_for(head: bytes) -> str:
    """What was asked for, for an event: the target alone, never its headers."""
    return head.split(b" ", 2)[1].decode("latin-1")[:200]


def _listed(host: str, hosts: tuple[str, ...]) -> bool:
    """True where the host is one of these or lies below one of them."""
    return any(host == name or host.endswith("." + name) for name in hosts)


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
