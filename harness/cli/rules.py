"""Floor 6: `harness rules check`: do the packs load, and does every rule's own example hold?"""

from pathlib import Path
from typing import Annotated

import typer

from harness.evidence.selftest import self_test
from harness.rules import load_packs

__all__ = ["rules_app"]

rules_app = typer.Typer(help="Rule packs.", no_args_is_help=True)


@rules_app.callback()
def _group() -> None:
    """Keeps `check` a subcommand while it is the only one."""


@rules_app.command("check")
def check(paths: Annotated[list[Path] | None, typer.Argument(help="Packs beside the built-in ones.")] = None) -> None:
    """Load all packs and run every rule's examples; exit 1 if one does not hold."""
    ruleset = load_packs(paths or ())
    failures = self_test(ruleset)
    for failure in failures:
        typer.echo(failure)
    typer.echo(
        f"{len(ruleset.packs)} packs, {len(ruleset.rules)} rules, {len(failures)} examples do not hold", err=True
    )
    if failures:
        raise typer.Exit(1)
