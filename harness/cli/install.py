"""Floor 6: `harness install`: find a browser, or bring one; each attempt is a line, and says for itself why it failed."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

import typer

from harness.browser.find import find_browser
from harness.errors import BrowserNotFound

__all__ = ["MANAGERS", "install", "package_hint"]

DOWNLOAD_S, PACKAGES_S = 300, 600


@dataclass(frozen=True, slots=True)
class Manager:
    """A system's package manager: its command, what it calls a browser that we can drive and fonts for Chinese, and how
    it installs without asking. What only refreshes its lists comes first."""

    command: str
    browser: str
    fonts: str
    install: tuple[str, ...]
    refresh: tuple[str, ...] = ()
    needs_root: bool = True


MANAGERS = (
    Manager(
        "apt-get", "chromium-headless-shell", "fonts-noto-cjk",
        ("install", "-y", "-qq", "--no-install-recommends"), ("update", "-qq"),
    ),
    Manager("dnf", "chromium-headless", "google-noto-sans-cjk-fonts", ("install", "-y", "-q")),
    Manager("pacman", "chromium", "noto-fonts-cjk", ("-S", "--noconfirm", "--needed", "-q")),
    Manager("apk", "chromium", "font-noto-cjk", ("add", "-q")),
    Manager("brew", "chromium", "font-noto-sans-cjk", ("install", "-q"), needs_root=False),
)  # fmt: skip


def package_hint(fonts: bool = False) -> str:
    """What a user of this system types to bring a browser (or fonts), where that is known; else what to look for."""
    manager = _manager()
    if manager is None:
        return "install Noto CJK fonts" if fonts else "install Chromium or Chrome"
    sudo = "sudo " if manager.needs_root else ""
    verb = " ".join(word for word in manager.install if not word.startswith("-") or word == "-S")
    return f"{sudo}{manager.command} {verb} {manager.fonts if fonts else manager.browser}"


def install() -> None:
    """Find a Chromium, or install one (Playwright's download, then the system's packages), and fonts for Chinese.

    HARNESS_BROWSER names a browser to use instead of those that are found. Example: harness install
    """
    if os.environ.get("HARNESS_BROWSER"):
        find_browser()  # says what is wrong with it: no installation mends a name
    if not _have_browser():
        failures = []
        for name, attempt in (("Playwright's download", _by_playwright), ("the system's packages", _by_packages)):
            typer.echo(f"no browser yet: trying {name}", err=True)
            failure = attempt()
            if _have_browser():
                break
            failures.append(f"{name}: {failure or 'ended well, and brought no browser that is found'}")
        if not _have_browser():
            for said in failures:
                typer.echo(said, err=True)
            typer.echo(f"no browser could be installed; by hand: {package_hint()}", err=True)
            raise typer.Exit(1)
    found = find_browser()
    typer.echo(f"browser: {found.path} ({found.origin})", err=True)
    if not _have_cjk_fonts() and (failure := _packages("fonts")):
        typer.echo(f"fonts for Chinese are missing, pictures will show boxes: {failure.splitlines()[-1]}", err=True)


def _manager() -> Manager | None:
    return next((manager for manager in MANAGERS if shutil.which(manager.command)), None)


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
    said = (done.stdout + done.stderr).strip()
    return "" if done.returncode == 0 else said or f"{command[0]}: exit {done.returncode}"


def _by_playwright() -> str:
    return _run([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], DOWNLOAD_S)


def _by_packages() -> str:
    return _packages("browser")


def _packages(what: str) -> str:
    """Install the system's package for this; what went wrong, or an empty string."""
    manager = _manager()
    if manager is None:
        return f"no package manager that is known here ({', '.join(m.command for m in MANAGERS)})"
    rooted = not manager.needs_root or (hasattr(os, "geteuid") and os.geteuid() == 0)
    prefix = [] if rooted else ["sudo", "-n"]
    if manager.refresh and (failure := _run([*prefix, manager.command, *manager.refresh], PACKAGES_S)):
        return failure
    name = manager.browser if what == "browser" else manager.fonts
    return _run([*prefix, manager.command, *manager.install, name], PACKAGES_S)
