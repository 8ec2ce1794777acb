"""Floor 0: the survey as it crosses from the page's script to Python, and as it lies on disk: versioned, named records.

This is the one place that says what the two sides tell each other. `harness/dom/wire.d.ts` is made from it (`make docs`),
so that the page's script is checked against the same words. Offsets in records count UTF-16 units, as scripts do;
`parse` and `dump` turn them into Python's and back, and are each other's inverse.
"""

from bisect import bisect_left
from dataclasses import replace
from typing import Any, Literal, Self, TypeVar

import msgspec

from harness.errors import SurveyInvalid
from harness.survey.model import Block, Box, Element, Extra, Head, Link, Piece, Said, Survey, TextRange

__all__ = [
    "NOTHING",
    "VERSION",
    "BlockRecord",
    "BoxRecord",
    "ElementRecord",
    "FrameRecord",
    "HeadRecord",
    "LinkRecord",
    "LooksRecord",
    "MakerRecord",
    "MeasureRecord",
    "MetaRecord",
    "PartRecord",
    "PictureRecord",
    "PieceRecord",
    "PlaceRecord",
    "PlanRecord",
    "RangeRecord",
    "ReadRecord",
    "SelectedRecord",
    "SettingsRecord",
    "SizeRecord",
    "SurveyFile",
    "SurveyRecord",
    "SweptRecord",
    "TextOffsets",
    "TextRangeRecord",
    "decode",
    "dump",
    "parse",
]

VERSION = 3

T = TypeVar("T", bound=msgspec.Struct)


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every record is: fields by name, all of them there, no others."""


class BoxRecord(Record, frozen=True):
    """A rectangle in CSS px of the page."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def of(cls, box: Box) -> Self:
        """The record of a box."""
        return cls(x=box.x, y=box.y, width=box.width, height=box.height)

    @property
    def value(self) -> Box:
        """The box as a value."""
        return Box(self.x, self.y, self.width, self.height)


class SizeRecord(Record, frozen=True):
    """The width of the view and the height of the whole page, in CSS px."""

    width: float
    height: float


class ElementRecord(Record, frozen=True):
    """One element; its number is its place in the list."""

    parent: int
    dom_parent: int
    tag: str
    step: str
    begins_tree: bool
    box: BoxRecord
    hidden_by: str
    position: str
    layer: float


class PieceRecord(Record, frozen=True):
    """A text node's part of a block."""

    node: int
    start: int
    length: int


class LinkRecord(Record, frozen=True):
    """A link inside a block: the resolved and the written address."""

    start: int
    end: int
    url: str
    written: str


class RangeRecord(Record, frozen=True):
    """A part of a block's text."""

    start: int
    end: int


class BlockRecord(Record, frozen=True):
    """A run of text as a reader sees it."""

    element: int
    text: str
    pieces: list[PieceRecord]
    links: list[LinkRecord]
    hidden_by: str
    box: BoxRecord
    at_ms: float
    pre: bool
    was: str | None
    quotes: list[RangeRecord]


class MetaRecord(Record, frozen=True):
    """A meta element: its property or name, in lower case, and its content."""

    name: str
    content: str


class HeadRecord(Record, frozen=True):
    """What the page says of itself."""

    title: str
    titles: list[str]
    metas: list[MetaRecord]
    canonical: str
    headlines: list[str]


class SelectedRecord(Record, frozen=True):
    """What a CSS selector selects, by the elements' numbers; null where it is no selector."""

    selector: str
    elements: list[int] | None


class ExtraRecord(Record, frozen=True):
    """What is said beside the text: a meta element's value, an attribute's, text that a style generates, what is served and never
    shown, a picture that is a link or a frame that shows another site, with its own words or else its host, or an address that the head
    names, and as it is `written` there; `name` is that of the meta element or attribute, the style rule's selector, `noscript`, `template`,
    the address of the picture's link or of the frame, the relation of a link element or `refresh`. `element` is -1 in the head."""

    kind: Literal["meta", "attribute", "generated", "unrendered", "image", "frame", "link"]
    name: str
    value: str
    element: int
    written: str = ""


