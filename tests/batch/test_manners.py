"""A run is polite where it is asked to be: hosts are asked one page at a time and not too often, robots.txt is heeded, and a server
that says it is busy is asked again later."""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from harness import CleanPage
from harness.batch import Job, Manners, Workers
from harness.browser import NetworkPolicy, VisitOptions
from harness.cleaner import Cleaner

OPTIONS = VisitOptions(network=NetworkPolicy(allow_private=True))
PAGE = b"<!doctype html><title>Ferry</title><h1>Ferry</h1><p>The last boat back is the one at seven in the evening, as ever.</p>"


@dataclass
class Site:
    """Serves a page at every path, and notes when each was asked for; `busy` paths answer 429 so many times first."""

    robots: bytes | None = None
    robots_status: int = 200
    busy: dict[str, int] = field(default_factory=dict)
    retry_after: str | None = "1"
    port: int = 0
    asked: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/{path}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = urlsplit(handler.path).path.strip("/")
        if path == "robots.txt":
            body, status = self.robots or b"", self.robots_status if self.robots is not None else 404
        elif path == "favicon.ico":
            body, status = b"", 404
        else:
            self.asked[path].append(time.monotonic())
            left = self.busy.get(path, 0)
            self.busy[path] = left - 1
            body, status = PAGE, 429 if left > 0 else 200
        handler.send_response(status)
        if status == 429 and self.retry_after:
            handler.send_header("Retry-After", self.retry_after)
        handler.send_header("Content-Type", "text/plain" if path == "robots.txt" else "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("", 0), Handler)
    site.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def cleaned(urls: list[str], manners: Manners, workers: int = 1) -> list[CleanPage]:
    async def story() -> list[CleanPage]:
        async with Workers.opened(Cleaner(options=OPTIONS), workers) as running:
            return [page async for page in running.clean([Job(url) for url in urls], manners)]

    return asyncio.run(asyncio.wait_for(story(), 100))


def test_a_host_is_given_its_delay_and_others_go_on_meanwhile() -> None:
    with serving(Site()) as site:
        urls = [site.url("a"), site.url("b"), site.url("c", "localhost")]
        pages = cleaned(urls, Manners(delay_s=2.0))

    assert [urlsplit(page.source).path for page in pages] == ["/a", "/c", "/b"]
    assert site.asked["b"][0] - site.asked["a"][0] >= 2.0
    assert site.asked["c"][0] - site.asked["a"][0] < 2.0


def test_two_browsers_are_never_on_a_host_that_takes_one() -> None:
    with serving(Site()) as site:
        pages = cleaned([site.url(str(n)) for n in range(4)], Manners(per_host=1), workers=2)

    assert len(pages) == 4 and not any(page.error for page in pages)


@pytest.mark.parametrize(
    ("rules", "status", "codes"),
    [
        (b"User-agent: *\nDisallow: /private", 200, {"private/a": "robots", "open": None}),
        (b"User-agent: other\nDisallow: /", 200, {"private/a": None}),
        (None, 200, {"private/a": None}),
        (b"", 503, {"open": "robots"}),
    ],
)
def test_robots_txt_is_heeded(rules: bytes | None, status: int, codes: dict[str, str | None]) -> None:
    with serving(Site(robots=rules, robots_status=status)) as site:
        pages = cleaned([site.url(path) for path in codes], Manners(robots=True))

    found = {urlsplit(page.source).path.strip("/"): page.error.code if page.error else None for page in pages}
    assert found == codes
    assert [path for path, code in codes.items() if code and path in site.asked] == []
    assert all(page.status == "blocked" for page in pages if page.error)


def test_robots_txt_is_not_asked_for_where_it_is_not_heeded() -> None:
    with serving(Site(robots=b"User-agent: *\nDisallow: /")) as site:
        (page,) = cleaned([site.url("a")], Manners())

    assert page.error is None


@pytest.mark.parametrize("said", ["1", None])
def test_a_busy_server_is_asked_again_after_the_time_that_it_names(said: str | None) -> None:
    with serving(Site(busy={"a": 1}, retry_after=said)) as site:
        pages = cleaned([site.url("a"), site.url("b", "localhost")], Manners())

    assert [urlsplit(page.source).path for page in pages] == ["/b", "/a"]
    assert [page.http_status for page in pages] == [200, 200]
    first, second = site.asked["a"]
    assert second - first >= (1.0 if said else 5.0)


def test_a_server_that_stays_busy_or_asks_for_an_hour_is_a_line_that_says_so() -> None:
    with serving(Site(busy={"a": 9, "b": 9}, retry_after="1")) as site:
        (page,) = cleaned([site.url("a")], Manners(tries=2))
        site.retry_after = "3600"
        (later,) = cleaned([site.url("b")], Manners())

    assert page.http_status == 429 and len(site.asked["a"]) == 2
    assert [event.kind for event in page.events if event.kind == "busy"] == ["busy"]
    assert later.retry_after_s == 3600 and len(site.asked["b"]) == 1


def test_one_job_that_is_listed_twice_is_two_pages() -> None:
    with serving(Site()) as site:

        async def story() -> list[CleanPage]:
            job = Job(site.url("a"))
            async with Workers.opened(Cleaner(options=OPTIONS), 2) as running:
                return [page async for page in running.clean([job, job], Manners())]

        pages = asyncio.run(asyncio.wait_for(story(), 60))

    assert [page.error for page in pages] == [None, None] and len(site.asked["a"]) == 2
