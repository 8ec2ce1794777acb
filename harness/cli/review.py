"""Floor 6: `harness review`: look at a run or at fixtures in a browser, and decide there."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.browser.options import VisitOptions
from harness.cli.judging import Disable, Rules
from harness.cli.report import stored_or_cleaned
from harness.cli.visiting import visiting

if TYPE_CHECKING:
    from harness.batch.run import StoredPage

__all__ = ["review_command"]


@visiting
def review_command(
    *,
    options: VisitOptions,
    sources: Annotated[list[str], typer.Argument(help="Folders that harness clean -o wrote, or pages and fixtures.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The folder for review.yaml and review-rules.yaml.")
    ] = None,
    port: Annotated[int, typer.Option(help="The port on 127.0.0.1; a free one by itself.")] = 0,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open it in a browser.")] = True,
    disable: Disable = None,
    rules: Rules = None,
) -> None:
    """Decide in a browser: accept or reject marks, take pages as expected. What you click is kept in review.yaml, and as a pack
    for --rules in review-rules.yaml; until you click nothing is written.

    Example: harness review run
    """
    from harness.batch.run import Run
    from harness.report.decisions import Decisions
    from harness.report.pages import entries_of
    from harness.report.review import ReviewServer
    from harness.report.write import write_report

    with tempfile.TemporaryDirectory(prefix="harness-review-") as folder:
        pages, run = stored_or_cleaned(sources, Path(folder) / "report", options, rules, disable)
        write_report(entries_of(pages), Path(folder) / "report", title="harness review", run=run, review=True)
        keep = output or (Path(sources[0]) if Run.is_run(sources[0]) else Path("review"))
        browser = run.rpartition("Chromium ")[2]
        server = ReviewServer(
            Path(folder) / "report", Decisions(keep, pages, lambda page: _approve(page, browser)), port
        )
        typer.echo(f"{server.url}\nDecisions go to {keep}. Ctrl-C ends it.", err=True)
        if open_:
            typer.launch(server.url)
        try:
            server.serve()
        except KeyboardInterrupt:
            typer.echo("", err=True)


def _approve(stored: "StoredPage", browser: str) -> Sequence[Path]:
    """Take the page as what its fixture is to give. Raises UsageError where it is none."""
    from harness.errors import UsageError
    from harness.fixtures.expected import Expected, Kind
    from harness.sources.kinds import FIXTURE_FILE

    fixture = Path(stored.page.source)
    if not (fixture / FIXTURE_FILE).is_file():
        raise UsageError(f"{stored.page.source} is no fixture: harness record makes one of it")
    expected = Expected.of(fixture)
    kinds: list[Kind] = ["text", "marks"]
    return [file for kind in kinds for file in expected.write(kind, stored.page, browser)]
