"""Tests: the loopback server of `fixtures/visits/`: three sites of one machine, with streams, sockets and slow answers.

It runs on an event loop in a thread of its own. Each origin has its port: `a` is 127.0.0.1, `b` is localhost, `c` is [::1]
(127.0.0.2 where there is no IPv6), which are three sites for a browser. `/<name>/` is the folder of that name;
`/<name>/static/` is its control, the same page with the spam in it from the start. What only one site does stands in
its own `server.py`, as `async def respond(request, writer) -> bool`.
"""

import asyncio
import base64
import hashlib
import html
import importlib.util
import json
import re
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["Request", "SiteServer", "Writer", "bound_sockets", "has_ipv6", "serving"]

TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf"}
WEBSOCKET_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
# What only the living page has: these elements go from the control.
LIVE = re.compile(
    r"<(script|iframe|style)\b[^>]*\bdata-live\b[^>]*>.*?</\1>|<(?:link|img)\b[^>]*\bdata-live\b[^>]*>", re.DOTALL
)
PLACEHOLDER = re.compile(r"\{\{(\w+)(?::([\w.-]+))?\}\}")
Respond = Callable[["Request", "Writer"], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `path` is what stands after the site's own folder, without a leading slash."""

    method: str
    path: str
    headers: dict[str, str]
    folder: Path
    origins: dict[str, str]

    def filled(self, name: str) -> str:
        """A file of the site with its placeholders filled: `{{origin:b}}`, `{{spam}}` (markup), `{{spam:js}}` (a string
        of JavaScript), `{{srcdoc:frame.html}}` (another file as an attribute's value), `{{honest}}`."""
        return PLACEHOLDER.sub(self._placeholder, self._text(name))

    def honest(self) -> str:
        """The article that stands beside all sites, in `honest.html`."""
        return (self.folder.parent / "honest.html").read_text(encoding="utf-8").strip()

    def static(self, name: str) -> str:
        """The control: the file without what is marked `data-live`, and the spam at its end from the start."""
        page = LIVE.sub("", self._text(name))
        return PLACEHOLDER.sub(self._placeholder, page.replace("</body>", "{{spam}}</body>"))

    def _text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def _placeholder(self, found: re.Match[str]) -> str:
        kind, value = found[1], found[2]
        if kind == "origin":
            return self.origins[value]
        if kind == "srcdoc":
            return html.escape(self.filled(value))
        if kind == "honest":
            return self.honest()
        if kind == "spam":
            spam = self._text("spam.html").strip()
            return json.dumps(spam).replace("<", "\\u003c") if value == "js" else spam
        raise KeyError(f"{self.folder.name}: no such placeholder: {found[0]}")


class Writer:
    """What a site answers with. Whoever started a stream ends it by returning; every connection serves one request."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def whole(self, body: str | bytes, kind: str, status: int = 200, fields: tuple[str, ...] = ()) -> None:
        """One complete answer; `fields` are further lines of its head."""
        data = body.encode() if isinstance(body, str) else body
        await self._head(status, f"Content-Type: {kind}", f"Content-Length: {len(data)}", *fields)
        await self._send(data)

    async def stream(self, kind: str, *fields: str) -> None:
        """The head of an answer whose body comes piece by piece and ends with the connection; `fields` are further lines of it."""
        await self._head(200, f"Content-Type: {kind}", *fields)

    async def piece(self, text: str) -> None:
        """One piece of a streamed body, sent at once."""
        await self._send(text.encode())

    async def websocket(self, request: Request) -> None:
        """Answer the handshake; what follows are frames."""
        key = request.headers["sec-websocket-key"] + WEBSOCKET_KEY
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        await self._send(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
        )

    async def frame(self, text: str) -> None:
        """One WebSocket text frame, unmasked as a server's are."""
        data = text.encode()
        size = bytes([len(data)]) if len(data) < 126 else b"\x7e" + len(data).to_bytes(2, "big")
        await self._send(b"\x81" + size + data)

    async def hang(self) -> None:
        """Say nothing more, for as long as the client stays."""
        while await self._reader.read(4096):
            pass

    async def _head(self, status: int, *lines: str) -> None:
        fields = "".join(
            f"{line}\r\n" for line in (*lines, "Cache-Control: no-store", "Access-Control-Allow-Origin: *")
        )
        await self._send(f"HTTP/1.1 {status} Here\r\n{fields}Connection: close\r\n\r\n".encode())

    async def _send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()


@cache
def _respond_of(folder: Path) -> Respond | None:
    """The site's own behaviour, where it has one."""
    path = folder / "server.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location(f"visit_{folder.name.replace('-', '_')}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    respond: Respond = module.respond
    return respond


class SiteServer:
    """All sites below `root`, on one port an origin; `origins` are their addresses, `url(name)` a site's page."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.origins: dict[str, str] = {}
        self._servers: list[asyncio.Server] = []
        self._open: set[asyncio.Task[None]] = set()

    def url(self, name: str, path: str = "", origin: str = "a") -> str:
        """The address of a site's page, or of a file of it."""
        return f"{self.origins[origin]}/{name}/{path}"

    async def start(self) -> None:
        """Listen on every origin."""
        third = "::1" if has_ipv6() else "127.0.0.2"
        for letter, name, addresses in (
            ("a", "127.0.0.1", ["127.0.0.1"]),
            ("b", "localhost", ["127.0.0.1", "::1"] if has_ipv6() else ["127.0.0.1"]),
            ("c", f"[{third}]" if ":" in third else third, [third]),
        ):
            sockets = bound_sockets(addresses)
            self._servers += [await asyncio.start_server(self._serve, sock=one) for one in sockets]
            self.origins[letter] = f"http://{name}:{sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Stop listening, and let go of every connection that still stands."""
        for server in self._servers:
            server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):  # the browser left: that is its right
                await self._answer(reader, writer)
        finally:
            self._open.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        _, name, path = (unquote(urlsplit(target).path) + "//").split("/", 2)
        folder = self.root / name
        out = Writer(reader, writer)
        if not name or not folder.is_dir():
            await out.whole("no such site", "text/plain", 404)
            return
        request = Request(method, path.rstrip("/"), headers, folder, self.origins)
        respond = _respond_of(folder)
        if respond is None or not await respond(request, out):
            await _from_folder(request, out)


