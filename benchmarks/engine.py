"""This engine beside a bare Playwright loop: pages a second, in the same shell and the same run, as a ratio.

    python benchmarks/engine.py CASES [--limit N]

CASES is a folder of cases: each a folder with an `index.html` and the files it loads by relative addresses. Whatever stands
in double braces (`{{THIRD_PARTY}}`) is the case's folder on a second loopback origin. Both sides open the page, let it
finish in their own way, take its text and one full-page PNG; two pages at once. The engine settles 32 virtual seconds; the
bare loop waits for `load`, 15 s at most. They take turns by chunks of pages, so that what else runs here meets both alike.
The ratio counts pages on which the bare loop reached `load`; those that never do are listed with the engine's time.
"""

import argparse
import asyncio
import mimetypes
import re
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import Error, async_playwright

from harness.browser import Browser, NetworkPolicy, VisitOptions
from harness.browser.find import find_browser
from harness.browser.launch import QUIET
from harness.dom import page_script
from harness.sources import open_source

CHUNK = 10
LOAD_MS = 15_000
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


async def timed(
    urls: Sequence[str], workers: Sequence[Callable[[str], Coroutine[Any, Any, bool]]]
) -> dict[str, tuple[float, bool]]:
    """Real seconds of each page, as many at once as there are workers; the share of the whole chunk that each took."""
    waiting = list(reversed(urls))
    found: dict[str, tuple[float, bool]] = {}

    async def work(visit: Callable[[str], Coroutine[Any, Any, bool]]) -> None:
        while waiting:
            url = waiting.pop()
            began = time.monotonic()
            reached = await visit(url)
            found[url] = (time.monotonic() - began, reached)

    async with asyncio.TaskGroup() as tasks:
        for worker in workers:
            tasks.create_task(work(worker))
    return found


async def compare(urls: Sequence[str]) -> None:
    """Both sides over all pages, and the table."""
    options = VisitOptions(network=NetworkPolicy(allow_private=True))
    async with (
        Browser.launched(options) as first,
        Browser.launched(options) as second,
        async_playwright() as playwright,
    ):
        shell = await playwright.chromium.launch(
            executable_path=str(find_browser().path),
            args=[arg for arg in QUIET if not arg.startswith("--proxy")],
            chromium_sandbox=False,
        )
        mine: dict[str, tuple[float, bool]] = {}
        peer: dict[str, tuple[float, bool]] = {}
        for at in range(0, len(urls), CHUNK):
            chunk = urls[at : at + CHUNK]
            mine |= await timed(chunk, [partial(ours, first), partial(ours, second)])
            peer |= await timed(chunk, [partial(bare, shell), partial(bare, shell)])
        await shell.close()
    loaded = [url for url in urls if peer[url][1]]
    # Two at once: a page's share of the run is half of its own time.
    spent = sum(mine[url][0] for url in loaded) / 2, sum(peer[url][0] for url in loaded) / 2
    print(f"pages {len(urls)}, of which the bare loop reached load on {len(loaded)}")
    print(f"this engine   {len(loaded) / spent[0]:.2f} pages/s on those   ({spent[0]:.1f} s)")
    print(f"bare loop     {len(loaded) / spent[1]:.2f} pages/s on those   ({spent[1]:.1f} s)")
    print(f"ratio         {spent[1] / spent[0]:.2f}x")
    for url in urls:
        if not peer[url][1]:
            print(
                f"never loads   {url.rsplit('/', 2)[1]}   this engine {mine[url][0]:.1f} s, bare {peer[url][0]:.1f} s"
            )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    given = parser.parse_args()
    names = sorted(path.name for path in given.cases.iterdir() if (path / "index.html").is_file())
    if not names:
        sys.exit(f"{given.cases} holds no cases: folders with an index.html")
    step = max(1, len(names) // given.limit) if given.limit else 1
    with serving(given.cases) as address:
        asyncio.run(compare([f"{address}/{name}/" for name in names[::step]][: given.limit or None]))


if __name__ == "__main__":
    main()
