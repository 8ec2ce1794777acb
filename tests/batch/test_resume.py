"""A run that is killed anywhere goes on where it was: every page once, none lost."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

HARNESS = Path(sys.executable).parent / "harness"
PAGES = int(os.environ.get("HARNESS_RESUME_PAGES", "24"))  # `make prove` makes it 2,000
KILLS = 3


def command(folder: Path, *more: str) -> list[str]:
    return [
        str(HARNESS),
        "clean",
        "--from",
        str(folder / "list.txt"),
        "-o",
        str(folder / "run"),
        "--no-shots",
        "-q",
        *more,
    ]


def ran(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(folder, *more), capture_output=True, text=True, check=False, timeout=3000)


def sources(folder: Path) -> list[str]:
    return [json.loads(line)["source"] for line in (folder / "run" / "pages.jsonl").read_text().splitlines()]


def make(folder: Path, number: int) -> list[str]:
    names = []
    for at in range(number):
        (folder / f"{at}.html").write_text(f"<!doctype html><title>Page {at}</title><p>The ferry leaves at {at}.")
        names.append(str(folder / f"{at}.html"))
    (folder / "list.txt").write_text("\n".join(names))
    return names


def test_a_run_that_is_killed_three_times_has_every_page_once(tmp_path: Path) -> None:
    names = make(tmp_path, PAGES)
    lines = tmp_path / "run" / "pages.jsonl"
    for kill in range(1, KILLS + 1):
        # In a session of its own, so that its browsers are killed with it.
        process = subprocess.Popen(
            command(tmp_path, "--workers", "2"), stderr=subprocess.DEVNULL, start_new_session=True
        )
        wanted, patience = PAGES * kill // (KILLS + 1), time.monotonic() + 600
        while time.monotonic() < patience and process.poll() is None:
            if lines.exists() and lines.read_bytes().count(b"\n") >= wanted:
                break
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with lines.open("ab") as file:
            file.write(b'{"source": "a line that was cut o')

    done = ran(tmp_path, "--workers", "2")

    assert done.returncode == 0
    assert "going on with the run" in done.stderr
    assert sorted(sources(tmp_path)) == sorted(names)
    with closing(sqlite3.connect(tmp_path / "run" / "ledger.sqlite")) as ledger:
        told = {row[0] for row in ledger.execute("select source from pages where code = ''")}
    assert told == set(names)
    folders = [path.name for path in (tmp_path / "run").iterdir() if path.is_dir()]
    assert len(folders) == PAGES  # none of a page that was in flight is left, and no page has two
    assert json.loads((tmp_path / "run" / "run.json").read_text())["pages"] == PAGES


def test_a_limit_leaves_the_rest_for_the_next_time(tmp_path: Path) -> None:
    names = make(tmp_path, 5)

    assert ran(tmp_path, "--limit", "2").returncode == 0
    assert len(sources(tmp_path)) == 2
    ran(tmp_path)

    assert sorted(sources(tmp_path)) == sorted(names)


def test_what_failed_is_done_again_when_asked_for(tmp_path: Path) -> None:
    names = make(tmp_path, 3)
    page = Path(names[1])
    text = page.read_text()
    page.unlink()
    assert ran(tmp_path).returncode == 1

    page.write_text(text)
    done = ran(tmp_path, "--retry-failed")

    assert done.returncode == 0
    found = [json.loads(line) for line in (tmp_path / "run" / "pages.jsonl").read_text().splitlines()]
    assert sorted(page["source"] for page in found) == sorted(names)
    assert [page["error"] for page in found] == [None] * 3


def test_a_finished_run_is_kept_and_a_fresh_one_begun(tmp_path: Path) -> None:
    make(tmp_path, 2)
    ran(tmp_path)

    ran(tmp_path)
    ran(tmp_path, "--limit", "1")
    ran(tmp_path, "--fresh")

    assert len(sources(tmp_path)) == 2
    assert {path.name for path in (tmp_path / "run").glob("pages.*.jsonl")} == {f"pages.{n}.jsonl" for n in (1, 2, 3)}


def test_shards_share_all_pages_out(tmp_path: Path) -> None:
    names = make(tmp_path, 9)
    found = []
    for part in (1, 2, 3):
        ran(tmp_path, "--shard", f"{part}/3")
        found += sources(tmp_path) if (tmp_path / "run" / "pages.jsonl").exists() else []

    assert sorted(found) == sorted(names)


@pytest.mark.parametrize("given", [["--shard", "4/3"], ["--shard", "x"], ["--limit", "0"]])
def test_what_makes_no_sense_is_refused(tmp_path: Path, given: list[str]) -> None:
    make(tmp_path, 1)

    done = ran(tmp_path, *given)

    assert done.returncode == 2 and given[0] in done.stderr


def test_new_rules_clean_only_the_pages_that_come_out_otherwise(tmp_path: Path) -> None:
    make(tmp_path, 4)
    (tmp_path / "3.html").write_text(
        "<!doctype html><title>Page 3</title><p>The ferry leaves at three.</p><p>Ask for zorblaxium at the pier.</p>"
    )
    assert ran(tmp_path, "--keep-survey").returncode == 0
    before = {line["source"]: line for line in lines_of(tmp_path)}
    same = ran(tmp_path, "--if-rules-changed")
    assert "its pages stay" in same.stderr
    assert lines_of(tmp_path) == list(before.values())
    pack = tmp_path / "pier.yaml"
    pack.write_text(
        "id: pier\ntitle: Of the pier\nwhy: What is sold there.\nrules:\n"
        "  - id: sold\n    says: is what is sold at the pier\n    weight: 6\n    role: advertises\n    match: {terms: [zorblaxium]}\n"
        "    examples:\n      spam: [ask for zorblaxium]\n      clean: [ask for the ferry]\n"
    )
    changed = ran(tmp_path, "--if-rules-changed", "--rules", str(pack))
    assert changed.returncode == 0, changed.stderr
    assert "1 page judged again" in changed.stderr and "1 to be cleaned again" in changed.stderr
    assert "3 without a word of the rules that changed" in changed.stderr
    after = {line["source"]: line for line in lines_of(tmp_path)}
    assert after.keys() == before.keys()
    other = [source for source in before if after[source] != before[source]]
    assert [Path(source).name for source in other] == ["3.html"]
    assert "zorblaxium" not in after[other[0]]["page"]["text"]


def lines_of(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "run" / "pages.jsonl").read_text().splitlines()]
