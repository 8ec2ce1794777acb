"""The output contract: what users get is what docs/schema says, on real pages, also on those that fail."""

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness import clean
from harness.page_files import page_record

ROOT = Path(__file__).parent.parent
HARNESS = Path(sys.executable).parent / "harness"
SCHEMA = json.loads((ROOT / "docs" / "schema" / "clean-page.schema.json").read_text(encoding="utf-8"))
CONTRACT = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```json (part of )?(\w+)\n(.*?)^```", CONTRACT, re.M | re.S)
SPAM = "".join(f"<p><a href='#'>{words}</a>" for words in ("casino bonus", "slot gacor login", "online casino", "slot"))
HOSTILE = f"""<!doctype html><title>Ferry</title><p>The ferry leaves at eight from the stone pier, and comes back at nine.
<p id=a></p><div id=b>{SPAM}</div><script>
const signs = 'bell \\u0007 turned \\u202e round \\u2066 half \\ud800 tail \\udfff \\u001b[31m';
a.textContent = signs;
document.title = 'Ferry ' + signs;
b.className = b.lang = b.title = signs;
for (const link of b.querySelectorAll('a')) link.textContent += ' casino ' + signs;
history.replaceState(null, '', '#' + signs);
alert(signs);
</script>"""
UNWELCOME = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def problems(record: Any, schema: dict[str, Any] = SCHEMA) -> list[str]:
    errors = Draft202012Validator(schema).iter_errors(record)
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in errors]


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in strings(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def test_a_fixture_as_json_is_what_the_schema_says_and_what_the_docs_show() -> None:
    done = subprocess.run(
        [HARNESS, "clean", "fixtures/lottery-mirror", "--format", "json"], capture_output=True, check=True, cwd=ROOT
    )

    record = json.loads(done.stdout)

    assert problems(record) == []
    assert record["rules"]
    assert [json.loads(shown) for _, noun, shown in EXAMPLES if noun == "Mark"] == record["marks"][:1]


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


def test_the_schema_refuses_what_the_model_does_not_know() -> None:
    record = json.loads(next(shown for part, noun, shown in EXAMPLES if noun == "CleanPage" and not part))

    refused = [
        problems(changed)
        for changed in (
            {**record, "html": ""},
            {**record, "schema_version": "0.9"},
            {**record, "status": "fine"},
            {name: value for name, value in record.items() if name != "events"},
            {**record, "page": {**record["page"], "note": ""}},
        )
    ]

    assert problems(record) == []
    assert [len(found) for found in refused] == [1, 1, 1, 1, 1]


def test_the_schema_in_the_docs_is_made_from_the_model() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "write_schema.py", "--check"], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(("part", "noun", "shown"), EXAMPLES, ids=[noun for _, noun, _ in EXAMPLES])
def test_an_example_in_the_docs_is_what_the_schema_says(part: str, noun: str, shown: str) -> None:
    schema = SCHEMA if noun == "CleanPage" else {**SCHEMA["$defs"][noun], "$defs": SCHEMA["$defs"]}

    found = problems(json.loads(shown), {**schema, "required": []} if part else schema)

    assert found == []


def test_every_kind_of_event_that_the_code_knows_stands_in_the_docs() -> None:
    told = set(re.findall(r"`([a-z_]+)`", " ".join(re.findall(r"^\| (`[^|]+) \|", CONTRACT, re.M))))
    calls = [
        call
        for file in (ROOT / "harness").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
    ]

    kinds = {call.args[0].value for call in calls if ast.unparse(call.func).split(".")[-1] in {"say", "_say", "Event"}}

    assert len(kinds) > 10
    assert kinds - told == set()


def test_json_is_strict_utf_8_without_control_and_bidi_signs_whatever_the_page_writes(tmp_path: Path) -> None:
    page = tmp_path / "hostile.html"
    page.write_text(HOSTILE, encoding="utf-8")

    done = subprocess.run([HARNESS, "clean", page, "--format", "json"], capture_output=True, check=True)

    record = json.loads(done.stdout.decode("utf-8", "strict"))
    assert problems(record) == []
    assert "turned" in record["page"]["text"]
    assert any(mark["removed"] and "turned" in mark["text"] for mark in record["marks"])
    assert {event["kind"] for event in record["events"]} >= {"dialog", "history"}
    assert [text for text in strings(record) if UNWELCOME.search(text)] == []


def test_a_page_in_python_is_as_free_of_them() -> None:
    page = clean("-", html=HOSTILE.encode())

    texts = strings(page_record(page))

    assert "turned" in page.page.text
    assert [text for text in texts if UNWELCOME.search(text)] == []


def test_html_on_a_terminal_is_as_free_of_them(tmp_path: Path) -> None:
    page = tmp_path / "hostile.html"
    page.write_text(HOSTILE, encoding="utf-8")

    done = subprocess.run([HARNESS, "clean", page, "--format", "html"], capture_output=True, check=True)

    html = done.stdout.decode("utf-8", "strict")
    assert "turned" in html
    assert UNWELCOME.findall(html) == []


def test_a_page_of_hostile_signs_is_one_line_of_a_run_and_files_that_can_be_read(tmp_path: Path) -> None:
    page = tmp_path / "hostile.html"
    page.write_text(HOSTILE, encoding="utf-8")

    subprocess.run([HARNESS, "clean", page, "-o", tmp_path / "run"], capture_output=True, check=True)

    lines = (tmp_path / "run" / "pages.jsonl").read_bytes().decode("utf-8", "strict").splitlines()
    record = json.loads(lines[0])
    written = {name: tmp_path / "run" / record["files"][name] for name in ("clean_md", "clean_html", "marks_json")}
    texts = {name: file.read_bytes().decode("utf-8", "strict") for name, file in written.items()}
    assert len(lines) == 1
    assert json.loads(texts["marks_json"]) == record["marks"]
    assert UNWELCOME.findall(texts["clean_md"]) == []


def test_five_visits_of_one_fixture_give_the_same_json_and_the_same_pictures(tmp_path: Path) -> None:
    copies = [
        shutil.copytree(ROOT / "fixtures" / "lottery-mirror", tmp_path / str(n) / "lottery-mirror") for n in range(5)
    ]
    command = [HARNESS, "clean", *copies, "-o", tmp_path / "run", "--workers", "2"]
    subprocess.run(command, capture_output=True, check=True)

    runs = []
    for line in (tmp_path / "run" / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        pictures = [(tmp_path / "run" / record["files"][name]).read_bytes() for name in ("before", "marked", "after")]
        for own in ("timings_ms", "files", "source"):
            record.pop(own)
        runs.append((record, pictures))

    assert len(runs) == 5
    assert all(run == runs[0] for run in runs[1:])
