"""Floor 2: our script's worlds, one in each frame, spoken to as one page.

Frames of the page's own origin are walked by the page's own world. A frame of another site has a world of its own: its
survey is put where its element stands, and what is to be measured or swept in it goes back there.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from harness.errors import PageError
from harness.survey.wire import (
    NOTHING,
    BlockRecord,
    BoxRecord,
    ElementRecord,
    LooksRecord,
    MeasuredRecord,
    MeasureRecord,
    PartRecord,
    PictureRecord,
    PieceRecord,
    PlaceRecord,
    PlanRecord,
    ReadRecord,
    SelectedRecord,
    SurveyRecord,
    SweptRecord,
    TextRangeRecord,
    decode,
)

__all__ = ["Worlds"]

MAX_FRAMES = 60

T = TypeVar("T", bound=msgspec.Struct)
Evaluate = Callable[[int, str], Awaitable[str]]
"""The value of an expression (a string in the page) in the world with this context id."""


class _Measures(msgspec.Struct, frozen=True):
    places: list[MeasureRecord]


@dataclass(slots=True)
class _Part:
    """One world's share of the survey: its elements and text nodes are numbered from these offsets on."""

    context: int
    record: PartRecord
    parent: "_Part | None" = None
    frame: int = -1  # the frame's element, by its number in the parent's own survey
    first_element: int = 0
    first_node: int = 0
    origin: tuple[float, float] = (0.0, 0.0)
    hidden_by: str = ""
    inside: list[tuple[int, "_Part"]] = field(default_factory=list)  # after so many blocks, this frame

    @property
    def path(self) -> tuple[int, ...]:
        return tuple(self.record.path)

    @property
    def elements(self) -> list[ElementRecord]:
        return self.record.survey.elements

    def owns(self, element: int) -> bool:
        return self.first_element <= element < self.first_element + len(self.elements)

    def own_ranges(self, ranges: Sequence[TextRangeRecord]) -> list[TextRangeRecord]:
        """Those of the page's ranges that lie in this world, by its own numbers."""
        last = self.first_node + self.record.nodes
        return [replace(r, node=r.node - self.first_node) for r in ranges if self.first_node <= r.node < last]

    def moved(self, box: BoxRecord) -> BoxRecord:
        """A box of the frame's own view, on the page."""
        return replace(box, x=box.x + self.origin[0], y=box.y + self.origin[1])


