"""Floor 2: which requests a visit lets through: private addresses, dead hosts, navigations away from the page."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from harness.browser.options import NetworkPolicy

__all__ = ["Guard", "Patience", "same_site"]

RESOLVE_S = 3.0
PATIENCE_S = 1.0
Refusal = Literal["", "address_refused", "unknown_host"]


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _site(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    try:
        ip_address(host)
    except ValueError:
        return _suffixes().privatesuffix(host) or f"{host}:{parts.port}"
    return f"{host}:{parts.port}"


def same_site(a: str, b: str) -> bool:
    """True where both addresses belong to one registrable domain; hosts without one, and IPs, compare with their port."""
    return _site(a) == _site(b)


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
class Guard:
    """Resolves each host once, within a bound, and remembers the answer for the run: dead hosts are answered at once.

    Pages of this kind name dozens of hosts, many dead, and each may keep a slow resolver busy for seconds.
    """

    policy: NetworkPolicy
    known: dict[str, asyncio.Task[Refusal]] = field(default_factory=dict)

    async def refusal(self, url: str, patience: Patience | None = None) -> Refusal:
        """Why this address may not be asked, or an empty string; without `patience` the look-up is waited for."""
        parts = urlsplit(url)
        if parts.scheme in {"data", "blob", "about"}:
            return ""
        if parts.scheme not in {"http", "https", "ws", "wss"} or not parts.hostname:
            return "address_refused"
        host = parts.hostname
        if host not in self.known:
            self.known[host] = asyncio.create_task(self._look_up(host))
        looked_up = self.known[host]
        if patience is None or looked_up.done():
            return await asyncio.shield(looked_up)
        async with patience.waiting() as most:
            await asyncio.wait({looked_up}, timeout=most)
        return looked_up.result() if looked_up.done() else "unknown_host"

    async def _look_up(self, host: str) -> Refusal:
        try:
            async with asyncio.timeout(RESOLVE_S):
                found = await _addresses(host)
        except (OSError, TimeoutError, UnicodeError):
            return "unknown_host"
        if self.policy.allow_private:
            return ""
        return "" if all(ip_address(address).is_global for address in found) else "address_refused"


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
