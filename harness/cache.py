"""Floor 0: the folder in which things are kept that can be made anew: read rule packs, the browser driver's compiled code."""

import os
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder() -> Path | None:
    """`harness` in the user's cache folder (XDG_CACHE_HOME, or ~/.cache); None for a user without a home. It may not exist
    yet, and nothing in it is ever needed."""
    home = os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(home) / "harness" if home else Path.home() / ".cache" / "harness"
    except RuntimeError:
        return None
