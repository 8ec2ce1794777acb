"""Floor 6: `harness scan`: for the owner of a site: which pages, what was put there, by whom, and what to delete."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from harness.browser.options import VisitOptions
from harness.cli.early import Early
from harness.cli.judging import Disable, Keep, Profile, Rules, cleaner_of, say
from harness.cli.terminal import counted
from harness.cli.visiting import visiting
from harness.errors import OutputFailed, UsageError
from harness.inert import inert_line

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator

    from playwright.async_api import Playwright

    from harness.model import CleanPage
    from harness.scan.findings import Scan

__all__ = ["scan_command"]

MAX_TEXT, MAX_PIECES, MAX_HOSTS = 60, 8, 10


@visiting
def scan_command(
    *,
    options: VisitOptions,
    sources: Annotated[list[str] | None, typer.Argument(help="URLs, HTML files, fixtures, folders of pages.")] = None,
    from_: Annotated[Path | None, typer.Option("--from", help="A list with one source a line.")] = None,
    fail_on: Annotated[
        Literal["yes", "unsure", "never"], typer.Option(help="From which verdict on the exit code is 1.")
    ] = "yes",
    sarif: Annotated[Path | None, typer.Option(help="A file for SARIF 2.1.0, as code scanning reads it.")] = None,
    junit: Annotated[Path | None, typer.Option(help="A file for JUnit XML: a test a page.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    workers: Annotated[int, typer.Option(help="Browsers at once.")] = 1,
    disable: Disable = None,
    keep: Keep = None,
    profile: Profile = "normal",
    rules: Rules = None,
) -> None:
    """Scan pages for what was put into them: grouped by the script that did it, with what to delete and where its links lead.

    Example: harness scan --from pages.txt --sarif spam.sarif
    """
    from harness.cli.listing import checked_jobs, listed_jobs
    from harness.scan.findings import scan_of

    if workers < 1:
        raise UsageError("--workers takes a number above 0")
    jobs = checked_jobs(sources or [], None) + (list(listed_jobs(from_, None, say)) if from_ else [])
    if not jobs:
        raise UsageError("nothing to scan: name a URL, an HTML file, a folder, or a list with --from")

    async def story(driver: "asyncio.Task[Playwright] | None") -> "list[CleanPage]":
        from harness.batch import Workers

        cleaner = cleaner_of(rules, disable, keep, profile=profile, options=options, keep_survey=True).expecting(
            None, driver
        )
        async with Workers.opened(cleaner, min(workers, len(jobs))) as running:
            return [page async for page in running.clean(jobs)]

    scan = scan_of(Early.run(story))
    _write(scan, sarif, junit)
    if json_:
        typer.echo(json.dumps(scan.record(), ensure_ascii=False, indent=1).encode("utf-8", "replace").decode())
    else:
        for line in _told(scan):
            typer.echo(line.encode("utf-8", "replace").decode())
    bad = {"yes": {"yes"}, "unsure": {"yes", "unsure"}, "never": set[str]()}[fail_on]
    if scan.failed or any(verdict in bad for verdict in scan.pages.values()):
        raise typer.Exit(1)


def _told(scan: "Scan") -> "Iterator[str]":
    counts = {name: sum(v == name for v in scan.pages.values()) for name in ("yes", "unsure", "no")}
    yield (
        f"{counted(len(scan.pages) + len(scan.failed), 'page')}: {counts['yes']} polluted, {counts['unsure']} unsure, "
        f"{counts['no']} clean, {len(scan.failed)} failed"
    )
    for maker, pieces in scan.by_maker():
        pages = len({piece.source for piece in pieces})
        yield f"\n{counted(len(pieces), 'piece')} on {counted(pages, 'page')}, put in by: {maker}"
        for piece in pieces[:MAX_PIECES]:
            where = f"{inert_line(piece.source)}{f':{piece.line}' if piece.line else ''}"
            action = "" if piece.mark.removed else "suspect: "
            yield f"  {where}\n    {action}{_cut(piece.mark.text)}\n    delete {' >> '.join(piece.mark.selector)}"
        if len(pieces) > MAX_PIECES:
            yield f"  and {len(pieces) - MAX_PIECES} more: --json has all"
    if hosts := scan.hosts():
        yield "\nIts links lead to: " + ", ".join(f"{inert_line(host)} ({n})" for host, n in hosts[:MAX_HOSTS])
    for source, why in scan.failed.items():
        yield f"\nfailed  {inert_line(source)}: {why}"


def _cut(text: str) -> str:
    line = inert_line(text)
    return line if len(line) <= MAX_TEXT else line[: MAX_TEXT - 1].rstrip() + "…"


def _write(scan: "Scan", sarif: Path | None, junit: Path | None) -> None:
    from harness.scan.formats import junit_of, sarif_of

    try:
        if sarif:
            text = json.dumps(sarif_of(scan), ensure_ascii=False, indent=1)
            sarif.write_bytes(text.encode("utf-8", "replace"))
        if junit:
            junit.write_bytes(junit_of(scan))
    except OSError as error:
        raise OutputFailed(f"{error.filename} cannot be written: {error.strerror}") from error
