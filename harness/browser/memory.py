"""Floor 2: how much memory a browser and the processes below it hold, where the system says so."""

import os
from pathlib import Path

__all__ = ["memory_mib"]

PROC = Path("/proc")
MIB = 1024 * 1024


def memory_mib(process: int) -> float:
    """Private memory of the process and all below it, in MiB (what is shared with others is counted in none of them); 0.0 where
    the system has no /proc."""
    below: dict[int, list[int]] = {}
    try:
        for folder in PROC.iterdir():
            if folder.name.isdigit() and (parent := _parent(folder)) is not None:
                below.setdefault(parent, []).append(int(folder.name))
    except OSError:
        return 0.0
    held, waiting = 0.0, [process]
    while waiting:
        one = waiting.pop()
        waiting += below.get(one, ())
        held += _private_bytes(PROC / str(one))
    return held / MIB


def _parent(folder: Path) -> int | None:
    """The fourth field of `stat`; the second, a name in brackets, may hold anything."""
    try:
        return int((folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return None  # it ended meanwhile


def _private_bytes(folder: Path) -> float:
    """Resident pages less the shared ones, of `statm`."""
    try:
        _, resident, shared, *_ = (folder / "statm").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return 0.0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
