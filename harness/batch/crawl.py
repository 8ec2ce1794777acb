"""Floor 4: a site, page by page: from its start page and its sitemaps along the links that are left on its cleaned pages."""

import mimetypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import ParserError

from harness.address import origin_of
from harness.batch.frontier import Frontier, normal
from harness.batch.job import Job
from harness.errors import RobotsRefused
from harness.model import CleanPage

__all__ = ["Crawl", "Scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which addresses belong to a crawl: those on the start page's host that fit one of `include` (globs over whole addresses; all
    where there are none) and none of `exclude`, at most `depth` links from the start (None: however many)."""

    start: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    depth: int | None = None

    def holds(self, url: str, hosts: Iterable[str]) -> bool:
        """True for a page of the crawl, whose start page lies on these hosts."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or _bare(url) not in hosts:
            return False
        kind, _ = mimetypes.guess_type(parts.path)
        if kind not in {None, "text/html", "application/xhtml+xml"}:
            return False
        wanted = not self.include or any(fnmatchcase(url, glob) for glob in self.include)
        return wanted and not any(fnmatchcase(url, glob) for glob in self.exclude)


def _bare(url: str) -> str:
    """Host and port without `www.`: a start page often leads from the one to the other."""
    host, port = origin_of(url)
    return f"{host.removeprefix('www.')}:{port}" if port not in {80, 443} else host.removeprefix("www.")


class Crawl:
    """The pages of one crawl: `next_job` until it gives none and nothing is under way, `came` for every page that comes back."""

    def __init__(
        self,
        scope: Scope,
        frontier: Frontier,
        listed: Sequence[str] = (),
        *,
        is_done: Callable[[str], bool] = lambda source: False,
        limit: int | None = None,
    ) -> None:
        self._scope, self._frontier, self._left, self._is_done = scope, frontier, limit, is_done
        self._hosts = {_bare(scope.start)}
        self._start = normal(scope.start)
        frontier.add([scope.start], 0)
        frontier.add((url for url in listed if scope.holds(url, self._hosts)), 1)
        self.copies, self.refused = 0, 0
        """Pages that were left out since they are copies of others, and since robots.txt forbids them."""

    def next_job(self) -> Job | None:
        """The next page to ask for; None where there is none now."""
        while self._left != 0 and (url := self._frontier.take()) is not None:
            if self._is_done(url):
                continue
            if self._left is not None:
                self._left -= 1
            return Job(url)
        return None

    @property
    def is_cut(self) -> bool:
        """True where the limit leaves pages for another time."""
        return self._left == 0 and self._frontier.waiting > 0

    def came(self, page: CleanPage) -> None:
        """Take up the links of a page that came back."""
        if normal(page.source) == self._start and page.final_url:
            self._hosts.add(_bare(page.final_url))
        depth = self._frontier.depth_of(page.source) + 1
        if page.error or (self._scope.depth is not None and depth > self._scope.depth):
            return
        self._frontier.add((url for url in _links(page) if self._scope.holds(url, self._hosts)), depth)

    def keeps(self, page: CleanPage) -> bool:
        """True for a page that is none's copy (it is known from then on), and that robots.txt does not forbid, the start page apart."""
        if page.error and page.error.code == RobotsRefused.code and normal(page.source) != self._start:
            self.refused += 1
            return False
        if page.error or self._frontier.copy_of(page) is None:
            return True
        self.copies += 1
        return False


def _links(page: CleanPage) -> Iterator[str]:
    """Where the links of the cleaned page lead: spam is not followed."""
    try:
        root = lxml_html.document_fromstring(page.html) if page.html.strip() else None
    except ParserError:
        return
    for link in root.iterfind(".//a[@href]") if root is not None else ():
        try:
            yield urljoin(page.final_url or page.url, link.get("href", "").strip())
        except ValueError:
            continue  # no address
