"""Floor 5: many machines: actors of Ray, each with a browser of its own, behind the same interface as local workers.

A page that takes its actor down is tried once more on another one and then given up as a failed page; the actor is made anew. No
more pages are on their way than actors can take, so a source of any length is read as it is worked off.

Also for Ray Data: `harness.ray.clean_dataset(ds)`.
"""

import asyncio
import logging
import socket
import threading
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from harness.batch.columns import row_of
from harness.batch.job import Job
from harness.batch.spec import CleanerSpec
from harness.batch.waiting import Waiting
from harness.batch.workers import clean_job
from harness.cleaner import Cleaner, failed_page
from harness.errors import BrowserCrashed, UsageError
from harness.loop import new_loop
from harness.model import CleanPage

if TYPE_CHECKING:
    from ray.data import Dataset

__all__ = ["RayWorkers", "clean_dataset"]

IN_FLIGHT = 2
"""Pages an actor has at once: one that it cleans and one that waits, so that it never waits for the network."""
TRIES = 2
KNOCK_S = 5.0
GRACE_S = 30.0
"""Real seconds past a page's own deadline after which its actor counts as wedged."""


class PageActor:
    """A process with an open browser, that cleans one page after the other."""

    def __init__(self, spec: CleanerSpec) -> None:
        self._loop = new_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True, name="cleaning").start()
        self._cleaner: Cleaner = spec.make(note=lambda _: None)
        self._wait_for(self._cleaner.__aenter__())

    def _wait_for(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def clean(self, job: Job) -> CleanPage:
        """The job's page; one that cannot be opened is a failed page."""
        page: CleanPage = self._wait_for(clean_job(self._cleaner, job))
        return page

    def version(self) -> str:
        """The browser's version: known once it is open."""
        return self._cleaner.browser_version


@dataclass(slots=True)
class _Flying:
    job: Job
    actor: int
    tries: int


class RayWorkers:
    """Actors that clean pages; as `harness.batch.Workers`, over a cluster."""

    def __init__(self, spec: CleanerSpec, number: int) -> None:
        self._spec = spec
        self._number = number
        self._actors: list[Any] = []

    @classmethod
    @asynccontextmanager
    async def opened(cls, spec: CleanerSpec, number: int, address: str | None = None) -> AsyncIterator[Self]:
        """So many actors on the cluster at this address (`auto`: the one that is there; None: one of this machine alone, begun
        now). Raises UsageError where Ray is not installed or the cluster cannot be reached."""
        try:
            import ray
        except ImportError as error:
            raise UsageError("--engine ray needs Ray: pip install 'harness[ray]'") from error
        begun = not ray.is_initialized()
        if begun:
            try:
                await asyncio.to_thread(_joined, address)
            except (OSError, RuntimeError, ValueError) as error:
                raise UsageError(f"the Ray cluster at {address or 'this machine'} cannot be used: {error}") from error
        workers = cls(spec, number)
        try:
            workers._actors = [workers._actor() for _ in range(number)]
            await asyncio.gather(*(actor.version.remote() for actor in workers._actors))
            yield workers
        finally:
            for actor in workers._actors:
                ray.kill(actor)
            if begun:
                await asyncio.to_thread(ray.shutdown)

    def _actor(self) -> Any:
        import ray

        return ray.remote(num_cpus=1, max_restarts=0)(PageActor).remote(self._spec)

    @property
    def actors(self) -> list[Any]:
        """The actors' handles, as they are now."""
        return list(self._actors)

    async def clean(self, jobs: Iterable[Job] | AsyncIterable[Job]) -> AsyncIterator[CleanPage]:
        """Every job's page, as they come."""
        waiting = Waiting(jobs)
        again: list[_Flying] = []
        flying: dict[asyncio.Future[Any], _Flying] = {}
        more = True
        while more or flying or again:
            load = [0] * self._number
            for each in flying.values():
                load[each.actor] += 1
            while (more or again) and min(load) < IN_FLIGHT:
                actor = load.index(min(load))
                if again:
                    each = again.pop()
                    each.actor = actor
                else:
                    job = await waiting.take()
                    if job is None:
                        more = False
                        continue
                    each = _Flying(job, actor, 0)
                each.tries += 1
                load[actor] += 1
                flying[asyncio.ensure_future(self._one(each))] = each
            if not flying:
                continue
            done, _ = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
            for future in done:
                each = flying.pop(future)
                page = future.result()
                if page is not None:
                    yield page
                elif each.tries < TRIES:
                    again.append(each)
                else:
                    gone = BrowserCrashed(f"took down {TRIES} workers, one after the other")
                    yield failed_page(each.job.source, each.job.source, gone)

    async def _one(self, each: _Flying) -> CleanPage | None:
        """The page, or None where the actor died of it or never answered; that one is made anew then."""
        from ray.exceptions import RayError

        handle = self._actors[each.actor]
        patience = (self._spec.options.deadline_s + GRACE_S) * IN_FLIGHT
        try:
            async with asyncio.timeout(patience):
                page: CleanPage = await handle.clean.remote(each.job)
                return page
        except (RayError, TimeoutError):
            await self._replace(each.actor, handle)
            return None

    async def _replace(self, number: int, dead: Any) -> None:
        import ray

        if self._actors[number] is dead:  # who waits for the same one finds another in its place
            self._actors[number] = self._actor()
            ray.kill(dead)


def _joined(address: str | None) -> None:
    """Join the cluster. Ray itself waits minutes for one that is not there: so it is knocked at first."""
    import ray

    host, colon, port = (address or "").rpartition(":")
    if colon and port.isdecimal():
        with socket.create_connection((host.strip("[]"), int(port)), timeout=KNOCK_S):
            pass
    ray.init(address=address, logging_level=logging.ERROR, log_to_driver=False)


class _Batches:
    """What Ray Data keeps in an actor: it takes batches of sources and gives rows."""

    def __init__(self, spec: CleanerSpec, column: str, html: str | None) -> None:
        self._actor = PageActor(spec)
        self._column, self._html = column, html

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        rows: dict[str, list[Any]] = {}
        for at, source in enumerate(batch[self._column]):
            html = batch[self._html][at] if self._html else None
            data = html.encode("utf-8", "replace") if isinstance(html, str) else html
            job = Job("-", str(source), bytes(data)) if data is not None else Job(str(source))
            for name, value in row_of(self._actor.clean(job), str(source)).items():
                rows.setdefault(name, []).append(value)
        return rows


def clean_dataset(
    ds: "Dataset",
    *,
    column: str = "url",
    html: str | None = None,
    spec: CleanerSpec | None = None,
    concurrency: int = 2,
    batch_size: int = 8,
) -> "Dataset":
    """The rows of a Ray dataset, cleaned: `column` names the address or file of each page, `html` the column of its HTML where that
    is at hand (its scripts run all the same). Gives flat columns (`harness.batch.columns.COLUMNS`), of which `page` is the whole
    CleanPage as JSON. A page that fails is a row like any other."""
    made = ds.map_batches(
        _Batches,
        fn_constructor_args=(spec or CleanerSpec(), column, html),
        concurrency=concurrency,
        batch_size=batch_size,
        num_cpus=1,
    )
    return made
