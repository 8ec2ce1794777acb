"""Floor 6: `harness crawl`: a site from its start page and its sitemaps, page by page, into a run's folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

import typer

from harness.browser.options import VisitOptions
from harness.cli.early import Early
from harness.cli.judging import Disable, Keep, Profile, Remove, RemoveSuspects, Rules, say
from harness.cli.many import Many, looked_at
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

if TYPE_CHECKING:
    import asyncio

    from playwright.async_api import Playwright

    from harness.cleaner import Cleaner

__all__ = ["crawl_command"]

CRAWL = "Crawl"


@visiting
def crawl_command(
    *,
    options: VisitOptions,
    start: Annotated[str, typer.Argument(metavar="URL", help="The page to begin with.")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="A folder for pages.jsonl and each page's files.", rich_help_panel=OUTPUT),
    ],
    limit: Annotated[
        int | None, typer.Option(help="So many pages this time, then stop.", rich_help_panel=CRAWL)
    ] = None,
    depth: Annotated[
        int | None, typer.Option(help="So many links from the start page, and no more.", rich_help_panel=CRAWL)
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB", help="Only addresses like this: 'https://example.org/news/*'.", rich_help_panel=CRAWL
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="No addresses like this: '*?replytocom=*'.", rich_help_panel=CRAWL),
    ] = None,
    sitemaps: Annotated[
        bool,
        typer.Option("--sitemaps/--no-sitemaps", help="Whether the site's sitemaps are read.", rich_help_panel=CRAWL),
    ] = True,
    across: Annotated[
        bool,
        typer.Option(
            "--across/--alone",
            help="Let the site's pages speak for each other, or judge each alone.",
            rich_help_panel=CRAWL,
        ),
    ] = True,
    workers: Annotated[int, typer.Option(help="Browsers at once.", rich_help_panel=CRAWL)] = 1,
    delay: Annotated[float, typer.Option(help="Seconds between two pages of the host.", rich_help_panel=CRAWL)] = 0.5,
    robots: Annotated[
        Literal["obey", "ignore"], typer.Option(help="Whether robots.txt is heeded.", rich_help_panel=CRAWL)
    ] = "obey",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start over where a crawl in -o was not finished.", rich_help_panel=CRAWL)
    ] = False,
    links: Links = "keep",
    images: Images = "drop",
    hidden: Hidden = "drop",
    shots: Shots = "png",
    no_shots: NoShots = False,
    shot_width: ShotWidth = None,
    keep_survey: KeepSurvey = False,
    open_: OpenReport = False,
    quiet: Quiet = False,
    log_json: LogJson = False,
    disable: Disable = None,
    keep: Keep = None,
    remove: Remove = None,
    remove_suspects: RemoveSuspects = False,
    profile: Profile = "normal",
    rules: Rules = None,
) -> None:
    """Clean a site: from its start page and its sitemaps along the links of its cleaned pages, on one host.

    The same command goes on where a crawl was ended. Copies (the same text, or the same title under one canonical address) are
    left out. From its eighth page on the site's pages speak for each other: what fills places of the template is seen.

    Example: harness crawl https://example.org/ -o run --limit 500
    """
    if urlsplit(start).scheme not in {"http", "https"} or not urlsplit(start).hostname:
        raise UsageError(f"{start!r} is no web address: a crawl begins with one, as https://example.org/")
    if workers < 1:
        raise UsageError("--workers takes a number above 0")
    if limit is not None and limit < 1:
        raise UsageError("--limit takes a number above 0")
    if delay < 0 or (depth is not None and depth < 0):
        raise UsageError("--delay and --depth take a number of 0 and more")

    written = shots_of(shots, no_shots, shot_width)

    def make() -> "Cleaner":
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
            shots=written,
            shot_width_px=shot_width,
            keep_survey=keep_survey,
            across=across,
        ).make(say)

    many = Many(
        workers=workers,
        output=output,
        quiet=quiet,
        log_json=log_json,
        fresh=fresh,
        limit=limit,
        manners=(delay, 0, robots == "obey"),
    )

    async def crawled(driver: "asyncio.Task[Playwright] | None") -> int:
        from harness.batch.crawl import Scope

        scope = Scope(start, tuple(include or ()), tuple(exclude or ()), depth)
        return await many.crawl(scope, make().expecting(None, driver), sitemaps=sitemaps)

    failed = Early.run(crawled)
    looked_at(output, open_, quiet)
    raise typer.Exit(1 if failed else 0)
