"""Floor 6: `harness marks`: the table of marks: what, where, score, evidence."""

import json
import sys
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.batch import page_record
from harness.browser import VisitOptions
from harness.cleaner import clean
from harness.cli.judging import Disable, Rules, ruleset_of
from harness.cli.terminal import summary_line
from harness.cli.visiting import visiting
from harness.model import CleanPage

__all__ = ["marks_command", "marks_table"]


def marks_table(page: CleanPage) -> Table:
    """One row a mark; page text only ever as plain text."""
    table = Table("#", "what", "where", "score", "text", "evidence", title=f"{len(page.marks)} marks", show_lines=True)
    for mark in page.marks:
        evidence = "\n".join(f"{e.weight:+.1f} {e.rule}: {e.detail[:100]}" for e in mark.evidence)
        what = f"{mark.kind} {mark.action}" + (f"\nhidden: {mark.hidden_by}" if mark.hidden_by else "")
        text = mark.text if len(mark.text) <= 160 else mark.text[:160] + "…"
        table.add_row(
            mark.id, what, Text(" >> ".join(mark.selector)[-80:]), f"{mark.score:+.1f}", Text(text), Text(evidence)
        )
    return table


@visiting
def marks_command(
    *,
    options: VisitOptions,
    source: Annotated[
        str, typer.Argument(help="A URL, an HTML file, a fixture folder, or - for HTML on standard input.")
    ],
    format_: Annotated[Literal["table", "json"], typer.Option("--format", help="What to print.")] = "table",
    base_url: Annotated[
        str | None, typer.Option(help="The address of the HTML in a file or on standard input.")
    ] = None,
    disable: Disable = None,
    rules: Rules = None,
) -> None:
    """Print what would be removed from SOURCE, and why.

    Example: harness marks fixtures/lottery-mirror
    """
    html = sys.stdin.buffer.read() if source == "-" else None
    page = clean(source, base_url=base_url, html=html, options=options, ruleset=ruleset_of(rules, disable))
    if format_ == "json":
        typer.echo(
            json.dumps(page_record(page)["marks"], ensure_ascii=False, indent=1).encode("utf-8", "replace").decode()
        )
    elif not page.error:
        Console().print(marks_table(page))
    typer.echo(summary_line(page), err=True)
    if page.error:
        raise typer.Exit(1)
