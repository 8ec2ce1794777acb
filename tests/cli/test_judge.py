"""`harness judge`: stored surveys are judged again without a browser, and the marks are the same to the byte."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(sys.executable).parent / "harness"
ROOT = Path(__file__).parent.parent.parent
FIXTURES = ["lottery-mirror", "pharma-en", "slot-id", "honest-app", "casino-ru"]


def judge(*words: object) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "HARNESS_BROWSER": "/nowhere"}  # none is needed
    return subprocess.run(
        [HARNESS, "judge", *map(str, words)], capture_output=True, text=True, check=False, timeout=120, env=environ
    )


@pytest.fixture(scope="module")
def a_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("judge") / "run"
    sources = [ROOT / "fixtures" / name for name in FIXTURES]
    words = ["clean", *sources, "-o", out, "--keep-survey", "--no-shots"]
    subprocess.run([HARNESS, *map(str, words)], check=True, capture_output=True, timeout=240)
    return out


def test_a_run_judged_again_has_the_same_marks_to_the_byte(a_run: Path) -> None:
    before = {file: file.read_bytes() for file in a_run.glob("*/marks.json")}

    done = judge(a_run, "--write", "--check")

    assert done.returncode == 0, done.stderr
    assert {file: file.read_bytes() for file in a_run.glob("*/marks.json")} == before
    assert len(done.stdout.splitlines()) == len(FIXTURES)
    assert "0 with other marks" in done.stderr


def test_other_rules_give_other_marks_and_the_line_says_how_many(a_run: Path) -> None:
    done = judge(a_run, "--disable", "words.*", "--check")

    assert done.returncode == 1
    assert "gone" in done.stdout


def test_marks_as_json_name_their_page_and_survey(a_run: Path) -> None:
    survey = next(a_run.glob("*lottery-mirror*/survey.json"))

    record = json.loads(judge(survey, "--format", "json").stdout)

    assert record["source"].endswith("lottery-mirror")
    assert record["marks"] == json.loads(survey.with_name("marks.json").read_text(encoding="utf-8"))


def test_a_survey_of_another_version_is_refused_by_name(a_run: Path, tmp_path: Path) -> None:
    older = tmp_path / "survey.json"
    older.write_text(json.dumps({**json.loads(next(a_run.glob("*/survey.json")).read_text("utf-8")), "version": 1}))

    done = judge(older)

    assert done.returncode == 2
    assert "version 1; this harness reads version 3" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("what", ["missing", "empty folder", "no survey"])
def test_what_is_not_there_to_judge_is_one_line(what: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    if what == "empty folder":
        path.mkdir()
    if what == "no survey":
        path.write_text("<p>", encoding="utf-8")

    done = judge(path)

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
