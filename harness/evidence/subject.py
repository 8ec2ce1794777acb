"""Floor 2: what may go: a piece of the page with the words found in it, and the features measured of it so far."""

from dataclasses import dataclass, field

from harness.evidence.match import Hit
from harness.rules.model import Kind
from harness.survey import Link

__all__ = ["NO_BLOCK", "Subject", "Value"]

Value = str | bool | float
NO_BLOCK = -1


@dataclass(slots=True, eq=False)
class Subject:
    """Characters `start` to `end` of a block's text (Python's offsets, half open), or of the title where `block` is NO_BLOCK.

    `hits` count from the subject's own start. `links` are those it holds, or that hold it. A comment has several blocks:
    `block` is its first, `last` its last, and `element` the one that goes.
    """

    kind: Kind
    text: str
    block: int
    start: int
    end: int
    hits: tuple[Hit, ...] = ()
    links: tuple[Link, ...] = ()
    element: int = -1
    last: int = NO_BLOCK
    features: dict[str, Value] = field(default_factory=dict)
