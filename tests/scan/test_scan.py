"""`harness scan`: what a site's owner gets: pieces by who did it, with what to delete, in a terminal and for other tools."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

HARNESS = Path(sys.executable).parent / "harness"
FIXTURES = Path(__file__).parents[2] / "fixtures"
CLEAN = "<!doctype html>\n<title>Lamp</title>\n<h1>A new lamp</h1>\n<p>The lighthouse on the north pier got a new lamp this week.</p>\n"
SPAM = '<p><a href="http://kaijiang8.example/{}">{}</a></p>\n'
WORDS = ("极速赛车开奖直播全天计划", "彩票官网购彩平台app下载", "亚博真人视讯百家乐首存送", "香港六合平特一肖资料大全")


def scan(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([HARNESS, "scan", *arguments], capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "clean page.html").write_text(CLEAN, encoding="utf-8")
    spam = "".join(SPAM.format(n, word) for n, word in enumerate(WORDS))
    (folder / "hacked.html").write_text(CLEAN + spam, encoding="utf-8")
    return folder


def test_it_says_what_to_delete_and_where_it_leads(site: Path) -> None:
    done = scan(site)

    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "2 pages: 1 polluted, 0 unsure, 1 clean, 0 failed"
    assert "hacked.html:5" in done.stdout and "delete html > body" in done.stdout
    assert "sent by the server" in done.stdout
    assert "kaijiang8.example (" in done.stdout


def test_it_groups_by_the_script_that_did_it() -> None:
    done = scan(FIXTURES / "provenance" / "eval", FIXTURES / "provenance" / "inner-html", "--json")

    found = json.loads(done.stdout)
    assert {piece["by"] for piece in found["pieces"]} == {"http://cdn.pier.test/ad.js"}
    assert {piece["source"].rpartition("/")[2] for piece in found["pieces"]} == {"eval", "inner-html"}


def test_sarif_has_what_code_scanning_asks_for(site: Path, tmp_path: Path) -> None:
    scan(site, "--sarif", tmp_path / "out.sarif")

    log = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert len(run["results"]) >= 1
    for result in run["results"]:
        (location,) = result["locations"]
        assert result["ruleId"] in known and result["level"] in {"error", "warning"}
        assert result["message"]["text"] and result["partialFingerprints"]["mark/v1"]
        assert location["physicalLocation"]["artifactLocation"]["uri"].endswith("hacked.html")
    lines = {r["locations"][0]["physicalLocation"].get("region", {}).get("startLine") for r in run["results"]}
    assert lines <= {5, 6, 7, 8} and lines


def test_junit_has_a_test_a_page(site: Path, tmp_path: Path) -> None:
    scan(site, site / "hacked.html", "--junit", tmp_path / "out.xml")

    suite = ElementTree.parse(tmp_path / "out.xml").getroot()
    assert (suite.get("failures"), suite.get("errors")) == ("1", "0")
    assert [case.get("name", "").rpartition("/")[2] for case in suite if case.find("failure") is not None] == [
        "hacked.html"
    ]


@pytest.mark.parametrize("given, code", [([], 1), (["--fail-on", "never"], 0), (["--fail-on", "unsure"], 1)])
def test_the_exit_code_is_what_was_asked_for(site: Path, given: list[str], code: int) -> None:
    assert scan(site / "hacked.html", *given).returncode == code


def test_a_clean_page_passes_and_a_missing_one_is_refused(site: Path) -> None:
    assert scan(site / "clean page.html").returncode == 0
    assert scan(site / "gone.html").returncode == 2
    assert scan().returncode == 2


def test_a_script_is_named_with_what_brought_it() -> None:
    done = scan(FIXTURES / "provenance" / "loader")

    assert "http://cdn.pier.test/ad.js, loaded by http://tags.pier.test/tags.js" in done.stdout
