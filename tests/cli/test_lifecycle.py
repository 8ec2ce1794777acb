"""How a run begins and ends: nothing is written before it can start, and what went wrong is one line with its exit code."""

import json
import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

HARNESS = Path(sys.executable).parent / "harness"
PAGE = "<!doctype html><title>Ferry</title><p>The ferry leaves at eight, and <a href='b.html'>comes back</a> at nine."


def run(*words: object, stdin: bytes | None = None, **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [HARNESS, *map(str, words)], input=stdin, capture_output=True, check=False, timeout=120, env={**os.environ, **environ}
    )  # fmt: skip


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode().strip()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


def test_rules_that_do_not_load_start_nothing_with_and_without_a_folder(saved: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: x\nrulez: []\n", encoding="utf-8")

    plain, folder = run("clean", saved, "--rules", bad), run("clean", saved, "-o", tmp_path / "out", "--rules", bad)

    assert (plain.returncode, folder.returncode) == (2, 2)
    assert said(plain) == said(folder)
    assert said(plain).startswith("harness: ") and len(said(plain).splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_no_browser_starts_nothing_with_and_without_a_folder(saved: Path, tmp_path: Path) -> None:
    nowhere = {"HARNESS_BROWSER": str(tmp_path / "no-such-browser")}

    plain, folder = run("clean", saved, **nowhere), run("clean", saved, "-o", tmp_path / "out", **nowhere)

    assert (plain.returncode, folder.returncode) == (2, 2)
    assert said(plain) == said(folder)
    assert "HARNESS_BROWSER" in said(plain) and len(said(plain).splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_browser_that_does_not_start_is_one_line_too(saved: Path, tmp_path: Path) -> None:
    fake = tmp_path / "chromium"
    fake.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    fake.chmod(0o755)

    done = run("clean", saved, "-o", tmp_path / "out", "--workers", 2, HARNESS_BROWSER=str(fake))

    assert done.returncode == 2
    assert "does not start" in said(done) and len(said(done).splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_one_line_and_no_defect(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "pages.jsonl").symlink_to("/dev/full")

    done = run("clean", saved, saved, "-o", tmp_path / "out", "--no-shots")

    assert done.returncode == 1
    assert (
        said(done)
        == f"harness: {tmp_path / 'out'} cannot be written: No space left on device: the pages before this one are there"
    )
    assert len(list((tmp_path / "out").glob("*/clean.md"))) >= 1


def test_base_url_holds_with_a_folder_too(saved: Path, tmp_path: Path) -> None:
    done = run("clean", saved, "-o", tmp_path / "out", "--base-url", "http://ferry.test/a/", "--no-shots")

    assert done.returncode == 0, said(done)
    record = json.loads((tmp_path / "out" / "pages.jsonl").read_text(encoding="utf-8"))
    assert record["url"] == "http://ferry.test/a/"
    assert 'href="http://ferry.test/a/b.html"' in (tmp_path / "out" / record["files"]["clean_html"]).read_text("utf-8")


def test_standard_input_goes_into_a_folder_too(tmp_path: Path) -> None:
    done = run(
        "clean", "-", "-o", tmp_path / "out", "--base-url", "http://ferry.test/a/", "--no-shots", stdin=PAGE.encode()
    )

    assert done.returncode == 0, said(done)
    assert json.loads((tmp_path / "out" / "pages.jsonl").read_text(encoding="utf-8"))["url"] == "http://ferry.test/a/"


@pytest.mark.parametrize("source", ["http://ferry.test/", "fixture"])
def test_a_base_url_that_cannot_apply_is_said(source: str, tmp_path: Path) -> None:
    if source == "fixture":
        source = str(Path(__file__).parent.parent.parent / "fixtures" / "lottery-mirror")

    done = run("clean", source, "-o", tmp_path / "out", "--base-url", "http://other.test/")

    assert done.returncode == 2
    assert "--base-url" in said(done) and "address of its own" in said(done)
    assert not (tmp_path / "out").exists()


def test_a_glob_that_switches_nothing_off_is_said_with_the_nearest_id(saved: Path) -> None:
    done = run("clean", saved, "--disable", "word.*")

    assert done.returncode == 0
    assert "--disable 'word.*' fits no rule; did you mean 'words.*'?" in said(done)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("x.pdf", bytes(range(256)) * 8, "application/octet-stream"),
        ("y.pdf", b"%PDF-1.7\n1 0 obj\n", "application/pdf"),
        ("z.html", b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png"),
        ("data.json", b'{"title": "no page", "rows": [' + b"1, " * 2_000 + b"2]}", "application/json"),
    ],
)
def test_a_file_that_is_no_page_is_one_line_and_exit_1(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    done = run("clean", file)

    assert done.returncode == 1
    assert done.stdout == b""
    assert f"not an HTML page but {kind}" in said(done) and len(said(done).splitlines()) == 1


def test_a_redirect_to_a_refused_address_names_it_and_the_option() -> None:
    class Redirecting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            self.send_response(302)
            self.send_header("Location", "http://10.1.2.3/inside")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Redirecting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        done = run("clean", f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()

    assert done.returncode == 1
    assert (
        "address_refused" in said(done) and "http://10.1.2.3/inside" in said(done) and "--allow-private" in said(done)
    )
    assert said(done).startswith("refused  ")


def test_a_deadline_is_named_as_it_was_given(tmp_path: Path) -> None:
    class Hanging(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            time.sleep(8)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hanging) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        done = run("clean", f"http://127.0.0.1:{server.server_port}/", "--deadline", 4)
        server.shutdown()

    assert done.returncode == 1
    assert "not read within the deadline of 4 s" in said(done)
