"""Floor 1: HTML given as bytes (standard input, or a file with an address of its own)."""

from harness.address import same_document
from harness.sources.content import content_type, require_html
from harness.sources.protocol import Answer, Answered, Opening, Passed, Refused, Request
from harness.sources.url import checked_url

__all__ = ["DEFAULT_URL", "HtmlSource"]

DEFAULT_URL = "http://page.invalid/"


class HtmlSource:
    """One document and nothing else: offline without a `base_url`, since nobody knows then what its links mean."""

    answers = True

    def __init__(self, name: str, html: bytes, base_url: str | None = None) -> None:
        """Raises UsageError where `base_url` is no http(s) address, NotHtml where the bytes are no page."""
        require_html(html)
        self.name = name
        offline = base_url is None
        self.opening = Opening(
            checked_url(base_url or DEFAULT_URL), offline=offline, stand_in=DEFAULT_URL if offline else ""
        )
        self._html = html

    async def answer(self, request: Request) -> Answer:
        """The document for its own address; all else is refused, or passed on where there is a `base_url`."""
        if request.resource_type != "Document" or not same_document(request.url, self.opening.url):
            return Refused(f"not in the source: {request.url}") if self.opening.offline else Passed()
        return Answered(200, (("content-type", content_type(self._html)),), self._html)

    async def close(self) -> None:
        """Nothing is held."""
