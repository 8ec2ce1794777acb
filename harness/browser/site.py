"""Floor 2: which addresses belong to one site, and to one origin."""

from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

__all__ = ["origin_of", "same_site"]

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def origin_of(url: str) -> tuple[str, int]:
    """Host and port of a web address; an empty host and 0 where it has none."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0))
    except ValueError:
        return ("", 0)


def _site(url: str) -> str:
    host, port = origin_of(url)
    try:
        ip_address(host)
    except ValueError:
        return _suffixes().privatesuffix(host) or f"{host}:{port}"
    return f"{host}:{port}"


def same_site(a: str, b: str) -> bool:
    """True where both addresses belong to one registrable domain; hosts without one, and IPs, compare with their port."""
    return _site(a) == _site(b)
