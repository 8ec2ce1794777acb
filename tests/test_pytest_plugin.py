"""The pytest plugin, run by pytest itself in a subprocess, with real Chromium, beside pytest-playwright and on two workers."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OWN_TESTS = """
from harness.pytest_plugin import assert_page

SPAM = b"<title>Ferry</title><main><p>The boat leaves at six.</p></main><div>" + b"<p><a href='#'>best online casino bonus</a></p>" * 5

def test_cleaned(clean_page):
    page = clean_page("-", html=SPAM)
    assert_page(page).has("boat leaves").has_no("casino").title_is("Ferry").removed("casino", rule="words.en.*")

def test_clean(clean_page):
    assert_page(clean_page("-", html=b"<title>Ferry</title><p>The boat leaves at six.")).is_clean()

def test_fixture(clean_page):
    page = clean_page("fixtures/lottery-mirror")
    assert_page(page).has_no("彩票").matches_baseline()

def test_not_so(clean_page):
    assert_page(clean_page("-", html=SPAM)).has("aeroplane")

def test_playwrights_own_option_is_honoured(browser_name, browser_channel):
    assert (browser_name, browser_channel) == ("firefox", None)
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    for name in ("lottery-mirror", "pharma-en", "honest-app"):
        shutil.copytree(ROOT / "fixtures" / name, pytester.path / "fixtures" / name)
    return pytester


def test_every_fixture_is_a_test_without_a_line_of_python_also_on_two_workers(project: pytest.Pytester) -> None:
    for more in ([], ["-n", "2"]):
        project.runpytest_subprocess("fixtures", *more, timeout=120).assert_outcomes(passed=3)


def test_a_fixture_that_differs_says_how_and_shows_no_traceback(project: pytest.Pytester) -> None:
    spec = project.path / "fixtures" / "honest-app" / "fixture.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("expect:", "expect:\n  lacks: ['the']"), encoding="utf-8")

    result = project.runpytest_subprocess("fixtures", timeout=120)

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*honest-app is not what is expected of it", "expect: the page still has 'the'"])
    assert "Traceback" not in result.stdout.str()


def test_peoples_own_tests_use_the_sessions_browser_beside_pytest_playwright(project: pytest.Pytester) -> None:
    project.makepyfile(OWN_TESTS)
    project.runpytest_subprocess(
        "fixtures/lottery-mirror", "--harness-update", "missing", "--harness-accept", timeout=120
    )

    result = project.runpytest_subprocess("--browser", "firefox", timeout=120)

    result.assert_outcomes(passed=7, failed=1)
    result.stdout.fnmatch_lines(["*the page lacks*aeroplane*"])


def test_an_update_writes_what_is_missing_and_is_no_green_run_unless_it_is_accepted(project: pytest.Pytester) -> None:
    result = project.runpytest_subprocess("fixtures/pharma-en", "--harness-update", "missing", timeout=120)
    again = project.runpytest_subprocess("fixtures/pharma-en", "--harness-update", "missing", timeout=120)
    accepted = project.runpytest_subprocess(
        "fixtures/honest-app", "--harness-update", "all", "--harness-accept", timeout=120
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*was updated; review it*"])
    again.assert_outcomes(passed=1)
    accepted.assert_outcomes(passed=1)
    assert (project.path / "fixtures" / "pharma-en" / "expected" / "marks.json").is_file()
    assert (project.path / "fixtures" / "honest-app" / "expected" / "page.txt").is_file()


PICTURES = """
import pytest
from harness.browser.find import find_browser

@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": str(find_browser().path), "chromium_sandbox": False}

def test_page(page, assert_screenshot):
    page.set_content("<title>Ferry</title><style>div { animation: x 1s infinite } @keyframes x { to { margin: 9px } }</style>"
                     "<h1>Ferry</h1><div>moves</div><p id=clock>CLOCK</p>")
    assert_screenshot(page, "whole", mask=[page.locator("#clock")])
    assert_screenshot(page.locator("h1"), "heading")
"""


def test_pictures_of_any_playwright_page_are_held_against_baselines_beside_the_test(pytester: pytest.Pytester) -> None:
    file = pytester.makepyfile(test_pictures=PICTURES)
    runs = [pytester.runpytest_subprocess(*words, timeout=120) for words in (
        [], ["--harness-update", "missing", "--harness-accept"], ["-n", "2"],
    )]  # fmt: skip
    file.write_text(PICTURES.replace("CLOCK", "12:01").replace("<h1>Ferry", "<h1>Fairy"), encoding="utf-8")
    differs = pytester.runpytest_subprocess(timeout=120)

    for run, outcome in zip(runs, ({"failed": 1}, {"passed": 1}, {"passed": 1}), strict=True):
        run.assert_outcomes(**outcome)
    (folder := pytester.path / "__screenshots__" / "test_page-chromium").joinpath("old.png").write_bytes(b"x")
    for words in ([], ["-n", "2"]):
        pytester.runpytest_subprocess(*words, timeout=120).stdout.fnmatch_lines(["*unused baselines*", "*old.png"])
    (folder / "old.png").unlink()
    runs[0].stdout.fnmatch_lines(["*no baseline; take it with --harness-update missing*"])
    differs.assert_outcomes(failed=1)
    differs.stdout.fnmatch_lines(["*whole-chromium-linux.png: * pixels differ*"])
    assert sorted(f.name for f in folder.iterdir()) == ["heading-chromium-linux.png", "whole-chromium-linux.png"]
    kept = pytester.path / "harness-failures" / "test_page-chromium"
    assert {f.name for f in kept.iterdir()} >= {
        f"whole-chromium-linux-{what}.png" for what in ("actual", "expected", "diff")
    }


ASYNC = """
import asyncio
from harness.browser.find import find_browser

def test_async(assert_screenshot):
    async def story():
        from playwright.async_api import async_playwright
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=str(find_browser().path), chromium_sandbox=False)
            page = await browser.new_page()
            await page.set_content("<h1>Ferry</h1>")
            await assert_screenshot(page, "async")
    asyncio.run(story())
"""


def test_async_pages_too(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(ASYNC)

    pytester.runpytest_subprocess("--harness-update", "missing", "--harness-accept", timeout=120).assert_outcomes(
        passed=1
    )
    pytester.runpytest_subprocess(timeout=120).assert_outcomes(passed=1)
