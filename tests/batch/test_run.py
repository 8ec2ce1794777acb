"""A run is read back as it was written, by later versions too, and what is no run is refused in one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness.batch import Manifest, Run, RunFolder
from harness.errors import RunInvalid, SourceNotFound
from harness.model import CleanPage, Mark, Reading

HARNESS = Path(sys.executable).parent / "harness"


def written(root: Path, *names: str) -> Run:
    mark = Mark("m1", "text", "removed", True, ("html > body",), "spam", 1.0, (), boxes=((1.0, 2.0, 3.0, 4.0),))
    with RunFolder(root, Manifest(harness="1", browser="2")) as folder:
        for name in names:
            folder.write(CleanPage(name, name, page=Reading("T", "text"), marks=(mark,)))
    return Run.open(root)


def test_pages_come_back_as_they_were_written(tmp_path: Path) -> None:
    run = written(tmp_path, "a", "b")

    pages = list(run.pages())

    assert [stored.page.source for stored in pages] == ["a", "b"]
    assert pages[0].page.marks[0].boxes == ((1.0, 2.0, 3.0, 4.0),)
    assert pages[0].file("clean_md") == tmp_path.resolve() / pages[0].page.files.clean_md
    assert pages[0].file("before") is None
    assert (run.manifest.harness, run.manifest.pages, bool(run.manifest.finished)) == ("1", 2, True)


def test_a_line_that_a_kill_cut_off_is_left_out_and_any_other_is_refused(tmp_path: Path) -> None:
    run = written(tmp_path, "a")
    with (tmp_path / "pages.jsonl").open("a") as lines:
        lines.write('{"source": "b"')
    assert [stored.page.source for stored in run.pages()] == ["a"]

    (tmp_path / "pages.jsonl").write_text("no json\n")
    with pytest.raises(RunInvalid, match="pages.jsonl:1"):
        list(run.pages())


def test_a_run_of_an_older_version_is_read_and_one_of_another_refused(tmp_path: Path) -> None:
    written(tmp_path, "a")
    line = json.loads((tmp_path / "pages.jsonl").read_text())
    del line["files"]["survey_after_json"]
    (tmp_path / "pages.jsonl").write_text(json.dumps({**line, "schema_version": "1.1"}) + "\n")
    (tmp_path / "run.json").unlink()
    assert [stored.page.source for stored in Run.open(tmp_path).pages()] == ["a"]

    (tmp_path / "pages.jsonl").write_text(json.dumps({**line, "schema_version": "9.0"}) + "\n")
    with pytest.raises(RunInvalid, match=r"version '9.0'"):
        list(Run.open(tmp_path).pages())


def test_a_second_run_keeps_the_first_ones_manifest(tmp_path: Path) -> None:
    written(tmp_path, "a")

    written(tmp_path, "b")

    assert json.loads((tmp_path / "run.1.json").read_text())["pages"] == 1
    assert [stored.page.source for stored in Run.open(tmp_path).pages()] == ["b"]


def test_a_file_outside_the_run_is_none_of_its_files(tmp_path: Path) -> None:
    written(tmp_path / "run", "a")
    line = json.loads((tmp_path / "run" / "pages.jsonl").read_text())
    (tmp_path / "secret").write_text("x")
    line["files"]["before"] = "../secret"
    (tmp_path / "run" / "pages.jsonl").write_text(json.dumps(line) + "\n")

    assert next(iter(Run.open(tmp_path / "run").pages())).file("before") is None


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound, match="pages.jsonl"):
        Run.open(tmp_path)


def test_a_manifest_says_what_made_the_run_and_no_secrets(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<title>T</title><p>The ferry leaves at nine.")

    done = subprocess.run(
        [HARNESS, "clean", tmp_path / "page.html", "-o", tmp_path / "run", "--no-shots", "-q", "--header", "Authorization: hunter2"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    told = (tmp_path / "run" / "run.json").read_text()
    manifest = json.loads(told)
    assert done.returncode == 0
    assert manifest["browser"] and manifest["settings"] and manifest["rules"] and manifest["pages"] == 1
    assert "hunter2" not in told
