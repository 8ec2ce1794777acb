"""Tests: a listener on loopback that no page may wake, one page a trick, and the control that the tricks do work."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from string import Template

import pytest

from harness import CleanPage
from harness.browser import NetworkPolicy, VisitOptions
from tests.conftest import Cleaning
from tests.visits.server import bound_sockets, has_ipv6

HONEST = "The ferry to the island leaves at eight from the stone pier."
CONTROL_LEAST = 12
# Names in the pages: $canary host:port, $port its port alone, $page the address of the server that serves the page.
FRAGMENTS = {
    "image": "<img src='http://$canary/image'>",
    "redirect": "<img src='$page/redirect?http://$canary/redirected'>",
    "frame": "<iframe src='http://$canary/frame'></iframe>",
    "frame in srcdoc": "<iframe srcdoc=\"<img src='http://$canary/srcdoc'>\"></iframe>",
    "object": "<object data='http://$canary/object'></object>",
    "meta refresh": "<meta http-equiv=refresh content='0;url=http://$canary/refresh'>",
    "navigation that is redirected": "<script>location.href = '$page/redirect?http://$canary/moved';</script>",
    "preconnect": "<link rel=preconnect href='http://$canary/'>",
    "prefetch": "<link rel=prefetch href='http://$canary/prefetch'>",
    "preload": "<link rel=preload as=script href='http://$canary/preload'>",
    "speculation rules": (
        '<script type=speculationrules>{"prefetch": [{"urls": ["http://$canary/speculated"], "eagerness": "immediate"}]}</script>'
    ),
    "css import": "<style>@import url('http://$canary/import.css');</style>",
    "css background": "<div style=\"height:9px;background:url('http://$canary/background')\"></div>",
    "module import": "<script type=module>import 'http://$canary/module.js';</script>",
    "dynamic import": "<script>import('http://$canary/dynamic.js').catch(() => 0);</script>",
    "fetch": "<script>fetch('http://$canary/fetch', { mode: 'no-cors' }).catch(() => 0);</script>",
    "websocket": "<script>new WebSocket('ws://$canary/socket');</script>",
    "event source": "<script>new EventSource('http://$canary/events');</script>",
    "beacon": "<script>navigator.sendBeacon('http://$canary/beacon', 'x');</script>",
    "popup": "<script>open('http://$canary/popup');</script>",
    "form": "<form id=f action='http://$canary/form' target=t></form><iframe name=t></iframe><script>f.submit();</script>",
    "worker importScripts": (
        "<script>new Worker(URL.createObjectURL(new Blob([\"importScripts('http://$canary/worker.js')\"])));</script>"
    ),
    "worker websocket": (
        "<script>new Worker(URL.createObjectURL(new Blob([\"new WebSocket('ws://$canary/worker')\"])));</script>"
    ),
    "shared worker": (
        "<script>new SharedWorker(URL.createObjectURL(new Blob([\"importScripts('http://$canary/shared.js')\"])));</script>"
    ),
    "service worker": "<script>navigator.serviceWorker?.register('$page/sw.js?http://$canary/service');</script>",
    "webrtc over tcp": (
        "<script>const peer = new RTCPeerConnection({ iceTransportPolicy: 'relay', iceServers: "
        "[{ urls: 'turn:$canary?transport=tcp', username: 'u', credential: 'c' }] });"
        "peer.createDataChannel('d'); peer.createOffer().then((offer) => peer.setLocalDescription(offer));</script>"
    ),
    "ipv6": "<img src='http://[::1]:$port/six'>",
    "mapped address": "<img src='http://[::ffff:127.0.0.1]:$port/mapped'>",
    "decimal address": "<img src='http://2130706433:$port/decimal'>",
    "octal address": "<img src='http://0177.0.0.1:$port/octal'>",
    "hexadecimal address": "<img src='http://0x7f.1:$port/hexadecimal'>",
    "zero address": "<img src='http://0.0.0.0:$port/zero'>",
    "address in wide digits": "<img src='http://１２７。０。０。１:$port/wide'>",
    "localhost": "<img src='http://localhost:$port/localhost'>",
    "localhost with a dot": "<img src='http://localhost.:$port/dot'>",
    "name below localhost": "<img src='http://canary.localhost:$port/below'>",
}
SECURE_ONLY = {"service worker"}  # it needs a page from loopback or TLS


class Canary:
    """A listener on 127.0.0.1 and [::1], on one port, that counts every connection it is given, spoken on or not."""

    def __init__(self) -> None:
        self.port = 0
        self.counted = 0
        self._sentinels: dict[tuple[str, int], asyncio.Event] = {}
        self._servers: list[asyncio.Server] = []
        self._addresses: list[str] = []

    async def start(self) -> None:
        """Listen; without IPv6 on 127.0.0.1 alone."""
        self._addresses = ["127.0.0.1", "::1"] if has_ipv6() else ["127.0.0.1"]
        sockets = bound_sockets(self._addresses)
        self._servers = [await asyncio.start_server(self._met, sock=one) for one in sockets]
        self.port = sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening."""
        for server in self._servers:
            server.close()

    async def connections(self) -> int:
        """How many came so far. A listener takes connections in the order of their coming, so that one of our own, once it
        is taken, says that all before it are counted."""
        for address in self._addresses:
            reader, writer = await asyncio.open_connection(address, self.port)
            own = writer.get_extra_info("sockname")[:2]
            await self._sentinels.setdefault(own, asyncio.Event()).wait()
            writer.close()
            self.counted -= 1
        return self.counted

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.counted += 1
        self._sentinels.setdefault(writer.get_extra_info("peername")[:2], asyncio.Event()).set()
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nAccess-Control-Allow-Origin: *\r\n"
            b"Content-Length: 0\r\nConnection: close\r\n\r\n"
        )
        try:
            await writer.drain()
        except ConnectionError:
            return  # whoever knocked is gone; the knock is counted
        finally:
            writer.close()


