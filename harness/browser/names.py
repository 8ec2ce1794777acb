"""Floor 2: hosts and their addresses: each name is resolved once for the run and pinned; private addresses are told apart."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Literal

__all__ = ["Host", "Names", "Patience", "is_public"]

RESOLVE_S = 3.0
PATIENCE_S = 0.5
NAT64 = IPv6Network("64:ff9b::/96")

Refusal = Literal["", "address_refused", "unknown_host"]


def is_public(address: str) -> bool:
    """True for an address of the public internet; one that wraps an IPv4 address is what it wraps."""
    found: IPv4Address | IPv6Address | None = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in NAT64:
            inner = IPv4Address(found.packed[-4:])
        if inner is not None:
            return is_public(str(inner))
    assert found is not None
    return found.is_global and not found.is_multicast and not found.is_reserved


@dataclass(frozen=True, slots=True)
class Host:
    """A name's addresses as first answered; empty for a name that is unknown, or was not known in time."""

    addresses: tuple[str, ...] = ()

    @property
    def public(self) -> bool:
        """True where every address is public: one private one among them is the trick of a rebinding name."""
        return all(is_public(address) for address in self.addresses)


class Patience:
    """Real seconds that one page may still wait for names; after that a name that is not known yet counts as dead.

    Names that are waited for at once are paid for once.
    """

    def __init__(self, seconds: float = PATIENCE_S) -> None:
        self._left_s = seconds
        self._waiting = 0
        self._since = 0.0

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[float]:
        """For as long as one name is waited for; yields the seconds that may still be spent."""
        now = time.monotonic()
        if self._waiting == 0:
            self._since = now
        self._waiting += 1
        try:
            yield max(0.0, self._left_s - (now - self._since))
        finally:
            self._waiting -= 1
            if self._waiting == 0:
                self._left_s -= time.monotonic() - self._since


@dataclass(slots=True)
class Names:
    """Looks each name up once, within a bound, and keeps the answer for the run: dead hosts are answered at once,
    and a name that changes its answer changes nothing.

    Pages of this kind name dozens of hosts, many dead, and each may keep a slow resolver busy for seconds.
    """

    _known: dict[str, asyncio.Task[Host]] = field(default_factory=dict)

    async def find(self, name: str, patience: Patience | None = None) -> Host:
        """The host's addresses; without `patience` the look-up is waited for to its end."""
        name = name.lower().rstrip(".")
        if name not in self._known:
            self._known[name] = asyncio.create_task(self._look_up(name))
        looked_up = self._known[name]
        if patience is None or looked_up.done():
            return await asyncio.shield(looked_up)
        async with patience.waiting() as most:
            await asyncio.wait({looked_up}, timeout=most)
        return looked_up.result() if looked_up.done() else Host()

    async def close(self) -> None:
        """End the look-ups that still run: nobody waits for them any more."""
        for looked_up in self._known.values():
            looked_up.cancel()
        await asyncio.gather(*self._known.values(), return_exceptions=True)

    async def _look_up(self, name: str) -> Host:
        try:
            async with asyncio.timeout(RESOLVE_S):
                return Host(tuple(dict.fromkeys(await _addresses(name))))
        except (OSError, TimeoutError, UnicodeError):
            return Host()


async def _addresses(host: str) -> list[str]:
    """The host's addresses; looked up in a thread of its own that nobody waits for at exit, however slow the resolver."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str] | OSError | UnicodeError) -> None:
        if answer.done():
            return
        if isinstance(found, list):
            answer.set_result(found)
        else:
            answer.set_exception(found)

    def look_up() -> None:
        try:
            found: list[str] | OSError | UnicodeError = [
                str(entry[4][0]).split("%")[0] for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            ]
        except (OSError, UnicodeError) as error:
            found = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=look_up, daemon=True).start()
    return await answer
