"""Floor 2: finding pieces of a page again in the text that a reading made of it."""

from collections.abc import Iterable

__all__ = ["MIN_KNOWN", "Extracted", "left_out", "squashed"]

MIN_KNOWN = 12
MIN_END = 30
GRAM, NEAR = 6, 400
"""Characters; `GRAM` is at most half of `MIN_KNOWN`, so that every piece has one of the text's own."""


def squashed(text: str) -> str:
    """Text without white space, for finding it again where white space was set anew."""
    return "".join(text.split())


def left_out(prose: Iterable[str], article: str) -> list[str]:
    """Which of a page's pieces of prose are in no line of its article."""
    extracted = Extracted(article)
    return [piece for piece in prose if not extracted.knows(squashed(piece))]


class Extracted:
    """What an extractor found, as one text that every piece of a page is looked for in: found where the last one ended, mostly, and
    looked for elsewhere only where it may stand there."""

    def __init__(self, found: str) -> None:
        self.text = squashed(found)
        self._lines = {squashed(line) for line in found.split("\n")}
        self._grams = {self.text[at : at + GRAM] for at in range(0, len(self.text), GRAM)}
        self._end = 0

    def knows(self, own: str) -> bool:
        """True for a squashed piece that was found; of a long one its beginning or its end is enough, as an extractor may lose a word
        inside: a date in an element of its own, a link."""
        if own in self._lines or len(own) < MIN_KNOWN:
            return own in self._lines
        return self._holds(own) or (
            len(own) >= 2 * MIN_END and (self._holds(own[:MIN_END]) or self._holds(own[-MIN_END:]))
        )

    def _holds(self, piece: str) -> bool:
        at = self.text.find(piece, self._end, self._end + len(piece) + NEAR)
        if at < 0 and self._may_hold(piece):
            at = self.text.find(piece)
        if at >= 0:
            self._end = at + len(piece)
        return at >= 0

    def _may_hold(self, piece: str) -> bool:
        """False where the piece's letters, six by six from one of its first six on, are none of the text's: looking for each piece of
        a long page in a long text takes as long as the two together."""
        starts = range(min(GRAM, len(piece) - GRAM + 1))
        return any(
            all(piece[at : at + GRAM] in self._grams for at in range(first, len(piece) - GRAM + 1, GRAM))
            for first in starts
        )
