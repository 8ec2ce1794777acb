"""Floor 1: as whom a page is visited: what cloaking servers and scripts tell readers by (Invernizzi et al., S&P 2016, table 3)."""

import difflib
from collections.abc import Sequence
from dataclasses import replace

from harness.errors import UsageError
from harness.sources.protocol import Answer, Identity, Opening, Request, Source

__all__ = ["IDENTITIES", "AsIdentity", "identities_of"]

CRAWLER = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; {name}) Chrome/{version} Safari/537.36"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version} Mobile Safari/537.36"
)

IDENTITIES = {
    one.name: one
    for one in (
        Identity("reader"),
        Identity("from-search", referrer="https://www.google.com/"),
        Identity("mobile", user_agent=PHONE, viewport=(412, 915), mobile=True),
        Identity("googlebot", user_agent=CRAWLER.replace("{name}", "Googlebot/2.1; +http://www.google.com/bot.html")),
        Identity("bingbot", user_agent=CRAWLER.replace("{name}", "bingbot/2.0; +http://www.bing.com/bingbot.htm")),
        Identity("baiduspider", user_agent="Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"),
        Identity("yandexbot", user_agent="Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)"),
    )
}  # fmt: skip
"""By name; `{version}` in a user agent is the browser's own."""


def identities_of(names: Sequence[str]) -> tuple[Identity, ...]:
    """The identities of these names, in order. Raises UsageError for one that is not known, and for fewer than two."""
    found: list[Identity] = []
    for name in names:
        if name not in IDENTITIES:
            near = difflib.get_close_matches(name, IDENTITIES, 1)
            meant = f"; did you mean {near[0]}?" if near else f": one of {', '.join(IDENTITIES)} is meant"
            raise UsageError(f"--as: {name!r} is nobody{meant}")
        if IDENTITIES[name] not in found:
            found.append(IDENTITIES[name])
    if len(found) < 2:
        raise UsageError("--as takes two names or more, the first of which the page is cleaned as: reader,googlebot")
    return tuple(found)


class AsIdentity:
    """A source, opened as somebody. It is not closed with this: others open it too."""

    def __init__(self, source: Source, identity: Identity) -> None:
        self._source, self.identity = source, identity

    @property
    def name(self) -> str:
        """As the source is called."""
        return self._source.name

    @property
    def answers(self) -> bool:
        """As the source says."""
        return self._source.answers

    @property
    def opening(self) -> Opening:
        """The source's, as this identity."""
        viewport = self.identity.viewport or self._source.opening.viewport
        return replace(self._source.opening, identity=self.identity, viewport=viewport)

    async def answer(self, request: Request) -> Answer:
        """What the source answers."""
        return await self._source.answer(request)

    async def close(self) -> None:
        """The source stays open for the others."""
