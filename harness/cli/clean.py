"""Floor 6: `harness clean`: one page to standard output, or many into a folder or as a stream of JSON lines."""

import hashlib
import re
from collections.abc import AsyncIterable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from harness.batch.joblist import JobList
from harness.browser.options import VisitOptions
from harness.cli.early import Early
from harness.cli.judging import Disable, Keep, Profile, Remove, RemoveSuspects, Rules, say
from harness.cli.many import Many, looked_at
from harness.cli.single import clean_one
from harness.cli.terminal import page_line
from harness.cli.visiting import visiting
from harness.cli.written import (
    OUTPUT,
    Hidden,
    Images,
    KeepSurvey,
    Links,
    LogJson,
    NoShots,
    OpenReport,
    Quiet,
    Shots,
    ShotWidth,
    shots_of,
)
from harness.errors import UsageError
from harness.inert import titled_markdown
from harness.model import CleanPage
from harness.page_files import page_json

if TYPE_CHECKING:
    from harness.batch import CleanerSpec, Job
    from harness.cleaner import Cleaner

__all__ = ["clean_command", "clean_into"]

Format = Literal["markdown", "text", "html", "json", "jsonl"]
Scope = Literal["article", "page"]
MANY = "Many pages"
SHARD = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")


@visiting
def clean_command(
    *,
    options: VisitOptions,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="URLs, HTML files, fixtures, archives (HAR, WARC, WACZ, MHTML), folders of pages, or - for HTML on standard input."
        ),
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", help="A list with one source a line, or - for one on standard input.")
    ] = None,
    page: Annotated[str | None, typer.Option(help="The one page of an archive, by its address.")] = None,
    base_url: Annotated[
        str | None, typer.Option(help="The address of the HTML in a file or on standard input.")
    ] = None,
    workers: Annotated[int, typer.Option(help="Browsers at once.")] = 1,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A folder for pages.jsonl and each page's files.", rich_help_panel=OUTPUT),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="What to print; jsonl is one JSON a page.", rich_help_panel=OUTPUT)
    ] = "markdown",
    scope: Annotated[
        Scope, typer.Option(help="The main content, or all visible text.", rich_help_panel=OUTPUT)
    ] = "article",
    links: Links = "keep",
    images: Images = "drop",
    hidden: Hidden = "drop",
    shots: Shots = "png",
    no_shots: NoShots = False,
    shot_width: ShotWidth = None,
    keep_survey: KeepSurvey = False,
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="NAMES",
            help="Visit as each of these (reader, from-search, mobile, googlebot, bingbot, baiduspider, yandexbot), clean as the first, "
            "and tell what only some are shown.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    open_: OpenReport = False,
    delay: Annotated[float, typer.Option(help="Seconds between two pages of one host.", rich_help_panel=MANY)] = 0.0,
    per_host: Annotated[
        int, typer.Option(help="Browsers on one host at a time; 0 for as many as there are.", rich_help_panel=MANY)
    ] = 0,
    robots: Annotated[
        Literal["obey", "ignore"],
        typer.Option(help="Whether robots.txt is heeded for the pages that you name.", rich_help_panel=MANY),
    ] = "ignore",
    engine: Annotated[
        Literal["local", "ray"], typer.Option(help="Browsers here, or on a Ray cluster.", rich_help_panel=MANY)
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option(
            help="The Ray cluster: auto, or its address; by itself one of this machine.", rich_help_panel=MANY
        ),
    ] = None,
    across: Annotated[
        bool,
        typer.Option(
            "--across", help="Let the pages of a site speak for each other (docs/scale.md).", rich_help_panel=MANY
        ),
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start over where a run in -o was not finished.", rich_help_panel=MANY)
    ] = False,
    retry_failed: Annotated[
        bool,
        typer.Option(
            "--retry-failed", help="Go on with the run in -o; what failed is done again.", rich_help_panel=MANY
        ),
    ] = False,
    if_rules_changed: Annotated[
        bool,
        typer.Option(
            "--if-rules-changed",
            help="Go on with the run in -o; pages are judged again from their kept surveys where the rules changed, and "
            "only those that come out otherwise are cleaned again.",
            rich_help_panel=MANY,
        ),
    ] = False,
    limit: Annotated[int | None, typer.Option(help="So many pages this time, then stop.", rich_help_panel=MANY)] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="K/N", help="Only this part of the sources, as 3/16.", rich_help_panel=MANY)
    ] = None,
    quiet: Quiet = False,
    log_json: LogJson = False,
    disable: Disable = None,
    keep: Keep = None,
    remove: Remove = None,
    remove_suspects: RemoveSuspects = False,
    profile: Profile = "normal",
    rules: Rules = None,
) -> None:
    """Clean pages: print one's article as Markdown, or clean many into a folder or as JSON lines.

    Examples: harness clean https://example.org/article; harness clean --from urls.txt -o run
    """
    if open_ and output is None:
        raise UsageError("--open shows a run's report: give a folder with -o")
    if workers < 1:
        raise UsageError("--workers takes a number above 0")
    if address and engine != "ray":
        raise UsageError("--address is of a Ray cluster: say --engine ray")
    if (fresh or retry_failed or if_rules_changed) and output is None:
        raise UsageError("--fresh, --retry-failed and --if-rules-changed are about a run's folder: name it with -o")
    if limit is not None and limit < 1:
        raise UsageError("--limit takes a number above 0")
    names = tuple(name.strip() for name in as_.split(",")) if as_ else ()
    if names:
        from harness.sources.identity import identities_of

        identities_of(names)  # raises where one of them is nobody, before anything is opened
    if delay < 0 or per_host < 0:
        raise UsageError("--delay and --per-host take a number of 0 and more")
    if engine == "ray" and (delay or per_host or robots == "obey"):
        raise UsageError(
            "--delay, --per-host and --robots hold for the browsers of one machine: leave out --engine ray"
        )
    if across and (engine == "ray" or (output is None and format_ != "jsonl")):
        raise UsageError(
            "--across is for many pages on one machine: give -o or --format jsonl, and leave out --engine ray"
        )
    written = shots_of(shots, no_shots, shot_width)
    share = _share(shard) if shard else None
    jobs = _jobs(sources or [], from_, base_url, page)
    if share:
        from harness.batch import shared

        jobs = shared(jobs, share)
    if output is None and format_ != "jsonl" and not (isinstance(jobs, JobList) and len(jobs) == 1):
        raise UsageError("more than one source: give a folder with -o, or --format jsonl")

    def spec() -> "CleanerSpec":
        from harness.batch import CleanerSpec  # slow to import, like all that cleans

        return CleanerSpec(
            options=options,
            rules=tuple(rules or ()),
            disable=tuple(disable or ()),
            keep=tuple(keep or ()),
            remove=tuple(remove or ()),
            remove_suspects=remove_suspects,
            profile=profile,
            links=links == "keep",
            images=images,
            hidden=hidden,
            shots=written if output is not None else False,
            shot_width_px=shot_width,
            keep_survey=keep_survey or if_rules_changed,
            as_=names,
            across=across,
        )

    def make() -> "Cleaner":
        return spec().make(say)

    if output is None and format_ != "jsonl" and isinstance(jobs, JobList):
        cleaned = clean_one(next(iter(jobs)), make)
        _print(cleaned, format_, scope)
        if not quiet or cleaned.error:
            typer.echo(page_line(cleaned), err=True)
        raise typer.Exit(1 if cleaned.error else 0)
    if isinstance(jobs, JobList):
        workers = min(workers, max(1, len(jobs)))
    many = Many(
        workers=workers,
        output=output,
        printed=format_ == "jsonl",
        quiet=quiet,
        log_json=log_json,
        fresh=fresh,
        retry_failed=retry_failed,
        limit=limit,
        rules_changed=spec() if if_rules_changed else None,
        cluster=(spec(), address) if engine == "ray" else None,
        manners=(delay, per_host, robots == "obey"),
    )
    failed = Early.run(lambda driver: many.clean(jobs, make().expecting(None, driver)))
    if output is not None:
        looked_at(output, open_, quiet)
    raise typer.Exit(1 if failed else 0)


