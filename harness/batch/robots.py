"""Floor 4: robots.txt (RFC 9309), asked for once a site, through the same door as its pages."""

import asyncio
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from harness.address import origin_of
from harness.browser.door import Door
from harness.browser.names import Names
from harness.browser.options import VisitOptions

__all__ = ["AGENT", "Robots"]

AGENT = "harness"
"""The name that robots.txt may speak of, where the run does not call itself something else."""
MAX_BYTES = 500 * 1024
"""RFC 9309, section 2.5: at least so much of it is read."""
WITHIN_S = 10.0
MAX_DELAY_S = 60.0


class Robots:
    """What the robots.txt of each site says to us."""

    def __init__(self, options: VisitOptions) -> None:
        self._options = options
        self._agent = options.user_agent or AGENT
        self._found: dict[str, asyncio.Task[Any]] = {}
        self._names = Names()

    async def allow(self, url: str) -> bool:
        """True where the page may be asked for; where there is no robots.txt it may, and where its server fails it may not (RFC
        9309, section 2.3.1)."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._found:
            self._found[site] = asyncio.create_task(self._read(site))
        rules = await self._found[site]
        return bool(rules.can_fetch(url, self._agent))

    def delay_s(self, url: str) -> float:
        """The `Crawl-delay` of the page's site, where it was read and has one; bounded."""
        parts = urlsplit(url)
        task = self._found.get(f"{parts.scheme}://{parts.netloc}")
        if task is None or not task.done():
            return 0.0
        return min(float(task.result().crawl_delay(self._agent) or 0.0), MAX_DELAY_S)

    async def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of the page's site names."""
        await self.allow(url)
        parts = urlsplit(url)
        return list((await self._found[f"{parts.scheme}://{parts.netloc}"]).sitemaps)

    async def fetched(self, url: str, most_bytes: int) -> bytes:
        """The first bytes of another of a site's own files; none where there is no such file."""
        status, body = await self._fetch(url, most_bytes)
        return body if status == 200 else b""

    async def _fetch(self, url: str, most_bytes: int) -> tuple[int, bytes]:
        own = (origin_of(url),)
        async with Door.opened(self._options.network, self._names, lambda kind, detail: None, own) as door:
            return await asyncio.to_thread(_fetched, url, door, self._agent, most_bytes)

    async def _read(self, site: str) -> Any:
        from protego import Protego  # few runs need it

        status, body = await self._fetch(f"{site}/robots.txt", MAX_BYTES)
        if status >= 500:
            return Protego.parse("User-agent: *\nDisallow: /")
        return Protego.parse(body.decode("utf-8", "replace") if status == 200 else "")


def _fetched(url: str, door: Door, agent: str, most_bytes: int) -> tuple[int, bytes]:
    """The status and the first bytes; a site that cannot be talked to has no robots.txt, and its pages say so themselves."""
    proxy = door.address.replace("http://", f"http://{door.user}:{door.password}@")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy, "https": proxy}))
    request = urllib.request.Request(url, headers={"User-Agent": agent})
    try:
        with opener.open(request, timeout=WITHIN_S) as answer:
            return int(answer.status), answer.read(most_bytes)
    except urllib.error.HTTPError as error:
        return error.code, b""
    except (OSError, ValueError):
        return 404, b""
