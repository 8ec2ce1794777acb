"""Floor 4: the SQLite files of a run's folder: opened alike, and taken away with what SQLite keeps beside them."""

import sqlite3
from pathlib import Path

__all__ = ["opened", "removed"]


def opened(path: Path, schema: str) -> sqlite3.Connection:
    """The base, made where it is not there; what is committed outlives a kill of the process. Raises sqlite3.Error."""
    base = sqlite3.connect(path, timeout=20)
    base.execute("pragma journal_mode = wal")
    base.execute("pragma synchronous = normal")
    base.executescript(schema)
    return base


def removed(path: Path) -> None:
    """Take the base away, if there is one. Raises OSError."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
