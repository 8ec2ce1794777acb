"""Floor 6: the options of what is written of a page, said once for the commands that write many."""

from typing import Annotated, Literal

import typer

from harness.errors import UsageError
from harness.model import ShotFormat

__all__ = [
    "OUTPUT",
    "Hidden",
    "Images",
    "KeepSurvey",
    "Links",
    "LogJson",
    "NoShots",
    "OpenReport",
    "Quiet",
    "ShotWidth",
    "Shots",
    "shots_of",
]

OUTPUT = "Output"
MAX_WIDTH = 16_000

Links = Annotated[
    Literal["keep", "drop"], typer.Option(help="The links in the article's Markdown.", rich_help_panel=OUTPUT)
]
Images = Annotated[
    Literal["keep", "alt", "drop"],
    typer.Option(
        help="The article's pictures in its Markdown: kept, told by their alternative text, or left out.",
        rich_help_panel=OUTPUT,
    ),
]
Hidden = Annotated[
    Literal["keep", "drop"],
    typer.Option(help="The article's closed panels and tabs, which a reader has to open.", rich_help_panel=OUTPUT),
]
Shots = Annotated[
    Literal["png", "jpeg", "webp", "none"],
    typer.Option(help="Pictures, with -o: without loss, smaller, or none.", rich_help_panel=OUTPUT),
]
NoShots = Annotated[bool, typer.Option("--no-shots", help="The same as --shots none.", rich_help_panel=OUTPUT)]
ShotWidth = Annotated[
    int | None, typer.Option(metavar="PX", help="Pictures at most so many pixels wide.", rich_help_panel=OUTPUT)
]
KeepSurvey = Annotated[
    bool, typer.Option(help="Keep survey.json for `harness judge`, with -o.", rich_help_panel=OUTPUT)
]
OpenReport = Annotated[
    bool, typer.Option("--open", help="A report in the folder's `report`, opened, with -o.", rich_help_panel=OUTPUT)
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No lines about pages that are well.", rich_help_panel=OUTPUT)
]
LogJson = Annotated[
    bool,
    typer.Option(
        "--log-json", help="What is said on standard error as JSON, an object a line.", rich_help_panel=OUTPUT
    ),
]


def shots_of(
    shots: Literal["png", "jpeg", "webp", "none"], no_shots: bool, width: int | None
) -> ShotFormat | Literal[False]:
    """What these three say together: a format, or False for no pictures. Raises UsageError for a width that is none."""
    if width is not None and not 0 < width <= MAX_WIDTH:
        raise UsageError(f"--shot-width takes a number of pixels from 1 to {MAX_WIDTH}")
    return False if no_shots or shots == "none" else shots
