"""Floor 6: the browser's driver on its way while the command line is read, as one takes as long as the other.

The driver is a process that needs a third of a second to come up; reading a command line takes about that, as what checks
its values is large. Whether a command will want a browser shows in its first word.
"""

import os
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import asyncio

    from playwright.async_api import Playwright

__all__ = ["Early"]

T = TypeVar("T")
VISITING = {"clean", "crawl", "marks", "scan"}
SPAWNED_S = 0.01


class Early:
    """One event loop for the command, in which its driver may be on its way already."""

    _runner: "asyncio.Runner | None" = None
    _driver: "asyncio.Task[Playwright] | None" = None

    @classmethod
    def begin(cls, arguments: Sequence[str]) -> None:
        """Start the driver where these arguments are those of a command that will visit a page."""
        if (
            "_HARNESS_COMPLETE" in os.environ
            or len(arguments) < 2
            or arguments[0] not in VISITING
            or "--help" in arguments
        ):
            return
        import asyncio

        from harness.browser.driver import starting_driver
        from harness.loop import new_loop

        async def spawn() -> None:
            cls._driver = starting_driver()
            await asyncio.sleep(SPAWNED_S)  # its process is made; nothing waits until it is up

        cls._runner = asyncio.Runner(loop_factory=new_loop)
        cls._runner.run(spawn())

    @classmethod
    def run(cls, story: "Callable[[asyncio.Task[Playwright] | None], Coroutine[Any, Any, T]]") -> T:
        """Run the story to its end; it is given the driver, and ends it."""
        driver, cls._driver = cls._driver, None
        if cls._runner is None:
            from harness.loop import run

            return run(story(driver))
        return cls._runner.run(story(driver))

    @classmethod
    def end(cls) -> None:
        """Let go of what nobody took: the command line did not hold."""
        runner, driver = cls._runner, cls._driver
        cls._runner = cls._driver = None
        if runner is None:
            return
        if driver is not None:
            from harness.browser.driver import stop_driver

            with suppress(KeyboardInterrupt):
                runner.run(stop_driver(driver))
        runner.close()