async def _from_folder(request: Request, out: Writer) -> None:
    """A file of the site; its page where none is named; its control below `static/`."""
    static = request.path.startswith("static")
    name = (request.path.removeprefix("static").lstrip("/") if static else request.path) or "index.html"
    file = (request.folder / name).resolve()
    kind = TYPES.get(file.suffix)
    if kind is None or not file.is_relative_to(request.folder.resolve()) or not file.is_file():
        await out.whole("no such file", "text/plain", 404)
    elif file.suffix == ".ttf":
        await out.whole(file.read_bytes(), kind)
    else:
        await out.whole(request.static(name) if static else request.filled(name), kind)


def has_ipv6() -> bool:
    """True where [::1] can be listened on."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def bound_sockets(addresses: list[str]) -> list[socket.socket]:
    """Sockets on the same port of every address; a port that is taken on one of them is given up for another."""
    for _ in range(50):
        bound: list[socket.socket] = []
        port = 0
        try:
            for address in addresses:
                one = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
                bound.append(one)
                one.bind((address, port))
                port = one.getsockname()[1]
            return bound
        except OSError:
            for one in bound:
                one.close()
    raise OSError(f"no port is free on all of {addresses}")


@contextmanager
def serving(root: Path) -> Iterator[SiteServer]:
    """The server, for as long as the block lasts."""
    server = SiteServer(root)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="visit sites")
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(server.start(), loop).result()
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
