"""What docs/*.md take from the code through cog: every command's help, the tables of fields and of error codes.

The help texts are the same on every machine: 100 columns and no colour, whatever the terminal or the CI says of itself.
"""

import os
from collections.abc import Iterator
from typing import Any

for variable in ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "TERMINAL_WIDTH", "TTY_COMPATIBLE", "TYPER_USE_RICH"):
    os.environ.pop(variable, None)
os.environ.update(COLUMNS="100", TERM="dumb", NO_COLOR="1")

# What follows reads the environment while it is imported.
from typer.main import get_command  # noqa: E402
from typer.testing import CliRunner  # noqa: E402
from write_schema import schema  # noqa: E402

from harness.cli.app import app  # noqa: E402
from harness.errors import HarnessError  # noqa: E402

__all__ = ["errors", "fields", "helps"]


def helps() -> str:
    """A heading and the `--help` of `harness` and of every command below it, as Markdown."""
    return "\n".join(f"## {' '.join(['harness', *words])}\n\n```text\n{_help(words)}\n```\n" for words in _commands())


def _commands() -> Iterator[list[str]]:
    waiting: list[tuple[list[str], Any]] = [([], get_command(app))]
    while waiting:
        words, command = waiting.pop(0)
        yield words
        command = command.load() if hasattr(command, "load") else command
        below = getattr(command, "commands", {})
        waiting[:0] = [([*words, name], inner) for name, inner in below.items()]


def _help(words: list[str]) -> str:
    said = CliRunner().invoke(app, [*words, "--help"], prog_name="harness", catch_exceptions=False).stdout
    return "\n".join(line.rstrip() for line in said.strip().splitlines())


def fields(noun: str) -> str:
    """The table of a noun's fields, as its docstrings say: name, shape, meaning and unit."""
    made = schema()
    part = made if noun == "CleanPage" else made["$defs"][noun]
    rows = [f"| `{name}` | {_shape(field)} | {field['description']} |" for name, field in part["properties"].items()]
    return "\n".join(["| field | shape | meaning |", "|---|---|---|", *rows])


def _shape(field: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_shape(each) for each in field["anyOf"])
    if "$ref" in field:
        noun = field["$ref"].rpartition("/")[2]
        return f"[{noun}](#{noun.lower()})"
    if "const" in field:
        return f'"{field["const"]}"'
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "prefixItems" in field:
        return f"{len(field['prefixItems'])} numbers"
    if field["type"] == "array":
        return f"list of {_shape(field['items'])}"
    if field["type"] == "object":
        return f"{_shape(field['additionalProperties'])} by name"
    return str(field["type"])


def errors() -> str:
    """The table of all error codes, with the exit code of the command and the meaning."""
    rows = [
        f"| `{error.code}` | {error.exit_code} | {' '.join((error.__doc__ or '').split())} |"
        for error in _below(HarnessError)
    ]
    return "\n".join(["| `error.code` | exit code | meaning |", "|---|---|---|", *rows])


def _below(error: type[HarnessError]) -> Iterator[type[HarnessError]]:
    for inner in error.__subclasses__():
        yield inner
        yield from _below(inner)
