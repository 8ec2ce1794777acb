"""[tool.harness]: options of a project, for every command, and shown with where they are from."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(sys.executable).parent / "harness"


def run(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HARNESS, *map(str, words)], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.harness]\ndisable = ["structure.*"]\nscope = "page"\nformat = "text"\nsettle = 2\n', encoding="utf-8"
    )
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text(
        "<title>Ferry</title><p>The boat leaves.</p><p>EMCm7DuGMf9IBRLV", encoding="utf-8"
    )
    return tmp_path / "pages"


def test_a_projects_options_hold_for_commands_below_it(project: Path) -> None:
    done = run(project, "clean", "a.html")

    assert done.returncode == 0, done.stderr
    assert done.stdout == "The boat leaves.\nEMCm7DuGMf9IBRLV\n"


def test_the_command_line_wins(project: Path) -> None:
    done = run(project, "clean", "a.html", "--disable", "looks.*", "--format", "json")

    assert "EMCm7DuGMf9IBRLV" not in json.loads(done.stdout)["page"]["text"]


def test_config_shows_what_is_in_force_and_which_commands_take_it(project: Path) -> None:
    said = run(project, "config").stdout

    assert str(project.parent / "pyproject.toml") in said
    assert "disable = ['structure.*']" in said and "marks" in said and "settle = 2" in said


def test_an_option_that_does_not_exist_is_named_with_the_nearest(project: Path) -> None:
    file = project.parent / "pyproject.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("settle", "setle"), encoding="utf-8")

    done = run(project, "clean", "a.html")

    assert done.returncode == 2
    assert "no option 'setle'; did you mean 'settle'?" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_file_that_is_no_toml_is_one_line(project: Path) -> None:
    (project.parent / "pyproject.toml").write_text("[tool.harness\n", encoding="utf-8")

    done = run(project, "clean", "a.html")

    assert done.returncode == 2 and "pyproject.toml" in done.stderr and len(done.stderr.splitlines()) == 1


def test_without_a_project_config_says_so(tmp_path: Path) -> None:
    assert "every option has its default" in run(tmp_path, "config").stdout