class SurveyRecord(Record, frozen=True):
    """A whole page."""

    version: int
    url: str
    language: str
    head: HeadRecord
    elements: list[ElementRecord]
    blocks: list[BlockRecord]
    selected: list[SelectedRecord]
    cut: bool
    extras: list[ExtraRecord] = []


class FrameRecord(Record, frozen=True):
    """A frame of another site: its element, the way to its window, and after how many blocks it stands."""

    element: int
    path: list[int]
    after: int


class PartRecord(Record, frozen=True):
    """What one world surveyed: its own document, the frames of other sites in it, how many text nodes it numbered, and how many
    elements there may have a closed shadow root."""

    survey: SurveyRecord
    frames: list[FrameRecord]
    path: list[int]
    nodes: int
    hosts: int = 0


class TextRangeRecord(Record, frozen=True):
    """A part of one text node; see `TextRange`."""

    node: int
    length: int
    start: int
    end: int

    @classmethod
    def of(cls, range_: TextRange) -> Self:
        """The record of a range."""
        return cls(node=range_.node, length=range_.length, start=range_.start, end=range_.end)

    @property
    def value(self) -> TextRange:
        """The range as a value."""
        return TextRange(self.node, self.length, self.start, self.end)


class PlaceRecord(Record, frozen=True):
    """Where a mark is to be: an element, or ranges of text in it."""

    element: int
    ranges: list[TextRangeRecord]


class MeasureRecord(Record, frozen=True):
    """What was measured of a place: the boxes of its ranges, none where it is an element; and how what is painted there is kept
    from readers (`covered`, `clipped`), or an empty text."""

    boxes: list[BoxRecord]
    hidden_by: str = ""


class PlanRecord(Record, frozen=True):
    """What a sweep is to take out; `title` is the document's new title, or null where it stays, `extras` are numbers of the main
    document's."""

    elements: list[int]
    ranges: list[TextRangeRecord]
    title: str | None
    extras: list[int] = []


NOTHING = PlanRecord(elements=[], ranges=[], title=None)
"""A plan that takes out nothing."""


class PictureRecord(Record, frozen=True):
    """A picture: an element of the survey, or (with a step) one that the survey leaves out and that stands in that element.
    `source` says what it shows, as far as the document does; `box` begins at the element's own."""

    element: int
    tag: str
    step: str
    source: str
    box: BoxRecord


class LooksRecord(Record, frozen=True):
    """How the elements of the last survey are painted: `of` gives for each its row of `styles`, one value a property,
    or -1 where that is not known."""

    properties: list[str]
    styles: list[list[str]]
    of: list[int]
    pictures: list[PictureRecord]


class SweptRecord(Record, frozen=True):
    """How many of the plan's pieces went, and how many could not be taken out."""

    removed: int
    failed: int


class ReadRecord(Record, frozen=True):
    """What is left after a sweep: the survey once more, and the document as HTML that runs nothing."""

    swept: SweptRecord
    part: PartRecord
    html: str


class SettingsRecord(Record, frozen=True):
    """With what a page was visited: what another visit would need to see the same.

    Sizes in CSS px, times in virtual milliseconds; `clock_s` is the page's clock at navigation, in seconds since 1970;
    null is the browser's own.
    """

    browser: str
    width: int
    height: int
    settle_ms: int
    scripts: bool
    clock_s: float
    locale: str | None
    time_zone: str | None
    user_agent: str | None


class MeasuredRecord(Record, frozen=True):
    """A place together with what was measured of it."""

    place: PlaceRecord
    boxes: list[BoxRecord]
    hidden_by: str = ""


