"""Floor 6: `harness clean`: one page to standard output, or many into a folder."""

import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.progress import Progress

from harness.batch import Job, RunFolder, Workers, page_record
from harness.browser import VisitOptions
from harness.cleaner import Cleaner
from harness.cli.judging import Disable, Rules, ruleset_of
from harness.cli.terminal import summary_line
from harness.cli.visiting import visiting
from harness.errors import PageError, SourceNotFound, UsageError
from harness.model import CleanPage
from harness.reading import with_title
from harness.sources import open_source

__all__ = ["clean_command"]

Format = Literal["markdown", "text", "html", "json"]
Scope = Literal["article", "page"]


@visiting
def clean_command(
    *,
    options: VisitOptions,
    sources: Annotated[
        list[str] | None, typer.Argument(help="URLs, HTML files, fixture folders, or - for HTML on standard input.")
    ] = None,
    from_: Annotated[Path | None, typer.Option("--from", help="A file with one source a line.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A folder for pages.jsonl and each page's files.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="What to print.")] = "markdown",
    scope: Annotated[Scope, typer.Option(help="The main content, or all visible text.")] = "article",
    base_url: Annotated[
        str | None, typer.Option(help="The address of the HTML in a file or on standard input.")
    ] = None,
    workers: Annotated[int, typer.Option(help="Browsers at once.")] = 1,
    shots: Annotated[bool, typer.Option("--shots/--no-shots", help="Pictures, with -o.")] = True,
    keep_survey: Annotated[bool, typer.Option(help="Keep survey.json, with -o.")] = False,
    disable: Disable = None,
    rules: Rules = None,
) -> None:
    """Clean SOURCE and print its article as Markdown, or clean many into a folder.

    Example: harness clean https://example.org/article
    """
    if workers < 1:
        raise UsageError("--workers takes a number above 0")
    jobs = [_checked(Job(name, base_url, _standard_input(name))) for name in sources or []]
    jobs += [Job(name, _applying(name, base_url)) for name in _listed(from_)] if from_ else []
    if not jobs and not from_:
        raise UsageError("nothing to clean: name a URL, an HTML file, a fixture folder, or -")
    if output is None and len(jobs) != 1:
        raise UsageError("more than one source: give a folder with -o")
    cleaner = Cleaner(
        options=options, ruleset=ruleset_of(rules, disable), shots=shots and output is not None, keep_survey=keep_survey
    )
    if output is not None:
        raise typer.Exit(1 if asyncio.run(_into_folder(jobs, cleaner, workers, output)) else 0)
    page = asyncio.run(_single(jobs[0], cleaner))
    _print(page, format_, scope)
    typer.echo(summary_line(page), err=True)
    raise typer.Exit(1 if page.error else 0)


def _checked(job: Job) -> Job:
    """The job, where its source can be opened: one on the command line that is not there starts nothing."""
    with suppress(PageError):  # it is there and is no page: its line will say so
        open_source(job.source, base_url=job.base_url, html=job.html)
    return job


def _standard_input(name: str) -> bytes | None:
    return sys.stdin.buffer.read() if name == "-" else None


def _applying(name: str, base_url: str | None) -> str | None:
    """The address for a source that a list names; one with an address of its own keeps that, which is said once."""
    return base_url if base_url and Path(name).is_file() else None


def _listed(path: Path) -> list[str]:
    """The sources a list names; blank lines and lines that start with # apart."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SourceNotFound(f"--from {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--from {path}: not UTF-8 text") from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


async def _single(job: Job, cleaner: Cleaner) -> CleanPage:
    async with cleaner:
        return await cleaner.clean(job.source, base_url=job.base_url, html=job.html)


async def _into_folder(jobs: Sequence[Job], cleaner: Cleaner, workers: int, output: Path) -> int:
    """How many pages failed. Browsers are open before anything is written."""
    failed = 0
    async with Workers.opened(cleaner, min(workers, max(1, len(jobs)))) as running:
        with RunFolder(output) as folder, Progress(disable=not sys.stderr.isatty(), transient=True) as progress:
            task = progress.add_task("cleaning", total=len(jobs))
            async for page in running.clean(jobs):
                failed += folder.write(page).error is not None
                progress.advance(task)
                typer.echo(summary_line(page), err=True)
    return failed


def _print(page: CleanPage, format_: Format, scope: Scope) -> None:
    if page.error and format_ != "json":
        return
    reading = page.article if scope == "article" else page.page
    if format_ == "json":
        text = json.dumps(page_record(page), ensure_ascii=False, indent=1)
    elif format_ == "html":
        text = page.html
    else:
        text = reading.markdown if format_ == "markdown" else reading.text
        if format_ == "markdown":
            text = with_title(reading.title, text)
    typer.echo(text.encode("utf-8", "replace").decode())  # a page may hold lone surrogates
