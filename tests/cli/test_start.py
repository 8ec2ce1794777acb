"""What a newcomer meets first: help, version, marks, the doctor, and commands that import no more than they need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli.app import _Commands
from harness.cli.marks import mark_lines
from harness.model import Evidence, Mark

HARNESS = Path(sys.executable).parent / "harness"
ROOT = Path(__file__).parent.parent.parent
HEAVY = ("playwright", "pydantic", "yaml", "trafilatura", "rich", "numpy", "PIL", "asyncio")


def run(*words: object, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HARNESS, *map(str, words)], capture_output=True, text=True, check=False, timeout=120, env={**os.environ, **environ}
    )  # fmt: skip


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_help_and_version_import_nothing_that_is_slow(words: list[str]) -> None:
    code = (
        f"import sys; sys.argv = ['harness', *{words!r}]\n"
        "try:\n    from harness.cli import main; main()\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", list(_Commands.places))
def test_every_commands_help_is_its_own_and_fits_80_columns(name: str) -> None:
    done = run(name, "--help", COLUMNS="80")

    assert done.returncode == 0, done.stderr
    assert f"Usage: harness {name}" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_command_is_there_by_the_interpreters_name_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "harness", "rules", "--help"], capture_output=True, text=True, check=True
    )

    assert "Usage: python -m harness rules" in done.stdout


def test_options_stand_in_groups() -> None:
    said = run("clean", "--help").stdout

    assert [line for line in said.splitlines() if line.endswith(":") and not line.startswith(" ")] == [
        "Arguments:", "Options:", "Output:", "Many pages:", "Rules:", "Browser:", "Network:", "Limits:",
    ]  # fmt: skip


def test_a_shell_completes_commands_and_options() -> None:
    def completed(words: str, at: int) -> list[str]:
        asked = {"_HARNESS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        return run(**asked).stdout.split()

    assert "_HARNESS_COMPLETE=complete_bash" in run("completion", "bash").stdout
    assert completed("harness cle", 1) == ["clean"]
    assert "--keep-survey" in completed("harness clean --ke", 2)


def mark(identity: str, score: float, text: str, kind: str = "element", **more: str) -> Mark:
    evidence = (Evidence("prior", -3.0, "before"), Evidence("words.zh.gambling.jargon", 2.6, "words"), Evidence("structure.dead-link-run", 2.2, "a row"))  # fmt: skip
    return Mark(identity, kind, "removed", True, ("html > body > p",), text, score, evidence, **more)  # type: ignore[arg-type]


def test_marks_are_a_line_each_strongest_first_and_fit_80_columns() -> None:
    from rich.cells import cell_len

    marks = [mark("m1", 1.5, "大胖子彩票中奖" * 20), mark("m2", 7.25, "casino bonus " * 20), mark("m3", 2.0, "gone", "title", before="gone Ferry", after="Ferry")]  # fmt: skip

    lines = list(mark_lines(marks, 80))

    assert [line.split()[0] for line in lines] == ["m2", "m3", "title", "title", "m1"]
    assert max(map(cell_len, lines)) <= 80
    assert lines[2:4] == ["      title was: gone Ferry", "      title now: Ferry"]


def test_marks_that_are_piped_have_their_full_rule_ids_and_texts() -> None:
    (line,) = mark_lines([mark("m1", 1.5, "casino bonus " * 20)], None)

    assert "[words.zh.gambling.jargon +2.6, structure.dead-link-run +2.2]" in line
    assert line.count("casino bonus") == 20


def test_explained_marks_have_all_their_evidence() -> None:
    lines = list(mark_lines([mark("m1", 1.5, "casino")], 80, explained=True))

    assert [line.split()[1] for line in lines[1:4]] == [
        "prior:",
        "words.zh.gambling.jargon:",
        "structure.dead-link-run:",
    ]
    assert "html > body > p" in lines[4]


def test_a_page_without_marks_is_one_sentence(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>Ferry</title><p>The ferry leaves at eight.", encoding="utf-8")

    assert run("marks", page).stdout == "No marks: nothing on this page looks like spam.\n"


def test_the_doctor_cleans_a_line() -> None:
    done = run("doctor")

    assert done.returncode == 0, done.stdout
    assert "ok   clean a line: done" in done.stdout


def test_a_browser_that_is_named_and_not_there_is_mended_by_unsetting_it() -> None:
    doctor, install = run("doctor", HARNESS_BROWSER="/nowhere"), run("install", HARNESS_BROWSER="/nowhere")

    assert (doctor.returncode, install.returncode) == (1, 2)
    assert "to mend it: unset HARNESS_BROWSER" in doctor.stdout
    assert "unset it" in install.stderr and len(install.stderr.splitlines()) == 1


def test_the_timeline_lists_the_requests_with_their_addresses() -> None:
    done = run("visit", "--timeline", ROOT / "fixtures" / "lottery-mirror")

    assert "200 http://mirror.test/" in done.stdout
    assert "http://cdn.track.test/stat.js" in done.stdout
    assert "timers of up to half a minute" in done.stdout
