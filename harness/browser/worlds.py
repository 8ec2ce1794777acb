"""Floor 2: our script's worlds, one in each frame, spoken to as one page.

Frames of the page's own origin are walked by the page's own world. A frame of another site has a world of its own: its
survey is put where its element stands, and what is to be marked or swept in it goes back there.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.errors import PageError

__all__ = ["Worlds"]

MAX_FRAMES = 60
EMPTY_PLAN: dict[str, Any] = {"elements": [], "ranges": [], "title": None}

Evaluate = Callable[[int, str], Awaitable[Any]]
"""The value of an expression (a JSON string in the page) in the world with this context id."""


@dataclass(slots=True)
class _Part:
    """One world's share of the survey: its elements and nodes are numbered from these offsets on."""

    context: int
    survey: dict[str, Any]
    parent: "_Part | None" = None
    frame: int = -1  # the frame's element, by its number in the parent's own survey
    elements: int = 0
    nodes: int = 0
    origin: tuple[float, float] = (0.0, 0.0)
    hidden_by: str = ""
    inside: list[tuple[int, "_Part"]] = field(default_factory=list)  # after so many blocks, this frame

    @property
    def path(self) -> tuple[int, ...]:
        return tuple(self.survey["path"])


class Worlds:
    """`main` gives the main frame's world, waited for; `others` the worlds of all other frames as they are now."""

    def __init__(
        self, evaluate: Evaluate, main: Callable[[], Awaitable[int]], others: Callable[[], Sequence[int]]
    ) -> None:
        self._evaluate, self._main, self._others = evaluate, main, others
        self._parts: list[_Part] = []

    async def survey(self) -> dict[str, Any]:
        """The whole page's survey, frames of other sites included, as `harness.survey.parse_survey` reads it."""
        found = await self._all(lambda _: "JSON.stringify(harness.survey())")
        return self._joined(found)

    async def cut_and_read(
        self, elements: Sequence[int] = (), ranges: Sequence[Sequence[int]] = (), title: str | None = None
    ) -> dict[str, Any]:
        """Take these elements and ranges of the last survey out, and say what is left: its `survey`, and `html`, the
        composed document with its frames in it. Both in one go in each world, so that the page's own observers, which
        may put back what went, come too late."""
        plans = {part.context: self._plan(part, elements, ranges, title) for part in self._parts}
        found = await self._all(
            lambda c: f"(harness.sweep({json.dumps(plans.get(c, EMPTY_PLAN))}), JSON.stringify(harness.read()))"
        )
        survey = self._joined([(context, read["survey"]) for context, read in found])
        pages = {context: read["html"] for context, read in found}
        return {"survey": survey, "html": self._html(self._parts[0], pages)}

    async def mark(self, places: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """For each place ({element, ranges}) its selector, one step a frame or shadow root, and its boxes on the page."""
        located: list[dict[str, Any]] = [{} for _ in places]
        for part in self._parts:
            mine = [
                (n, self._local(part, place)) for n, place in enumerate(places) if self._owns(part, place["element"])
            ]
            if not mine:
                continue
            found = await self._ask(part, "mark", [place for _, place in mine])
            above = await self._selector_of_frame(part)
            for (number, _), place in zip(mine, found, strict=True):
                boxes = [[b[0] + part.origin[0], b[1] + part.origin[1], *b[2:]] for b in place["boxes"]]
                located[number] = {"selector": [*above, *place["selector"]], "boxes": boxes}
        return located

    def _plan(
        self, part: _Part, elements: Sequence[int], ranges: Sequence[Sequence[int]], title: str | None
    ) -> dict[str, Any]:
        last = part.nodes + part.survey["nodes"]
        return {
            "elements": [e - part.elements for e in elements if self._owns(part, e)],
            "ranges": [[r[0] - part.nodes, *r[1:]] for r in ranges if part.nodes <= r[0] < last],
            "title": title if part.parent is None else None,
        }

    async def _ask(self, part: _Part, step: str, about: Any) -> Any:
        return await self._evaluate(part.context, f"JSON.stringify(harness.{step}({json.dumps(about)}))")

    async def _all(self, expression: Callable[[int], str]) -> list[tuple[int, Any]]:
        """The main world's answer first, then those of frames that no other world walks into; a frame that went
        away meanwhile, or whose process answers nothing, is left out."""
        main = await self._main()
        others = list(self._others())[:MAX_FRAMES]
        first = await self._evaluate(main, expression(main))
        answers = await asyncio.gather(
            *(self._evaluate(c, f"harness.apart() ? {expression(c)} : 'null'") for c in others), return_exceptions=True
        )
        found = [(main, first)]
        for context, answer in zip(others, answers, strict=True):
            if isinstance(answer, BaseException) and not isinstance(answer, PageError):
                raise answer
            if answer and not isinstance(answer, BaseException):
                found.append((context, answer))
        return found

    def _joined(self, found: Sequence[tuple[int, dict[str, Any]]]) -> dict[str, Any]:
        main, *others = [_Part(context, survey) for context, survey in found]
        self._parts = [main]
        main.nodes = main.elements = 0
        for part in sorted(others, key=lambda p: len(p.path)):
            self._place(part)
        survey = dict(main.survey)
        survey["elements"] = [e for part in self._parts for e in _moved_elements(part)]
        survey["blocks"] = _blocks(main)
        survey["cut"] = any(part.survey["cut"] for part in self._parts)
        return survey

    def _place(self, part: _Part) -> None:
        """Put the part where its frame stands; a frame that no survey names (a closed shadow root's) is left out."""
        for above in self._parts:
            for element, path, after in above.survey["frames"]:
                if tuple(path) != part.path:
                    continue
                last = self._parts[-1]
                frame = above.survey["elements"][element]
                part.parent, part.frame = above, element
                part.elements = last.elements + len(last.survey["elements"])
                part.nodes = last.nodes + last.survey["nodes"]
                part.origin = (above.origin[0] + frame["box"][0], above.origin[1] + frame["box"][1])
                part.hidden_by = above.hidden_by or frame["hidden_by"]
                above.inside.append((after, part))
                self._parts.append(part)
                return

    @staticmethod
    def _owns(part: _Part, element: int) -> bool:
        return part.elements <= element < part.elements + len(part.survey["elements"])

    @staticmethod
    def _local(part: _Part, place: dict[str, Any]) -> dict[str, Any]:
        ranges = [[r[0] - part.nodes, *r[1:]] for r in place["ranges"]]
        return {"element": place["element"] - part.elements, "ranges": ranges}

    async def _selector_of_frame(self, part: _Part) -> list[str]:
        if part.parent is None:
            return []
        above = await self._selector_of_frame(part.parent)
        found = await self._ask(part.parent, "mark", [{"element": part.frame, "ranges": []}])
        return [*above, *found[0]["selector"]]

    def _html(self, part: _Part, pages: dict[int, str]) -> str:
        html = pages[part.context]
        for _, inside in part.inside:
            hole = f'<div data-harness-frame="{".".join(map(str, inside.path))}"'
            start = html.find(hole)
            end = html.find(">", start) + 1
            if start >= 0:
                html = html[:end] + self._html(inside, pages).removeprefix("<!DOCTYPE html>\n") + html[end:]
        return html


def _moved_elements(part: _Part) -> list[dict[str, Any]]:
    if part.parent is None:
        return list(part.survey["elements"])
    moved = []
    for element in part.survey["elements"]:
        above = element["parent"] + part.elements if element["parent"] >= 0 else part.frame + part.parent.elements
        x, y, *size = element["box"]
        moved.append(
            {
                **element,
                "id": element["id"] + part.elements,
                "parent": above,
                "box": [x + part.origin[0], y + part.origin[1], *size],
                "hidden_by": part.hidden_by or element["hidden_by"],
                "layer": 0,  # a share of the frame's own view, not of the page's
            }
        )
    return moved


def _blocks(part: _Part) -> list[dict[str, Any]]:
    """The part's blocks in reading order, those of its frames where the frames stand."""
    waiting = sorted(part.inside, key=lambda pair: pair[0])
    blocks = []
    for number, block in enumerate(part.survey["blocks"]):
        while waiting and waiting[0][0] <= number:
            blocks.extend(_blocks(waiting.pop(0)[1]))
        blocks.append(_moved_block(part, block))
    for _, inside in waiting:
        blocks.extend(_blocks(inside))
    return blocks


def _moved_block(part: _Part, block: dict[str, Any]) -> dict[str, Any]:
    if part.parent is None:
        return block
    x, y, *size = block["box"]
    return {
        **block,
        "element": block["element"] + part.elements,
        "pieces": [[node + part.nodes, start, length] for node, start, length in block["pieces"]],
        "links": [[*link[:4], link[4] + part.elements] for link in block["links"]],
        "box": [x + part.origin[0], y + part.origin[1], *size],
        "hidden_by": part.hidden_by or block["hidden_by"],
    }
