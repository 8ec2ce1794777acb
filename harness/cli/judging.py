"""Floor 6: the options that every command takes which judges pages, said once."""

from pathlib import Path
from typing import Annotated

import typer

from harness.rules import RuleSet, load_packs

__all__ = ["Disable", "Rules", "ruleset_of"]

Disable = Annotated[list[str] | None, typer.Option(help="Rules to switch off, globs over full ids; '*' for all.")]
Rules = Annotated[list[Path] | None, typer.Option(help="Rule packs beside the built-in ones.")]


def ruleset_of(rules: list[Path] | None, disable: list[str] | None) -> RuleSet:
    """The rules in force; what the user should hear of how they were chosen is said on standard error."""
    ruleset = load_packs(rules or (), disable or ())
    for note in ruleset.notes:
        typer.echo(f"harness: {note}", err=True)
    return ruleset
