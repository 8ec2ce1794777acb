"""Floor 2: what a page says its title is where readers do not look: og:title, twitter:title, a JSON-LD headline. What was put before the
title and the headline alone stands out against it."""

from collections.abc import Sequence

from harness.survey import Head
from harness.text.tokens import letters

__all__ = ["TITLES", "own_titles", "planted_before"]

TITLES = {"og:title", "twitter:title"}
MIN_OWN, MIN_BEGIN = 8, 12
"""Letters of such a title, and the characters by which its beginning is found in another text."""


def own_titles(head: Head) -> tuple[str, ...]:
    """All that these say, each once."""
    said = (*head.headlines, *(value for name, value in head.metas if name in TITLES))
    return tuple(dict.fromkeys(text.strip() for text in said if len(letters(text)) >= MIN_OWN))


def planted_before(text: str, titles: Sequence[str]) -> int:
    """How many characters stand before the page's own title in this one, which goes on with all of it, or ends in the middle of it; 0
    where it does not."""
    for own in titles:
        at = text.find(own[:MIN_BEGIN])
        rest = letters(text[at:]) if at > 0 else ""
        if len(rest) >= MIN_OWN and (rest.startswith(letters(own)) or letters(own).startswith(rest)):
            return len(text[:at].rstrip())
    return 0
