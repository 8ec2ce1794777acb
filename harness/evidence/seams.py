"""Floor 2: seams: where two texts were put together without a space, told by capitals, by the page's own words, and by words that
sold phrases begin and end with."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from harness.text.tokens import glued_at

__all__ = ["Seams"]

WORD = re.compile(r"[^\W\d_]+")
TURN = re.compile(r"[^\W_](?=[^\W\d_])")
MAX_EDGE = 16
"""Characters of such words on either side."""
MIN_FIRST, MIN_SECOND = 4, 2
"""Letters of the two words that a seam has made one of."""


class Seams:
    """The words of a page; `sold` are those that packs' terms are made of, in small letters, `heads` and `tails` what a phrase begins
    and ends with in scripts without spaces."""

    def __init__(
        self, texts: Iterable[str], sold: Collection[str], heads: Collection[str] = (), tails: Collection[str] = ()
    ) -> None:
        self._head, self._tail = _any_of(heads), _any_of(tails)
        self._count: Counter[str] = Counter()
        for text in texts:
            self._count.update(WORD.findall(text.casefold()))
        self._sold = sold

    def at(self, text: str, at: int) -> bool:
        """True where a seam is: between a small letter and a capital, or within a word that is one of what is sold and one of
        the page's own. A word that the page has elsewhere is whole as it is (MacBook, gameplay)."""
        if not 0 < at < len(text) or not (text[at].isalpha() and text[at - 1].isalnum()):
            return False
        start, end = _word_around(text, at)
        whole = text[start:end].casefold()
        if self._count[whole] > 1:
            return False
        if glued_at(text, at):
            return True
        first, second = whole[: at - start], whole[at - start :]
        if len(first) < MIN_FIRST or len(second) < MIN_SECOND or not text[at - 1].islower() or not text[at].islower():
            return False
        return first in self._sold and self._count[second] > 0

    def knows(self, word: str) -> bool:
        """True for a word that the page has more than once."""
        return self._count[word.casefold()] > 1

    def within(self, text: str, start: int, end: int) -> Iterator[int]:
        """The places between these where a small letter is followed by a capital, in a word that the page has nowhere else."""
        return (
            at for m in TURN.finditer(text, start, end) if glued_at(text, at := m.start() + 1) and self.at(text, at)
        )

    def head(self, text: str, start: int) -> int:
        """Where a phrase begins whose known words begin here."""
        first = max(0, start - MAX_EDGE)
        found = self._head and next(
            (m for at in range(first, start) if (m := self._head.fullmatch(text, at, start))), None
        )
        return found.start() if found else start

    def tail(self, text: str, end: int) -> int:
        """Where a phrase ends whose known words end here."""
        found = self._tail and self._tail.match(text, end, end + MAX_EDGE)
        return found.end() if found else end


def _any_of(words: Collection[str]) -> re.Pattern[str] | None:
    """One of these words or several in a row, the longest first."""
    if not words:
        return None
    return re.compile(f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})+", re.IGNORECASE)


def _word_around(text: str, at: int) -> tuple[int, int]:
    start, end = at, at
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return start, end
