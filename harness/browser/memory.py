"""Floor 2: how much memory a process and those below it hold, where the system says so, and giving back what is not used."""

import ctypes
import gc
import os
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Thrift", "memory_mib", "with_those_below"]

PROC = Path("/proc")
MIB = 1024 * 1024
SPARE_MIB = 32.0
"""What this process may have taken since it last gave something back: an ordinary page takes less, a page of a million nodes 100."""


@dataclass(slots=True)
class Thrift:
    """Gives back to the system what a huge page left behind: the C library keeps freed memory for later, and the survey of a
    million nodes is a circle that the garbage collector takes its time for. Measured over 300 hostile pages: 288 MiB at the
    start, 473 after two rounds, of which 305 were in use."""

    _level: float = 0.0

    def give_back(self) -> None:
        """Called after each page: reads one line of /proc where nothing is to be done."""
        if _private_bytes(PROC / "self") / MIB <= self._level + SPARE_MIB:
            return
        gc.collect()
        if sys.platform == "linux":
            trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl has not and needs it less
            if trim is not None:
                trim(0)
        self._level = _private_bytes(PROC / "self") / MIB


def memory_mib(process: int) -> float:
    """Private memory of the process and all below it, in MiB (what is shared with others is counted in none of them); 0.0 where
    the system has no /proc."""
    return sum(_private_bytes(PROC / str(one)) for one in with_those_below(process)) / MIB


def with_those_below(process: int) -> list[int]:
    """The process and all that it started, and they in their turn; none where the system has no /proc."""
    below: dict[int, list[int]] = {}
    try:
        for folder in PROC.iterdir():
            if folder.name.isdigit() and (parent := _parent(folder)) is not None:
                below.setdefault(parent, []).append(int(folder.name))
    except OSError:
        return []
    found = [process]
    for one in found:  # which grows meanwhile
        found += below.get(one, ())
    return found


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
