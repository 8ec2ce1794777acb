"""Floor 5: `harness review`: the report served on loopback, where a person decides and nothing is written without a click.

Whoever reads a hostile page in the same browser must not be able to decide: the first address holds a token that becomes a cookie,
every request is held to our own host (a rebound name is refused), a decision to our own origin, and no page's text is ever HTML.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qs, urlsplit

from harness.errors import HarnessError
from harness.report.decisions import Decisions

__all__ = ["ReviewServer"]

COOKIE = "harness_review"
MAX_BODY_BYTES = 20_000
KINDS = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


class ReviewServer:
    """Serves the report in `folder` on a free port of loopback for as long as it is open; `url` is the address to begin with."""

    def __init__(self, folder: Path, decisions: Decisions, port: int = 0) -> None:
        self._token = secrets.token_urlsafe(32)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(folder.resolve(), decisions, self._token))
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}/?token={self._token}"

    def serve(self) -> None:
        """Until it is closed."""
        self._server.serve_forever(poll_interval=0.2)

    def close(self) -> None:
        """End serving."""
        self._server.shutdown()
        self._server.server_close()


def _handler(folder: Path, decisions: Decisions, token: str) -> type[BaseHTTPRequestHandler]:
    turn = Lock()

    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "harness", ""
        timeout = 20

        @property
        def _own_host(self) -> str:
            return f"127.0.0.1:{self.connection.getsockname()[1]}"

        def _is_known(self) -> bool:
            try:
                cookie = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
            except CookieError:
                return False
            return cookie is not None and hmac.compare_digest(cookie.value.encode(), token.encode())

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            given = parse_qs(address.query).get("token", [""])[0]
            if self.headers.get("Host") != self._own_host:
                self._say(HTTPStatus.FORBIDDEN, {"error": "this address is not ours"})
            elif given and hmac.compare_digest(given.encode(), token.encode()):
                self.send_response(HTTPStatus.SEE_OTHER)
                self.send_header("Location", "/")
                self.send_header("Set-Cookie", f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/")
                self._finish(b"")
            elif not self._is_known():
                self._say(HTTPStatus.FORBIDDEN, {"error": "open the address that harness review printed"})
            else:
                self._file(address.path)

        def _file(self, asked: str) -> None:
            path = (folder / (asked.lstrip("/") or "index.html")).resolve()
            if not path.is_relative_to(folder) or path.suffix not in KINDS or not path.is_file():
                self._say(HTTPStatus.NOT_FOUND, {"error": "not here"})
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", f"{KINDS[path.suffix]}; charset=utf-8")
            self._finish(path.read_bytes())

        def do_POST(self) -> None:
            origins = {f"http://{self._own_host}"}
            if self.headers.get("Host") != self._own_host or self.headers.get("Origin") not in origins:
                self._say(HTTPStatus.FORBIDDEN, {"error": "this request comes from another site"})
            elif not self._is_known():
                self._say(HTTPStatus.FORBIDDEN, {"error": "open the address that harness review printed"})
            elif self.path != "/decide" or self.headers.get("Content-Type") != "application/json":
                self._say(HTTPStatus.NOT_FOUND, {"error": "not here"})
            else:
                self._decide()

        def _decide(self) -> None:
            size = self.headers.get("Content-Length", "")
            if not size.isdecimal() or int(size) > MAX_BODY_BYTES:
                self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": "too much"})
                return
            try:
                asked = json.loads(self.rfile.read(int(size)))
                if not isinstance(asked, dict):
                    raise ValueError("an object is meant")
                with turn:
                    said = decisions.take(asked)
            except (ValueError, HarnessError, OSError) as error:
                self._say(HTTPStatus.BAD_REQUEST, {"error": str(error)})
                return
            self._say(HTTPStatus.OK, {"said": said})

        def _say(self, status: HTTPStatus, told: Mapping[str, str]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self._finish(json.dumps(told).encode())

        def _finish(self, body: bytes) -> None:
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Requests are not told of: what was decided is."""

    return Handler
