"""The review: what is clicked is kept in files that a person can read, and nobody else can click."""

import http.client
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from harness import clean
from harness.batch import Run
from harness.errors import UsageError
from harness.report.decisions import Decisions
from harness.report.pages import entries_of
from harness.report.review import ReviewServer
from harness.report.write import write_report
from tests.report.conftest import FIXTURES, HARNESS

TIMETABLE = Path(__file__).parents[2] / "examples" / "saved-pages" / "fixtures" / "timetable"


@pytest.fixture
def served(run: Path, tmp_path: Path) -> Iterator[tuple[ReviewServer, Path]]:
    pages = list(Run.open(run).pages())
    write_report(entries_of(pages), tmp_path / "html", title="Review", review=True)
    server = ReviewServer(tmp_path / "html", Decisions(tmp_path / "kept", pages))
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    yield server, tmp_path / "kept"
    server.close()
    thread.join(5)


def test_a_rejected_mark_becomes_a_rule_that_keeps_it(served: tuple[ReviewServer, Path], page: Page) -> None:
    server, kept = served
    page.goto(server.url)
    page.wait_for_selector(".row")
    assert not kept.exists()  # nothing is written without a click
    page.goto(f"http://{server.host}/#/p/0")
    mark = page.locator(".mark").nth(0)
    mark.get_by_role("textbox").fill("the printer's own number")

    mark.get_by_role("button", name="It is honest").click()

    expect(mark.locator("output")).to_contain_text("review.yaml")
    (decision,) = yaml.safe_load((kept / "review.yaml").read_text(encoding="utf-8"))
    assert (decision["decision"], decision["text"]) == ("reject", "Qm7TzR4vKx2WbN9d")
    assert decision["reason"] == "the printer's own number"
    again = clean(FIXTURES / "lottery-mirror", rules=[kept / "review-rules.yaml"])
    assert "Qm7TzR4vKx2WbN9d" in again.page.text


def test_an_accepted_mark_is_kept(served: tuple[ReviewServer, Path], page: Page) -> None:
    server, kept = served
    page.goto(server.url)
    page.goto(f"http://{server.host}/#/p/0")

    page.locator(".mark").nth(1).get_by_role("button", name="It is spam").click()

    expect(page.locator(".mark").nth(1).locator("output")).to_contain_text("Kept")
    (decision,) = yaml.safe_load((kept / "review.yaml").read_text(encoding="utf-8"))
    assert decision["decision"] == "accept"


@pytest.mark.parametrize(
    "headers, known, status",
    [
        ({"Host": "{host}", "Origin": "http://{host}", "Content-Type": "application/json"}, True, 200),
        ({"Host": "{host}", "Origin": "http://evil.test", "Content-Type": "application/json"}, True, 403),
        ({"Host": "{host}", "Content-Type": "application/json"}, True, 403),
        ({"Host": "evil.test", "Origin": "http://evil.test", "Content-Type": "application/json"}, True, 403),
        ({"Host": "{host}", "Origin": "http://{host}", "Content-Type": "application/json"}, False, 403),
        ({"Host": "{host}", "Origin": "http://{host}", "Content-Type": "text/plain"}, True, 404),
    ],
)
def test_only_our_own_page_decides(
    served: tuple[ReviewServer, Path], headers: dict[str, str], known: bool, status: int
) -> None:
    server, _ = served
    sent = {name: value.format(host=server.host) for name, value in headers.items()}
    if known:
        sent["Cookie"] = f"harness_review={server.url.partition('token=')[2]}"
    connection = http.client.HTTPConnection(server.host, timeout=5)
    connection.request("POST", "/decide", b'{"page": 0, "mark": "m1", "decision": "accept"}', sent)

    assert connection.getresponse().status == status


@pytest.mark.parametrize("path", ["/", "/data.js", "/pages/0.js", "/?token=guess", "/../../etc/passwd"])
def test_nothing_is_shown_without_the_token(served: tuple[ReviewServer, Path], path: str) -> None:
    connection = http.client.HTTPConnection(served[0].host, timeout=5)
    connection.request("GET", path)

    assert connection.getresponse().status == 403


def test_files_beside_the_report_are_not_served(served: tuple[ReviewServer, Path]) -> None:
    server, kept = served
    (kept.parent / "secret.js").write_text("x")
    connection = http.client.HTTPConnection(server.host, timeout=5)
    connection.request(
        "GET", "/../secret.js", headers={"Cookie": f"harness_review={server.url.partition('token=')[2]}"}
    )

    assert connection.getresponse().status == 404


@pytest.mark.parametrize(
    "asked", [{}, {"decision": "accept", "page": 99}, {"decision": "accept", "page": 0, "mark": "m99"}]
)
def test_what_is_no_decision_is_refused(run: Path, tmp_path: Path, asked: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Decisions(tmp_path, list(Run.open(run).pages())).take(asked)


def test_a_page_is_taken_as_what_its_fixture_is_to_give(tmp_path: Path, page: Page) -> None:
    fixture = tmp_path / "timetable"
    shutil.copytree(TIMETABLE, fixture)
    expected = fixture / "expected" / "page.txt"
    told = expected.read_text(encoding="utf-8")
    expected.write_text("Another day it said this.\n", encoding="utf-8")
    with subprocess.Popen(
        [HARNESS, "review", fixture, "-o", tmp_path / "kept", "--no-open"], stderr=subprocess.PIPE, text=True
    ) as reviewing:
        assert reviewing.stderr is not None
        url = next(line.strip() for line in reviewing.stderr if line.startswith("http://127.0.0.1:"))
        page.goto(url)
        page.goto(f"{url.partition('?')[0]}#/p/0")
        assert expected.read_text(encoding="utf-8") != told

        page.get_by_role("button", name="Take this page as expected").click()

        expect(page.locator(".decide output").first).to_contain_text("page.txt")
        reviewing.send_signal(signal.SIGINT)
    assert expected.read_text(encoding="utf-8") == told
