"""Floor 1: where a page comes from. `open_source` looks at what the user typed and gives the Source that fits.

One file a kind of source; each yields a `Source` (see `protocol`), and the browser knows only that protocol.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import SourceNotFound, UsageError
from harness.lazy import lazily
from harness.sources.file import FileSource
from harness.sources.html import HtmlSource
from harness.sources.kinds import is_archive
from harness.sources.protocol import Answer, Answered, Opening, Passed, Redirected, Refused, Request, Source
from harness.sources.url import UrlSource, checked_url

if TYPE_CHECKING:
    from harness.sources.fixture import FixtureSource

__all__ = [
    "Answer",
    "Answered",
    "FileSource",
    "FixtureSource",
    "HtmlSource",
    "Opening",
    "Passed",
    "Redirected",
    "Refused",
    "Request",
    "Source",
    "UrlSource",
    "open_source",
]

# What reads YAML and checks it takes a tenth of a second to import, and most sources are no fixtures.
__getattr__ = lazily(__name__, {"FixtureSource": "harness.sources.fixture"})

STDIN = "-"
# Two letters at least: `C:\page.html` is a path.
SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?P<slashes>//)?")


def open_source(name: str, *, base_url: str | None = None, html: bytes | None = None) -> Source:
    """The source that `name` means: `-` (then `html` holds the bytes), an http(s) URL, an HTML file, a fixture folder, an
    archive (HAR, WARC, WACZ, MHTML), of which `name#address` is one page.

    `base_url` is the address that HTML given as bytes or as a file shall have; with it the page may load what it
    names from the network. Raises SourceNotFound, FixtureInvalid, UsageError for an address of another scheme or a
    `base_url` that cannot apply, and NotHtml for a file that is no page.
    """
    if name == STDIN:
        if html is None:
            raise UsageError("'-' reads HTML from standard input, and none was given")
        return HtmlSource(name, html, base_url)
    path = Path(name)
    scheme = SCHEME.match(name)
    if scheme and (scheme["slashes"] or scheme["scheme"].lower() == "file") and not _exists(path):
        _refuse_base_url(name, base_url)
        return _open_address(name, scheme["scheme"].lower())
    archive, _, page = name.partition("#")
    if archive and _exists(Path(archive)) and is_archive(Path(archive)):
        _refuse_base_url(name, base_url)
        return _open_archive(name, Path(archive), page or None)
    if not name or not _exists(path):
        hint = f"; for a site, write https://{name}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?", name) else ""
        raise SourceNotFound(f"{name!r} is not there: give a URL, an HTML file, a fixture folder, or '-'{hint}")
    if path.is_dir():
        _refuse_base_url(name, base_url)
        from harness.sources.fixture import FixtureSource

        return FixtureSource(name, path)
    if base_url is None:
        return FileSource(name, path)
    try:
        return HtmlSource(name, path.read_bytes(), base_url)
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error


def _open_archive(name: str, path: Path, page: str | None) -> Source:
    from harness.sources.archive import ArchiveSource  # slow to import, like fixtures

    return ArchiveSource(name, path, page)


def _refuse_base_url(name: str, base_url: str | None) -> None:
    if base_url is not None:
        raise UsageError(f"--base-url is for HTML in a file or on standard input; {name} has an address of its own")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long for the disk, or one with a NUL, names no file
        return False


def _open_address(name: str, scheme: str) -> Source:
    if scheme in ("http", "https"):
        return UrlSource(name, checked_url(name))
    if scheme == "file":
        raise UsageError(f"{name}: give the path of the file, without 'file:'")
    raise UsageError(f"{name}: {scheme}: cannot be opened; give an http or https URL, a file, or a folder")
