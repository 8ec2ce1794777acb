"""Floor 2: which requests a visit lets through: private addresses, dead hosts, navigations away from the page."""

import asyncio
import socket
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from harness.browser.options import NetworkPolicy

__all__ = ["Guard", "same_site"]

RESOLVE_S = 1.0
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


@dataclass(slots=True)
class Guard:
    """Resolves each host once, within a bound, and remembers the answer for the run: dead hosts are answered at once."""

    policy: NetworkPolicy
    known: dict[str, asyncio.Task[Refusal]] = field(default_factory=dict)

    async def refusal(self, url: str) -> Refusal:
        """Why this address may not be asked, or an empty string."""
        parts = urlsplit(url)
        if parts.scheme in {"data", "blob", "about"}:
            return ""
        if parts.scheme not in {"http", "https", "ws", "wss"} or not parts.hostname:
            return "address_refused"
        host = parts.hostname
        if host not in self.known:
            self.known[host] = asyncio.create_task(self._look_up(host))
        return await asyncio.shield(self.known[host])

    async def _look_up(self, host: str) -> Refusal:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(RESOLVE_S):
                found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, TimeoutError, UnicodeError):
            return "unknown_host"
        if self.policy.allow_private:
            return ""
        return "" if all(ip_address(str(a[4][0]).split("%")[0]).is_global for a in found) else "address_refused"
