"""Floor 6: the `harness` command: its subcommands, and how an error becomes one line and an exit code."""

import os
import sys
from importlib.metadata import version
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from harness.cli.clean import clean_command
from harness.cli.doctor import doctor
from harness.cli.install import install
from harness.cli.judge import judge_command
from harness.cli.marks import marks_command
from harness.cli.rules import rules_app
from harness.cli.visit import visit_command
from harness.errors import HarnessError, InternalError
from harness.inert import inert_text

__all__ = ["app", "main"]

app = typer.Typer(
    name="harness",
    help="Render a polluted page, mark the spam with its evidence, hand back the honest page.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("clean")(clean_command)
app.command("marks")(marks_command)
app.command("judge")(judge_command)
app.command("visit")(visit_command)
app.command("install")(install)
app.command("doctor")(doctor)
app.add_typer(rules_app, name="rules")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"harness {version('harness')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Render a polluted page, mark the spam with its evidence, hand back the honest page."""


def main() -> None:
    """Run the command; every error is one line on standard error and its own exit code.

    A defect of ours is a line too; with HARNESS_TRACEBACK set it is the whole traceback.
    """
    try:
        app()
    except HarnessError as error:
        _end(error)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("HARNESS_TRACEBACK"):
            raise
        _end(InternalError.of(error))


def _end(error: HarnessError) -> NoReturn:
    Console(stderr=True, highlight=False, markup=False).print(f"harness: {inert_text(str(error))}", soft_wrap=True)
    sys.exit(error.exit_code)
