"""Floor 6: the options that every command takes which judges pages, said once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from harness.rules import RuleSet

if TYPE_CHECKING:
    from harness.cleaner import Cleaner

__all__ = ["Disable", "Keep", "Profile", "Remove", "RemoveSuspects", "Rules", "cleaner_of", "ruleset_of", "say"]

PANEL = "Rules"

Disable = Annotated[
    list[str] | None,
    typer.Option(help="Rules to switch off: a full id, or a glob such as 'words.zh.*'.", rich_help_panel=PANEL),
]
Rules = Annotated[
    list[Path] | None,
    typer.Option(help="Packs beside the built-in ones: a file or a folder.", rich_help_panel=PANEL),
]

Keep = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SELECTOR",
        help='What this CSS selector selects stays, whatever the rules say; :has-text("...") is known.',
        rich_help_panel=PANEL,
    ),
]
Remove = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SELECTOR", help="What this CSS selector selects goes, whatever the rules say.", rich_help_panel=PANEL
    ),
]
RemoveSuspects = Annotated[
    bool, typer.Option("--remove-suspects", help="What is suspect goes too.", rich_help_panel=PANEL)
]


Profile = Annotated[
    Literal["careful", "normal", "strict"],
    typer.Option(
        help="How sure the judgement has to be: docs/evidence.md says what each is worth.", rich_help_panel=PANEL
    ),
]


def say(note: str) -> None:
    """What a user should hear beside the result."""
    typer.echo(f"harness: {note}", err=True)


def cleaner_of(
    rules: list[Path] | None,
    disable: list[str] | None,
    keep: list[str] | None = None,
    remove: list[str] | None = None,
    **more: Any,
) -> "Cleaner":
    """A Cleaner that judges as the command line says, and says notes on standard error; `more` is what else it takes."""
    from harness.cleaner import Cleaner  # slow to import: done once it is known that something is to be cleaned

    return Cleaner(rules=rules or (), disable=disable or (), keep=keep or (), remove=remove or (), note=say, **more)


def ruleset_of(rules: list[Path] | None, disable: list[str] | None) -> RuleSet:
    """The rules in force; what the user should hear of how they were chosen is said on standard error."""
    from harness.rules import load_packs

    ruleset = load_packs(rules or (), disable or ())
    for note in ruleset.notes:
        say(note)
    return ruleset
