"""Floor 6: `harness visit`: what happened while a page was visited. It is how people debug a page."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.browser import Browser, Visit, VisitOptions
from harness.cli.visiting import visiting
from harness.dom import page_script
from harness.errors import UsageError
from harness.inert import inert_text
from harness.sources import open_source

__all__ = ["visit_command"]


@visiting
def visit_command(
    *,
    options: VisitOptions,
    source: Annotated[str, typer.Argument(help="A URL, an HTML file, or a fixture folder.")],
    timeline: Annotated[bool, typer.Option("--timeline/--no-timeline", help="Every event, in order.")] = False,
) -> None:
    """Visit SOURCE without judging it: phases with their real and virtual time, requests and refusals, events.

    Example: harness visit --timeline https://example.org/
    """
    if source == "-":
        raise UsageError("visit takes a URL, a file or a fixture folder; save the HTML to a file first")
    asyncio.run(_visit(source, options, timeline))


async def _visit(name: str, options: VisitOptions, timeline: bool) -> None:
    source = open_source(name)
    try:
        async with Browser.launched(options) as browser, browser.visit(source, page_script()) as visit:
            console = Console(highlight=False)
            console.print(_phases(visit))
            console.print(_summary(visit))
            if timeline:
                console.print(_events(visit))
    finally:
        await source.close()


def _phases(visit: Visit) -> Table:
    table = Table("phase", "real ms", "virtual ms", title="phases")
    table.add_row("open", f"{visit.timings_ms['open']:.0f}", "")
    for phase in visit.phases:
        table.add_row(phase.name, f"{phase.real_ms:.0f}", f"{phase.virtual_ms:.0f}")
    return table


def _summary(visit: Visit) -> Table:
    counts = visit.counts
    refused = sum(event.kind == "refused" for event in visit.events)
    kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(counts.by_type.items()))
    table = Table("what", "value", title="the visit", show_header=False)
    table.add_row("address", Text(inert_text(visit.final_url)))
    table.add_row("status", f"{visit.http_status or '-'}{', read before all had settled' if visit.partial else ''}")
    table.add_row("requests", f"{counts.requests} ({kinds}), {counts.failed} failed, {refused} refused")
    table.add_row("bytes", f"{counts.bytes:,} decoded")
    return table


def _events(visit: Visit) -> Table:
    table = Table("virtual ms", "event", "detail", title="events")
    for event in visit.events:
        table.add_row(f"{event.at_ms:.0f}", event.kind, Text(inert_text(event.detail)))
    return table
