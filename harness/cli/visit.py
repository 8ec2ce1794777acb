"""Floor 6: `harness visit`: what happened while a page was visited. It is how people debug a page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from harness.browser.options import VisitOptions
from harness.cli.terminal import counted
from harness.cli.visiting import visiting
from harness.errors import UsageError
from harness.inert import inert_line
from harness.loop import run

if TYPE_CHECKING:
    from harness.browser import Visit
    from harness.sources import Source

__all__ = ["visit_command"]


@visiting
def visit_command(
    *,
    options: VisitOptions,
    source: Annotated[str, typer.Argument(help="A URL, an HTML file, or a fixture folder.")],
    timeline: Annotated[
        bool, typer.Option("--timeline/--no-timeline", help="Every request and every event, in order.")
    ] = False,
) -> None:
    """Visit a page without judging it: its phases with their real and virtual time, its requests, what happened.

    Example: harness visit --timeline https://example.org/
    """
    if source == "-":
        raise UsageError("visit takes a URL, a file or a fixture folder; save the HTML to a file first")
    run(_visit(source, options, timeline))


async def _visit(name: str, options: VisitOptions, timeline: bool) -> None:
    from harness.browser import Browser
    from harness.dom import page_script
    from harness.sources import open_source

    source = open_source(name)
    try:
        async with Browser.launched(options) as browser, browser.visit(source, page_script()) as visit:
            for line in _told(visit, source, timeline):
                typer.echo(line)
    finally:
        await source.close()


def _told(visit: "Visit", source: "Source", timeline: bool) -> Iterator[str]:
    def shown(text: str) -> str:
        return inert_line(text.replace(source.opening.stand_in, "") if source.opening.stand_in else text)

    counts = visit.counts
    refused = sum(event.kind == "refused" for event in visit.events)
    kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(counts.by_type.items()))
    yield f"address   {shown(visit.final_url) or source.name}"
    yield f"status    {visit.http_status or '-'}{', read before all had settled' if visit.partial else ''}"
    yield f"requests  {counts.requests} ({kinds}), {counts.failed} failed, {refused} refused"
    yield f"bytes     {counts.bytes:,} decoded"
    yield ""
    yield "phase      real ms  virtual ms  what it is for"
    yield f"{'open':<10} {visit.timings_ms['open']:7.0f}  {'':>10}  the address is opened"
    yield from (f"{p.name:<10} {p.real_ms:7.0f}  {p.virtual_ms:10.0f}  {p.says}" for p in visit.phases)
    if not timeline:
        return
    yield ""
    yield "virtual ms  what            detail"
    happened = [(r.at_ms, r.kind.lower(), f"{r.outcome} {r.url}") for r in visit.requests]
    happened += [(event.at_ms, event.kind, event.detail) for event in visit.events]
    for at_ms, what, detail in sorted(happened, key=lambda each: each[0]):
        yield f"{at_ms:10.0f}  {what:<14}  {shown(detail)}"
    if visit.requests_left_out:
        yield f"{counted(visit.requests_left_out, 'request')} more"
