"""Floor 6: `harness export`: runs as Parquet, for data frames and data bases."""

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.judging import say
from harness.cli.terminal import counted
from harness.errors import UsageError

__all__ = ["export_command"]


def export_command(
    runs: Annotated[
        list[Path], typer.Argument(metavar="RUN...", help="Folders that `harness clean -o` or `crawl` wrote.")
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            help="A .parquet file, or a folder of them; here, or where fsspec reaches: s3://bucket/run.parquet.",
        ),
    ],
    rows_per_file: Annotated[int, typer.Option(help="Pages of a file, where a folder is named.")] = 100_000,
) -> None:
    """Write runs as Parquet: one row a page, with the columns that docs/output.md lists.

    Example: harness export run -o pages.parquet; then duckdb -c "select title, removed from 'pages.parquet'"
    """
    if rows_per_file < 1:
        raise UsageError("--rows-per-file takes a number above 0")
    from harness.batch import Run
    from harness.batch.columns import export

    opened = [Run.open(run) for run in runs]  # all of them, before anything is written
    written = export((stored.page for run in opened for stored in run.pages()), output, rows_per_file)
    say(f"{counted(written, 'page')} -> {output}")
