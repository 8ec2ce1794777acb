"""A run as Parquet: one row a page, read back by whoever reads Parquet."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas
import pytest
from pyarrow import parquet

from harness.batch import Manifest, RunFolder
from harness.batch.columns import COLUMNS, row_of
from harness.cleaner import failed_page
from harness.errors import FileMissing
from harness.model import CleanPage, Reading, Verdict

HARNESS = Path(sys.executable).parent / "harness"


def exported(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(HARNESS), "export", *arguments], capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "run"
    with RunFolder(folder, Manifest(harness="0")) as written:
        for number in range(5):
            said = Reading(title="渡轮恢复夜航", text=f"第 {number} 班 \ud800", markdown="")
            written.write(
                CleanPage(f"{number}.html", f"http://a.test/{number}", verdict=Verdict("yes", 0.9, ""), page=said)
            )
        written.write(failed_page("gone.html", "gone.html", FileMissing("it is not there")))
    return folder


def test_pandas_reads_every_page(run: Path, tmp_path: Path) -> None:
    done = exported(str(run), "-o", str(tmp_path / "pages.parquet"))
    assert done.returncode == 0, done.stderr
    assert "6 pages" in done.stderr
    table = pandas.read_parquet(tmp_path / "pages.parquet")
    assert list(table.columns) == list(COLUMNS)
    assert list(table.source) == ["0.html", "1.html", "2.html", "3.html", "4.html", "gone.html"]
    assert table.title[0] == "渡轮恢复夜航"
    assert list(table.polluted) == ["yes"] * 5 + [""]
    assert table.error[5] == "file_missing"
    assert json.loads(table.page[2])["source"] == "2.html"


def test_a_folder_gets_parts_and_several_runs_are_one_table(run: Path, tmp_path: Path) -> None:
    done = exported(str(run), str(run), "-o", str(tmp_path / "parts"), "--rows-per-file", "4")
    assert done.returncode == 0, done.stderr
    assert sorted(os.listdir(tmp_path / "parts")) == ["part-00000.parquet", "part-00001.parquet", "part-00002.parquet"]
    assert len(pandas.read_parquet(tmp_path / "parts")) == 12


def test_it_goes_where_fsspec_reaches(run: Path, tmp_path: Path) -> None:
    done = exported(str(run), "-o", f"file://{tmp_path}/there.parquet")
    assert done.returncode == 0, done.stderr
    assert parquet.read_metadata(tmp_path / "there.parquet").num_rows == 6


@pytest.mark.parametrize(
    ("target", "code", "said"),
    [("nowhere://a/b.parquet", 2, "cannot be reached"), ("/proc/no/pages.parquet", 1, "cannot be written")],
)
def test_a_place_that_takes_nothing_is_said_in_one_line(run: Path, target: str, code: int, said: str) -> None:
    done = exported(str(run), "-o", target)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_run_that_cannot_be_read_leaves_no_half_a_file(run: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pages.jsonl").write_text((run / "pages.jsonl").read_text() + "not a page\n{}\n")
    done = exported(str(broken), "-o", str(tmp_path / "pages.parquet"))
    assert done.returncode != 0
    assert not [path for path in os.listdir(tmp_path) if path.startswith("pages.")]


def test_a_row_goes_wherever_utf_8_goes() -> None:
    row = row_of(CleanPage("a.html", "http://a.test/", page=Reading(title="渡轮 \ud800", text="\udfff", markdown="")))
    texts = {name: value for name, value in row.items() if isinstance(value, str)}
    assert {name: value.encode("utf-8", "ignore").decode() for name, value in texts.items()} == texts
