"""Floor 6: many pages, from jobs to a run's folder or JSON lines: what `clean` and `crawl` have in common."""

import asyncio
import sys
import time
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from harness.cli.judging import say
from harness.cli.terminal import RunLines, counted, log_line
from harness.model import CleanPage
from harness.page_files import page_json

if TYPE_CHECKING:
    from harness.batch import CleanerSpec, Job, JobList, RunFolder, Sink, Workers
    from harness.batch.across import Feed
    from harness.batch.crawl import Crawl, Scope
    from harness.batch.robots import Robots
    from harness.cleaner import Cleaner
    from harness.ray import RayWorkers

__all__ = ["Many", "Printed", "looked_at"]


class Printed:
    """A sink: every page as a line of JSON on standard output."""

    def write(self, page: CleanPage) -> CleanPage:
        """Print a page."""
        typer.echo(page_json(page))
        return page


@dataclass(frozen=True, slots=True)
class Many:
    """How many pages are cleaned: by so many browsers, into a run's folder, printed as JSON lines; the other fields are the options
    of `harness clean` by their names. `cluster` is a Ray cluster's spec and address, `manners` are the arguments of `Manners`."""

    workers: int = 1
    output: Path | None = None
    printed: bool = False
    quiet: bool = False
    log_json: bool = False
    fresh: bool = False
    retry_failed: bool = False
    limit: int | None = None
    rules_changed: "CleanerSpec | None" = None
    """Where it is given, only the pages of the run in `output` are cleaned again that come out otherwise by these rules."""
    cluster: "tuple[CleanerSpec, str | None] | None" = None
    manners: tuple[float, int, bool] = (0.0, 0, False)

    async def clean(self, jobs: "JobList | AsyncIterable[Job]", cleaner: "Cleaner") -> int:
        """How many pages failed. Rules are loaded and browsers open before anything is written."""
        from harness.batch import chosen

        async with AsyncExitStack() as stack:
            running = await self._running(stack, cleaner)
            with ExitStack() as inner:
                folder = self._folder(inner, cleaner, self._changed(cleaner))
                choice = chosen(jobs, folder.has if folder and folder.goes_on else None, self.limit)
                lines = inner.enter_context(self._lines(choice.total))
                if cleaner.telling.sites is None:
                    await self._written(self._cleaned(running, choice.jobs), folder, lines)
                else:
                    from harness.batch.across import Feed

                    feed = Feed(choice.jobs)
                    await self._written(self._together(running, feed, cleaner), folder, lines)
                if folder:
                    folder.whole = not choice.cut
                lines.close()
        return lines.failed

    async def crawl(self, scope: "Scope", cleaner: "Cleaner", *, sitemaps: bool) -> int:
        """Clean a site's pages as they are found, into the folder `output`; how many failed."""
        from harness.batch.across import Feed
        from harness.batch.base import removed
        from harness.batch.crawl import Crawl
        from harness.batch.frontier import FRONTIER, Frontier
        from harness.batch.robots import Robots
        from harness.batch.sitemaps import listed

        async with AsyncExitStack() as stack:
            running = await self._running(stack, cleaner)
            with ExitStack() as inner:
                folder = self._folder(inner, cleaner)
                if folder is None:
                    raise ValueError("a crawl has a folder")
                robots = Robots(cleaner.options)
                known = await listed(scope.start, robots) if sitemaps else []
                if not folder.goes_on:
                    removed(folder.root / FRONTIER)
                frontier = Frontier(folder.root / FRONTIER)
                inner.callback(frontier.close)
                crawl = Crawl(scope, frontier, known, is_done=folder.has, limit=self.limit)
                lines = inner.enter_context(self._lines(None))
                pages = self._together(running, Feed(crawl.next_job), cleaner, crawl, robots)
                await self._written(pages, folder, lines)
                folder.whole = not crawl.is_cut
                lines.close()
                for number, why in ((crawl.copies, "copies of others"), (crawl.refused, "robots.txt forbids them")):
                    if number and not self.quiet:
                        self._say(f"{counted(number, 'page')} left out: {why}")
        return lines.failed

    async def _running(self, stack: AsyncExitStack, cleaner: "Cleaner") -> "Workers | RayWorkers":
        if self.cluster:
            import harness.ray

            spec, address = self.cluster
            return await stack.enter_async_context(harness.ray.RayWorkers.opened(spec, self.workers, address))
        from harness.batch import Workers

        return await stack.enter_async_context(Workers.opened(cleaner, self.workers))

    def _changed(self, cleaner: "Cleaner") -> frozenset[str] | None:
        """The sources of the run's pages to clean again since the rules changed; None where nobody asked."""
        if self.rules_changed is None or self.output is None:
            return None
        from harness.batch import Run
        from harness.batch.again import judged_again
        from harness.batch.judged_by import JudgedBy

        if not Run.is_run(self.output):
            return None
        run, began, now = Run.open(self.output), time.monotonic(), JudgedBy.of(cleaner)
        if run.manifest.judged_by == now.digest:
            self._say(f"the rules are those of the run in {self.output}: its pages stay")
            return frozenset()
        before = JudgedBy.read(self.output) if run.manifest.judged_by else None
        found = judged_again(run, self.rules_changed, now.words_against(before) if before else None)
        took = time.monotonic() - began
        spared = f", {found.spared} without a word of the rules that changed" if found.spared else ""
        self._say(
            f"{counted(found.judged, 'page')} judged again in {took:.1f} s{spared}, {len(found.changed)} to be cleaned again"
        )
        return found.changed

    def _folder(self, stack: ExitStack, cleaner: "Cleaner", again: frozenset[str] | None = None) -> "RunFolder | None":
        from harness.batch import Manifest, RunFolder
        from harness.batch.judged_by import JudgedBy

        if self.output is None:
            return None
        judged_by = JudgedBy.of(cleaner)
        folder = RunFolder(
            self.output,
            Manifest.of(cleaner, judged_by),
            judged_by,
            fresh=self.fresh,
            retry_failed=self.retry_failed,
            again=again,
        )
        stack.enter_context(folder)
        if folder.goes_on:
            self._say(
                f"going on with the run in {self.output}: {counted(folder.done, 'page')} done (--fresh starts over)"
            )
        return folder

    def _cleaned(
        self,
        running: "Workers | RayWorkers",
        jobs: "AsyncIterable[Job] | Iterator[Job]",
        robots: "Robots | None" = None,
    ) -> AsyncIterator[CleanPage]:
        from harness.batch import Manners, Workers

        if isinstance(running, Workers):
            return running.clean(jobs, Manners(*self.manners), robots)
        return running.clean(jobs)

    async def _together(
        self,
        running: "Workers | RayWorkers",
        feed: "Feed",
        cleaner: "Cleaner",
        crawl: "Crawl | None" = None,
        robots: "Robots | None" = None,
    ) -> AsyncIterator[CleanPage]:
        """The pages of a feed, with what other pages of their site say; what they link to is crawled, copies are left out."""
        from harness.batch.across import Across

        sites = cleaner.telling.sites
        across = Across(sites, feed) if sites else None
        async for page in self._cleaned(running, feed, robots):
            if crawl:
                crawl.came(page)
            let_go = across.let_go(page) if across else [page]
            feed.done(page)
            for each in let_go:
                if crawl is None or crawl.keeps(each):
                    yield each
        for each in across.left if across else ():
            if crawl is None or crawl.keeps(each):
                yield each

    def _say(self, note: str) -> None:
        if self.log_json:
            log_line("info", "run", note, {})
        else:
            say(note)

    def _lines(self, total: int | None) -> RunLines:
        return RunLines(total, quiet=self.quiet, output=self.output, as_json=self.log_json)

    async def _written(self, pages: AsyncIterator[CleanPage], folder: "RunFolder | None", lines: RunLines) -> None:
        """Give every page to the run's sinks as it comes."""
        sinks: list[Sink] = [folder] if folder else []
        sinks += [Printed()] if self.printed else []
        try:
            async for page in pages:
                written = page
                for sink in sinks:
                    written = sink.write(written)
                lines.page(page)
        except asyncio.CancelledError:
            lines.interrupted()
            raise


def looked_at(output: Path, open_: bool, quiet: bool) -> None:
    """Open the run's report, or say how to."""
    if open_:
        from harness.cli.report import written_report

        typer.launch(written_report([str(output)], output / "report").index.resolve().as_uri())
    elif sys.stderr.isatty() and not quiet:
        say(f"to look at it: harness report {output} -o {output / 'report'} --open")
