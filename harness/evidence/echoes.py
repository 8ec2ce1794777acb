"""Floor 2: echoes: what of a text the main content says too, by its words and by its sense."""

import re
from collections.abc import Sequence
from functools import cached_property

from harness.evidence.meaning import SPEAKING, Meaning
from harness.evidence.seams import Seams
from harness.text.fold import fold

__all__ = ["Echoes"]

MOST_UNECHOED, SHORT = 0.34, 3
NEAR = 0.15
"""Of what was put into 98 pages 19 in 20 are less near to what the page says, of the pages' own titles one in 20."""
ECHO = re.compile(r"[^\W_]+")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Characters of which two side by side are told: of scripts without spaces, and of Korean, whose words change their endings."""


class Echoes:
    """The main content's `lines`, with what they mean and the words of the page."""

    def __init__(self, lines: Sequence[str], meaning: Meaning, seams: Seams) -> None:
        self._lines, self._meaning, self._seams = lines, meaning, seams
        self._apart: dict[str, str] = {}

    @cached_property
    def _said(self) -> str:
        """The main content, without paragraphs that read like what is sold: they are no witness of what the page is about."""
        return "\n".join(fold(line).text for line in self._lines if self._meaning.of(line) < SPEAKING)

    def share(self, text: str, apart_from: str = "") -> float:
        """The share of this text's words that the main content has, of a script without spaces that of its pairs of characters, 0 to 1;
        words of three letters and fewer say nothing, and of long ones the ending is left off. `apart_from` is the line of the main
        content that the text itself stands in: it echoes nothing."""
        words = ECHO.findall(fold(text).text)
        told = [w[: len(w) - (len(w) > 5) - (len(w) > 7)] for w in words if not UNSPACED.search(w) and len(w) > SHORT]
        told += [w[i : i + 2] for w in words if UNSPACED.search(w) for i in range(len(w) - 1)]
        said = self._said_apart_from(apart_from) if apart_from else self._said
        return sum(word in said for word in told) / len(told) if told else 0.0

    def _said_apart_from(self, line: str) -> str:
        if line not in self._apart:
            self._apart[line] = self._said.replace(fold(line).text, "")
        return self._apart[line]

    def has(self, text: str, apart_from: str = "") -> bool:
        """True where the main content has more than one in three of this text's words."""
        return self.share(text, apart_from) > MOST_UNECHOED

    def is_unlike(self, text: str, apart_from: str = "") -> bool:
        """True for what has neither the words of the main content nor its sense."""
        return not self.has(text, apart_from) and self._meaning.nearness(text, apart_from) < NEAR

    def is_own_word(self, word: str) -> bool:
        """True for a word of the main content; a short one, that the page has more than once."""
        return self.share(word) > 0 if len(word) > SHORT else self._seams.knows(word)
