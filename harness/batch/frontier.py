"""Floor 4: the addresses of a crawl: a SQLite file in the run's folder, so that a crawl that was ended anywhere goes on where it was.

An address is known by its normal form: tracking parameters, the order of the others and the fragment make no other page.
"""

import hashlib
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import urldefrag

from harness.batch.base import opened
from harness.model import CleanPage
from harness.text.tokens import letters

__all__ = ["FRONTIER", "Frontier", "normal"]

FRONTIER = "frontier.sqlite"
SCHEMA = """
create table if not exists pages (number integer primary key, key text not null unique, url text not null, depth integer not null,
    taken integer not null default 0);
create index if not exists waiting on pages (taken, number);
create table if not exists texts (digest text primary key, key text not null) without rowid;
create table if not exists titles (key text primary key, title text not null) without rowid;
"""
MIN_TEXT = 200
"""Letters of a page's text from which on another page with the same text is a copy of it."""


def normal(url: str) -> str:
    """The address in the form by which it is known. Raises ValueError for one that is none."""
    from courlan import normalize_url  # few runs crawl

    return str(normalize_url(urldefrag(url).url))


class Frontier:
    """What a crawl still has to ask for, in the order in which it was found."""

    def __init__(self, path: Path) -> None:
        self._base = opened(path, SCHEMA)
        with self._base:  # what was under way when the crawl was ended is asked for again
            self._base.execute("update pages set taken = 0")

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def add(self, urls: Iterable[str], depth: int) -> int:
        """These addresses are `depth` links from the start; how many of them are new."""
        new = 0
        with self._base:
            for url in urls:
                try:
                    key = normal(url)
                except ValueError:
                    continue  # no address: nobody could ask for it
                done = self._base.execute(
                    "insert or ignore into pages (key, url, depth) values (?, ?, ?)", (key, urldefrag(url).url, depth)
                )
                new += done.rowcount
        return new

    def take(self) -> str | None:
        """The next address to ask for; None where there is none now."""
        with closing(
            self._base.execute("select number, url from pages where taken = 0 order by number limit 1")
        ) as found:
            row = found.fetchone()
        if row is None:
            return None
        with self._base:
            self._base.execute("update pages set taken = 1 where number = ?", (row[0],))
        return str(row[1])

    def depth_of(self, url: str) -> int:
        """How many links from the start this address is; 0 for one that nobody found."""
        with closing(self._base.execute("select depth from pages where key = ?", (normal(url),))) as found:
            row = found.fetchone()
        return int(row[0]) if row else 0

    @property
    def waiting(self) -> int:
        """How many addresses are still to be asked for."""
        with closing(self._base.execute("select count(*) from pages where taken = 0")) as found:
            return int(found.fetchone()[0])

    def copy_of(self, page: CleanPage) -> str | None:
        """The address of the page of this crawl that this one is a copy of: it has the same text, or is what this one calls its
        canonical address and has the same title. Where it is none, it is kept in mind itself."""
        text = letters(page.page.text)
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() if len(text) >= MIN_TEXT else ""
        key, title = normal(page.source), letters(page.page.title)
        with self._base:
            if digest:
                self._base.execute("insert or ignore into texts values (?, ?)", (digest, key))
                first = self._one("select key from texts where digest = ?", digest)
                if first != key:
                    return first
            canonical = _normal_or_none(page.article.canonical)
            if (
                canonical
                and canonical != key
                and title
                and self._one("select title from titles where key = ?", canonical) == title
            ):
                return canonical
            self._base.execute("insert or replace into titles values (?, ?)", (key, title))
        return None

    def _one(self, query: str, value: str) -> str | None:
        with closing(self._base.execute(query, (value,))) as found:
            row = found.fetchone()
        return str(row[0]) if row else None


def _normal_or_none(url: str | None) -> str | None:
    try:
        return normal(url) if url else None
    except ValueError:
        return None
