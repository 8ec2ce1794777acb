"""Floor 4: where the pages of a run go, one by one as they come."""

from typing import Protocol

from harness.model import CleanPage

__all__ = ["Sink"]


class Sink(Protocol):
    """Takes the pages of a run: a folder on disk (`harness.batch.RunFolder`), a stream of lines, whatever a user writes."""

    def write(self, page: CleanPage) -> CleanPage:
        """Keep a page; the page as it was kept, with where its files lie. Raises OutputFailed where it cannot be kept."""
        ...
