"""Floor 2: closed shadow roots: no script may ask for them, readers see them all the same, and the browser hands them to our world.

The walk over the page names elements that paint something which no tree it knows has (`harness.hosts`). Most are boxes of a colour
or a picture; of the others the browser is asked for the root, and it is kept in the world that walks there.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from harness.browser.target import Target
from harness.deadline import Deadline
from harness.errors import PageError

__all__ = ["ClosedRoots"]

ANSWER_S = 3.0


class ClosedRoots:
    """Those of one page."""

    def __init__(self, target: Target, deadline: Deadline) -> None:
        self._target, self._deadline = target, deadline

    async def taken_up(self, worlds: Sequence[int]) -> int:
        """Take up the closed roots of the hosts that these worlds named last; how many there are. A world that went away has none."""
        found = await asyncio.gather(*(self._of(world) for world in worlds), return_exceptions=True)
        for each in found:
            if isinstance(each, BaseException) and not isinstance(each, PageError):
                raise each
        return sum(each for each in found if isinstance(each, int))

    async def _of(self, world: int) -> int:
        answer = await self._ask("Runtime.evaluate", contextId=world, expression="harness.hosts")
        listed = answer.get("result", {}).get("objectId")
        if not listed:
            return 0
        named = (await self._ask("Runtime.getProperties", objectId=listed, ownProperties=True)).get("result", ())
        hosts = [each["value"]["objectId"] for each in named if each.get("value", {}).get("subtype") == "node"]
        return sum(await asyncio.gather(*(self._one(world, host) for host in hosts)))

    async def _one(self, world: int, host: str) -> int:
        node = (await self._ask("DOM.describeNode", objectId=host)).get("node", {})
        closed = [each for each in node.get("shadowRoots", ()) if each.get("shadowRootType") == "closed"]
        for root in closed:
            given = {"backendNodeId": root["backendNodeId"], "executionContextId": world}
            taken = (await self._ask("DOM.resolveNode", **given)).get("object", {}).get("objectId")
            if taken:
                act = "function () { harness.dom.keepRoot(this); }"
                await self._ask("Runtime.callFunctionOn", objectId=taken, functionDeclaration=act)
        return len(closed)

    async def _ask(self, method: str, **given: Any) -> dict[str, Any]:
        return await self._target.send(method, within_s=self._deadline.at_most(ANSWER_S), **given)
