"""Floor 2: who made a node: the browser keeps the stack at each node's making, and is asked for those that matter.

That costs it a walk up the stack for every node that a script makes: past a number of them it is switched off, and nothing is said
of any. What the server sent has no stack; a node that was merely moved has that of its making.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from harness.browser.target import Target
from harness.deadline import Deadline
from harness.errors import PageError
from harness.survey.wire import MakerRecord, PlaceRecord

__all__ = ["Makers"]

MAX_ASKED = 300
MAX_TRIES = 5
ANSWER_S = 3.0
MAX_NAME = 200
Locate = Callable[[PlaceRecord], tuple[int, str] | None]
"""The world that a place is in, and what in that world gives its nodes, as an expression with `{at}` in it."""


class Makers:
    """The makers of one page's nodes."""

    def __init__(self, target: Target, deadline: Deadline, say: Callable[[str, str], None]) -> None:
        self._target, self._deadline, self._say = target, deadline, say
        self.known = True
        """False once it was switched off."""

    async def begin(self) -> None:
        """Before the page is opened."""
        await self._target.send("DOM.enable")
        await self._target.send("DOM.setNodeStackTracesEnabled", enable=True)

    async def flooded(self) -> None:
        """Too many nodes: who made them is not kept any more."""
        if self.known:
            self.known = False
            self._say("limit", "scripts made so many nodes that who made them is not known")
            await self._target.send("DOM.setNodeStackTracesEnabled", enable=False)

    async def of(self, places: Sequence[PlaceRecord], locate: Locate) -> list[MakerRecord] | None:
        """Who made what stands at each of these places, those of which it is not known left out; None where nothing is known."""
        if not self.known:
            return None
        try:
            await self._target.send("DOM.getDocument", depth=0, within_s=self._deadline.at_most(ANSWER_S))
            found = await asyncio.gather(*(self._one(place, locate) for place in places[:MAX_ASKED]))
        except PageError as error:
            self._say("limit", f"who made the nodes was not to be learnt: {error}")
            return None
        return [maker for maker in found if maker is not None] if self.known else None

    async def _one(self, place: PlaceRecord, locate: Locate) -> MakerRecord | None:
        located = locate(place)
        if located is None:
            return None
        world, expression = located
        for at in range(MAX_TRIES):
            answer = await self._ask(
                "Runtime.evaluate", contextId=world, expression=expression.replace("{at}", str(at))
            )
            identity = answer.get("result", {}).get("objectId")
            if not identity:
                return None
            node = (await self._ask("DOM.requestNode", objectId=identity)).get("nodeId")
            if not node:
                continue
            stack = (await self._ask("DOM.getNodeStackTraces", nodeId=node)).get("creation")
            if stack:
                return _maker(place, stack)
        return None

    async def _ask(self, method: str, **given: Any) -> dict[str, Any]:
        return await self._target.send(method, within_s=self._deadline.at_most(ANSWER_S), **given)


def _maker(place: PlaceRecord, stack: dict[str, Any]) -> MakerRecord:
    """The innermost frame that has an address: code that a string held has none, and whoever ran it has."""
    at: dict[str, Any] | None = stack
    while at:
        for frame in at.get("callFrames", ()):
            if frame.get("url"):
                return MakerRecord(
                    element=place.element,
                    ranges=place.ranges,
                    script_url=str(frame["url"])[: MAX_NAME * 10],
                    function=str(frame.get("functionName", ""))[:MAX_NAME] or None,
                    line=int(frame.get("lineNumber", -1)) + 1 or None,
                )
        at = at.get("parent")
    return MakerRecord(element=place.element, ranges=place.ranges, script_url=None, function=None, line=None)