class MakerRecord(Record, frozen=True):
    """Who made what stands at a place: a script's address, function and line (counted from 1), as far as they are known.
    `element` is -1 for the document's title; `loaded_by` is the script or the document that asked for the script."""

    element: int
    ranges: list[TextRangeRecord]
    script_url: str | None
    function: str | None
    line: int | None
    loaded_by: str | None = None


class SaidRecord(Record, frozen=True):
    """What the lines of a page were worth to the heads of this digest, in log-odds, by the lines' digests, and what was measured of
    them beside (`gap`, `near`, `praise`, `keyword`)."""

    heads: str
    worth: dict[str, float]


class SurveyFile(Record, frozen=True):
    """`survey.json`: a survey, the settings of its visit, what was measured for the marks that it led to, who made what stands
    there (null where that is not known of any), how its elements were painted (null where that was not asked for), and what its lines
    said, so that no encoder is needed to judge it again."""

    version: int
    source: str
    settings: SettingsRecord
    survey: SurveyRecord
    measured: list[MeasuredRecord]
    looks: LooksRecord | None = None
    makers: list[MakerRecord] | None = None
    said: SaidRecord | None = None

    def seen(self) -> Survey:
        """The survey, with what its lines said. Raises SurveyInvalid for one whose numbers do not fit together."""
        said = Said(self.said.heads, self.said.worth) if self.said else None
        return replace(parse(self.survey), said=said)

    def encode(self) -> bytes:
        """As JSON in UTF-8."""
        return msgspec.json.encode(self)

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """From JSON; raises SurveyInvalid for another version, by name, and for what is no survey."""
        return decode(data, cls)

    def boxes(self) -> dict[tuple[int, tuple[TextRange, ...]], tuple[Box, ...]]:
        """What was measured, by element and ranges; what was not measured is not there."""
        return {
            (m.place.element, tuple(r.value for r in m.place.ranges)): tuple(box.value for box in m.boxes)
            for m in self.measured
        }

    def kept_from_readers(self) -> dict[tuple[int, tuple[TextRange, ...]], str]:
        """How what is painted at a place is kept from readers all the same, by element and ranges."""
        return {
            (m.place.element, tuple(r.value for r in m.place.ranges)): m.hidden_by for m in self.measured if m.hidden_by
        }


class _Versioned(msgspec.Struct, frozen=True):
    version: Any = None


