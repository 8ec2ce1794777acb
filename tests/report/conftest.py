"""A run of a few pages, its report, and a browser to look at it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from harness.browser.find import find_browser

HARNESS = Path(sys.executable).parent / "harness"
FIXTURES = Path(__file__).parents[2] / "fixtures"
EVIL = (
    "<!doctype html><meta charset=utf-8><title></title><script>globalThis.owned=1</script><img src=x onerror=globalThis.owned=1></title>"
    "<h1>&lt;img src=x onerror=globalThis.owned=1&gt;</h1><p>Plain words of a page that means harm, for a reader to see.</p>"
    "<p>&lt;/script&gt;&lt;script&gt;globalThis.owned=1&lt;/script&gt;</p>"
)


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    (folder / "evil.html").write_text(EVIL, encoding="utf-8")
    sources = [FIXTURES / "lottery-mirror", FIXTURES / "sold-links-fr", FIXTURES / "honest-app", folder / "evil.html"]
    done = subprocess.run(
        [HARNESS, "clean", *sources, "-o", folder / "run", "--keep-survey", "-q"],
        capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "run"


@pytest.fixture(scope="session")
def report(run: Path) -> Path:
    done = subprocess.run(
        [HARNESS, "report", run, "-o", run.parent / "html"], capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return run.parent / "html" / "index.html"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser().path), chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
