"""Every fixture, cleaned: what it expects stands in its own `fixture.yaml`. Adding a case is adding a folder."""

from pathlib import Path

import pytest

from harness import clean
from harness.sources.fixture import load_fixture

FOLDERS = sorted(file.parent for file in (Path(__file__).parent.parent / "fixtures").glob("*/fixture.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_fixture_comes_out_as_it_expects(folder: Path) -> None:
    expect = load_fixture(folder).expect

    page = clean(folder)

    readings = "\n".join([page.page.title, page.page.text, page.article.title, page.article.text])
    assert [line for line in expect.contains if line not in page.page.text] == []
    assert [line for line in expect.lacks if line in readings] == []
    assert expect.title is None or page.page.title == expect.title
    removed = [mark.text for mark in page.marks if mark.removed]
    assert expect.max_marks is None or len(removed) <= expect.max_marks, removed
    assert expect.polluted is None or (page.verdict and page.verdict.polluted == expect.polluted)
