"""A run as its user sees it: lists, lines, streams, and what is left when it is interrupted."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(sys.executable).parent / "harness"
SPAM = "".join(f"<p><a href='#'>best online casino bonus {n}</a></p>" for n in range(5))


def run(*words: object, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([HARNESS, *map(str, words)], input=stdin, capture_output=True, check=False, timeout=120)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.html").write_text("<title>A</title><p>The ferry leaves at eight.", encoding="utf-8")
    (folder / "b.htm").write_text(f"<title>B</title><p>The ferry comes back at nine.{SPAM}", encoding="utf-8")
    (folder / "c.txt").write_text("no page", encoding="utf-8")
    (folder / "страница.html").write_text("<title>C</title><p>Паром уходит в восемь.", encoding="utf-8")
    return folder


def test_a_folder_of_saved_pages_takes_its_html_files(pages: Path, tmp_path: Path) -> None:
    done = run("clean", pages, "-o", tmp_path / "run", "--no-shots")

    lines = done.stderr.splitlines()
    assert done.returncode == 0
    assert lines[-1] == f"3 pages: 3 ok, 0 failed, 1 polluted -> {tmp_path / 'run' / 'pages.jsonl'}"
    assert [line for line in lines if "POLLUTED: " in line] == [line for line in lines if "b.htm" in line]
    assert any("страница-html" in path.name for path in (tmp_path / "run").iterdir())


def test_a_folder_without_pages_says_so(tmp_path: Path) -> None:
    done = run("clean", tmp_path)

    assert done.returncode == 2
    assert "no .html files" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_list_may_have_a_bom_comments_blank_lines_and_the_same_page_twice(pages: Path, tmp_path: Path) -> None:
    listing = tmp_path / "list.txt"
    listing.write_text(
        f"\ufeff# my pages\n\n   # indented\n{pages / 'a.html'}   # the first\n{pages / 'b.htm'}\n{pages / 'a.html'}\n",
        "utf-8",
    )

    done = run("clean", "--from", listing, "-o", tmp_path / "run", "--no-shots")

    assert done.returncode == 0
    assert "1 of 3 lines are there twice and are cleaned once" in done.stderr
    assert "2 pages: 2 ok" in done.stderr


def test_an_address_with_a_fragment_keeps_it_in_a_list(tmp_path: Path) -> None:
    listing = tmp_path / "list.txt"
    listing.write_text("http://127.0.0.1:9/page#part\n", encoding="utf-8")

    done = run("clean", "--from", listing, "-o", tmp_path / "run", "--allow-private")

    assert json.loads((tmp_path / "run" / "pages.jsonl").read_text("utf-8"))["source"] == "http://127.0.0.1:9/page#part"
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ("<!doctype html><p>hello", 2, "an HTML page, not a list"),
        ("# nothing\n", 0, "the list is empty"),
    ],
)
def test_what_is_no_list_and_an_empty_one_are_named(content: str, code: int, said: str, tmp_path: Path) -> None:
    listing = tmp_path / "list.txt"
    listing.write_text(content, encoding="utf-8")

    done = run("clean", "--from", listing, "-o", tmp_path / "run")

    assert done.returncode == code
    assert said in done.stderr


def test_many_pages_stream_as_json_lines_to_standard_output(pages: Path) -> None:
    done = run("clean", pages, "--format", "jsonl", "-q")

    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert sorted(Path(record["source"]).name for record in records) == ["a.html", "b.htm", "страница.html"]
    assert done.stderr == ""


def test_a_list_on_standard_input_is_cleaned_as_it_comes(pages: Path) -> None:
    command = [HARNESS, "clean", "--from", "-", "--format", "jsonl"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin and running.stdout and running.stderr
        running.stdin.write(f"{pages / 'a.html'}\n")
        running.stdin.flush()

        first = json.loads(running.stdout.readline())
        running.stdin.write(f"{pages / 'b.htm'}\n{pages / 'a.html'}\n")
        running.stdin.close()
        rest = [json.loads(line) for line in running.stdout]
        said = running.stderr.read()

    assert first["source"].endswith("a.html")
    assert [record["source"].endswith("b.htm") for record in rest] == [True]
    assert said.splitlines()[-1] == "2 pages: 2 ok, 0 failed, 1 polluted"


def test_more_than_one_page_without_a_place_for_them_is_refused(pages: Path) -> None:
    done = run("clean", pages)

    assert done.returncode == 2
    assert "give a folder with -o, or --format jsonl" in done.stderr


def test_quiet_leaves_only_what_failed(pages: Path, tmp_path: Path) -> None:
    done = run("clean", pages / "a.html", pages / "b.htm", "-o", tmp_path / "run", "--no-shots", "-q")

    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_says_how_far_it_came_and_nothing_else(pages: Path, tmp_path: Path) -> None:
    for n in range(12):
        (pages / f"n{n}.html").write_text(
            f"<title>N</title><p>The ferry leaves at {n}.<script>setInterval(() => {{}}, 10)</script>", "utf-8"
        )
    with subprocess.Popen(
        [HARNESS, "clean", pages, "-o", tmp_path / "run"], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        assert running.stderr
        running.stderr.readline()
        os.killpg(running.pid, signal.SIGINT)
        rest = running.stderr.read().splitlines()
        code = running.wait(timeout=30)

    assert code == 130
    assert rest[-1].startswith("interrupted after ") and rest[-1].endswith(
        f"of 15 pages -> {tmp_path / 'run' / 'pages.jsonl'}"
    )
    assert [line for line in rest[:-1] if not line.startswith("ok  ")] == []
    lines = (tmp_path / "run" / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line)["source"] for line in lines)


def test_on_a_terminal_one_line_of_progress_stays_below_the_pages(pages: Path, tmp_path: Path) -> None:
    above, below = pty.openpty()
    with subprocess.Popen(
        [HARNESS, "clean", pages, "-o", tmp_path / "run", "--no-shots"], stderr=below, stdout=below
    ) as running:
        os.close(below)
        seen = b""
        while True:
            try:
                seen += os.read(above, 65536)
            except OSError:
                break
        running.wait(timeout=30)
    text = seen.decode()
    # What is left on the screen: each line as it stands after the last time it was cleared.
    left = [line.rpartition("\x1b[2K")[2].rpartition("\r")[2] for line in text.replace("\r\n", "\n").split("\n")]

    assert "0 of 3 pages" in text and "2 of 3 pages" in text
    assert [line for line in left if "of 3 pages" in line] == []
    assert sum(line.startswith("ok  ") for line in left) == 3


def test_http_statuses_and_empty_pages_are_said_on_the_line(tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_text("<!doctype html><title>Nothing</title>", encoding="utf-8")

    done = run("clean", empty)

    assert done.stderr == f"ok  {empty}  clean, no text\n"


def test_a_saved_page_is_called_by_its_own_name_everywhere(pages: Path) -> None:
    (pages / "a.html").write_text('<title>A</title><p>The ferry. <a href="b.htm">Back</a><img src="no.png">', "utf-8")

    record = json.loads(run("clean", pages / "a.html", "--format", "json").stdout)
    html = run("clean", pages / "a.html", "--format", "html").stdout

    assert "invalid" not in json.dumps(record) and "invalid" not in html
    assert record["url"] == record["final_url"] == str(pages / "a.html")
    assert 'href="b.htm"' in html


def test_the_same_markdown_stands_on_the_terminal_and_in_the_file(pages: Path, tmp_path: Path) -> None:
    printed = run("clean", pages / "b.htm").stdout

    run("clean", pages / "b.htm", "-o", tmp_path / "run", "--no-shots")

    assert next((tmp_path / "run").glob("*/clean.md")).read_text(encoding="utf-8") == printed


def test_a_base_url_that_does_not_apply_to_a_list_is_said(pages: Path, tmp_path: Path) -> None:
    listing = tmp_path / "list.txt"
    listing.write_text(f"{pages / 'a.html'}\nhttp://127.0.0.1:9/\n", encoding="utf-8")

    done = run(
        "clean",
        "--from",
        listing,
        "-o",
        tmp_path / "run",
        "--no-shots",
        "--base-url",
        "http://ferry.test/",
        "--allow-private",
    )

    assert "--base-url does not apply to 1 of 2 sources" in done.stderr
    records = [json.loads(line) for line in (tmp_path / "run" / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {record["url"] for record in records} == {"http://ferry.test/", "http://127.0.0.1:9/"}
