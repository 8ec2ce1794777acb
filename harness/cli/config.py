"""Floor 6: `harness config`: what is in force here, and from where."""

import os

import typer

from harness.cli.lazy import options_of
from harness.errors import UsageError
from harness.project import Project, find_project
from harness.text.nearest import nearest

__all__ = ["ENVIRONMENT", "config_command", "refuse_unknown"]

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


def refuse_unknown(project: Project) -> None:
    """Raises UsageError, with the nearest, for a setting that no command takes."""
    known = {option for options in _options().values() for option in options}
    for key in project.settings:
        if key not in known:
            raise UsageError(f"{project.file}: tool.harness: no option {key!r}{nearest(key, known)}")


def _options() -> dict[str, set[str]]:
    """Every command's options, by their names without dashes."""
    from harness.cli.app import app

    group = typer.main.get_command(app)
    return {name: options_of(command.load()) for name, command in group.commands.items()}  # type: ignore[attr-defined]
