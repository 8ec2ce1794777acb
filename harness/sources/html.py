"""Floor 1: HTML given as bytes (standard input, or a file with an address of its own)."""

from harness.address import same_document
from harness.sources.content import content_type, require_html
from harness.sources.protocol import Answer, Request
from harness.sources.url import checked_url

__all__ = ["DEFAULT_URL", "HtmlSource"]

DEFAULT_URL = "http://page.invalid/"


class HtmlSource:
    """One document and nothing else: offline without a `base_url`, since nobody knows then what its links mean."""

    answers = True
    clock_s: float | None = None
    locale: str | None = None
    viewport: tuple[int, int] | None = None

    def __init__(self, name: str, html: bytes, base_url: str | None = None) -> None:
        """Raises UsageError where `base_url` is no http(s) address, NotHtml where the bytes are no page."""
        require_html(html)
        self.name = name
        self.url = checked_url(base_url or DEFAULT_URL)
        self.offline = base_url is None
        self.stand_in = "" if base_url else DEFAULT_URL
        self._html = html

    async def answer(self, request: Request) -> Answer | None:
        """The document for its own address; None for all else."""
        if request.resource_type != "Document" or not same_document(request.url, self.url):
            return None
        return Answer(200, (("content-type", content_type(self._html)),), self._html)

    async def close(self) -> None:
        """Nothing is held."""
