"""Floor 4: a list of jobs as long as it likes: on disk, each once, in the order in which they were named."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from harness.batch.job import Job

__all__ = ["JobList"]

AT_ONCE = 1_000
SCHEMA = """create table jobs (number integer primary key, source blob unique not null, base_url text, html blob)"""


class JobList:
    """Jobs in a file of SQLite's own that goes with the process: a list of a million lines takes the memory of a short one. `named`
    is how many were given, `len` how many are left without those of the same source."""

    def __init__(self, jobs: Iterable[Job] = ()) -> None:
        self._base = sqlite3.connect("", check_same_thread=False)  # a nameless file, which only this connection sees
        self._base.execute(SCHEMA)
        self.named = 0
        self.extend(jobs)

    def extend(self, jobs: Iterable[Job]) -> None:
        """Put these at the end."""
        rows = ((_key(job.source), job.base_url, job.html) for job in self._counted(jobs))
        with self._base:
            self._base.executemany("insert or ignore into jobs (source, base_url, html) values (?, ?, ?)", rows)

    def add(self, job: Job) -> bool:
        """Put one at the end; False where it is there already."""
        before = self._base.total_changes
        self.extend([job])
        return self._base.total_changes > before

    def _counted(self, jobs: Iterable[Job]) -> Iterator[Job]:
        for job in jobs:
            self.named += 1
            yield job

    def __len__(self) -> int:
        with closing(self._base.execute("select count(*) from jobs")) as found:
            return int(found.fetchone()[0])

    def __iter__(self) -> Iterator[Job]:
        last = 0
        while rows := self._after(last):
            for _, source, base_url, html in rows:
                yield Job(source.decode("utf-8", "surrogatepass"), base_url, html)
            last = rows[-1][0]

    def _after(self, number: int) -> list[tuple[int, bytes, str | None, bytes | None]]:
        """The next rows: not one query for all, as rows may be read by several at a time."""
        query = "select number, source, base_url, html from jobs where number > ? order by number limit ?"
        with closing(self._base.execute(query, (number, AT_ONCE))) as found:
            return found.fetchall()


def _key(source: str) -> bytes:
    return source.encode("utf-8", "surrogatepass")
