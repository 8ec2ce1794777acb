"""Floor 2: what was found, by its sense: who sells space on a page sells it to one trade, and what is left of it reads like the rest."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from harness.evidence.meaning import Meaning, key_of
from harness.text.encoder import Vectors, encode, line_of

__all__ = ["Alike"]

MAX_FOUND = 200
LEAST_MEANING = 0.7
"""Log-odds: what reads less like what is sold than this is not held against what was found."""
LEAST = 0.3
"""On 98 polluted pages with trades not trained on, 39 of 87 spam texts that read like what is sold and were not found without it
are so much nearer to what was found than to the main content, and 29 of 995 honest ones that read so; of 0.2 it is 52, and 94."""


class Alike:
    """The texts that were found on a page (each with the number of the block it stands in), and the main content's paragraphs that
    were not, beside which a text is alike to one or the other."""

    def __init__(self, meaning: Meaning, found: Sequence[tuple[str, int]], kept: Sequence[tuple[str, int]]) -> None:
        self._meaning = meaning
        self._found = list(dict.fromkeys((line_of(text), block) for text, block in found))[:MAX_FOUND]
        self._kept = [(line_of(text), block) for text, block in kept]
        self._found_blocks = np.array([block for _, block in self._found], dtype=np.int64)
        self._kept_blocks = np.array([block for _, block in self._kept], dtype=np.int64)

    def nearer(self, text: str, block: int) -> float:
        """How much nearer this text of a block is to one of those that were found elsewhere than to any paragraph of the main
        content: the difference of the cosines, 0 to 1; 0 for less than 0.3, and for what does not read like what is sold."""
        if not self._found or self._meaning.of(text) < LEAST_MEANING:
            return 0.0
        line = line_of(text)
        return self._meaning.once(f"alike {self._about}{block} {key_of(line)}", lambda: self._nearer(line, block))

    def _nearer(self, line: str, block: int) -> float:
        own = encode([line])[0]
        like = _nearest(own, self._found_vectors, self._found_blocks, block)
        unlike = _nearest(own, self._kept_vectors, self._kept_blocks, block)
        gap = round(like - max(0.0, unlike), 3)
        return min(1.0, gap) if gap >= LEAST else 0.0

    @cached_property
    def _found_vectors(self) -> Vectors:
        return encode([line for line, _ in self._found])

    @cached_property
    def _kept_vectors(self) -> Vectors:
        return encode([line for line, _ in self._kept])

    @cached_property
    def _about(self) -> str:
        """What a text is held against, as a digest."""
        return key_of("\n".join(f"{block} {line}" for line, block in (*self._found, *self._kept)))


def _nearest(own: Vectors, others: Vectors, blocks: NDArray[np.int64], block: int) -> float:
    """The greatest cosine to a text of another block; 0 where there is none."""
    elsewhere = (others @ own)[blocks != block]
    return float(elsewhere.max()) if elsewhere.size else 0.0
