"""Honest pages, cleaned: nothing is taken from them. Adding a case is adding a folder to `fixtures/honest`."""

from pathlib import Path

import pytest

from harness import clean
from harness.sources.fixture import load_fixture

FOLDERS = sorted(file.parent for file in (Path(__file__).parent.parent / "fixtures" / "honest").glob("*/fixture.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_honest_page_comes_out_whole(folder: Path) -> None:
    expect = load_fixture(folder).expect

    page = clean(folder)

    taken = [(mark.text, [evidence.rule for evidence in mark.evidence]) for mark in page.marks if mark.removed]
    assert taken == []
    assert page.error is None
    assert [line for line in expect.contains if line not in page.page.text] == []
    assert page.page.title == expect.title
    assert page.verdict is not None and page.verdict.polluted == expect.polluted
