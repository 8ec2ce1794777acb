"""Floor 5: what a request may ask for: a page of the web or HTML of its own, and nothing of this machine."""

import json
from dataclasses import dataclass
from typing import Any

from harness.batch import Job
from harness.errors import UsageError
from harness.sources.url import checked_url

__all__ = ["MAX_BODY_BYTES", "NotAsked", "job_of", "job_of_json"]

MAX_BODY_BYTES = 10_000_000
MAX_URL = 8_000
KNOWN = ("url", "html", "base_url")


@dataclass(frozen=True)
class NotAsked(Exception):
    """A request that asks for nothing that can be done; `says` is one line for whoever asked."""

    says: str


def job_of_json(body: bytes) -> Job:
    """From {"url": ...} or {"html": ..., "base_url": ...}. Raises NotAsked."""
    try:
        given: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise NotAsked("the body is no JSON") from None
    if not isinstance(given, dict):
        raise NotAsked('the body is no JSON object: {"url": "https://..."} is meant')
    if unknown := sorted(str(name)[:40] for name in given if name not in KNOWN):
        raise NotAsked(f"{unknown[0]!r} is not known: {', '.join(KNOWN)} are")
    if wrong := next((name for name in KNOWN if not isinstance(given.get(name, ""), str)), None):
        raise NotAsked(f"{wrong} has to be a string")
    return job_of(given.get("url"), given.get("html"), given.get("base_url"))


def job_of(url: str | None, html: str | None = None, base_url: str | None = None) -> Job:
    """One page to clean. Raises NotAsked for anything that is no address of the web: a file, a folder, an archive."""
    if (url is None) == (html is None):
        raise NotAsked("either url or html is meant")
    for name, address in (("url", url), ("base_url", base_url)):
        if address is not None and not _is_web(address):
            raise NotAsked(f"{name} has to begin with http:// or https://")
    if html is not None:
        return Job("-", base_url, html.encode("utf-8", "replace"))
    if base_url is not None:
        raise NotAsked("base_url goes with html: a url has an address")
    assert url is not None
    return Job(url)


def _is_web(address: str) -> bool:
    if len(address) > MAX_URL or not address.isprintable():
        return False
    try:
        checked_url(address)
    except UsageError:
        return False
    return True
