"""Floor 6: the options of what is written of a page, said once for the commands that write many."""

from typing import Annotated, Literal

import typer

__all__ = ["OUTPUT", "Hidden", "Images", "KeepSurvey", "Links", "LogJson", "OpenReport", "Quiet"]

OUTPUT = "Output"

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
