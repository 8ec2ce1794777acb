"""Floor 6: the command line; the only floor that prints or exits."""

from harness.cli.app import main

__all__ = ["main"]
