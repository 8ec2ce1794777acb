"""Floor 5: the HTTP API: POST /clean, GET /healthz, GET /metrics.

Whoever may ask is told by a token, or by the request coming from this machine: without a token only loopback is listened on, only
loopback's own names are answered to (a page of the web that resolves its name to 127.0.0.1 is refused), and no browser's page can ask,
as only JSON is taken and no other origin is let in.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from harness.batch import CleanerSpec
from harness.errors import UsageError
from harness.page_files import page_json
from harness.serve.asked import MAX_BODY_BYTES, NotAsked, job_of_json
from harness.serve.pool import Busy, Pool

__all__ = ["Serving", "app_of", "is_loopback"]

BODY_S = 20.0
RETRY_AFTER_S = "5"
Next = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Serving:
    """`host` is where is listened; `token` what whoever asks has to say (none: loopback alone), `browsers` how many pages are
    cleaned at once and `most_waiting` how many requests wait for one."""

    host: str = "127.0.0.1"
    token: str | None = None
    browsers: int = 1
    most_waiting: int = 100

    def check(self) -> None:
        """Raises UsageError for a server that everybody could use."""
        if self.token is None and not is_loopback(self.host):
            raise UsageError(
                f"--host {self.host} can be reached from elsewhere: set HARNESS_TOKEN to what those who ask have to say"
            )
        if self.token is not None and len(self.token) < 16:
            raise UsageError("HARNESS_TOKEN is too short to be a secret: at least 16 characters are meant")
        if self.browsers < 1 or self.most_waiting < 0:
            raise UsageError("--workers takes a number above 0, --waiting one of 0 and more")


def is_loopback(host: str) -> bool:
    """True for a name or an address of this machine's own."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def app_of(spec: CleanerSpec, serving: Serving) -> Starlette:
    """The API, whose browsers are open as long as it runs. Raises UsageError for what everybody could use."""
    serving.check()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with Pool.opened(spec, serving.browsers, serving.most_waiting) as pool:
            app.state.pool = pool
            yield

    async def guard(request: Request, answer: Next) -> Response:
        refused = _refused(request, serving)
        return refused or await answer(request)

    return Starlette(
        lifespan=lifespan,
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=guard)],
        routes=[
            Route("/clean", _clean, methods=["POST"]),
            Route("/healthz", _health, methods=["GET"]),
            Route("/metrics", _metrics, methods=["GET"]),
        ],
    )


def _refused(request: Request, serving: Serving) -> Response | None:
    """The answer to whoever may not ask."""
    if serving.token is not None:
        said = request.headers.get("authorization", "")
        if not secrets.compare_digest(said.encode(), f"Bearer {serving.token}".encode()):
            return _said(401, "unauthorized", "Authorization: Bearer TOKEN is meant", {"WWW-Authenticate": "Bearer"})
    elif not is_loopback(request.url.hostname or ""):
        return _said(403, "forbidden", "this server is for its own machine: call it by 127.0.0.1 or localhost")
    if request.headers.get("origin") is not None:
        return _said(403, "forbidden", "pages of the web may not ask")
    return None


async def _clean(request: Request) -> Response:
    """A page's CleanPage; a page that fails is one with `error`, as in every run."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return _said(415, "unsupported", "Content-Type: application/json is meant")
    try:
        job = job_of_json(await _body(request))
        page = await request.app.state.pool.clean(job)
    except NotAsked as error:
        return _said(400, "usage", error.says)
    except TimeoutError:
        return _said(408, "timeout", f"the body did not come within {BODY_S:.0f} s")
    except Busy:
        return _said(503, "busy", "too many requests wait", {"Retry-After": RETRY_AFTER_S})
    return Response(page_json(page), media_type="application/json")


async def _body(request: Request) -> bytes:
    found = bytearray()
    async with asyncio.timeout(BODY_S):
        async for piece in request.stream():
            found += piece
            if len(found) > MAX_BODY_BYTES:
                raise NotAsked(f"the body is longer than {MAX_BODY_BYTES} bytes")
    return bytes(found)


async def _health(request: Request) -> Response:
    pool: Pool = request.app.state.pool
    return JSONResponse({"status": "ok", "browser": pool.version, "busy": pool.busy, "waiting": pool.waiting})


async def _metrics(request: Request) -> Response:
    """In Prometheus's text format."""
    pool: Pool = request.app.state.pool
    lines = [
        "# HELP harness_pages_total Pages that were cleaned, by status.",
        "# TYPE harness_pages_total counter",
        *(f'harness_pages_total{{status="{status}"}} {number}' for status, number in sorted(pool.pages.items())),
        "# HELP harness_page_seconds_total Seconds that browsers were at work on pages.",
        "# TYPE harness_page_seconds_total counter",
        f"harness_page_seconds_total {pool.seconds:.3f}",
        "# HELP harness_browsers Browsers that are open.",
        "# TYPE harness_browsers gauge",
        f"harness_browsers {pool.browsers}",
        "# HELP harness_requests_waiting Requests that wait for a browser.",
        "# TYPE harness_requests_waiting gauge",
        f"harness_requests_waiting {pool.waiting}",
    ]
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")


def _said(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)
