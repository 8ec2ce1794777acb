"""`harness` renders a polluted page in headless Chromium, marks the spam with its evidence, and hands back the honest page."""

from harness.cleaner import Cleaner, clean
from harness.errors import HarnessError
from harness.model import CleanPage, Evidence, Mark

__all__ = ["CleanPage", "Cleaner", "Evidence", "HarnessError", "Mark", "clean"]
