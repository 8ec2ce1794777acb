"""Floor 6: `harness record`, `harness fixture new`: keep a page as a fixture."""

from pathlib import Path
from typing import Annotated

import typer

from harness.browser.options import VisitOptions
from harness.cli.lazy import GroupedCommand
from harness.cli.terminal import counted
from harness.cli.visiting import visiting
from harness.loop import run

__all__ = ["fixture_app", "record_command"]


@visiting
def record_command(
    *,
    options: VisitOptions,
    url: Annotated[str, typer.Argument(help="The page's address.")],
    folder: Annotated[Path, typer.Argument(help="A new folder for the fixture.")],
    wacz: Annotated[bool, typer.Option("--wacz", help="Also as page.wacz, for the replayers of others.")] = False,
    secret: Annotated[
        list[str] | None, typer.Option(help="A further header or parameter whose value is not kept.")
    ] = None,
) -> None:
    """Visit a page once and keep all that it asked for, as a fixture that is replayed without the network.

    Cookies, authorizations, and tokens in addresses are not kept. Example: harness record https://example.org/ fixtures/example
    """
    from harness.fixtures.record import record

    kept = run(record(url, folder, options, secret or (), wacz=wacz))
    notes = [f"{kept.failed} without an answer"] if kept.failed else []
    notes += [f"{kept.left_out} left out"] if kept.left_out else []
    typer.echo(
        f"{counted(kept.exchanges, 'request')} kept in {folder}{': ' if notes else ''}{', '.join(notes)}", err=True
    )
    typer.echo(f"next: harness clean {folder}; harness approve {folder}", err=True)


fixture_app = typer.Typer(help="Fixtures.", no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@fixture_app.callback()
def _group() -> None:
    """Fixtures."""


@fixture_app.command("new", cls=GroupedCommand)
def new(
    page: Annotated[Path, typer.Argument(help="A saved page.")],
    folder: Annotated[Path, typer.Argument(help="A new folder for the fixture.")],
) -> None:
    """Make a fixture of one saved page.

    Example: harness fixture new page.html fixtures/page
    """
    from harness.fixtures.record import fixture_of_file

    fixture_of_file(page, folder)
    typer.echo(f"made {folder}; next: harness approve {folder}", err=True)
