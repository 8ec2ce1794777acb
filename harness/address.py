"""Floor 0: web addresses: which site and which origin one belongs to, and whether a reader can follow it.

One public-suffix list for the whole house. What is remembered is bounded: a page can name as many hosts as it likes.
"""

import re
from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from publicsuffixlist import PublicSuffixList

__all__ = [
    "has_domain",
    "host_of",
    "leads_nowhere",
    "origin_of",
    "same_document",
    "same_site",
    "site_of",
    "suffix_of",
    "words_of",
]

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
MAX_REMEMBERED = 50_000
MAX_PATH = 300
WORD_BREAK = re.compile(r"[\W_]+")


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
def words_of(url: str) -> tuple[str, str]:
    """The words of an address: those of its host, without `www` and the public suffix, and those of its path and query."""
    host = host_of(url)
    site = _registrable(host)
    if site:
        host = host.removesuffix(site) + site.partition(".")[0]
    try:
        parts = urlsplit(url)
    except ValueError:
        return ("", "")
    labels = [label for label in WORD_BREAK.split(_decoded(host)) if label not in {"", "www", "m"}]
    path = WORD_BREAK.split(unquote(f"{parts.path} {parts.query}")[:MAX_PATH])
    return (" ".join(labels), " ".join(word for word in path if word))


def has_domain(url: str) -> bool:
    """True where an address's host is a registrable domain, or below one: not for an IP, a file, `localhost`, `.invalid`."""
    host = host_of(url)
    return bool(_registrable(host)) and not host.endswith((".invalid", ".localhost", ".test", ".local"))


def suffix_of(url: str) -> str:
    """The public suffix of an address's host (`co.uk`); empty where it has none."""
    site = site_of(url)
    return site.partition(".")[2]


def _decoded(host: str) -> str:
    """A host as readers see it: `xn--` labels in their own letters, where they are well formed."""
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


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
