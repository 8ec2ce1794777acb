"""Files that are made from the code: written, or, with --check, only held against it."""

import sys
from pathlib import Path

__all__ = ["write_or_check"]


def write_or_check(file: Path, text: str, source: str) -> int:
    """0 where the file is current or was written, 1 where --check finds that it is not what `source` says."""
    if "--check" not in sys.argv:
        file.write_text(text, encoding="utf-8")
        return 0
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return 0
    print(f"{file.name} is not what {source} says: run make docs", file=sys.stderr)
    return 1
