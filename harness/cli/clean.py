"""Floor 6: `harness clean`: one page to standard output, or many into a folder."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.progress import Progress

from harness.batch import RunFolder, clean_all, page_record
from harness.browser import VisitOptions
from harness.cleaner import Cleaner, clean
from harness.cli.terminal import summary_line
from harness.cli.visiting import visiting
from harness.errors import SourceNotFound, UsageError
from harness.model import CleanPage
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
    base_url: Annotated[str | None, typer.Option(help="The address of the HTML on standard input.")] = None,
    workers: Annotated[int, typer.Option(help="Browsers at once.")] = 1,
    shots: Annotated[bool, typer.Option("--shots/--no-shots", help="Pictures, with -o.")] = True,
    keep_survey: Annotated[bool, typer.Option(help="Keep survey.json, with -o.")] = False,
    disable: Annotated[
        list[str] | None, typer.Option(help="Rules to switch off, globs over full ids; '*' for all.")
    ] = None,
    rules: Annotated[list[Path] | None, typer.Option(help="Rule packs beside the built-in ones.")] = None,
) -> None:
    """Clean SOURCE and print its article as Markdown, or clean many into a folder.

    Example: harness clean https://example.org/article
    """
    if workers < 1:
        raise UsageError("--workers takes a number above 0")
    names = list(sources or [])
    for name in names:
        if name != "-":
            open_source(name)  # a source on the command line that is not there: nothing is started
    names += _listed(from_) if from_ else []
    if not names and not from_:
        raise UsageError("nothing to clean: name a URL, an HTML file, a fixture folder, or -")

    def make(with_shots: bool) -> Cleaner:
        return Cleaner(
            options=options, rules=rules or (), disable=disable or (), shots=with_shots, keep_survey=keep_survey
        )

    if output is None:
        if len(names) != 1:
            raise UsageError("more than one source: give a folder with -o")
        html = sys.stdin.buffer.read() if names[0] == "-" else None
        page = clean(names[0], base_url=base_url, html=html, options=options, rules=rules or (), disable=disable or ())
        _print(page, format_, scope)
        typer.echo(summary_line(page), err=True)
        raise typer.Exit(1 if page.error else 0)
    if "-" in names:
        raise UsageError("- goes to standard output: leave -o out, or save the HTML to a file")
    failed = asyncio.run(_into_folder(names, lambda: make(shots), workers, output))
    raise typer.Exit(1 if failed else 0)


def _listed(path: Path) -> list[str]:
    """The sources a list names; blank lines and lines that start with # apart."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SourceNotFound(f"--from {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--from {path}: not UTF-8 text") from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


async def _into_folder(names: Sequence[str], make: Callable[[], Cleaner], workers: int, output: Path) -> int:
    failed = 0
    with RunFolder(output) as folder, Progress(disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task("cleaning", total=len(names))
        async for page in clean_all(names, make, workers):
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
        if format_ == "markdown" and reading.title and not text.lstrip().startswith("# "):
            text = f"# {reading.title}\n\n{text}"
    typer.echo(text.encode("utf-8", "replace").decode())  # a page may hold lone surrogates
