"""Floor 0: what one walk through the rendered page found, as values: elements, blocks and the head's witnesses.

Evidence is a pure function of it and the rules. Offsets count characters as Python does, and are half open. How a survey
crosses from the page and lies on disk is `harness.survey.wire`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["NO_BOX", "Block", "Box", "Element", "Extra", "Head", "Link", "Piece", "Said", "Survey", "TextRange"]


class Box(NamedTuple):
    """A rectangle in CSS px of the page, from its top left corner."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        """True where the two have a place in common."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height


NO_BOX = Box(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Element:
    """One rendered or hidden element; `parent` is the number of the one around it as readers see
    it, -1 for the outermost; `dom_parent` of the one that holds it in the document (another one for what a slot shows).

    `step` is its CSS selector among its siblings; `begins_tree` is True for the root of a frame's document or of a shadow
    root, where a selector begins anew. `layer` is the share of the view's points (0 to 1) at which this positioned element
    lies on top; `position` is its computed style's.
    """

    index: int
    parent: int
    dom_parent: int
    tag: str
    step: str
    begins_tree: bool
    box: Box
    hidden_by: str
    position: str
    layer: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A text node's part of a block: the node's number, and where its characters stand in the block's text."""

    node: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside a block: characters `start` to `end` of its text, the resolved and the written address."""

    start: int
    end: int
    url: str
    written: str


@dataclass(frozen=True, slots=True)
class TextRange:
    """A part of one text node, as the scripts in the page count it (in UTF-16 units), white space collapsed.

    `length` is that of the node's whole piece in its block: it tells how the node's white space was collapsed.
    """

    node: int
    length: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text as a reader sees it; `element` is the box it stands in, `hidden_by` is empty where it is seen.

    `at_ms` is when it came, in virtual milliseconds since navigation, 0 where the server sent it. `was` is its text as the
    parser made it, where scripts changed it since (empty for one that scripts made whole); None where nothing was changed.
    `quotes` are the ranges of its text inside quotations and code.
    """

    index: int
    element: int
    text: str
    pieces: tuple[Piece, ...]
    links: tuple[Link, ...]
    hidden_by: str
    box: Box
    at_ms: float
    pre: bool
    was: str | None = None
    quotes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What the page says of itself: its title now and before, meta values, canonical address, JSON-LD headlines."""

    title: str
    titles: tuple[str, ...]
    metas: tuple[tuple[str, str], ...]
    canonical: str
    headlines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """What is said beside the text: the value of a meta element or an attribute, text that a style generates, what is served and never
    shown, a picture that is a link, a frame that shows another site, or an address that the head names, as it is
    `written` there. `name` is the name of the meta element or the attribute, the style rule's selector, `noscript`, `template`, the
    address of the picture's link or of the frame, `svg` for the text of a drawing (whose `element` is the one around it), the head's
    relation or `refresh`; `element` is -1 in the head."""

    kind: Literal["meta", "attribute", "generated", "unrendered", "image", "frame", "link"]
    name: str
    value: str
    element: int
    written: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What lines said when they were read: `worth` by a line's digest, to the `heads` of this digest, in log-odds; and what was
    measured of them beside, by what it is and of which lines."""

    heads: str
    worth: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Survey:
    """The whole page as seen; `cut` says that a limit ended the walk early. `selected` are the CSS selectors that were asked
    for, each with the numbers of the elements it selects, or None where it is no selector. `said` is what its lines were worth when they
    were read before, where that was kept."""

    url: str
    language: str
    head: Head
    elements: tuple[Element, ...]
    blocks: tuple[Block, ...]
    cut: bool
    selected: tuple[tuple[str, tuple[int, ...] | None], ...] = ()
    extras: tuple[Extra, ...] = ()
    said: Said | None = None
