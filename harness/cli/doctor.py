"""Floor 6: `harness doctor`: what is here, what is missing, and how to mend it; it cleans a line to be sure."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import typer

from harness.browser.find import find_browser
from harness.cli.config import ENVIRONMENT
from harness.cli.install import package_hint
from harness.errors import HarnessError

__all__ = ["doctor"]

SCRIPTS = {"Chinese, Japanese, Korean": "zh", "Thai": "th", "Arabic": "ar", "Hebrew": "he"}
LINE = "The ferry leaves at eight."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `well` is None where it does not keep the main job from running."""

    what: str
    state: str
    mend: str = ""
    well: bool | None = None


def doctor() -> None:
    """Look for all that the main job needs, launch the browser, and clean a line with it; exit 1 if that does not work.

    Example: harness doctor
    """
    fit = True
    for finding in _looked_at():
        fit = fit and finding.well is not False
        mark = {True: "ok", False: "BAD", None: "-"}[finding.well]
        typer.echo(f"{mark:<4} {finding.what}: {finding.state}")
        if finding.mend:
            typer.echo(f"     to mend it: {finding.mend}")
    if not fit:
        raise typer.Exit(1)


def _looked_at() -> Iterator[Finding]:
    yield Finding("Python", platform.python_version(), well=True)
    for name in ENVIRONMENT:
        if value := os.environ.get(name):
            yield Finding(name, value)
    yield from _rules()
    browser = _browser()
    yield from browser
    if all(finding.well is not False for finding in browser):
        yield _cleaned()
    for name, language in SCRIPTS.items():
        there = _has_font(language)
        yield Finding(
            f"fonts for {name}",
            {True: "there", False: "missing: pictures will show boxes", None: "cannot tell"}[there],
            "" if there or there is None else package_hint(fonts=True) if language == "zh" else "install Noto fonts",
        )


def _rules() -> Iterator[Finding]:
    from harness.rules import load_packs

    try:
        ruleset = load_packs()
        yield Finding("rules", f"{len(ruleset.packs)} packs, {len(ruleset.rules)} rules", well=True)
    except HarnessError as error:
        yield Finding("rules", str(error), "harness rules check", well=False)


def _browser() -> list[Finding]:
    try:
        found = find_browser()
    except HarnessError as error:
        named = bool(os.environ.get("HARNESS_BROWSER"))
        mend = "unset HARNESS_BROWSER" if named else f"harness install, or {package_hint()}"
        return [Finding("browser", str(error), mend, well=False)]
    drawn = found.kind == "headless-shell" and sys.platform == "linux"
    sandboxed = not (hasattr(os, "geteuid") and os.geteuid() == 0)
    return [
        Finding("browser", f"{found.path} ({found.origin})", well=True),
        Finding(
            "engine",
            "frames drawn by us" if drawn else "the slower way, without frame control",
            "" if drawn else "harness install brings a headless shell",
        ),
        Finding("sandbox", "on" if sandboxed else "off", "" if sandboxed else "run as another user than root"),
    ]


def _cleaned() -> Finding:
    """The main job, done once."""
    from harness.cleaner import clean

    try:
        page = clean("-", html=f"<!doctype html><title>doctor</title><p>{LINE}".encode())
    except HarnessError as error:
        return Finding("clean a line", str(error), "harness install", well=False)
    if page.error or LINE not in page.page.text:
        said = page.error.message if page.error else f"it came back as {page.page.text!r}"
        return Finding("clean a line", said, "report it with this output", well=False)
    return Finding("clean a line", "done", well=True)


def _has_font(language: str) -> bool | None:
    if not shutil.which("fc-list"):
        return None
    found = subprocess.run(["fc-list", f":lang={language}"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())