def _share(shard: str) -> "Callable[[Job], bool]":
    """Whether a job is in this share of all: by a digest of its source, so that every machine agrees. Raises UsageError."""
    found = SHARD.fullmatch(shard)
    if not found or int(found[1]) > int(found[2]):
        raise UsageError(f"--shard takes a part and how many there are, as 3/16, not {shard!r}")
    part, parts = int(found[1]) - 1, int(found[2])
    return lambda job: (
        int.from_bytes(hashlib.sha256(job.source.encode("utf-8", "replace")).digest()[:8]) % parts == part
    )


def clean_into(output: Path, jobs: "list[Job]", cleaner: "Cleaner") -> int:
    """Clean these pages into a run's folder, for another command; how many failed."""
    listed = JobList(jobs)
    return Early.run(lambda driver: Many(output=output, quiet=True).clean(listed, cleaner.expecting(None, driver)))


def _jobs(
    sources: Sequence[str], from_: str | None, base_url: str | None, page: str | None
) -> "JobList | AsyncIterable[Job]":
    """The pages to clean: a list, or a stream of them where standard input names them."""
    from harness.cli.listing import checked_jobs, listed_jobs, streamed_jobs

    if from_ == "-":
        if sources or base_url:
            raise UsageError("--from - takes its sources from standard input alone: leave the others out")
        return streamed_jobs()
    if not sources and from_ is None:
        raise UsageError("nothing to clean: name a URL, an HTML file, a fixture folder, or -")
    jobs = JobList(checked_jobs(sources, base_url, page))
    listed = listed_jobs(Path(from_), base_url, say) if from_ else JobList()
    if not sources:
        return listed
    jobs.extend(listed)
    return jobs


def _print(page: CleanPage, format_: Format, scope: Scope) -> None:
    if page.error and format_ != "json":
        return
    reading = page.article if scope == "article" else page.page
    if format_ == "json":
        text = page_json(page, indent=1)
    elif format_ == "html":
        text = page.html
    else:
        text = titled_markdown(reading.title, reading.markdown) if format_ == "markdown" else reading.text
    typer.echo(text.encode("utf-8", "replace").decode())  # a page may hold lone surrogates
