"""`harness explain`, `rules list` and `show`, `--keep`, `--remove`, `--remove-suspects`: what a user asks, and hears."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(sys.executable).parent / "harness"
HTML = """<!doctype html><html lang="en"><meta charset="utf-8"><title>free casino spins - The pier</title>
<main><h1>The pier</h1>
<p>The boat of the morning waits at the pier until the bell of the chapel has rung, and then it leaves.</p>
<p>The boat of the evening is older, and its captain knows where the water is shallow when the tide is out.</p>
<p>Whoever misses both may walk along the dam, which is dry for two hours and pleasant for one of them.</p></main>
<ul id="friends"><li><a href="https://chapel.test/">Chapel choir</a></li>
<li><a href="https://sky-lab.top/">no deposit casino bonus</a></li><li><a href="https://rope.test/">Rope maker</a></li></ul>
<aside class="box"><p>Sails mended here</p><img src="data:,"></aside><div class="empty"><img src="data:,"></div>"""


def run(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([HARNESS, *map(str, words)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(HTML, "utf-8")
    return file


def test_an_explanation_adds_up_and_fits_a_terminal(page: Path) -> None:
    lines = run("explain", page, "no deposit casino bonus", "--most", 1).stdout.splitlines()

    assert lines[0] == "block: no deposit casino bonus"
    assert "removed; the sum is +" in lines[1]
    assert all(len(line) <= 80 for line in lines)
    assert any("links.with-jargon" in line for line in lines)


def test_the_same_as_json_has_features_evidence_and_near_misses(page: Path) -> None:
    found = json.loads(run("explain", page, "--node", "#friends li:has-text('Rope')", "--format", "json").stdout)

    assert [one["text"] for one in found if one["kind"] == "block"] == ["Rope maker"]
    assert found[0]["outcome"] == "kept"
    assert found[0]["score"] == pytest.approx(sum(e["weight"] for e in found[0]["evidence"]), abs=1e-3)
    assert found[0]["features"]["all_outside"] is True
    assert found[0]["near"]


def test_a_text_that_is_not_there_and_a_question_without_one_are_said(page: Path) -> None:
    assert "nothing on the page has 'lighthouse' in it" in run("explain", page, "lighthouse", code=2).stderr
    assert "what is to be explained?" in run("explain", page, code=2).stderr


def test_what_is_named_stays_or_goes_whatever_the_rules_say(page: Path) -> None:
    kept = run("clean", page, "--scope", "page", "-q", "--keep", "#friends li").stdout
    gone = run("clean", page, "--scope", "page", "-q", "--remove", "aside.box").stdout
    html = run("clean", page, "--format", "html", "-q", "--remove", ".empty", "--remove", "h1:has-text(/pier$/)").stdout

    assert "no deposit casino bonus" in kept
    assert "Sails mended here" not in gone and "no deposit casino bonus" not in gone
    assert 'class="empty"' not in html and "<h1" not in html


def test_what_is_no_selector_is_said_in_one_line(page: Path) -> None:
    done = run("clean", page, "--keep", "p:nonsense((", code=2)

    assert done.stderr.strip().splitlines() == ["harness: 'p:nonsense((' is no CSS selector"]


def test_suspects_go_where_that_is_asked(page: Path, tmp_path: Path) -> None:
    suspect = tmp_path / "suspect.yaml"
    suspect.write_text(
        "id: s\ntitle: t\nwhy: w\nrules:\n- id: sails\n  says: mends sails\n  weight: 2.8\n  match: {terms: [sails mended]}\n"
        "  examples: {spam: [Sails mended here], clean: [Boats]}\n",
        "utf-8",
    )

    assert "Sails mended here" in run("clean", page, "-q", "--scope", "page", "--rules", suspect).stdout
    assert (
        "Sails mended"
        not in run("clean", page, "-q", "--scope", "page", "--rules", suspect, "--remove-suspects").stdout
    )


def test_rules_are_listed_and_shown() -> None:
    listed = run("rules", "list", "links.*").stdout.splitlines()

    assert any(line.startswith("links.cheap-suffix") for line in listed)
    assert "cheap_suffix is True" in run("rules", "show", "links.cheap-suffix").stdout
    shown = json.loads(run("rules", "show", "links.cheap-suffix", "--format", "json").stdout)
    assert 0.5 < shown["weight"] < 1.5 and shown["features"]["cheap_suffix"]["equals"] == [True]
    assert "did you mean 'links.cheap-suffix'?" in run("rules", "show", "links.cheap-sufix", code=2).stderr
