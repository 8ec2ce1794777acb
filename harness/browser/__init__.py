"""Floor 2: find and launch Chromium, and visit one page at a time on virtual time. The only room that talks CDP."""

from harness.browser.launch import Browser
from harness.browser.options import NetworkPolicy, VisitOptions
from harness.browser.visit import Visit

__all__ = ["Browser", "NetworkPolicy", "Visit", "VisitOptions"]
