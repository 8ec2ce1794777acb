"""The output contract: what users get is what docs/schema says, on real pages, also on those that fail."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
HARNESS = Path(sys.executable).parent / "harness"
SCHEMA = ROOT / "docs" / "schema" / "clean-page.schema.json"
HOSTILE = """<!doctype html><title>Ferry</title><p>The ferry leaves at eight from the stone pier, and comes back at nine.
<p id=a></p><script>a.textContent = 'bell \\u0007 turned \\u202e round \\ud800 half'; document.title = 'Ferry \\udfff\\u001b[31m';</script>"""


def problems(record: Any) -> list[str]:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(record)]


def test_a_fixture_as_json_is_what_the_schema_says() -> None:
    done = subprocess.run(
        [HARNESS, "clean", ROOT / "fixtures" / "lottery-mirror", "--format", "json"], capture_output=True, check=True
    )

    record = json.loads(done.stdout)

    assert problems(record) == []
    assert record["marks"]
    assert record["rules"]


def test_every_line_of_a_run_is_what_the_schema_says_also_of_a_page_that_failed(tmp_path: Path) -> None:
    listing = tmp_path / "list.txt"
    listing.write_text(f"{ROOT / 'fixtures' / 'pharma-en'}\n{tmp_path / 'gone.html'}\n", encoding="utf-8")

    done = subprocess.run(
        [HARNESS, "clean", "--from", listing, "-o", tmp_path / "run", "--keep-survey"], capture_output=True, check=False
    )

    lines = (tmp_path / "run" / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert done.returncode == 1
    assert [problems(record) for record in records] == [[], []]
    assert sorted(record["status"] for record in records) == ["failed", "ok"]
    good = next(record for record in records if record["status"] == "ok")
    assert all((tmp_path / "run" / place).is_file() for place in good["files"].values())


def test_the_schema_in_the_docs_is_made_from_the_model() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "write_schema.py", "--check"], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()


def test_json_is_strict_utf_8_without_control_and_bidi_signs_whatever_the_page_writes(tmp_path: Path) -> None:
    page = tmp_path / "hostile.html"
    page.write_text(HOSTILE, encoding="utf-8")

    done = subprocess.run([HARNESS, "clean", page, "--format", "json"], capture_output=True, check=True)

    record = json.loads(done.stdout.decode("utf-8", "strict"))
    assert "turned" in record["page"]["text"]
    text = json.dumps(record, ensure_ascii=False)
    assert not [sign for sign in text if sign in "\u0007\u001b\u202e" or "\ud800" <= sign <= "\udfff"]


def test_five_visits_of_one_fixture_give_the_same_json_and_the_same_pictures(tmp_path: Path) -> None:
    runs = []
    for number in range(5):
        out = tmp_path / str(number)
        subprocess.run(
            [HARNESS, "clean", ROOT / "fixtures" / "lottery-mirror", "-o", out], capture_output=True, check=True
        )
        record = json.loads((out / "pages.jsonl").read_text(encoding="utf-8"))
        pictures = [(out / record["files"][name]).read_bytes() for name in ("before", "marked", "after")]
        record.pop("timings_ms")
        runs.append((record, pictures))

    assert all(run == runs[0] for run in runs[1:])
