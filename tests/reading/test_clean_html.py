"""clean.html, opened: what a reader of the page saw, in its structure, and nothing else."""

import pytest

from harness import CleanPage, clean

PAGE = """<!doctype html><html lang=en><title>The ferry</title>
<style>.away { display: none } .far { position: absolute; left: -9000px } </style>
<main><h1>The ferry</h1>
<p>The boat of the morning leaves the stone pier at six, and whoever comes late may walk along the dam.</p>
<p class=away>You are using an old browser that cannot show the timetable of the ferry.</p>
<p class=far>A text that stands far outside of what any reader of this page can see.</p>
<form><select><option>All boats of the year</option><option>Boats in summer</option></select></form>
<details><summary>Prices</summary><p>Children travel for half of what their parents pay.</p></details>
<table><tr><th colspan=2>Boats</th></tr><tr><td rowspan=2>Heron</td><td>six</td></tr><tr><td>nine</td></tr></table>
<ol start=4><li>Ring the bell.</li><li>Wait.</li></ol></main>"""


@pytest.fixture(scope="module")
def page() -> CleanPage:
    return clean("-", html=PAGE.encode())


@pytest.fixture(scope="module")
def opened(page: CleanPage) -> CleanPage:
    return clean("-", html=page.html.encode(), disable=["*"])


def test_it_shows_what_a_reader_saw(page: CleanPage, opened: CleanPage) -> None:
    assert opened.page.text.split("\n") == page.page.text.split("\n")
    for hidden in ("old browser", "far outside", "All boats"):
        assert hidden not in opened.page.text


def test_what_a_reader_opens_is_there(page: CleanPage) -> None:
    again = clean("-", html=page.html.replace("<details", "<details open").encode(), disable=["*"])

    assert "Children travel for half" in again.page.text


def test_it_keeps_the_structure_of_tables_and_lists(page: CleanPage) -> None:
    for part in ('colspan="2"', 'rowspan="2"', '<ol start="4">'):
        assert part in page.html
