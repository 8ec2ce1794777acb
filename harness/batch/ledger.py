"""Floor 4: what of a run is done: a SQLite file beside its pages, so that a run that was ended anywhere goes on where it was.

The line in `pages.jsonl` is what counts: it is written first. What stands there beyond the byte that the ledger knows of is read
in when the run goes on, and a line that was cut off is taken away, so that no page is lost and none is there twice.
"""

import json
from contextlib import closing
from pathlib import Path

from harness.batch.base import opened

__all__ = ["LEDGER", "Ledger"]

LEDGER = "ledger.sqlite"
SCHEMA = """
create table if not exists pages (source text primary key, status text not null, code text not null) without rowid;
create table if not exists told (name text primary key, value integer not null) without rowid;
"""
OFFSET = "offset"


class Ledger:
    """The sources that are done, each with its status and, where it failed, its error's code."""

    def __init__(self, path: Path) -> None:
        self._base = opened(path, SCHEMA)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def add(self, source: str, status: str, code: str, offset: int) -> None:
        """A page is done, and its line ends at this byte of pages.jsonl."""
        with self._base:
            self._add(source, status, code)
            self._base.execute("insert or replace into told values (?, ?)", (OFFSET, offset))

    def _add(self, source: str, status: str, code: str) -> None:
        self._base.execute("insert or replace into pages values (?, ?, ?)", (_key(source), status, code))

    def has(self, source: str) -> bool:
        """True for a source that is done, failed or not."""
        with closing(self._base.execute("select 1 from pages where source = ?", (_key(source),))) as found:
            return found.fetchone() is not None

    @property
    def done(self) -> int:
        """How many sources are done, failed or not."""
        return self._number("select count(*) from pages")

    @property
    def failed(self) -> int:
        """How many sources failed."""
        return self._number("select count(*) from pages where code <> ''")

    def _number(self, query: str) -> int:
        with closing(self._base.execute(query)) as found:
            return int(found.fetchone()[0])

    def catch_up(self, lines: Path) -> int:
        """Read in what stands in pages.jsonl beyond the byte that is known of; where its whole lines end. What comes after that
        byte was cut off."""
        with closing(self._base.execute("select value from told where name = ?", (OFFSET,))) as found:
            row = found.fetchone()
        end = int(row[0]) if row else 0
        with lines.open("rb") as file, self._base:
            size = file.seek(0, 2)
            end = file.seek(min(end, size))
            for line in file:
                if not line.endswith(b"\n"):
                    break
                page = json.loads(line)
                self._add(page["source"], page["status"], (page["error"] or {}).get("code", ""))
                end += len(line)
            self._base.execute("insert or replace into told values (?, ?)", (OFFSET, end))
        return end

    def forget(self) -> None:
        """What is done is read in anew, for the lines are to be written anew without some pages."""
        with self._base:
            self._base.execute("delete from pages")
            self._base.execute("delete from told where name = ?", (OFFSET,))


def _key(source: str) -> str:
    return source.encode("utf-8", "replace").decode()