class Worlds:
    """`main` gives the main frame's world, waited for; `others` the worlds of all other frames as they are now."""

    def __init__(
        self, evaluate: Evaluate, main: Callable[[], Awaitable[int]], others: Callable[[], Sequence[int]]
    ) -> None:
        self._evaluate, self._main, self._others = evaluate, main, others
        self._parts: list[_Part] = []

    async def survey(self, selectors: Sequence[str] = ()) -> SurveyRecord:
        """The whole page's survey, frames of other sites included, and what these selectors select in it."""
        asked = msgspec.json.encode(list(selectors)).decode()
        return self._joined(await self._all(lambda _: f"harness.survey({asked})", PartRecord))

    async def sweep_and_read(self, plan: PlanRecord = NOTHING) -> tuple[SweptRecord, SurveyRecord, str]:
        """Take what the plan names of the last survey out, and say what is left: how much went, the survey once more,
        and the composed document as HTML with its frames in it. All in one go in each world."""
        plans = {part.context: msgspec.json.encode(self._share(part, plan)).decode() for part in self._parts}
        nothing = msgspec.json.encode(NOTHING).decode()
        found = await self._all(lambda context: f"harness.read({plans.get(context, nothing)})", ReadRecord)
        survey = self._joined([(context, read.part) for context, read in found])
        pages = {context: read.html for context, read in found}
        swept = SweptRecord(
            removed=sum(read.swept.removed for _, read in found), failed=sum(read.swept.failed for _, read in found)
        )
        return swept, survey, _html(self._parts[0], pages)

    async def measure(self, places: Sequence[PlaceRecord]) -> list[MeasuredRecord]:
        """For each place of the last survey the boxes of its ranges on the page (one without ranges has none), and whether what is
        painted there is covered or clipped."""
        boxes: list[list[BoxRecord]] = [[] for _ in places]
        hidden = ["" for _ in places]
        for part in self._parts:
            mine = [(number, place) for number, place in enumerate(places) if part.owns(place.element)]
            if not mine:
                continue
            asked = [
                PlaceRecord(element=place.element - part.first_element, ranges=part.own_ranges(place.ranges))
                for _, place in mine
            ]
            expression = f"({{places: harness.measure({msgspec.json.encode(asked).decode()})}})"
            found = await self._ask(part.context, expression, _Measures)
            for (number, _), measured in zip(mine, found.places, strict=True):
                boxes[number] = [part.moved(box) for box in measured.boxes]
                hidden[number] = measured.hidden_by
        return [MeasuredRecord(place=p, boxes=b, hidden_by=h) for p, b, h in zip(places, boxes, hidden, strict=True)]

    async def looks(self) -> LooksRecord:
        """How the elements of the last survey are painted; of a frame that does not answer nothing is said."""
        styles: dict[tuple[str, ...], int] = {}
        of = [-1] * sum(len(part.elements) for part in self._parts)
        pictures: list[PictureRecord] = []
        properties: list[str] = []
        for part in self._parts:
            found = await self._ask(part.context, "harness.looks()", LooksRecord)
            if len(found.of) != len(part.elements):
                continue  # the frame was surveyed anew in between
            properties = found.properties
            places = [styles.setdefault(tuple(style), len(styles)) for style in found.styles]
            for number, style in enumerate(found.of):
                of[part.first_element + number] = places[style] if style >= 0 else -1
            pictures += [replace(each, element=each.element + part.first_element) for each in found.pictures]
        return LooksRecord(properties=properties, styles=[list(style) for style in styles], of=of, pictures=pictures)

    @property
    def hosting(self) -> list[int]:
        """The worlds in which the last survey named elements that may have a closed shadow root."""
        return [part.context for part in self._parts if part.record.hosts]

    def locate(self, place: PlaceRecord) -> tuple[int, str] | None:
        """The world that a place of the last survey is in, and the expression for its nodes there; see `harness.browser.makers`."""
        if place.element < 0:
            return self._parts[0].context, "harness.maker(-1, [], {at})"
        for part in self._parts:
            if part.owns(place.element):
                nodes = [each.node for each in part.own_ranges(place.ranges)][:1]
                return part.context, f"harness.maker({place.element - part.first_element}, {nodes}, {{at}})"
        return None

    @staticmethod
    def _share(part: _Part, plan: PlanRecord) -> PlanRecord:
        return PlanRecord(
            elements=[e - part.first_element for e in plan.elements if part.owns(e)],
            ranges=part.own_ranges(plan.ranges),
            title=plan.title if part.parent is None else None,
            extras=plan.extras if part.parent is None else [],
        )

    async def _ask(self, context: int, expression: str, kind: type[T]) -> T:
        return decode(await self._evaluate(context, f"JSON.stringify({expression})"), kind)

    async def _all(self, expression: Callable[[int], str], kind: type[T]) -> list[tuple[int, T]]:
        """The main world's answer first, then those of frames that no other world walks into; a frame that went
        away meanwhile, or whose process does not respond, is left out."""
        main = await self._main()
        others = list(self._others())[:MAX_FRAMES]
        found = [(main, await self._ask(main, expression(main), kind))]

        async def ask(context: int) -> T | None:
            asked = f"harness.inForeignFrame() ? JSON.stringify({expression(context)}) : 'null'"
            try:
                answer = await self._evaluate(context, asked)
            except PageError:
                return None
            return None if answer == "null" else decode(answer, kind)

        answers = await asyncio.gather(*(ask(context) for context in others))
        found.extend((context, answer) for context, answer in zip(others, answers, strict=True) if answer is not None)
        return found

    def _joined(self, found: Sequence[tuple[int, PartRecord]]) -> SurveyRecord:
        main, *others = [_Part(context, record) for context, record in found]
        self._parts = [main]
        for part in sorted(others, key=lambda p: len(p.path)):
            self._put_in_place(part)
        if len(self._parts) == 1:
            return main.record.survey
        return replace(
            main.record.survey,
            elements=[element for part in self._parts for element in _moved_elements(part)],
            blocks=_blocks(main),
            selected=[_selected(self._parts, number) for number in range(len(main.record.survey.selected))],
            cut=any(part.record.survey.cut for part in self._parts),
        )

    def _put_in_place(self, part: _Part) -> None:
        """Put the part where its frame stands; a frame that no survey names (a closed shadow root's) is left out."""
        for above in self._parts:
            for frame in above.record.frames:
                if tuple(frame.path) != part.path:
                    continue
                last = self._parts[-1]
                element = above.elements[frame.element]
                part.parent, part.frame = above, frame.element
                part.first_element = last.first_element + len(last.elements)
                part.first_node = last.first_node + last.record.nodes
                part.origin = (above.origin[0] + element.box.x, above.origin[1] + element.box.y)
                part.hidden_by = above.hidden_by or element.hidden_by
                above.inside.append((frame.after, part))
                self._parts.append(part)
                return


