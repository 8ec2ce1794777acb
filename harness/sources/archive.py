"""Floor 1: archives of visits: HAR, WARC, WACZ, MHTML; each page of one is a source that is answered from it alone.

A page in an archive is named `file#address`; the file alone is its first page.
"""

import email.policy
import email.utils
import gzip
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import zstandard

from harness.errors import NotHtml, UsageError
from harness.sources.har import read_har
from harness.sources.protocol import OF_THE_TRANSFER, Answer, Answered, Exchange, Opening, Redirected, Request
from harness.sources.replay import Replay

__all__ = ["Archive", "ArchiveSource", "read_archive"]

MAX_BODY_BYTES = 50_000_000
HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds: its pages' addresses, all exchanges, and when it was made, in seconds since 1970."""

    pages: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    clock_s: float | None = None


class ArchiveSource:
    """One page of an archive; what the archive does not hold is refused, with the nearest that it does."""

    answers = True

    def __init__(self, name: str, path: Path, page: str | None = None) -> None:
        """Raises UsageError where the file is no archive, or holds no such page."""
        archive = read_archive(path)
        if not archive.pages:
            raise NotHtml(f"{path} holds no HTML page")
        if page is not None and page not in archive.pages:
            raise UsageError(f"{path} holds no page {page}; it holds {', '.join(archive.pages[:5])}")
        self.name = name
        self.opening = Opening(page or archive.pages[0], clock_s=archive.clock_s, seed=1, offline=True)
        self._replay = Replay(archive.exchanges)

    async def answer(self, request: Request) -> Answer:
        """What the archive holds for the request, or Refused."""
        return self._replay.answer(request)

    async def close(self) -> None:
        """Nothing is held."""


def read_archive(path: Path) -> Archive:
    """All that the archive holds. Raises UsageError for a file that cannot be read, or is not what its name says."""
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error


@lru_cache(maxsize=2)
def _read(path: Path, _changed_ns: int) -> Archive:
    name = path.name.lower()
    if name.endswith(".har"):
        return _read_har(path)
    if name.endswith((".mhtml", ".mht")):
        return _read_mhtml(path)
    if name.endswith(".wacz"):
        return _read_wacz(path)
    with path.open("rb") as file:
        exchanges, clock_s = _read_warc(file, str(path))
    return Archive(_html_pages(exchanges), exchanges, clock_s)


def _read_har(path: Path) -> Archive:
    exchanges = tuple(read_har(path))
    frames = {"iframe", "frame", "embed", "object"}
    shown = [e for e in exchanges if e.request.headers.get("sec-fetch-dest", "document") not in frames]
    documents = [e for e in shown if e.request.headers.get("sec-fetch-dest") == "document"] or shown[:20]
    return Archive(_html_pages(tuple(documents)), exchanges)


def _html_pages(exchanges: tuple[Exchange, ...]) -> tuple[str, ...]:
    """The addresses of HTML documents that were got, and of what was redirected to one is where it led."""
    return tuple(
        dict.fromkeys(
            exchange.request.url
            for exchange in exchanges
            if isinstance(exchange.answer, Answered)
            and exchange.request.method == "GET"
            and 200 <= exchange.answer.status < 300
            and _kind(exchange.answer).startswith(HTML_TYPES)
        )
    )


def _kind(answer: Answered) -> str:
    return next((value.lower() for name, value in answer.headers if name.lower() == "content-type"), "")


