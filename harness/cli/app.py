"""Floor 6: the `harness` command: its subcommands, and how an error becomes one line and an exit code."""

import sys

import typer
from rich.console import Console

from harness.cli.clean import clean_command
from harness.cli.doctor import doctor
from harness.cli.install import install
from harness.cli.marks import marks_command
from harness.cli.rules import rules_app
from harness.errors import HarnessError
from harness.evidence.reading import inert_text

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
app.command("install")(install)
app.command("doctor")(doctor)
app.add_typer(rules_app, name="rules")


def main() -> None:
    """Run the command; every known error is one line on standard error and its own exit code."""
    try:
        app()
    except HarnessError as error:
        Console(stderr=True, highlight=False, markup=False).print(f"harness: {inert_text(str(error))}", soft_wrap=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
