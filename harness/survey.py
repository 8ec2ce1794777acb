"""Floor 0: what one walk through the rendered page found, as values: elements, blocks and the head's witnesses.

The page's script makes it, `survey.json` stores it, and evidence is a pure function of it and the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Block", "Element", "Head", "Link", "Piece", "Survey", "parse_survey", "units"]

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Element:
    """One rendered or hidden element; `box` in CSS px of the page, `at_ms` 0 where the parser made it, `layer` the share
    of the view's points at which this positioned element lies on top (0 to 1)."""

    id: int
    parent: int
    tag: str
    box: Box
    hidden_by: str
    position: str
    at_ms: float
    role: str
    name: str
    layer: float
    document: int


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
    element: int


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text as a reader sees it; `element` is the box it stands in, `hidden_by` is empty where it is seen.

    `was` is its text as the parser made it, where scripts changed it since (empty for one that scripts made whole); None
    where nothing was changed. `quotes` are the ranges of its text inside quotations and code.
    """

    index: int
    element: int
    text: str
    pieces: tuple[Piece, ...]
    links: tuple[Link, ...]
    hidden_by: str
    box: Box
    font_px: float
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
class Survey:
    """The whole page as seen; `cut` says that a limit ended the walk early."""

    url: str
    language: str
    view: tuple[float, float]
    head: Head
    elements: tuple[Element, ...]
    blocks: tuple[Block, ...]
    cut: bool


def parse_survey(raw: Mapping[str, Any]) -> Survey:
    """The survey from its JSON form; raises KeyError or TypeError where it is not one."""
    head = raw["head"]
    return Survey(
        url=raw["url"],
        language=raw["language"],
        view=(raw["view"][0], raw["view"][1]),
        head=Head(
            title=head["title"],
            titles=tuple(title for title, _ in head["titles"]),
            metas=tuple((name, content) for name, content in head["metas"]),
            canonical=head["canonical"],
            headlines=tuple(head["headlines"]),
        ),
        elements=tuple(Element(**{**element, "box": tuple(element["box"])}) for element in raw["elements"]),
        blocks=tuple(
            Block(
                index=index,
                element=block["element"],
                text=block["text"],
                pieces=tuple(Piece(node, *_signs(block["text"], at, at + size)) for node, at, size in block["pieces"]),
                links=tuple(Link(*_range(block["text"], link[0], link[1]), *link[2:]) for link in block["links"]),
                hidden_by=block["hidden_by"],
                box=tuple(block["box"]),
                font_px=block["font_px"],
                at_ms=block["at_ms"],
                pre=block["pre"],
                was=block["was"],
                quotes=tuple(_range(block["text"], start, end) for start, end in block.get("quotes", ())),
            )
            for index, block in enumerate(raw["blocks"])
        ),
        cut=raw["cut"],
    )


def units(text: str) -> int:
    """How long a text is in a browser's script, which counts UTF-16 units: a sign beyond U+FFFF counts twice."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def _range(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets that a script counted, as offsets into the text as Python counts it."""
    if text.isascii() or units(text) == len(text):
        return start, end
    at = 0
    offsets = {0: 0}
    for index, sign in enumerate(text):
        at += 1 + (sign > "\uffff")
        offsets[at] = index + 1
    return offsets.get(start, start), offsets.get(end, len(text))


def _signs(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = _range(text, start, end)
    return start, end - start
