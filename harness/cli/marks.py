"""Floor 6: `harness marks`: what would be removed from a page, strongest first, a line each."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from harness.browser.options import VisitOptions
from harness.cli.judging import Disable, Keep, Profile, Remove, RemoveSuspects, Rules, cleaner_of
from harness.cli.single import clean_one
from harness.cli.terminal import page_line
from harness.cli.visiting import visiting
from harness.errors import UsageError
from harness.inert import inert_line
from harness.model import Evidence, Mark
from harness.page_files import marks_json

if TYPE_CHECKING:
    from harness.cleaner import Cleaner

__all__ = ["mark_lines", "marks_command"]

REASONS = 2
MIN_COLUMNS = 60
TEXT_SHARE = 0.45


def mark_lines(marks: Sequence[Mark], columns: int | None, *, explained: bool = False) -> Iterator[str]:
    """A line for each mark, strongest first: number, action, score, text, the strongest reasons. `columns` is how wide it
    may be, None for as wide as it is; `explained` adds all evidence below each line."""
    for mark in sorted(marks, key=lambda mark: -mark.score):
        head = f"{mark.id:>4}  {mark.action:<7}  {mark.score:+5.1f}  "
        text, reasons = inert_line(mark.text), ", ".join(_reason(e) for e in _strongest(mark))
        if columns is None:
            yield f"{head}{text}  [{reasons}]"
        else:
            room = max(columns, MIN_COLUMNS) - len(head) - 2
            text = _cut(text, round(room * TEXT_SHARE))
            yield f"{head}{text}  {_cut(reasons, room - _cells(text))}"
        if mark.kind == "title":
            for when, title in (("was", mark.before), ("now", mark.after)):
                line = f"      title {when}: {inert_line(title or '')}"
                yield line if columns is None else _cut(line, max(columns, MIN_COLUMNS))
        if explained:
            yield from (f"      {e.weight:+5.1f}  {e.rule}: {inert_line(e.detail)}" for e in mark.evidence)
            yield f"      where  {' >> '.join(mark.selector)}" + (
                f", hidden by {mark.hidden_by}" if mark.hidden_by else ""
            )


def _strongest(mark: Mark) -> list[Evidence]:
    return sorted((e for e in mark.evidence if e.rule != "prior"), key=lambda e: -e.weight)[:REASONS]


def _reason(evidence: Evidence) -> str:
    return f"{evidence.rule} {evidence.weight:+.1f}"


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _cut(text: str, cells: int) -> str:
    """The text in at most so many columns of a terminal; a Chinese character takes two."""
    from rich.cells import set_cell_size

    return text if _cells(text) <= cells else set_cell_size(text, cells - 1).rstrip() + "…"


@visiting
def marks_command(
    *,
    options: VisitOptions,
    source: Annotated[
        str,
        typer.Argument(
            help="A URL, an HTML file, a fixture folder, a page of an archive, or - for HTML on standard input."
        ),
    ],
    explain: Annotated[bool, typer.Option("--explain", help="All evidence of every mark.")] = False,
    format_: Annotated[Literal["lines", "json"], typer.Option("--format", help="What to print.")] = "lines",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No line about the page, if it is well.")] = False,
    base_url: Annotated[
        str | None, typer.Option(help="The address of the HTML in a file or on standard input.")
    ] = None,
    disable: Disable = None,
    keep: Keep = None,
    remove: Remove = None,
    remove_suspects: RemoveSuspects = False,
    profile: Profile = "normal",
    rules: Rules = None,
) -> None:
    """Print what would be removed from a page, and why: a line a mark, strongest first.

    Example: harness marks fixtures/lottery-mirror
    """
    from harness.cli.listing import checked_jobs

    jobs = checked_jobs([source], base_url)
    if len(jobs) > 1 and "#" in jobs[0].source:  # an archive: its first page
        jobs = jobs[:1]
    if len(jobs) != 1:
        raise UsageError(f"{source} holds {len(jobs)} pages: marks takes one")

    def make() -> "Cleaner":
        return cleaner_of(
            rules, disable, keep, remove, remove_suspects=remove_suspects, profile=profile, options=options
        )

    page = clean_one(jobs[0], make)
    if format_ == "json":
        typer.echo(marks_json(page.marks).decode())
    elif page.marks:
        columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        for line in mark_lines(page.marks, columns, explained=explain):
            typer.echo(line.encode("utf-8", "replace").decode())
    elif not page.error:
        typer.echo("No marks: nothing on this page looks like spam.")
    if not quiet or page.error:
        typer.echo(page_line(page), err=True)
    if page.error:
        raise typer.Exit(1)
