"""Floor 1: drawing marks on a picture; two pages held against each other, by their nodes and by their pixels."""

from typing import TYPE_CHECKING

from harness.lazy import lazily
from harness.visual.draw import ShotOptions, finished

if TYPE_CHECKING:
    from harness.visual.difference import Seen, compare
    from harness.visual.explain import unexplained_by

__all__ = ["Seen", "ShotOptions", "compare", "finished", "unexplained_by"]

# What compares needs numpy, and most runs compare nothing.
__getattr__ = lazily(
    __name__,
    {
        "Seen": "harness.visual.difference",
        "compare": "harness.visual.difference",
        "unexplained_by": "harness.visual.explain",
    },
)