def _html(part: _Part, pages: dict[int, str]) -> str:
    html = pages[part.context]
    for _, inside in part.inside:
        hole = f'<div data-harness-frame="{".".join(map(str, inside.path))}"'
        start = html.find(hole)
        end = html.find(">", start) + 1
        if start >= 0:
            html = html[:end] + _html(inside, pages).removeprefix("<!DOCTYPE html>\n") + html[end:]
    return html


def _moved_elements(part: _Part) -> list[ElementRecord]:
    if part.parent is None:
        return part.elements
    frame = part.frame + part.parent.first_element
    return [
        replace(
            element,
            parent=element.parent + part.first_element if element.parent >= 0 else frame,
            dom_parent=element.dom_parent + part.first_element if element.dom_parent >= 0 else frame,
            box=part.moved(element.box),
            hidden_by=part.hidden_by or element.hidden_by,
            layer=0.0,  # a share of the frame's own view, not of the page's
        )
        for element in part.elements
    ]


def _selected(parts: Sequence[_Part], number: int) -> SelectedRecord:
    """What one selector selects in all worlds."""
    own = [(part, part.record.survey.selected[number]) for part in parts if number < len(part.record.survey.selected)]
    if any(each.elements is None for _, each in own):
        return SelectedRecord(selector=own[0][1].selector, elements=None)
    elements = [element + part.first_element for part, each in own for element in each.elements or ()]
    return SelectedRecord(selector=own[0][1].selector, elements=elements)


def _blocks(part: _Part) -> list[BlockRecord]:
    """The part's blocks in reading order, those of its frames where the frames stand."""
    waiting = sorted(part.inside, key=lambda pair: pair[0])
    blocks = []
    for number, block in enumerate(part.record.survey.blocks):
        while waiting and waiting[0][0] <= number:
            blocks.extend(_blocks(waiting.pop(0)[1]))
        blocks.append(_moved_block(part, block))
    for _, inside in waiting:
        blocks.extend(_blocks(inside))
    return blocks


def _moved_block(part: _Part, block: BlockRecord) -> BlockRecord:
    if part.parent is None:
        return block
    return replace(
        block,
        element=block.element + part.first_element,
        pieces=[
            PieceRecord(node=piece.node + part.first_node, start=piece.start, length=piece.length)
            for piece in block.pieces
        ],
        box=part.moved(block.box),
        hidden_by=part.hidden_by or block.hidden_by,
    )
