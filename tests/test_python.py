"""The Python door: what docs/python.md shows runs, what cannot be meant is refused at once, and the types hold."""

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import harness
from harness import Cleaner, clean
from harness.model import CleanPage

ROOT = Path(__file__).parent.parent
EXAMPLES = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "python.md").read_text(encoding="utf-8"), re.M | re.S)
OFFLINE = [example for example in EXAMPLES if "https://" not in example]


@pytest.mark.parametrize("example", OFFLINE, ids=["one page", "many pages", "a run on disk", "notebook"])
def test_an_example_of_the_docs_runs(example: str, tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(example, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )

    assert done.returncode == 0, done.stderr


def test_the_example_of_one_page_gives_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "example.py").write_text(OFFLINE[0], encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120
    )

    assert done.stdout.startswith("ok\nThe ferry timetable\n")
    assert "removed 1.5 EMCm7DuGMf9IBRLV ['prior', 'structure.random-token']" in done.stdout
    assert {file.name for file in (tmp_path / "timetable").iterdir()} == {"clean.md", "clean.html", "marks.json"}


def test_the_examples_and_a_script_of_a_user_pass_mypy_strict(tmp_path: Path) -> None:
    for number, example in enumerate(EXAMPLES):
        (tmp_path / f"example{number}.py").write_text(example, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", *tmp_path.glob("*.py")],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"html": "<p>text"}, "html: bytes are meant, not str"),
        ({"disable": "words.*"}, r"disable: a list is meant, not 'words.\*'"),
        ({"rules": "pack.yaml"}, "rules: a list is meant"),
        ({"rules": [3]}, "rules: 3 is no str or Path"),
        ({"disable": [b"x"]}, "disable: b'x' is no str"),
        ({"options": {"deadline_s": 3}}, "options: a VisitOptions is meant"),
        ({"base_url": 7}, "base_url: an address as text is meant"),
    ],
)
def test_a_value_of_the_wrong_kind_raises_at_once_with_its_parameters_name(given: dict[str, Any], said: str) -> None:
    began = time.monotonic()

    with pytest.raises(TypeError, match=said):
        clean("-", **{"html": b"<p>x", **given})

    assert time.monotonic() - began < 0.5


def test_a_source_of_the_wrong_kind_too() -> None:
    with pytest.raises(TypeError, match="source: a URL, a path or '-' is meant, not 7"):
        clean(7)  # type: ignore[arg-type]


def test_every_name_that_is_offered_is_there() -> None:
    assert all(getattr(harness, name) for name in harness.__all__)
    assert harness.__version__ == "0.1.0"
    with pytest.raises(AttributeError, match="no attribute 'claen'"):
        harness.claen  # type: ignore[attr-defined]  # noqa: B018


def test_a_page_is_one_line_and_shows_itself_in_a_notebook_without_its_markup() -> None:
    page = clean(
        "-", html=b"<title>&lt;script&gt;alert(1)&lt;/script&gt;</title><h1>Ferry</h1><p>&lt;b&gt; leaves at six."
    )

    assert repr(page) == "<CleanPage '-' ok, 0 removed, 24 characters of article>"
    assert "&lt;b&gt; leaves at six." in page._repr_html_()
    assert "<script" not in page._repr_html_()
    assert "<Cleaner not open" in repr(Cleaner())


def test_a_page_saves_itself_and_is_the_json_that_the_command_line_gives(tmp_path: Path) -> None:
    page = clean("-", html=b"<title>Ferry</title><p>The boat leaves at six.", shots=True, keep_survey=True)

    files = page.save(tmp_path / "ferry")

    assert isinstance(page, CleanPage)
    assert '"source": "-"' in page.to_json()
    assert files.clean_md == "ferry/clean.md"
    assert {file.name for file in (tmp_path / "ferry").iterdir()} == {
        "clean.md", "clean.html", "marks.json", "survey.json", "survey-after.json", "before.png", "marked.png", "after.png",
    }  # fmt: skip
