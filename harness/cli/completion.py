"""Floor 6: `harness completion`: the script that makes a shell complete commands and options."""

from typing import Annotated, Literal

import typer

__all__ = ["completion"]


def completion(
    shell: Annotated[Literal["bash", "zsh", "fish", "powershell"], typer.Argument(help="Which shell.")],
) -> None:
    """Print the script that makes a shell complete harness's commands and options.

    Example: eval "$(harness completion bash)"
    """
    from typer._completion_shared import get_completion_script

    typer.echo(get_completion_script(prog_name="harness", complete_var="_HARNESS_COMPLETE", shell=shell))
