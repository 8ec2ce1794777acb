"""Floor 1: what may not be kept of a visit: cookies, authorizations, tokens in addresses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

__all__ = ["HIDDEN", "Secrets"]

HIDDEN = "hidden"
"""What stands where a secret stood."""
HEADERS = frozenset(
    {
        "cookie", "set-cookie", "authorization", "proxy-authorization", "x-api-key", "x-auth-token", "x-csrf-token",
        "x-xsrf-token", "x-amz-security-token", "referer", "www-authenticate", "authentication-info",
    }
)  # fmt: skip
# A parameter is a secret where one of these is a word of its name: `api_key`, `authToken`, `X-Amz-Signature`.
WORDS = frozenset(
    {
        "token", "key", "apikey", "secret", "password", "passwd", "pwd", "auth", "authorization", "session", "sessionid",
        "sid", "sig", "signature", "credential", "credentials", "jwt", "otp", "ticket", "csrf", "xsrf", "bearer",
    }
)  # fmt: skip
PARTS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is hidden; `more` are further names of headers and parameters, in lower case."""

    more: frozenset[str] = frozenset()

    @classmethod
    def with_more(cls, names: Iterable[str]) -> "Secrets":
        """The list that comes along, and these names."""
        return cls(frozenset(name.strip().lower() for name in names))

    def headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Headers without those that carry a secret; addresses in the others without theirs."""
        return tuple(
            (name, self.url(value) if name.lower() in {"location", "content-location", "link", "refresh"} else value)
            for name, value in headers
            if name.lower() not in HEADERS and name.lower() not in self.more
        )

    def url(self, url: str) -> str:
        """An address in which each secret parameter's value, and any user and password, is hidden."""
        try:
            parts = urlsplit(url)
            pairs = parse_qsl(parts.query, keep_blank_values=True)
        except ValueError:
            return url
        if not any(self._is_secret(name) for name, _ in pairs) and "@" not in parts.netloc:
            return url
        query = "&".join(
            f"{quote(name, safe='[]')}={HIDDEN if self._is_secret(name) else quote(value, safe=':/,')}"
            for name, value in pairs
        )
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=query))

    def _is_secret(self, name: str) -> bool:
        return name.lower() in self.more or any(part.lower() in WORDS for part in PARTS.findall(name))
