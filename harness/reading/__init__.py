"""Floor 2: the readings: all visible text that is left, and the main content, each as text and Markdown; the clean HTML."""

from harness.reading.article import read_article
from harness.reading.bare import bare_html
from harness.reading.extracted import left_out
from harness.reading.html import clean_html
from harness.reading.options import ReadingOptions
from harness.reading.page import read_page

__all__ = ["ReadingOptions", "bare_html", "clean_html", "left_out", "read_article", "read_page", "warm_up"]


def warm_up() -> None:
    """Import what the readings need, which takes half a second: for a thread, while there is something to wait for."""
    read_article("<p>A line that is read for its imports alone.</p>", "http://page.invalid/", "")