class PageServer:
    """Serves one page, a redirect to whatever its query says, and a service worker that fetches what its query says."""

    def __init__(self) -> None:
        self.url = ""
        self.page = b""
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on 127.0.0.1."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Stop listening."""
        assert self._server
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path, _, query = head.split(b" ", 2)[1].decode("latin-1").partition("?")
            status, fields, body = self._answer(path, query)
            writer.write(
                f"HTTP/1.1 {status}\r\n{fields}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
            )
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # a connection that asks nothing, or left
        finally:
            writer.close()

    def _answer(self, path: str, query: str) -> tuple[str, str, bytes]:
        if path == "/redirect":
            return "302 Found", f"Location: {query}\r\n", b""
        if path == "/sw.js":
            script = f"oninstall = (event) => event.waitUntil(fetch('{query}', {{ mode: 'no-cors' }}));"
            return "200 OK", "Content-Type: text/javascript\r\n", script.encode()
        return "200 OK", "Content-Type: text/html; charset=utf-8\r\n", self.page


class Bench:
    """A canary and a page server on a loop in a thread of its own; `visit` opens the page of one trick."""

    def __init__(self, loop: asyncio.AbstractEventLoop, cleaning: Cleaning) -> None:
        self._loop, self._cleaning = loop, cleaning
        self.canary = Canary()
        self.server = PageServer()

    def page(self, trick: str) -> bytes:
        """Honest text, and the one trick."""
        names = {"canary": f"127.0.0.1:{self.canary.port}", "port": str(self.canary.port), "page": self.server.url}
        fragment = Template(FRAGMENTS[trick]).substitute(names)
        return f"<!doctype html><meta charset=utf-8><title>{escape(trick)}</title><p>{HONEST}</p>{fragment}".encode()

    def visit(self, trick: str, *, from_loopback: bool, allow_private: bool) -> tuple[CleanPage, int]:
        """The page of this trick, cleaned, and how often the canary was met meanwhile."""
        self.server.page = self.page(trick)
        options = VisitOptions(follow="any", network=NetworkPolicy(allow_private=allow_private))
        if from_loopback:
            page = self._cleaning(f"{self.server.url}/", options=options)
        else:
            page = self._cleaning("-", html=self.server.page, base_url="http://page.test/", options=options)
        return page, self.met()

    def met(self) -> int:
        """How many connections the canary has been given."""
        return asyncio.run_coroutine_threadsafe(self.canary.connections(), self._loop).result()


@contextmanager
def benches(cleaning: Cleaning) -> Iterator[Bench]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="canary")
    thread.start()
    bench = Bench(loop, cleaning)

    async def both(what: str) -> None:
        for part in (bench.canary, bench.server):
            await getattr(part, what)()

    try:
        asyncio.run_coroutine_threadsafe(both("start"), loop).result()
        yield bench
    finally:
        asyncio.run_coroutine_threadsafe(both("stop"), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def bench(cleaning: Cleaning) -> Iterator[Bench]:
    with benches(cleaning) as bench:
        yield bench


@pytest.mark.parametrize("trick", [trick for trick in FRAGMENTS if trick not in SECURE_ONLY])
def test_a_page_from_standard_input_cannot_reach_loopback(trick: str, bench: Bench) -> None:
    page, met = bench.visit(trick, from_loopback=False, allow_private=False)

    assert met == 0
    assert HONEST in page.page.text


@pytest.mark.parametrize("trick", FRAGMENTS)
def test_a_page_on_loopback_cannot_reach_another_port_of_it(trick: str, bench: Bench) -> None:
    page, met = bench.visit(trick, from_loopback=True, allow_private=False)

    assert met == 0
    assert HONEST in page.page.text


def test_the_canary_is_met_by_most_tricks_where_private_addresses_are_allowed(cleaning: Cleaning) -> None:
    reached: dict[str, int] = {}
    for number, trick in enumerate(FRAGMENTS):
        with benches(cleaning) as bench:  # from loopback and from standard input in turns
            _, reached[trick] = bench.visit(trick, from_loopback=number % 2 == 0, allow_private=True)

    assert sum(met > 0 for met in reached.values()) >= CONTROL_LEAST, reached


def test_the_canary_counts_connections_that_say_nothing(bench: Bench) -> None:
    for _ in range(3):
        socket.create_connection(("127.0.0.1", bench.canary.port)).close()

    met = bench.met()

    assert met == 3
