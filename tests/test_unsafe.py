"""A page that means harm, from outside: what the terminal gets, what stands in the files, what they do when they are opened."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from harness.browser.find import find_browser

ROOT = Path(__file__).parent.parent
HARNESS = Path(sys.executable).parent / "harness"
PAGE = ROOT / "fixtures" / "unsafe"
UNWELCOME = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FILES = {
    "clean.html",
    "clean.md",
    "marks.json",
    "survey.json",
    "survey-after.json",
    "before.png",
    "marked.png",
    "after.png",
}


def told(*arguments: str | Path, cwd: Path = ROOT) -> str:
    """All that the command writes, where colour is not wanted: whatever sign stands in it is the page's."""
    env = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "80"}
    done = subprocess.run([HARNESS, *arguments], capture_output=True, timeout=100, cwd=cwd, env=env, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return (done.stdout + done.stderr).decode("utf-8", "strict")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("unsafe") / "run"
    told("clean", PAGE, "-o", out, "--keep-survey")
    return out


@pytest.fixture(scope="module")
def opened(run: Path) -> Iterator[tuple[list[str], str, object]]:
    """clean.html in a browser that may do all: the addresses it asked for, its text, and whether anything of it ran."""
    (file,) = run.glob("*/clean.html")
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser().path), chromium_sandbox=False)
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: asked.append(f"dialog: {dialog.message}"))
        page.goto(file.as_uri())
        text = page.inner_text("body")
        for link in page.get_by_role("link").all():
            assert (link.get_attribute("href") or "http:").startswith(("http:", "https:", "mailto:"))
        yield asked, text, page.evaluate("globalThis.owned ?? null")
        browser.close()


def test_clean_html_runs_nothing_and_asks_for_nothing(opened: tuple[list[str], str, object]) -> None:
    asked, text, owned = opened

    assert owned is None
    assert [address for address in asked if not address.startswith("file:")] == []
    assert "<img src=x onerror=globalThis.owned=1>" in text, "what the page says of it is text"
    assert "The notice board by the bakery" in text and "casino" not in text


def test_clean_html_has_no_base_and_its_links_are_whole(run: Path) -> None:
    (file,) = run.glob("*/clean.html")
    html = file.read_text("utf-8")

    assert "<base" not in html and "Content-Security-Policy" in html
    assert re.findall(r'href="([^"]*)"', html) == [
        "http://canary.test/note?x=%22%3E%3Cimg%20src=x%20onerror=globalThis.owned=1%3E"
    ]


def test_files_are_named_by_us(run: Path) -> None:
    (folder,) = [path for path in run.iterdir() if path.is_dir()]

    assert re.fullmatch(r"[a-z0-9-]+", folder.name)
    assert {path.name for path in folder.iterdir()} <= FILES


@pytest.mark.parametrize(
    "arguments",
    [
        ("clean", PAGE),
        ("clean", PAGE, "--format", "text"),
        ("clean", PAGE, "--format", "html"),
        ("clean", PAGE, "--format", "json"),
        ("marks", PAGE, "--explain"),
        ("explain", PAGE, "no deposit casino bonus"),
        ("scan", PAGE),
        ("visit", PAGE),
    ],
    ids=lambda arguments: " ".join(map(str, (arguments[0], *arguments[2:]))),
)
def test_the_terminal_gets_no_sign_of_the_page_that_it_would_obey(arguments: tuple[str | Path, ...]) -> None:
    said = told(*arguments)

    assert said.strip()
    assert UNWELCOME.findall(said.replace("\r\n", "\n")) == []
