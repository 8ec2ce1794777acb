"""Floor 5: fixtures as tests: `pytest fixtures/` collects every fixture.yaml, without a line of Python.

For people's own tests: the fixture `clean_page` cleans a source with the session's one browser, and `assert_page` says what
must be true of it. The browser has an event loop and a thread of its own, so that nobody else's loop is ever touched.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import pytest

from harness.loop import new_loop
from harness.project import find_project
from harness.screenshots import Screenshots
from harness.sources.kinds import FIXTURE_FILE

if TYPE_CHECKING:
    from harness.cleaner import Cleaner
    from harness.fixtures.check import Outcome
    from harness.fixtures.expected import Kind
    from harness.model import CleanPage

__all__ = ["FixtureDiffers", "PageAssertion", "assert_page"]

T = TypeVar("T")
CLOSE_S = 30
UPDATES = ("none", "missing", "changed", "all")


class FixtureDiffers(Exception):
    """A fixture is not what is expected of it; its text is what a person reads."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The plugin's options, all of them named after it."""
    group = parser.getgroup("harness", "harness: saved pages as tests")
    group.addoption(
        "--harness-update", choices=UPDATES, default="none",
        help="Take what fixtures give as expected: where nothing is expected yet, where it differs, or always.",
    )  # fmt: skip
    group.addoption("--harness-accept", action="store_true", help="An update is no failure.")
    group.addoption("--harness-report", default="harness-failures", help="Where pictures that differ are kept.")
    group.addoption("--harness-rules", action="append", default=[], help="Packs beside the built-in ones.")
    group.addoption("--harness-disable", action="append", default=[], help="Rules to switch off, globs over full ids.")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "FixtureFile | None":
    """A fixture.yaml is a test."""
    return FixtureFile.from_parent(parent, path=file_path) if file_path.name == FIXTURE_FILE else None


class _Session:
    """One browser for the whole session, in a thread with a loop of its own; opened when it is first asked for."""

    def __init__(self, rules: list[str], disable: list[str]) -> None:
        self._rules, self._disable = rules, disable
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._cleaner: Cleaner | None = None

    def run(self, work: "Callable[[Cleaner], Coroutine[Any, Any, T]]") -> T:
        """What the work gives or raises, done in the browser's own loop."""
        if self._loop is None:
            self._loop = new_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="harness")
            self._thread.start()
        return asyncio.run_coroutine_threadsafe(self._with_cleaner(work), self._loop).result()

    async def _with_cleaner(self, work: "Callable[[Cleaner], Coroutine[Any, Any, T]]") -> T:
        if self._cleaner is None:
            from harness.cleaner import Cleaner

            cleaner = Cleaner(rules=self._rules, disable=self._disable)
            await cleaner.__aenter__()
            self._cleaner = cleaner
        return await work(self._cleaner)

    @property
    def browser_version(self) -> str:
        """The open browser's version; empty where none is open."""
        return self._cleaner.browser_version if self._cleaner else ""

    def close(self) -> None:
        """Close the browser and end the thread."""
        if self._loop is None or self._thread is None:
            return
        if self._cleaner is not None:
            closing = self._cleaner.__aexit__(None, None, None)
            asyncio.run_coroutine_threadsafe(closing, self._loop).result(CLOSE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSE_S)
        self._loop.close()
        self._loop = self._cleaner = None


SESSION = pytest.StashKey[_Session]()
USED = pytest.StashKey[set[Path]]()


