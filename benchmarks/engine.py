"""This engine beside a bare Playwright loop, or beside crawl4ai: pages a second, in the same shell and the same run, as a ratio.

    python benchmarks/engine.py CASES [--limit N] [--what engine|clean|pictures] [--beside bare|crawl4ai|crawl4ai-undelayed]

CASES is a folder of cases: each a folder with an `index.html` and the files it loads by relative addresses. Whatever stands
in double braces (`{{THIRD_PARTY}}`) is the case's folder on a second loopback origin. Both sides open the page, let it
finish in their own way, take its text and one full-page PNG; two pages at once. The engine settles 32 virtual seconds; the
bare loop waits for `load`, 15 s at most. `clean` is the whole of cleaning without a picture, `pictures` with all three, beside the
same peer. crawl4ai (`pip install crawl4ai`) makes its Markdown and a screenshot by its own defaults, or with its fixed delays set
to nought; 60 s at most. They take turns by chunks of pages, so that what else runs here meets both alike.
The ratio counts pages on which the bare loop reached `load`; those that never do are listed with the engine's time.
"""

import argparse
import asyncio
import mimetypes
import re
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import Error, async_playwright

from harness import Cleaner
from harness.browser import Browser, NetworkPolicy, VisitOptions
from harness.browser.find import find_browser
from harness.browser.launch import QUIET
from harness.dom import page_script
from harness.loop import run
from harness.sources import open_source

CHUNK = 10
LOAD_MS = 15_000
LONGEST_S = 60
Visit = Callable[[str], Coroutine[Any, Any, bool]]
"""Takes a page's address; False where the page did not come to its end."""
PLACE = re.compile(rb"\{\{[A-Z_]+\}\}")


class _Handler(BaseHTTPRequestHandler):
    """Files of the cases' folder; `other` is the second origin's address."""

    def __init__(self, root: Path, other: Callable[[], str], *args: Any) -> None:
        self._root, self._other = root, other
        super().__init__(*args)

    def do_GET(self) -> None:  # noqa: N802, the library's name
        path = (self._root / self.path.split("?")[0].lstrip("/")).resolve()
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or not path.is_relative_to(self._root):
            self.send_error(404)
            return
        case = path.relative_to(self._root).parts[0]
        body = PLACE.sub(f"{self._other()}/{case}/".encode(), path.read_bytes())
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.send_response(200)
        self.send_header("Content-Type", kind + ("; charset=utf-8" if kind.startswith("text/") else ""))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """The cases on two loopback origins; yields the first one's address."""
    servers: list[ThreadingHTTPServer] = []

    def other() -> str:
        return f"http://localhost:{servers[1].server_address[1]}"

    for _ in range(2):
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, root.resolve(), other)))
    threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield f"http://127.0.0.1:{servers[0].server_address[1]}"
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


async def ours(browser: Browser, url: str) -> bool:
    """Settle, text, picture. True always: a page that cannot be read raises."""
    async with browser.visit(open_source(url), page_script()) as visit:
        await visit.survey()
        await visit.shoot()
    return True


async def cleaned(cleaner: Cleaner, url: str) -> bool:
    """Everything that cleaning a page is."""
    await cleaner.clean(url)
    return True


async def bare(browser: PlaywrightBrowser, url: str) -> bool:
    """`load`, text, picture; False where `load` never came."""
    page = await browser.new_page()
    try:
        await page.goto(url, wait_until="load", timeout=LOAD_MS)
        await page.inner_text("body")
        await page.screenshot(full_page=True)
    except Error:
        return False
    finally:
        await page.close()
    return True


@asynccontextmanager
async def bare_two() -> AsyncIterator[list[Visit]]:
    """The bare loop, two at once in one shell."""
    async with async_playwright() as playwright:
        shell = await playwright.chromium.launch(
            executable_path=str(find_browser().path),
            args=[arg for arg in QUIET if not arg.startswith("--proxy")],
            chromium_sandbox=False,
        )
        yield [partial(bare, shell)] * 2
        await shell.close()


