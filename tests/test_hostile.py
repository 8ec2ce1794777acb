"""Attacks are files with names: each page of `tests/hostile/` tries to stop the reader, and its honest text is read all the same."""

from pathlib import Path

import pytest

from harness import clean

PAGES = sorted((Path(__file__).parent / "hostile").glob("*.html"))


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_the_honest_text_of_a_page_that_attacks_its_reader_is_read(file: Path) -> None:
    page = clean(file)

    assert page.error is None, page.error
    assert page.status in {"ok", "partial"}
    assert "leaves the north pier at six" in page.page.text
    assert page.page.title == "The ferry timetable"
