"""Floor 6: `harness report`: a run, or fixtures that are cleaned now, as pages of HTML that open from disk."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.browser.options import VisitOptions
from harness.cli.judging import Disable, Rules, cleaner_of
from harness.cli.terminal import counted
from harness.cli.visiting import visiting
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.batch.run import StoredPage
    from harness.report.write import Written

__all__ = ["report_command", "stored_or_cleaned", "written_report"]

MIB = 1024 * 1024


@visiting
def report_command(
    *,
    options: VisitOptions,
    sources: Annotated[list[str], typer.Argument(help="Folders that harness clean -o wrote, or pages and fixtures.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the report.")],
    title: Annotated[str, typer.Option(help="What stands above it.")] = "",
    open_: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
    disable: Disable = None,
    rules: Rules = None,
) -> None:
    """Write a report of runs, or of pages that are cleaned now: before and after, marks, evidence. It opens from disk.

    Example: harness report run -o report --open
    """
    pages, run = stored_or_cleaned(sources, output, options, rules, disable)
    written = _written(pages, run, title or _named(sources), output)
    size = f"{written.size_bytes / MIB:.1f} MiB"
    typer.echo(f"{counted(written.pages, 'page')}, {size}: open {written.index}", err=True)
    if written.is_large:
        typer.echo(f"harness: a report of {size} is a lot to send: clean with --no-shots, or fewer pages", err=True)
    if open_:
        typer.launch(written.index.resolve().as_uri())


def written_report(runs: list[str], output: Path) -> "Written":
    """The report of runs, for another command. Raises OutputFailed, RunInvalid."""
    return _written(*_of_runs(runs), _named(runs), output)


def _written(pages: "list[StoredPage]", run: str, title: str, output: Path) -> "Written":
    from harness.report.pages import entries_of
    from harness.report.write import write_report

    return write_report(entries_of(pages), output, title=title, run=run)


def _named(sources: list[str]) -> str:
    return f"harness: {Path(sources[0]).name or sources[0]}" + (f" and {len(sources) - 1} more" if sources[1:] else "")


def stored_or_cleaned(
    sources: list[str], output: Path, options: VisitOptions, rules: list[Path] | None, disable: list[str] | None
) -> "tuple[list[StoredPage], str]":
    """The pages of runs as they lie on disk; anything else is cleaned now, into a run inside the report's folder. And a line
    on what made them. Raises UsageError where both are meant at once."""
    from harness.batch.run import Run

    runs = [source for source in sources if Run.is_run(source)]
    if runs and len(runs) < len(sources):
        raise UsageError("runs and pages are not reported together: make a run of the pages with harness clean -o")
    if not runs:
        runs = [str(_cleaned(sources, output, options, rules, disable))]
    return _of_runs(runs)


def _of_runs(runs: list[str]) -> "tuple[list[StoredPage], str]":
    from harness.batch.run import Run

    opened = [Run.open(run) for run in runs]
    first = opened[0].manifest
    made = f"{first.started} · harness {first.harness} · Chromium {first.browser}" if first.started else ""
    return [page for run in opened for page in run.pages()], made


def _cleaned(
    sources: list[str], output: Path, options: VisitOptions, rules: list[Path] | None, disable: list[str] | None
) -> Path:
    from harness.cli.clean import clean_into
    from harness.cli.listing import checked_jobs

    jobs = checked_jobs(sources, None)
    cleaner = cleaner_of(rules, disable, options=options, shots=True, keep_survey=True)
    folder = output / "run"
    clean_into(folder, jobs, cleaner)
    return folder
