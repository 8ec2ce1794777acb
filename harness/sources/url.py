"""Floor 1: a live page. The source names the address; the door carries every request."""

from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from harness.errors import UsageError
from harness.sources.protocol import Answer, Opening, Passed, Request

__all__ = ["UrlSource", "checked_url"]

# What may stand unescaped in a path or query; '%' among it, as it is escaped already.
SAFE = "/%:@!$&'()*+,;=~?-._[]|"


class UrlSource:
    """A page on the web. It answers nothing itself."""

    answers = False

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.opening = Opening(url)

    async def answer(self, request: Request) -> Answer:
        """The network answers everything."""
        return Passed()

    async def close(self) -> None:
        """Nothing is held."""


def checked_url(url: str) -> str:
    """`url` as a browser writes it: host in lower case, a path of at least `/`, the rest escaped.

    Raises UsageError where it is no http(s) address with a host.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{url}: not a web address ({error})") from error
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"{url}: not a web address; write http://host/path or https://host/path")
    return urlunsplit(
        (
            parts.scheme,
            _authority(parts, host, port),
            quote(parts.path or "/", safe=SAFE),
            quote(parts.query, safe=SAFE),
            quote(parts.fragment, safe=SAFE + "#"),
        )
    )


def _authority(parts: SplitResult, host: str, port: int | None) -> str:
    user = parts.netloc.rpartition("@")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise UsageError(f"{parts.geturl()}: {host} is no host name ({error})") from error
    if ":" in host:
        host = f"[{host}]"
    default = {"http": 80, "https": 443}[parts.scheme]
    tail = "" if port in (None, default) else f":{port}"
    return f"{user[0]}{user[1]}{host}{tail}"
