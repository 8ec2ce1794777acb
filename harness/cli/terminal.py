"""Floor 6: what the commands say about a page in one line."""

from harness.inert import inert_text
from harness.model import CleanPage

__all__ = ["summary_line"]


def summary_line(page: CleanPage) -> str:
    """Status, source, and how much was removed, safe for a terminal."""
    name = " ".join(inert_text(page.source).split())
    if page.error:
        return f"{page.status}  {name}  {page.error.code}: {page.error.message}"
    removed = sum(mark.removed for mark in page.marks)
    polluted = page.verdict.polluted if page.verdict else "unsure"
    return f"{page.status}  {name}  polluted: {polluted}, {removed} removed, {len(page.marks) - removed} suspect"
