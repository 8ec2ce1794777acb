"""Floor 2: the readings: all visible text that is left, and the main content, each as text and Markdown; the clean HTML."""

from harness.reading.article import read_article
from harness.reading.html import clean_html
from harness.reading.markdown import with_title
from harness.reading.page import read_page

__all__ = ["clean_html", "read_article", "read_page", "with_title"]
