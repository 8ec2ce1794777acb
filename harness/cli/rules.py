"""Floor 6: `harness rules check`: do the packs load, and does every rule's own example hold?"""

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.lazy import GroupedCommand
from harness.cli.terminal import counted

__all__ = ["rules_app"]

rules_app = typer.Typer(help="Check rule packs.", no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@rules_app.callback()
def _group() -> None:
    """Check rule packs."""


@rules_app.command("check", cls=GroupedCommand)
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Packs beside the built-in ones: files or folders.")
    ] = None,
) -> None:
    """Load all packs and run every rule's examples. Everything that does not hold is a line; exit 1 for an example, 2 for
    a pack that does not load.

    Example: harness rules check my-packs/
    """
    from harness.evidence.selftest import self_test
    from harness.rules.load import built_in_folder, load_packs, pack_files
    from harness.rules.pack import read_pack
    from harness.strict_yaml import Problem

    own = [file for path in paths or () for file in pack_files(path)]
    problems: list[str] = []
    for file in own:
        try:
            read_pack(file, file.read_text("utf-8"), "")
        except Problem as problem:
            problems.extend(problem.all)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{file}: cannot be read: {error}")
    if problems:
        for line in problems:
            typer.echo(line, err=True)
        raise typer.Exit(2)
    ruleset = load_packs(paths or ())
    failures = self_test(ruleset)
    for failure in failures:
        typer.echo(failure)
    built_in = len(pack_files(built_in_folder()))
    whose = f"{counted(built_in, 'built-in pack')}, {counted(len(own), 'pack')} of yours"
    hold = "all examples hold" if not failures else f"{counted(len(failures), 'example')} not met"
    typer.echo(f"{whose}, {counted(len(ruleset.rules), 'rule')}: {hold}", err=True)
    if failures:
        raise typer.Exit(1)
