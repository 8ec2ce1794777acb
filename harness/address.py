"""Floor 0: web addresses: which site and which origin one belongs to, and whether a reader can follow it.

One public-suffix list for the whole house. What is remembered is bounded: a page can name as many hosts as it likes.
"""

from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

__all__ = ["host_of", "leads_nowhere", "origin_of", "same_document", "same_site", "site_of"]

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
MAX_REMEMBERED = 50_000


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def host_of(url: str) -> str:
    """The address's host in lower case; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def origin_of(url: str) -> tuple[str, int]:
    """Host and port of a web address; an empty host and 0 where it has none."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0))
    except ValueError:
        return ("", 0)


@lru_cache(maxsize=MAX_REMEMBERED)
def site_of(url: str) -> str:
    """The registrable domain that an address belongs to, or its host where it has none (an IP, `localhost`)."""
    host = host_of(url)
    return _registrable(host) or host


def same_site(a: str, b: str) -> bool:
    """True where both addresses belong to one registrable domain; hosts without one, and IPs, compare with their port."""
    return _site_with_port(a) == _site_with_port(b)


def same_document(one: str, other: str) -> bool:
    """True where two addresses differ in their fragment alone."""
    return one.partition("#")[0] == other.partition("#")[0]


def leads_nowhere(written: str) -> bool:
    """True for a link that no reader can follow: `#`, empty, `javascript:`."""
    written = written.strip().lower()
    return written in {"", "#"} or written.startswith("javascript:")


@lru_cache(maxsize=MAX_REMEMBERED)
def _registrable(host: str) -> str:
    """The host's registrable domain; empty for an IP and for a name without one."""
    try:
        ip_address(host)
    except ValueError:
        return _suffixes().privatesuffix(host) or ""
    return ""


def _site_with_port(url: str) -> str:
    host, port = origin_of(url)
    return _registrable(host) or f"{host}:{port}"