def pytest_configure(config: pytest.Config) -> None:
    """One session's browser, not opened yet."""
    config.stash[USED] = set()
    project = find_project(config.rootpath)
    config.stash[SESSION] = _Session(
        [*project.listed("rules"), *config.getoption("--harness-rules")],
        [*project.listed("disable"), *config.getoption("--harness-disable")],
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing stays behind."""
    if session := config.stash.get(SESSION, None):
        session.close()


class FixtureFile(pytest.File):
    """A fixture.yaml."""

    def collect(self) -> Iterator["FixtureItem"]:
        """One test: the fixture is what is expected of it."""
        yield FixtureItem.from_parent(self, name=self.path.parent.name)


class FixtureItem(pytest.Item):
    """One fixture, checked as `harness check` does."""

    def runtest(self) -> None:
        """Raises FixtureDiffers."""
        from harness.fixtures.check import check_fixture

        folder = self.path.parent
        session = self.config.stash[SESSION]
        outcome = session.run(lambda cleaner: check_fixture(folder, cleaner))
        update = self.config.getoption("--harness-update")
        if update != "none" and not outcome.page.error:
            self._update(session.browser_version, outcome, update)
        elif not outcome.holds:
            raise FixtureDiffers(_told(outcome))

    def _update(self, browser: str, outcome: "Outcome", update: str) -> None:
        from harness.fixtures.check import approve
        from harness.fixtures.expected import Expected

        expected = Expected.of(outcome.fixture)
        unmet = [each for each in outcome.differences if each.kind == "expect"]
        kinds: list[Kind] = ["text", "marks"]
        if expected.pictures:
            kinds.append("pictures")
        as_it_is = expected.any and (update == "missing" or (update == "changed" and outcome.holds))
        written = [] if as_it_is else approve(outcome, kinds, browser)
        if written and not self.config.getoption("--harness-accept"):
            names = "\n".join(f"  wrote {file}" for file in written)
            raise FixtureDiffers(f"{self.name} was updated; review it, or run with --harness-accept:\n{names}")
        if unmet:
            raise FixtureDiffers(_told(outcome))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What differs, without a traceback of ours."""
        if isinstance(excinfo.value, FixtureDiffers):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where it is, for the report."""
        return self.path, None, f"fixture: {self.name}"


def _told(outcome: "Outcome") -> str:
    from harness.inert import inert_text

    said = [f"{each.kind}: {inert_text(each.said)}" for each in outcome.differences if each.fails]
    return "\n".join([f"{outcome.fixture} is not what is expected of it", *said])


class PageAssertion:
    """What must be true of a cleaned page; each returns itself, so that they can be chained."""

    def __init__(self, page: "CleanPage") -> None:
        self.page = page

    def has(self, *texts: str) -> Self:
        """All of these stand in the visible text that is left."""
        missing = [text for text in texts if text not in self.page.page.text]
        assert not missing, f"the page lacks {missing}"
        return self

    def has_no(self, *texts: str) -> Self:
        """None of these stands in a reading or a title."""
        page = self.page
        readings = "\n".join([page.page.title, page.page.text, page.article.title, page.article.text])
        left = [text for text in texts if text in readings]
        assert not left, f"the page still has {left}"
        return self

    def title_is(self, title: str) -> Self:
        """The document's title, mended, is this one."""
        assert self.page.page.title == title
        return self

    def removed(self, text: str, rule: str | None = None) -> Self:
        """A removed mark holds this text; and, where a rule is named, a rule whose full id fits that glob speaks for it."""
        from fnmatch import fnmatchcase

        marks = [mark for mark in self.page.marks if mark.removed and text in mark.text]
        assert marks, f"no removed mark holds {text!r}"
        rules = [evidence.rule for mark in marks for evidence in mark.evidence]
        assert rule is None or any(fnmatchcase(each, rule) for each in rules), f"no rule like {rule!r} among {rules}"
        return self

    def matches_baseline(self, folder: str | Path | None = None) -> Self:
        """The page is what was approved for a fixture: the text and the marks in its folder `expected`. The page's own
        source is the fixture, unless another folder is named."""
        from harness.fixtures.differences import mark_differences, text_difference
        from harness.fixtures.expected import Expected, page_text, stored_marks

        expected = Expected.of(Path(folder or self.page.source))
        assert expected.any, f"nothing is expected in {expected.folder}: harness approve"
        said = text_difference(expected.text, page_text(self.page)) if expected.text is not None else ""
        marks = mark_differences(expected.marks, stored_marks(self.page.marks)) if expected.marks is not None else []
        assert not said and not marks, "\n".join([*filter(None, [said]), *marks])
        return self

    def is_clean(self) -> Self:
        """Nothing was removed."""
        removed = [mark.text for mark in self.page.marks if mark.removed]
        assert not removed, f"removed: {removed}"
        return self


def assert_page(page: "CleanPage") -> PageAssertion:
    """Begin to say what must be true of this page. Fails where it could not be read."""
    assert page.error is None, f"{page.error.code}: {page.error.message}"
    return PageAssertion(page)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Baselines of the tests that ran, which no test asked for, are listed; workers tell theirs to the whole."""
    used = config.stash.get(USED, set())
    folders = {path.parent for path in used}
    unused = sorted(file for folder in folders for file in folder.glob("*.png") if file not in used)
    if unused:
        terminalreporter.section("unused baselines")
        for file in unused:
            terminalreporter.line(str(file))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands on which baselines its tests used."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["harness_used"] = [str(path) for path in session.config.stash.get(USED, set())]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Takes from a worker what it used."""
    node.config.stash[USED].update(Path(path) for path in getattr(node, "workeroutput", {}).get("harness_used", ()))


@pytest.fixture
def assert_screenshot(request: pytest.FixtureRequest) -> Screenshots:
    """Hold a pytest-playwright page or locator, sync or async, against its baseline: `assert_screenshot(page, "name")`."""
    config = request.config
    return Screenshots(
        test_file=request.path,
        test_name=request.node.name,
        update=config.getoption("--harness-update"),
        accept=config.getoption("--harness-accept"),
        failures=config.rootpath / config.getoption("--harness-report"),
        used=config.stash[USED],
    )


@pytest.fixture(scope="session")
def harness_cleaner(request: pytest.FixtureRequest) -> "Callable[[Callable[[Cleaner], Coroutine[Any, Any, T]]], T]":
    """For what `clean_page` does not do: runs a coroutine function with the session's open `Cleaner`, in its own loop."""
    return request.config.stash[SESSION].run


@pytest.fixture(scope="session")
def clean_page(request: pytest.FixtureRequest) -> "Callable[..., CleanPage]":
    """A function that cleans a source (a fixture's folder, a file, a URL, or `-` with `html=`) in the session's browser."""
    session = request.config.stash[SESSION]

    def cleaned(source: str | Path, *, base_url: str | None = None, html: bytes | None = None) -> "CleanPage":
        return session.run(lambda cleaner: cleaner.clean(source, base_url=base_url, html=html))

    return cleaned
