"""Floor 6: `harness doctor`: what is there, and how to mend what is not."""

import os
import platform
import shutil
import subprocess
import sys

import typer
from rich.console import Console
from rich.table import Table

from harness.browser.find import find_browser
from harness.errors import HarnessError
from harness.rules import load_packs

__all__ = ["doctor"]

SCRIPTS = {"Chinese, Japanese, Korean": "zh", "Thai": "th", "Arabic": "ar", "Hebrew": "he"}


def doctor() -> None:
    """Say what the main job finds here; exit 1 if it cannot run.

    Example: harness doctor
    """
    table = Table("what", "state", "how to mend it")
    table.add_row("Python", platform.python_version(), "")
    fit = True
    try:
        found = find_browser()
        version = subprocess.run(
            [found.path, "--version"], capture_output=True, text=True, check=False, timeout=20
        ).stdout.strip()
        drawn = found.kind == "headless-shell" and sys.platform == "linux"
        table.add_row("browser", f"{found.path} ({found.origin}) {version}", "")
        table.add_row(
            "engine",
            "frames drawn by us" if drawn else "the slower way, no frame control",
            "" if drawn else "harness install",
        )
        sandboxed = not (hasattr(os, "geteuid") and os.geteuid() == 0)
        table.add_row("sandbox", "on" if sandboxed else "off", "" if sandboxed else "run as another user than root")
    except (HarnessError, subprocess.TimeoutExpired, OSError) as error:
        fit = False
        table.add_row("browser", str(error), "harness install")
    for name, language in SCRIPTS.items():
        there = _has_font(language)
        table.add_row(
            f"fonts: {name}",
            {True: "there", False: "missing", None: "cannot tell"}[there],
            "" if there else "install Noto fonts",
        )
    try:
        table.add_row("rule packs", str(len(load_packs().packs)), "")
    except HarnessError as error:
        fit = False
        table.add_row("rule packs", str(error), "harness rules check")
    Console().print(table)
    if not fit:
        raise typer.Exit(1)


def _has_font(language: str) -> bool | None:
    if not shutil.which("fc-list"):
        return None
    return bool(
        subprocess.run(["fc-list", f":lang={language}"], capture_output=True, text=True, check=False).stdout.strip()
    )
