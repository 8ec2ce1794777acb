"""Floor 2: where a Chromium is: the one that is named, Playwright's own headless shell, or the system's."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness.errors import BrowserNotFound

__all__ = ["FoundBrowser", "find_browser"]

SHELLS = ("chromium-headless-shell", "chrome-headless-shell", "headless_shell")
CHROMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


@dataclass(frozen=True, slots=True)
class FoundBrowser:
    """An executable, whether it is a headless shell or a full Chrome, and where it was found."""

    path: Path
    kind: Literal["headless-shell", "chrome"]
    origin: str


def _playwright_shells(environ: Mapping[str, str]) -> list[Path]:
    named = environ.get("PLAYWRIGHT_BROWSERS_PATH")
    home = Path(environ.get("HOME", "~")).expanduser()
    root = (
        Path(named) if named else home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "ms-playwright"
    )
    found = [
        p
        for name in ("headless_shell", "chrome-headless-shell")
        for p in root.glob(f"chromium_headless_shell-*/*/{name}")
    ]
    return sorted(found, reverse=True)


def find_browser(environ: Mapping[str, str] = os.environ) -> FoundBrowser:
    """The first browser there is, by the order above; raises BrowserNotFound with one line that says what to do."""
    named = environ.get("HARNESS_BROWSER")
    if named:
        path = Path(named)
        if not path.is_file():
            raise BrowserNotFound(
                f"HARNESS_BROWSER names {named}, which is not a file: unset it to use what is found, or name a Chromium"
            )
        return FoundBrowser(path, "headless-shell" if "shell" in path.name else "chrome", "HARNESS_BROWSER")
    for path in _playwright_shells(environ):
        return FoundBrowser(path, "headless-shell", "Playwright")
    search = environ.get("PATH", os.defpath)
    for name in SHELLS:
        if where := shutil.which(name, path=search):
            return FoundBrowser(Path(where), "headless-shell", "system")
    for name in CHROMES:
        if where := shutil.which(name, path=search):
            return FoundBrowser(Path(where), "chrome", "system")
    for name in MAC:
        if Path(name).is_file():
            return FoundBrowser(Path(name), "chrome", "system")
    raise BrowserNotFound("no Chromium found; run `harness install`, or set HARNESS_BROWSER to one")
