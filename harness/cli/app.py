"""Floor 6: the `harness` command: its subcommands, and how an error becomes one line and an exit code."""

import os
import sys
from typing import Annotated, NoReturn

import typer

from harness.cli.lazy import LazyGroup, options_of
from harness.errors import HarnessError, InternalError
from harness.inert import inert_line

__all__ = ["app", "run"]


class _Commands(LazyGroup):
    places = {
        "clean": ("Clean pages: one to standard output, or many into a folder.", "harness.cli.clean", "clean_command"),
        "crawl": ("Clean a site, page by page, as its links lead.", "harness.cli.crawl", "crawl_command"),
        "marks": ("Print what would be removed from a page, and why.", "harness.cli.marks", "marks_command"),
        "explain": ("Say why a piece of a page was removed, or was not.", "harness.cli.explain", "explain_command"),
        "judge": ("Judge stored surveys again, without a browser.", "harness.cli.judge", "judge_command"),
        "scan": (
            "Say what was put into a site's pages, by whom, and what to delete.",
            "harness.cli.scan",
            "scan_command",
        ),
        "serve": ("Clean pages for programs that ask, by HTTP or MCP.", "harness.cli.serve", "serve_command"),
        "report": ("Write a report of runs or pages that opens from disk.", "harness.cli.report", "report_command"),
        "review": ("Decide about marks and pages in a browser.", "harness.cli.review", "review_command"),
        "diff": ("Compare two pages, pictures or runs: nodes first, then pixels.", "harness.cli.diff", "diff_command"),
        "export": ("Write runs as Parquet.", "harness.cli.export", "export_command"),
        "record": (
            "Keep a page as a fixture that replays without the network.",
            "harness.cli.record",
            "record_command",
        ),
        "fixture": ("Make a fixture of a saved page.", "harness.cli.record", "fixture_app"),
        "check": ("Check fixtures against what is expected of them.", "harness.cli.check", "check_command"),
        "approve": ("Take what fixtures give today as expected.", "harness.cli.check", "approve_command"),
        "visit": ("Visit a page without judging it: what it did, and when.", "harness.cli.visit", "visit_command"),
        "rules": ("List, show and check rules.", "harness.cli.rules", "rules_app"),
        "doctor": ("Say what is here, what is missing, and how to mend it.", "harness.cli.doctor", "doctor"),
        "config": ("Show what is in force here, and from where.", "harness.cli.config", "config_command"),
        "completion": ("Print a shell's completion script.", "harness.cli.completion", "completion"),
        "install": ("Find a browser, or install one.", "harness.cli.install", "install"),
    }


app = typer.Typer(
    name="harness",
    cls=_Commands,
    help="Render a polluted page, mark the spam with its evidence, hand back the honest page.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"harness {version('harness')}")
        raise typer.Exit


@app.callback()
def _harness(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Render a polluted page, mark the spam with its evidence, hand back the honest page."""
    from harness.project import find_project

    project = find_project()
    name = str(context.invoked_subcommand)
    if project.settings and name != "config":
        command = context.command.commands[name].load()  # type: ignore[attr-defined]
        if project.settings.keys() - options_of(command):
            from harness.cli.config import refuse_unknown  # what all commands take is slow to find out

            refuse_unknown(project)
        context.default_map = {name: project.options()}


def run() -> None:
    """Run the command; every error is one line on standard error and its own exit code.

    A defect of ours is a line too; with HARNESS_TRACEBACK set it is the whole traceback.
    """
    from harness.cli.early import Early

    if "_HARNESS_COMPLETE" in os.environ:  # a shell asks for what can be completed
        from typer._completion_classes import completion_init

        completion_init()
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
    finally:
        Early.end()


def _end(error: HarnessError) -> NoReturn:
    typer.echo(f"harness: {inert_line(str(error))}", err=True)
    sys.exit(error.exit_code)