def decode(data: bytes | str, kind: type[T]) -> T:
    """A record from JSON; raises SurveyInvalid with what is wrong and where."""
    try:
        if kind is SurveyFile:
            found = msgspec.json.decode(data, type=_Versioned).version
            if found != VERSION:
                raise SurveyInvalid(
                    f"a survey of version {found!r}; this harness reads version {VERSION}: clean the page again with --keep-survey"
                )
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise SurveyInvalid(f"not a survey: {error}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise SurveyInvalid("not a survey: no JSON in UTF-8") from error


class TextOffsets:
    """Offsets into one text, between Python's characters and a script's UTF-16 units.

    A character beyond U+FFFF counts twice there. Each answer takes the logarithm of how many such the text has.
    """

    __slots__ = ("_beyond", "_beyond_units", "units")

    def __init__(self, text: str) -> None:
        beyond = [] if text.isascii() else [at for at, char in enumerate(text) if char > "\uffff"]
        self._beyond = beyond
        self._beyond_units = [at + number for number, at in enumerate(beyond)]
        self.units = len(text) + len(beyond)

    def to_units(self, at: int) -> int:
        """From Python's count to a script's."""
        return at + bisect_left(self._beyond, at)

    def to_characters(self, at: int) -> int:
        """From a script's count to Python's; the middle of a character is its beginning."""
        passed = bisect_left(self._beyond_units, at)
        if passed and self._beyond_units[passed - 1] == at - 1:
            return self._beyond[passed - 1]
        return at - passed


def parse(record: SurveyRecord) -> Survey:
    """The survey as values. Raises SurveyInvalid where the record is of another version or does not hold together."""
    if record.version != VERSION:
        raise SurveyInvalid(f"a survey of version {record.version}; this harness reads version {VERSION}")
    head = record.head
    elements = tuple(
        Element(
            index, e.parent, e.dom_parent, e.tag, e.step, e.begins_tree, e.box.value, e.hidden_by, e.position, e.layer
        )
        for index, e in enumerate(record.elements)
    )  # fmt: skip
    if any(not (-1 <= e.parent < e.index and -1 <= e.dom_parent < e.index) for e in elements):
        raise SurveyInvalid("an element stands before the one around it")
    if any(not 0 <= block.element < len(elements) for block in record.blocks):
        raise SurveyInvalid("a block stands in no element")
    return Survey(
        url=record.url,
        language=record.language,
        head=Head(
            title=head.title,
            titles=tuple(head.titles),
            metas=tuple((meta.name, meta.content) for meta in head.metas),
            canonical=head.canonical,
            headlines=tuple(head.headlines),
        ),
        elements=elements,
        blocks=tuple(_block(index, block) for index, block in enumerate(record.blocks)),
        cut=record.cut,
        selected=tuple(
            (each.selector, None if each.elements is None else tuple(each.elements)) for each in record.selected
        ),
        extras=tuple(Extra(e.kind, e.name, e.value, e.element, e.written) for e in record.extras),
    )


def _block(index: int, record: BlockRecord) -> Block:
    at = TextOffsets(record.text).to_characters
    return Block(
        index=index,
        element=record.element,
        text=record.text,
        pieces=tuple(Piece(p.node, at(p.start), at(p.start + p.length) - at(p.start)) for p in record.pieces),
        links=tuple(Link(at(k.start), at(k.end), k.url, k.written) for k in record.links),
        hidden_by=record.hidden_by,
        box=record.box.value,
        at_ms=record.at_ms,
        pre=record.pre,
        was=record.was,
        quotes=tuple((at(q.start), at(q.end)) for q in record.quotes),
    )


def dump(survey: Survey) -> SurveyRecord:
    """The survey as a record: `parse(dump(survey)) == survey`, and the other way round."""
    head = survey.head
    return SurveyRecord(
        version=VERSION,
        url=survey.url,
        language=survey.language,
        head=HeadRecord(
            title=head.title,
            titles=list(head.titles),
            metas=[MetaRecord(name=name, content=content) for name, content in head.metas],
            canonical=head.canonical,
            headlines=list(head.headlines),
        ),
        elements=[
            ElementRecord(
                parent=e.parent, dom_parent=e.dom_parent, tag=e.tag, step=e.step, begins_tree=e.begins_tree, box=BoxRecord.of(e.box),
                hidden_by=e.hidden_by, position=e.position, layer=e.layer,
            )
            for e in survey.elements
        ],
        blocks=[_block_record(block) for block in survey.blocks],
        selected=[
            SelectedRecord(selector=selector, elements=None if elements is None else list(elements))
            for selector, elements in survey.selected
        ],
        extras=[
            ExtraRecord(kind=e.kind, name=e.name, value=e.value, element=e.element, written=e.written)
            for e in survey.extras
        ],
        cut=survey.cut,
    )  # fmt: skip


def _block_record(block: Block) -> BlockRecord:
    at = TextOffsets(block.text).to_units
    return BlockRecord(
        element=block.element,
        text=block.text,
        pieces=[
            PieceRecord(node=p.node, start=at(p.start), length=at(p.start + p.length) - at(p.start))
            for p in block.pieces
        ],
        links=[LinkRecord(start=at(k.start), end=at(k.end), url=k.url, written=k.written) for k in block.links],
        hidden_by=block.hidden_by,
        box=BoxRecord.of(block.box),
        at_ms=block.at_ms,
        pre=block.pre,
        was=block.was,
        quotes=[RangeRecord(start=at(start), end=at(end)) for start, end in block.quotes],
    )
