"""Floor 2: find and launch Chromium, and visit one page at a time on virtual time. The only room that talks CDP."""

from typing import TYPE_CHECKING

from harness.lazy import lazily

if TYPE_CHECKING:
    from harness.browser.launch import Browser
    from harness.browser.options import NetworkPolicy, Upstream, VisitOptions
    from harness.browser.visit import Visit

__all__ = ["Browser", "NetworkPolicy", "Upstream", "Visit", "VisitOptions"]

# Options are needed to parse a command line; Playwright, which takes a quarter of a second to import, is not.
__getattr__ = lazily(
    __name__,
    {
        "Browser": "harness.browser.launch",
        "NetworkPolicy": "harness.browser.options",
        "Upstream": "harness.browser.options",
        "Visit": "harness.browser.visit",
        "VisitOptions": "harness.browser.options",
    },
)
