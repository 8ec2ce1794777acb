"""Floor 2: the picture of a page, all of it, as the browser paints it."""

import asyncio
import base64
from collections.abc import Awaitable, Callable

from harness.browser.options import VisitOptions
from harness.browser.target import Target
from harness.deadline import Deadline
from harness.model import Shot
from harness.survey.wire import SizeRecord

__all__ = ["Camera"]

TAKES = 5
WHOLE_PAGE_S = 60.0


class Camera:
    """Takes pictures of one target; `draw` draws a frame where nobody else does, and is None where the browser draws by itself."""

    def __init__(
        self,
        target: Target,
        options: VisitOptions,
        draw: Callable[[], Awaitable[None]] | None,
        say: Callable[[str, str], None],
    ) -> None:
        self._target, self._options, self._draw, self._say = target, options, draw, say

    async def shoot(self, size: SizeRecord, deadline: Deadline, *, fullest: bool) -> Shot:
        """A page of this size as PNG, up to the height limit; frames are drawn until the capture has what it waits for. With `fullest`
        it is the same picture every time, also where it holds frames of other sites."""
        width, height = int(size.width), int(size.height)
        cut = max(0, height - self._options.max_height_px)
        if cut:
            self._say("limit", f"the picture ends at {self._options.max_height_px} of {height} px")
            height -= cut
        take = self._fullest if fullest else self._captured
        data = await take(width, height, deadline)
        scale = self._options.device_scale
        return Shot("png", round(width * scale), round(height * scale), scale, cut, data)

    async def _fullest(self, width: int, height: int, deadline: Deadline) -> bytes:
        """Of several pictures the one that holds most. While a page is captured, the frame of another site is now and then
        not drawn (on busy cores about two captures in a hundred, up to three in a row), and of a fixture every picture is to
        be the same."""
        taken = {await self._captured(width, height, deadline) for _ in range(TAKES)}
        return max(taken, key=lambda data: (len(data), data))

    async def _captured(self, width: int, height: int, deadline: Deadline) -> bytes:
        """The page as it is now, as PNG."""
        capture = asyncio.ensure_future(
            self._target.send(
                "Page.captureScreenshot",
                format="png",
                optimizeForSpeed=True,
                captureBeyondViewport=True,
                clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
                within_s=deadline.at_most(WHOLE_PAGE_S),
            )
        )
        try:
            while self._draw and not capture.done():
                await self._draw()
            return base64.b64decode((await capture)["data"])
        finally:
            if capture.cancel():  # a frame failed first: nobody asks for the picture any more
                await asyncio.wait({capture})
