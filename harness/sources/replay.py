"""Floor 1: recorded exchanges, answered again: in their order, tolerant of cache-busters and nonces, and loud about misses."""

import difflib
import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from harness.sources.protocol import Answer, Exchange, Refused, Request
from harness.sources.secrets import Secrets

__all__ = ["Replay"]

# What a page makes up anew for every request: a time, a random number, a hexadecimal or base-36 id, a UUID.
NONCE = re.compile(
    r"\d{8,}(?:\.\d+)?|0?\.\d{6,}|[0-9a-f]{12,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=\w*\d)[0-9a-z]{16,}",
    re.I,
)
BUSTERS = frozenset(
    {"_", "cb", "cachebuster", "cache_buster", "nocache", "rnd", "rand", "random", "nonce", "ts", "timestamp"}
)
Key = tuple[str, ...]


class Replay:
    """Answers requests from what was recorded; with `secrets`, those that were hidden then are hidden in requests too. The same request again gets the next answer that was recorded for it, and
    the last one ever after; a POST is told by its body first."""

    def __init__(self, exchanges: Sequence[Exchange], secrets: Secrets | None = None) -> None:
        self._secrets = secrets
        self._by_key: dict[Key, list[Exchange]] = defaultdict(list)
        self._taken: dict[Key, int] = defaultdict(int)
        self._urls: list[tuple[str, str]] = []
        for exchange in exchanges:
            request = exchange.request
            self._urls.append((request.method, request.url))
            for key in _keys(request.method, request.url, request.body):
                self._by_key[key].append(exchange)

    def answer(self, request: Request) -> Answer:
        """What was recorded for this request, or Refused with the nearest that was."""
        url = request.url.partition("#")[0]
        url = self._secrets.url(url) if self._secrets else url
        body = None if request.body is None else hashlib.sha256(request.body).digest()
        for key in _keys(request.method, url, body):
            found = self._by_key.get(key)
            if found:
                at = min(self._taken[key], len(found) - 1)
                self._taken[key] += 1
                answer = found[at].answer
                assert answer is not None, "only exchanges with an answer are read"
                return answer
        return Refused(f"not recorded: {request.method} {url[:300]}{self._nearest(request.method, url)}")

    def _nearest(self, method: str, url: str) -> str:
        host = urlsplit(url).netloc
        near = [u for _, u in self._urls if urlsplit(u).netloc == host] or [u for _, u in self._urls]
        close = difflib.get_close_matches(url[:500], [u[:500] for u in near], 1, cutoff=0.5)
        return f"; the nearest is {close[0]}" if close else ""


def _keys(method: str, url: str, body: bytes | None) -> list[Key]:
    """By what a request is found, the closest first: with its body, without it, and without what changes every time."""
    url = url.partition("#")[0]
    keys: list[Key] = []
    if body is not None:
        keys += [(method, url, body.hex()), (method, _steady(url), body.hex())]
    return [*keys, (method, url), (method, _steady(url))]


def _steady(url: str) -> str:
    """The address without cache-busters and nonces, its parameters in order."""
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url
    kept = sorted((n, "*" if NONCE.fullmatch(v) else v) for n, v in pairs if n.lower() not in BUSTERS)
    path = "/".join("*" if NONCE.fullmatch(step) else step for step in parts.path.split("/"))
    return f"~{parts.scheme}://{parts.netloc}{path}?{kept}"
