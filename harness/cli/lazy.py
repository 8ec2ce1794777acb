"""Floor 6: commands that are imported when they run, and help in plain text by groups.

`harness --help` needs each command's name and one line; what the commands import takes a second. Typer's rich help takes
another quarter, and text in columns is all that it shows.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

__all__ = ["GroupedCommand", "LazyCommand", "LazyGroup", "options_of"]

FIRST = ("Arguments", "Options")


class GroupedCommand(TyperCommand):
    """A command whose help lists its options by the panels that they name."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments first, then options without a panel, then each panel in the order in which it comes up."""
        sections: dict[str, list[tuple[str, str]]] = {name: [] for name in FIRST}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None:
                continue
            plain = "Arguments" if parameter.param_type_name == "argument" else "Options"
            panel = plain if parameter.name == "help" else getattr(parameter, "rich_help_panel", None) or plain
            sections.setdefault(panel, []).append(record)
        for name, records in sections.items():
            if records:
                with formatter.section(name):
                    formatter.write_dl(records)


class LazyCommand(TyperCommand):
    """Stands for a command in its group's help and completion; `load` gives the command itself."""

    def __init__(self, name: str, says: str, load: Callable[[], TyperCommand | TyperGroup]) -> None:
        super().__init__(name, help=says, rich_markup_mode=None)
        self.load = load

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the command itself."""
        return self.load().make_context(info_name, args, parent, **extra)


class LazyGroup(TyperGroup):
    """A group whose commands are `places`: name -> (what it does in one line, module, its Typer app or function)."""

    places: Mapping[str, tuple[str, str, str]] = {}

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, (says, module, attribute) in self.places.items():
            self.add_command(LazyCommand(name, says, _loader(name, module, attribute)))


def options_of(command: TyperCommand | TyperGroup) -> set[str]:
    """The options of a command, or of those in a group, by their long names without dashes."""
    inner = command.commands.values() if isinstance(command, TyperGroup) else [command]
    return {
        max(parameter.opts, key=len).removeprefix("--")
        for each in inner
        for parameter in each.params
        if parameter.param_type_name == "option" and parameter.name != "help"
    }


def _loader(name: str, module: str, attribute: str) -> Callable[[], TyperCommand | TyperGroup]:
    @cache
    def load() -> TyperCommand | TyperGroup:
        found = getattr(import_module(module), attribute)
        if isinstance(found, typer.Typer):
            app = found
        else:
            app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
            app.command(name, cls=GroupedCommand)(found)
        command = typer.main.get_command(app)
        command.name = name
        return command  # type: ignore[return-value]

    return load
