"""What the timetable must be, said in Python."""

from pathlib import Path

from harness.pytest_plugin import assert_page

FIXTURES = Path(__file__).parent.parent / "fixtures"


def test_the_timetable_is_left_whole_and_the_footer_is_gone(clean_page):
    page = clean_page(FIXTURES / "timetable")

    assert_page(page).has("leaves the north pier at six").has_no("casino").title_is("The ferry timetable").matches_baseline()
