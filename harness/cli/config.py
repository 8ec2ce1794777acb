"""Floor 6: `harness config`: what is in force here, and from where."""

import os
from typing import Any

import typer

from harness.errors import UsageError
from harness.project import Project, find_project

__all__ = ["config_command", "defaults_of", "refuse_unknown"]

ENVIRONMENT = (
    "HARNESS_BROWSER",
    "HARNESS_TRACEBACK",
    "PLAYWRIGHT_BROWSERS_PATH",
    "NODE_COMPILE_CACHE",
    "XDG_CACHE_HOME",
)


def config_command() -> None:
    """Show the settings of this project's [tool.harness] and of the environment, and which commands take them.

    Example: harness config
    """
    project = find_project()
    if project.file is None:
        typer.echo("no [tool.harness] in a pyproject.toml here or above: every option has its default")
    else:
        refuse_unknown(project)
        typer.echo(f"{project.file}")
        for key, value in project.settings.items():
            takers = ", ".join(name for name, options in _options().items() if key in options)
            typer.echo(f"  {key} = {value!r}  ({takers})")
    for name in ENVIRONMENT:
        if value := os.environ.get(name):
            typer.echo(f"{name} = {value}")


def defaults_of(project: Project, command: str) -> dict[str, dict[str, Any]]:
    """The settings as click takes them for its defaults, for the command that runs."""
    return {command: project.options()}


def refuse_unknown(project: Project) -> None:
    """Raises UsageError, with the nearest, for a setting that no command takes."""
    known = {option for options in _options().values() for option in options}
    for key in project.settings:
        if key not in known:
            from difflib import get_close_matches

            close = get_close_matches(key, sorted(known), 1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise UsageError(f"{project.file}: tool.harness: no option {key!r}{hint}")


def _options() -> dict[str, set[str]]:
    """Every command's options, by their names without dashes."""
    from harness.cli.app import app
    from harness.cli.lazy import LazyCommand

    found: dict[str, set[str]] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        loaded = command.load() if isinstance(command, LazyCommand) else command
        inner = getattr(loaded, "commands", {name: loaded})
        found[name] = {
            spelled.removeprefix("--")
            for each in inner.values()
            for parameter in each.params
            if parameter.param_type_name == "option" and parameter.name != "help"
            for spelled in [max(parameter.opts, key=len)]
        }
    return found