@asynccontextmanager
async def crawl4ai_two(*, delayed: bool) -> AsyncIterator[list[Visit]]:
    """Two of crawl4ai's crawlers, in the same shell as everyone else here."""
    from crawl4ai import AsyncWebCrawler, BrowserConfig, CacheMode, CrawlerRunConfig
    from playwright.async_api import BrowserType

    launch = BrowserType.launch

    async def in_our_shell(self: BrowserType, **given: Any) -> PlaywrightBrowser:
        return await launch(self, **{**given, "executable_path": str(find_browser().path), "channel": None})

    undelayed = {} if delayed else {"delay_before_return_html": 0.0, "mean_delay": 0.0, "scroll_delay": 0.0}
    config = CrawlerRunConfig(cache_mode=CacheMode.BYPASS, screenshot=True, verbose=False, **undelayed)
    BrowserType.launch = in_our_shell  # it has no setting for where its browser lies
    try:
        async with AsyncExitStack() as stack:
            browser = BrowserConfig(headless=True, verbose=False, extra_args=["--no-sandbox"])
            crawlers = [await stack.enter_async_context(AsyncWebCrawler(config=browser)) for _ in range(2)]

            async def crawled(crawler: Any, url: str) -> bool:
                try:
                    async with asyncio.timeout(LONGEST_S):
                        return bool((await crawler.arun(url, config=config)).success)
                except TimeoutError:
                    return False

            yield [partial(crawled, crawler) for crawler in crawlers]
    finally:
        BrowserType.launch = launch


def peer_of(name: str) -> AbstractAsyncContextManager[list[Visit]]:
    """Whom this engine is held against."""
    return bare_two() if name == "bare" else crawl4ai_two(delayed=name == "crawl4ai")


async def timed(urls: Sequence[str], workers: Sequence[Visit]) -> dict[str, tuple[float, bool]]:
    """Real seconds of each page, as many at once as there are workers; the share of the whole chunk that each took."""
    waiting = list(reversed(urls))
    found: dict[str, tuple[float, bool]] = {}

    async def work(visit: Visit) -> None:
        while waiting:
            url = waiting.pop()
            began = time.monotonic()
            reached = await visit(url)
            found[url] = (time.monotonic() - began, reached)

    async with asyncio.TaskGroup() as tasks:
        for worker in workers:
            tasks.create_task(work(worker))
    return found


@asynccontextmanager
async def our_two(what: str) -> AsyncIterator[list[Visit]]:
    """Two of this engine, each with a browser of its own."""
    options = VisitOptions(network=NetworkPolicy(allow_private=True))
    async with AsyncExitStack() as stack:
        if what == "engine":
            browsers = [await stack.enter_async_context(Browser.launched(options)) for _ in range(2)]
            yield [partial(ours, browser) for browser in browsers]
        else:
            shots = what == "pictures"
            cleaners = [await stack.enter_async_context(Cleaner(options=options, shots=shots)) for _ in range(2)]
            yield [partial(cleaned, cleaner) for cleaner in cleaners]


async def compare(urls: Sequence[str], what: str, beside: str) -> None:
    """Both sides over all pages, and the table."""
    async with our_two(what) as engines, peer_of(beside) as peers:
        mine: dict[str, tuple[float, bool]] = {}
        peer: dict[str, tuple[float, bool]] = {}
        for at in range(0, len(urls), CHUNK):
            chunk = urls[at : at + CHUNK]
            mine |= await timed(chunk, engines)
            peer |= await timed(chunk, peers)
    loaded = [url for url in urls if peer[url][1]]
    # Two at once: a page's share of the run is half of its own time.
    spent = sum(mine[url][0] for url in loaded) / 2, sum(peer[url][0] for url in loaded) / 2
    print(f"pages {len(urls)}, of which {beside} reached the end of {len(loaded)}")
    print(f"harness, {what}   {len(loaded) / spent[0]:.2f} pages/s on those   ({spent[0]:.1f} s)")
    print(f"{beside}   {len(loaded) / spent[1]:.2f} pages/s on those   ({spent[1]:.1f} s)")
    print(f"ratio   {spent[1] / spent[0]:.2f}x")
    for url in urls:
        if not peer[url][1]:
            print(f"not ended   {url.rsplit('/', 2)[1]}   harness {mine[url][0]:.1f} s, {beside} {peer[url][0]:.1f} s")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--what", choices=("engine", "clean", "pictures"), default="engine")
    parser.add_argument("--beside", choices=("bare", "crawl4ai", "crawl4ai-undelayed"), default="bare")
    given = parser.parse_args()
    names = sorted(path.name for path in given.cases.iterdir() if (path / "index.html").is_file())
    if not names:
        sys.exit(f"{given.cases} holds no cases: folders with an index.html")
    step = max(1, len(names) // given.limit) if given.limit else 1
    with serving(given.cases) as address:
        run(compare([f"{address}/{name}/" for name in names[::step]][: given.limit or None], given.what, given.beside))


if __name__ == "__main__":
    main()
