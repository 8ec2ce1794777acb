"""Floor 1: a folder as a web server shows it: files by their path, `index.html` for a folder, nothing outside it."""

import asyncio
import mimetypes
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from harness.sources.content import content_type
from harness.sources.protocol import Answered, Request

__all__ = ["answer_from_folder"]

HTML: Final = frozenset({".html", ".htm", ".xhtml", ""})
# What the interpreter's own table lacks or names otherwise from version to version.
KINDS: Final = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
TABLE: Final = mimetypes.MimeTypes(filenames=())  # none of the machine's files: the same answer everywhere


async def answer_from_folder(folder: Path, request: Request) -> Answered:
    """The file that the request's path names, 404 where there is none, 405 for a method that would change something."""
    if request.method not in ("GET", "HEAD"):
        return _plain(405, b"this folder is only read")
    path = _find(folder, unquote(urlsplit(request.url).path))
    if path is None:
        return _plain(404, b"not here")
    body = await asyncio.to_thread(path.read_bytes)
    headers = (("content-type", _kind(path, body)), ("access-control-allow-origin", "*"))
    return Answered(200, headers, b"" if request.method == "HEAD" else body)


def _find(folder: Path, url_path: str) -> Path | None:
    parts = [part for part in url_path.split("/") if part]
    if any(part.startswith(".") or "\0" in part or "\\" in part for part in parts):
        return None
    root = folder.resolve()
    try:
        path = root.joinpath(*parts).resolve()
        if path.is_dir():
            path = (path / "index.html").resolve()
        # Links are followed by now: what they lead to must lie inside, and must be no dotfile either.
        inside = path.is_relative_to(root) and path.is_file()
    except (OSError, ValueError, RuntimeError):  # too long a name, a circle of links: no file either way
        return None
    if not inside or any(part.startswith(".") for part in path.relative_to(root).parts):
        return None
    return path


def _kind(path: Path, body: bytes) -> str:
    ending = path.suffix.lower()
    if ending in HTML:
        return content_type(body)
    return KINDS.get(ending) or TABLE.guess_type(path.name)[0] or "application/octet-stream"


def _plain(status: int, words: bytes) -> Answered:
    return Answered(status, (("content-type", "text/plain; charset=utf-8"),), words)
