"""Floor 6: the command line; the only floor that prints or exits."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the `harness` command; see `harness.cli.app`."""
    from harness.cli.early import Early

    Early.begin(sys.argv[1:])
    from harness.cli.app import run

    run()
