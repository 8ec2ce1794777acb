"""Every fixture, end to end: what it promises in `expect` holds for the clean page. A new case is a new folder."""

from pathlib import Path

import pytest

import harness
from harness.sources.fixture import FIXTURE_FILE, load_fixture

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
FOLDERS = sorted(path.parent for path in FIXTURES.glob(f"*/{FIXTURE_FILE}"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_fixture_comes_out_as_it_expects(folder: Path) -> None:
    expect = load_fixture(folder).expect

    page = harness.clean(str(folder))

    assert page.error is None
    assert page.status == "ok"
    assert [line for line in expect.contains if line not in page.page.text] == []
    readings = (page.page.text, page.article.text, page.page.title, page.article.title)
    assert [line for line in expect.lacks if any(line in reading for reading in readings)] == []
    if expect.title is not None:
        assert page.page.title == expect.title
    if expect.polluted is not None:
        assert page.verdict is not None
        assert page.verdict.polluted == expect.polluted
    if folder.name.startswith("honest-"):
        assert [mark.text for mark in page.marks if mark.removed] == []
