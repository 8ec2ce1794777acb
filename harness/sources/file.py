"""Floor 1: an HTML file on this disk, with what lies beside it. It is opened under a named host, never as `file:`."""

import asyncio
from pathlib import Path
from urllib.parse import quote, urlsplit

from harness.address import same_document
from harness.errors import UsageError
from harness.sources.content import content_type, require_html
from harness.sources.folder import answer_from_folder
from harness.sources.protocol import Answer, Answered, Opening, Refused, Request

__all__ = ["HOST", "FileSource"]

HOST = "saved-page.invalid"


class FileSource:
    """A saved page: the file itself, and its pictures and styles from the same folder; nothing from the network."""

    answers = True

    def __init__(self, name: str, path: Path) -> None:
        """Raises UsageError where the file cannot be read, NotHtml where it is no page."""
        try:
            require_html(path.read_bytes())
        except OSError as error:
            raise UsageError(f"{name} cannot be read: {error.strerror}") from error
        self.name = name
        self.opening = Opening(f"http://{HOST}/{quote(path.name)}", offline=True, stand_in=f"http://{HOST}/")
        self._path = path.absolute()

    async def answer(self, request: Request) -> Answer:
        """Any file of the page's own folder, by its path; other hosts are refused.

        The page is told by its content, whatever its ending or the folder that a link to it leads to.
        """
        if same_document(request.url, self.opening.url) and request.method == "GET":
            body = await asyncio.to_thread(self._path.read_bytes)
            return Answered(200, (("content-type", content_type(body)),), body)
        if urlsplit(request.url).hostname != HOST:
            return Refused(f"not in the source: {request.url}")
        return await answer_from_folder(self._path.parent, request)

    async def close(self) -> None:
        """Nothing is held."""
