"""The server: pages for whoever may ask, refusals for all others, and nothing of this machine for anybody."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.hostile.pages import ROOT as HOSTILE
from tests.visits.server import SiteServer, serving

HARNESS = Path(sys.executable).parent / "harness"
TOKEN = "a-secret-of-enough-letters"
HTML = (
    "<title>Ferry</title><h1>Ferry</h1><p>The last boat back is the one at seven in the evening, as ever, and it waits for nobody.</p>"
    "<ul><li><a href='http://spin.test/1'>best online casino bonus</a></li><li><a href='http://spin.test/2'>free spins no deposit</a></li></ul>"
)
REQUESTS, AT_ONCE = int(os.environ.get("HARNESS_SERVE_REQUESTS", "24")), 20


class Answer(NamedTuple):
    status: int
    body: Any
    headers: dict[str, str]


class Server(NamedTuple):
    port: int

    def ask(self, path: str, body: object = None, host: str = "127.0.0.1", **headers: str) -> Answer:
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        named = {"Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        request = urllib.request.Request(f"http://{host}:{self.port}/{path}", data, named)
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                status, text, given = answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            status, text, given = error.code, error.read(), dict(error.headers)
        try:
            return Answer(status, json.loads(text), given)
        except ValueError:
            return Answer(status, text.decode(), given)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(*options: str, **environ: str) -> Iterator[Server]:
    port = free_port()
    command = [HARNESS, "serve", "--port", str(port), "--deadline", "10", *options]
    process = subprocess.Popen(command, env={**os.environ, **environ}, stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        assert process.poll() is None, process.stderr and process.stderr.read().decode()
        yield Server(port)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running("--workers", "2") as server:
        yield server


def test_html_is_cleaned(server: Server) -> None:
    answer = server.ask("clean", {"html": HTML, "base_url": "http://ferry.test/"})

    assert answer.status == 200
    assert "waits for nobody" in answer.body["page"]["text"] and "casino" not in answer.body["page"]["text"]
    assert [mark["removed"] for mark in answer.body["marks"]] and answer.body["schema_version"]


def test_it_says_how_it_is(server: Server) -> None:
    server.ask("clean", {"html": HTML})

    health, metrics = server.ask("healthz"), server.ask("metrics")

    assert health.body["status"] == "ok" and health.body["browser"]
    assert 'harness_pages_total{status="ok"}' in metrics.body and "harness_browsers 2" in metrics.body


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"url": "file:///etc/passwd"}, "http://"),
        ({"url": "/etc/passwd"}, "http://"),
        ({"url": "-"}, "http://"),
        ({"url": "fixtures/lottery-mirror"}, "http://"),
        ({"url": "javascript:alert(1)"}, "http://"),
        ({"url": "http://"}, "http://"),
        ({"url": "http://a.test/\u001b[2J"}, "http://"),
        ({"html": HTML, "base_url": "file:///etc/"}, "base_url"),
        ({"url": "http://a.test/", "html": HTML}, "either"),
        ({}, "either"),
        ({"url": "http://a.test/", "rules": ["/etc"]}, "'rules' is not known"),
        ({"url": 7}, "string"),
        ([], "object"),
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_cannot_be_asked_for_is_one_line(server: Server, body: object, says: str) -> None:
    answer = server.ask("clean", body)

    assert answer.status == 400 and says in answer.body["error"]["message"]


def test_private_addresses_are_refused(server: Server) -> None:
    for url in (
        f"http://localhost:{server.port}/healthz",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:1/",
    ):
        answer = server.ask("clean", {"url": url})
        own = f"127.0.0.1:{server.port}" in url
        assert answer.status == 200 and answer.body["error"] and not own, answer.body
        assert answer.body["page"]["text"] == ""


def test_no_page_of_the_web_can_ask(server: Server) -> None:
    body = {"html": HTML}

    assert server.ask("clean", body, Origin="https://evil.test").status == 403
    assert server.ask("clean", body, Host="evil.test").status == 403
    assert server.ask("clean", json.dumps(body).encode(), Content_Type="text/plain").status == 415
    assert server.ask("healthz", Host="evil.test:80").status == 403


def test_a_token_is_asked_for_where_one_is_set() -> None:
    with running(HARNESS_TOKEN=TOKEN) as server:
        assert server.ask("healthz").status == 401
        assert server.ask("healthz", Authorization="Bearer wrong").status == 401
        assert server.ask("healthz", Authorization=f"Bearer {TOKEN}").status == 200


@pytest.mark.parametrize(("environ", "says"), [({}, "set HARNESS_TOKEN"), ({"HARNESS_TOKEN": "short"}, "too short")])
def test_a_server_that_everybody_could_use_is_not_started(environ: dict[str, str], says: str) -> None:
    done = subprocess.run(
        [HARNESS, "serve", "--host", "0.0.0.0"],
        env={**os.environ, **environ},
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 2 and says in done.stderr.decode()


def test_too_many_that_wait_are_told_to_come_again() -> None:
    with running("--waiting", "0") as server, ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: server.ask("clean", {"html": HTML}), range(6)))

    statuses = sorted(answer.status for answer in answers)
    assert statuses[0] == 200 and statuses[-1] == 503
    assert all(answer.headers.get("retry-after") for answer in answers if answer.status == 503)


@pytest.fixture(scope="module")
def sites() -> Iterator[SiteServer]:
    with serving(HOSTILE) as sites:
        yield sites


def test_hostile_requests_among_honest_ones_are_all_answered(sites: SiteServer) -> None:
    """Twenty at once, on two browsers; every fourth of them a page that fights back."""
    hostile = ("loop-on-load", "dialogs-in-a-row", "popup-storm", "written-away", "replace-at-once")

    def one(number: int) -> Answer:
        if number % 4 == 0:
            return server.ask("clean", {"url": sites.url(hostile[number // 4 % len(hostile)])})
        if number % 4 == 1:
            return server.ask("clean", {"url": "http://169.254.169.254/"})
        return server.ask("clean", {"html": HTML})

    with running("--workers", "2", "--allow-private") as server, ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(one, range(REQUESTS)))
        after = server.ask("clean", {"html": HTML})

    assert {answer.status for answer in answers} == {200}
    assert [a.body["error"] for n, a in enumerate(answers) if n % 4 not in (1,) and a.body["error"]] == []
    assert "waits for nobody" in after.body["page"]["text"]


def test_a_language_model_has_it_as_a_tool() -> None:
    from mcp import Client, StdioServerParameters, stdio_client

    async def story() -> tuple[list[str], str]:
        with serving(HOSTILE) as sites:
            parameters = StdioServerParameters(command=str(HARNESS), args=["serve", "--mcp", "--allow-private"])
            async with Client(stdio_client(parameters)) as client:
                tools = await client.list_tools()
                answer = await client.call_tool("clean_page", {"url": sites.url("comes-back-by-interval")})
                refused = await client.call_tool("clean_page", {"url": "/etc/passwd"})
                texts = [getattr(part, "text", "") for done in (answer, refused) for part in done.content]
                return [tool.name for tool in tools.tools], "\n".join(texts)

    tools, text = asyncio.run(asyncio.wait_for(story(), 60))

    assert tools == ["clean_page"]
    assert text.startswith("# The ferry timetable") and "the cat of the harbour master" in text.lower()
    assert "pieces of spam were removed" in text and "not cleaned: url has to begin" in text
