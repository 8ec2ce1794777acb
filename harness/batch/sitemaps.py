"""Floor 4: a site's sitemaps (sitemaps.org, version 0.9): the addresses that they list, read through the same door as its pages."""

import asyncio
import zlib
from collections import deque
from urllib.parse import urljoin

from lxml import etree

from harness.address import origin_of
from harness.batch.robots import Robots

__all__ = ["listed"]

MOST_FILES, MOST_ADDRESSES = 50, 50_000
"""The protocol allows 50,000 addresses a file."""
MAX_BYTES = 50_000_000
"""The protocol's limit for a file, unpacked."""


async def listed(start: str, robots: Robots) -> list[str]:
    """The addresses on the start page's host that its sitemaps list, as robots.txt names them or where they usually lie, in their
    order. A file that is none is passed over: a crawl has its start page."""
    waiting = deque(await robots.sitemaps(start) or [urljoin(start, "/sitemap.xml")])
    seen: set[str] = set()
    found: dict[str, None] = {}
    while waiting and len(seen) < MOST_FILES and len(found) < MOST_ADDRESSES:
        url = waiting.popleft()
        if url in seen or origin_of(url) != origin_of(start):
            continue
        seen.add(url)
        body = await robots.fetched(url, MAX_BYTES)
        pages, more = await asyncio.to_thread(_read, body)
        waiting.extend(more)
        found |= dict.fromkeys(page for page in pages[:MOST_ADDRESSES] if origin_of(page) == origin_of(start))
    return list(found)[:MOST_ADDRESSES]


def _read(body: bytes) -> tuple[list[str], list[str]]:
    """The pages and the other sitemaps that a file lists."""
    body = _unpacked(body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser) if b"<" in body[:200] else None
    except etree.XMLSyntaxError:
        return [], []
    if root is None:
        lines = body.decode("utf-8", "replace").splitlines()
        return [line.strip() for line in lines if line.startswith(("http://", "https://"))], []
    places = [each.text.strip() for each in root.iterfind("{*}*/{*}loc") if each.text and each.text.strip()]
    return ([], places) if etree.QName(root).localname == "sitemapindex" else (places, [])


def _unpacked(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES)
    except zlib.error:
        return b""
