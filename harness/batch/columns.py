"""Floor 4: a page as flat columns, and runs as tables: what Parquet, data frames and Ray Data take."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any

from harness.errors import OutputFailed, UsageError
from harness.model import CleanPage
from harness.page_files import page_json

__all__ = ["COLUMNS", "export", "row_of"]

COLUMNS = {
    "source": "what the user named",
    "url": "the address that was opened",
    "final_url": "the address of the document that was read; empty where none was",
    "status": "ok, partial, timeout, crash, blocked, refused, failed",
    "error": "the error's code; empty where there is none",
    "polluted": "yes, unsure, no; empty where nothing was read",
    "probability": "that the page is polluted, 0 to 1",
    "language": "the main content's, ISO 639-1; empty where there is too little text",
    "title": "the page's title, mended",
    "text": "all the visible text that is left",
    "article": "the main content as text",
    "markdown": "the main content as Markdown",
    "date": "what the page says is its date; empty where it says none",
    "byline": "whom it names as author; empty where it names nobody",
    "removed": "how many marks were removed",
    "page": "the whole CleanPage as JSON",
}
"""The columns and what they mean; `probability` is a double, `removed` a 64-bit integer, the others are text."""
AT_ONCE = 500
"""Rows of a row group: a page is some tens of kilobytes."""


def row_of(page: CleanPage, source: str | None = None) -> dict[str, Any]:
    """A page as flat columns, all of one type in every row, without lone surrogates, which no UTF-8 has; `source` where the caller
    calls it otherwise."""
    row = {
        "source": page.source if source is None else source,
        "url": page.url,
        "final_url": page.final_url or "",
        "status": page.status,
        "error": page.error.code if page.error else "",
        "polluted": page.verdict.polluted if page.verdict else "",
        "probability": page.verdict.probability if page.verdict else 0.0,
        "language": page.language or "",
        "title": page.page.title,
        "text": page.page.text,
        "article": page.article.text,
        "markdown": page.article.markdown,
        "date": page.article.date or "",
        "byline": page.article.byline or "",
        "removed": sum(mark.removed for mark in page.marks),
        "page": page_json(page),
    }
    return {k: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for k, v in row.items()}


def export(pages: Iterable[CleanPage], target: str, rows_per_file: int = 100_000) -> int:
    """Write pages to Parquet (compressed with zstd), one row group at a time; how many there were.

    `target` is a file (it ends in `.parquet`) or else a folder of `part-00000.parquet` and so on, on this disk or wherever fsspec
    reaches (`s3://bucket/run.parquet`, with its package for that place). A file is there whole or not at all on this disk. Raises
    UsageError where pyarrow or fsspec is not there or the place is unknown, OutputFailed where it does not take the files.
    """
    left, number, written = iter(pages), 0, 0
    while True:
        path = target if target.endswith(".parquet") else f"{target.rstrip('/')}/part-{number:05}.parquet"
        rows = left if target.endswith(".parquet") else islice(left, rows_per_file)
        count = _write(rows, path, first=number == 0)
        written, number = written + count, number + 1
        if target.endswith(".parquet") or count < rows_per_file:
            return written


def _write(pages: Iterable[CleanPage], path: str, *, first: bool) -> int:
    """One file; how many rows it has. A file without rows is written only as the first."""
    try:
        import fsspec
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(f"{error.name} is not installed: pip install 'harness[export]'") from error
    kinds = {"probability": pyarrow.float64(), "removed": pyarrow.int64()}
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in COLUMNS])
    groups = _groups(pages)
    group = next(groups, [])
    if not group and not first:
        return 0
    count = 0
    try:
        with _opened(fsspec, path) as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            while group:
                writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
                count += len(group)
                group = next(groups, [])
    except (ImportError, ValueError) as error:
        raise UsageError(f"{path} cannot be reached: {error}") from error
    except OSError as error:
        raise OutputFailed(f"{path} cannot be written: {error.strerror or error}") from error
    return count


def _groups(pages: Iterable[CleanPage]) -> Iterator[list[dict[str, Any]]]:
    left = iter(pages)
    while rows := [row_of(page) for page in islice(left, AT_ONCE)]:
        yield rows


@contextmanager
def _opened(fsspec: Any, path: str) -> Iterator[IO[bytes]]:
    """The file to write to, which is in its place once it is whole."""
    if "://" in path:
        with fsspec.open(path, "wb") as file:
            yield file
        return
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.part")
    try:
        with draft.open("wb") as file:
            yield file
        os.replace(draft, place)
    finally:
        draft.unlink(missing_ok=True)
