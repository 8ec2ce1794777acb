"""What a long run says: its summary, and the same as JSON for machines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cleaner import failed_page
from harness.cli.terminal import RunLines
from harness.errors import DeadlineExceeded
from harness.model import CleanPage, Verdict

HARNESS = Path(sys.executable).parent / "harness"


def long_run(*, as_json: bool = False) -> None:
    with RunLines(30, quiet=False, output=None, as_json=as_json) as lines:
        for number in range(28):
            host, took = ("slow.test", 4_000.0) if number % 7 == 0 else ("quick.test", 500.0)
            url = f"http://{host}/{number}"
            lines.page(CleanPage(url, url, verdict=Verdict("no", 0.0, ""), timings_ms={"settle": took}))
        for number in range(2):
            lines.page(failed_page(f"http://gone.test/{number}", "http://gone.test/", DeadlineExceeded("too late")))
        lines.close()


def test_a_long_run_says_how_fast_it_was_and_what_kept_it(capsys: pytest.CaptureFixture[str]) -> None:
    long_run()
    *_, speed, failed, slowest, closing = capsys.readouterr().err.splitlines()
    assert "pages/s, 0% polluted" in speed
    assert failed == f"failed: 2 {DeadlineExceeded.code}"
    assert slowest == "slowest: slow.test (4.0 s a page), quick.test (0.5 s a page), gone.test (0.0 s a page)"
    assert closing == "30 pages: 28 ok, 2 failed, 0 polluted"


def test_machines_get_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    long_run(as_json=True)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert all(line.keys() == {"timestamp", "logLevel", "context", "message", "details"} for line in lines)
    assert [line["context"] for line in lines] == ["page"] * 30 + ["run"]
    assert lines[29]["logLevel"] == "error" and lines[29]["details"]["error"] == DeadlineExceeded.code
    assert lines[-1]["details"]["done"] == 30 and lines[-1]["details"]["why"] == {DeadlineExceeded.code: 2}


def test_all_that_a_command_says_is_json_where_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<title>A</title><p>The ferry leaves at eight.")
    command = [str(HARNESS), "clean", str(tmp_path / "a.html"), "-o", str(tmp_path / "run"), "--no-shots", "--log-json"]
    for _ in range(2):
        done = subprocess.run([*command, "--retry-failed"], capture_output=True, text=True, check=True, timeout=60)
        assert all(json.loads(line)["message"] for line in done.stderr.splitlines())
