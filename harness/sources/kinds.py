"""Floor 1: by what a source on disk is told: names and endings, for those who ask before anything slow is imported."""

from pathlib import Path

__all__ = ["FIXTURE_FILE", "PAGE_ENDINGS", "is_archive"]

FIXTURE_FILE = "fixture.yaml"
PAGE_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
ARCHIVE_ENDINGS = (".har", ".warc", ".warc.gz", ".wacz", ".mhtml", ".mht")


def is_archive(path: Path) -> bool:
    """True for a file whose name ends as those of archives do."""
    return path.is_file() and path.name.lower().endswith(ARCHIVE_ENDINGS)
