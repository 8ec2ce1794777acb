"""Floor 6: `harness install`: find a browser, or bring one; each attempt is one line, the last failure stands in full."""

import os
import shutil
import subprocess
import sys

import typer

from harness.browser.find import find_browser
from harness.errors import BrowserNotFound

__all__ = ["install"]

DOWNLOAD_S, PACKAGES_S = 300, 600


def install() -> None:
    """Find a Chromium, or install one (Playwright's download, then the system's packages), and fonts for Chinese.

    Example: harness install
    """
    if not _have_browser():
        failures = [found for attempt in (_by_playwright, _by_packages) if not _have_browser() and (found := attempt())]
        if not _have_browser():
            typer.echo(failures[-1] if failures else "no browser could be installed", err=True)
            raise typer.Exit(1)
    typer.echo(f"browser: {find_browser().path} ({find_browser().origin})", err=True)
    if not _have_cjk_fonts() and (failure := _packages(["fonts-noto-cjk"])):
        typer.echo(f"fonts for Chinese are missing, pictures will show boxes: {failure.splitlines()[-1]}", err=True)


def _have_browser() -> bool:
    try:
        find_browser()
    except BrowserNotFound:
        return False
    return True


def _have_cjk_fonts() -> bool:
    if sys.platform == "darwin" or not shutil.which("fc-list"):
        return sys.platform == "darwin"
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip())


def _run(command: list[str], within_s: int) -> str:
    """What went wrong, in full, or an empty string."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=within_s)
    except subprocess.TimeoutExpired:
        return f"{command[0]} took longer than {within_s} s"
    except OSError as error:
        return str(error)
    return (
        "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"{command[0]}: exit {done.returncode}"
    )


def _by_playwright() -> str:
    typer.echo("no browser found: trying Playwright's download", err=True)
    return _run([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], DOWNLOAD_S)


def _by_packages() -> str:
    typer.echo("trying the system's packages: chromium-headless-shell", err=True)
    return _packages(["chromium-headless-shell"])


def _packages(names: list[str]) -> str:
    if not shutil.which("apt-get"):
        return f"install {' '.join(names)} with your system's package manager"
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    refreshed = _run([*prefix, "apt-get", "update", "-qq"], PACKAGES_S)
    return refreshed or _run(
        [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], PACKAGES_S
    )
