"""Floor 0: the name that was meant by a misspelt one."""

from collections.abc import Iterable

__all__ = ["nearest"]


def nearest(name: str, names: Iterable[str]) -> str:
    """`; did you mean 'x'?` for a misspelt name, or nothing."""
    from difflib import get_close_matches  # only where something is wrong

    close = get_close_matches(name, sorted(names), 1)
    return f"; did you mean {close[0]!r}?" if close else ""
