"""`python -m harness`: the `harness` command by the interpreter that is named."""

from harness.cli import main

if __name__ == "__main__":
    main()