def _read_warc(stream: io.BufferedIOBase | io.BufferedReader, said: str) -> tuple[tuple[Exchange, ...], float | None]:
    """A WARC's responses and resources, in order, and when the first was got. Raises UsageError."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    found: list[Exchange] = []
    clock_s: float | None = None
    try:
        for record in ArchiveIterator(stream):
            if record.format != "warc":  # any line of five words passes for a record of the older format
                raise ArchiveLoadFailed("a record of it does not begin as one")
            if record.rec_type not in {"response", "resource"}:
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            if not url.startswith(("http:", "https:")):
                continue
            clock_s = clock_s or _seconds(record.rec_headers.get_header("WARC-Date"))
            found.append(Exchange(Request(url), _warc_answer(record), len(found), 0.0))
    except (ArchiveLoadFailed, ValueError, EOFError) as error:
        raise UsageError(f"{said} is no WARC that can be read: {' '.join(str(error).split())[:200]}") from error
    return tuple(found), clock_s


def _warc_answer(record: object) -> Answered | Redirected:
    http, rec_headers = record.http_headers, record.rec_headers  # type: ignore[attr-defined]
    body = record.raw_stream.read(MAX_BODY_BYTES)  # type: ignore[attr-defined]
    if http is None:
        return Answered(200, (("content-type", rec_headers.get_header("Content-Type") or ""),), body)
    status = int(http.get_statuscode() or 200)
    location = http.get_header("Location")
    if 300 <= status < 400 and location:
        return Redirected(location, status)
    headers = tuple((n.lower(), v) for n, v in http.headers if n.lower() not in OF_THE_TRANSFER)
    if "chunked" in (http.get_header("Transfer-Encoding") or "").lower():
        from warcio.bufferedreaders import ChunkedDataReader

        body = ChunkedDataReader(io.BytesIO(body)).read()
    return Answered(status, headers, _decoded(body, http.get_header("Content-Encoding") or ""))


def _decoded(body: bytes, encodings: str) -> bytes:
    """The body as a browser reads it; one that is not what its header says is taken as it is, as crawlers' often are."""
    for encoding in reversed([name.strip().lower() for name in encodings.split(",") if name.strip()]):
        try:
            if encoding in {"gzip", "x-gzip"}:
                body = gzip.decompress(body)
            elif encoding == "deflate":
                body = zlib.decompress(body) if body[:1] == b"\x78" else zlib.decompress(body, -zlib.MAX_WBITS)
            elif encoding == "br":
                body = brotli.decompress(body)
            elif encoding == "zstd":
                body = zstandard.ZstdDecompressor().decompressobj().decompress(body)
        except (OSError, EOFError, zlib.error, brotli.error, zstandard.ZstdError):
            return body
    return body


def _seconds(date: str | None) -> float | None:
    try:
        return datetime.fromisoformat((date or "").replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None


def _read_wacz(path: Path) -> Archive:
    """A WACZ is a zip of WARCs with a list of pages. Raises UsageError."""
    exchanges: list[Exchange] = []
    pages: list[str] = []
    clock_s: float | None = None
    try:
        with zipfile.ZipFile(path) as packed:
            for name in sorted(packed.namelist()):
                if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                    with packed.open(name) as file:
                        found, began = _read_warc(io.BytesIO(file.read()), f"{path}, {name}")
                    clock_s = clock_s or began
                    exchanges.extend(found)
                elif name.startswith("pages/") and name.endswith(".jsonl"):
                    lines = packed.read(name).decode("utf-8", "replace").splitlines()
                    pages += [record["url"] for line in lines if line.strip() and "url" in (record := json.loads(line))]
    except (zipfile.BadZipFile, ValueError) as error:
        raise UsageError(f"{path} is no WACZ that can be read: {error}") from error
    got = {exchange.request.url for exchange in exchanges}
    listed = tuple(dict.fromkeys(page for page in pages if page in got))
    return Archive(listed or _html_pages(tuple(exchanges)), tuple(exchanges), clock_s)


def _read_mhtml(path: Path) -> Archive:
    """A page saved as one file by a browser: its first HTML part is the page, the others are what it loads."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if not message.is_multipart() and "Content-Location" not in message:
        raise UsageError(f"{path} is no MHTML: it has no parts with an address")
    date = email.utils.parsedate_to_datetime(message["Date"]) if message["Date"] else None
    found: list[Exchange] = []
    for part in message.walk():
        url = str(part.get("Content-Location", ""))
        if part.is_multipart() or not url.startswith(("http:", "https:")):
            continue
        body = part.get_payload(decode=True)
        kind = part.get_content_type()
        charset = part.get_content_charset()
        header = f"{kind}; charset={charset}" if charset else kind
        if isinstance(body, bytes):
            answer = Answered(200, (("content-type", header),), body)
            found.append(Exchange(Request(urlsplit(url)._replace(fragment="").geturl()), answer, len(found), 0.0))
    exchanges = tuple(found)
    return Archive(_html_pages(exchanges)[:1], exchanges, date.timestamp() if date else None)
