"""An honest article about a weir, and the page that has something beside it, cleaned."""

import asyncio

from harness import Cleaner, CleanPage

__all__ = ["cleaned"]

ARTICLE = "".join(
    f"<p>{line}</p>"
    for line in (
        "The weir below the mill was raised by a hand's breadth in the autumn, so that the salmon have a pool to rest in before they jump.",
        "Anglers from the village counted forty of them in a single evening, and an otter that had come to count for itself.",
        "The water board will look at it again in spring, when the ice has gone and the gauges can be read from the bridge.",
    )
)


def cleaned(more: str) -> CleanPage:
    """The article with this beside it, cleaned."""
    html = f"<!doctype html><html lang=en><head><title>The weir</title></head><body><main><h1>The weir</h1>{ARTICLE}{more}</main></body></html>"

    async def story() -> CleanPage:
        async with Cleaner(keep_survey=True) as cleaner:
            return await cleaner.clean("-", html=html.encode())

    return asyncio.run(story())
