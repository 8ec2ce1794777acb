"""Floor 2: what the lines of a page say: how much like what is sold, and how far from what the page is about."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

import numpy as np

from harness.deadline import Deadline
from harness.rules.heads import Heads
from harness.survey import Block
from harness.text.encoder import Vectors, encode, line_of

__all__ = ["SPEAKING", "Meaning"]

FAR = 0.8
"""The gap from which on a paragraph is far from the others, as in `meaning.far`."""
SPEAKING = 1.5
"""A paragraph worth so much, in log-odds, speaks of what is sold."""
MIN_WITNESSES = 3
MAX_LINES, MAX_MAIN, AT_ONCE = 3_000, 300, 100
"""Lines and paragraphs of one page that are read, about a millisecond each, and how many between two looks at the clock."""


class Meaning:
    """The lines of one page, encoded when they are asked for; with no heads nothing is, and all is worth 0. `main` are the main
    content's paragraphs, `planted` the numbers of those that a script put between the server's."""

    def __init__(
        self, heads: Heads | None, main: Sequence[Block], deadline: Deadline, planted: Collection[int] = ()
    ) -> None:
        self._heads, self._main, self._deadline, self._planted = heads, main[:MAX_MAIN], deadline, planted
        self.unread = 0
        """How many lines were one too many for a page, and are worth 0."""
        self._worth: dict[str, float] = {"": 0.0}
        self._by_text: dict[str, float] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Encode these texts together, which is quicker than one by one."""
        if self._heads is None:
            return
        lines = [line for line in dict.fromkeys(map(line_of, texts)) if line not in self._worth]
        room = max(0, MAX_LINES - len(self._worth))
        self.unread += len(lines[room:])
        self._worth |= dict.fromkeys(lines[room:], 0.0)
        for at in range(0, len(lines[:room]), AT_ONCE):
            self._deadline.check("its lines were being read for what they say")
            part = lines[at : min(at + AT_ONCE, room)]
            self._worth |= dict(zip(part, self._heads.worth(encode(part), part), strict=True))

    def of(self, text: str) -> float:
        """How much likelier this text is among what is sold than among honest lines, in log-odds from -7 to 7."""
        if self._heads is None:
            return 0.0
        if text not in self._by_text:
            line = line_of(text)
            if line not in self._worth:
                self.prepare([text])
            self._by_text[text] = self._worth[line]
        return self._by_text[text]

    def praise_of(self, text: str) -> float:
        """How much likelier this is a line that would fit under any article than what a reader says of one, in log-odds."""
        return self._heads.praise.worth(encode([line_of(text)]))[0] if self._heads and self._may_read(text) else 0.0

    def keyword_of(self, name: str) -> float:
        """How much likelier this was signed for the sake of a link than it is a name, in log-odds."""
        return self._heads.keyword.worth(encode([line_of(name)]))[0] if self._heads and self._may_read(name) else 0.0

    def _may_read(self, text: str) -> bool:
        """Whether this is among the lines that a page may have read."""
        self.prepare([text])
        return bool(line_of(text)) and line_of(text) in self._worth

    @property
    def deaf(self) -> bool:
        """True where nothing is read for what it says."""
        return self._heads is None

    def all_of(self, texts: Sequence[str]) -> list[float]:
        """The same of these, read together."""
        self.prepare(texts)
        return [self.of(text) for text in texts]

    def sum_of(self, texts: Sequence[str]) -> float:
        """What these texts are worth together; what is honest counts as 0."""
        self.prepare(texts)
        return sum(max(0.0, self.of(text)) for text in texts)

    @cached_property
    def share_of_main(self) -> float:
        """The share of the main content's paragraphs that speak of what is sold, 0 to 1; of fewer than three none. One that is far
        from what the others say was put in, and is no witness."""
        if not self.has_main:
            return 0.0
        self.prepare(block.text for block in self._witnesses)
        speaking = [block for block in self._witnesses if self.of(block.text) >= SPEAKING]
        return sum(self.gap_of(block.index) < FAR for block in speaking) / len(self._witnesses)

    def gap_of(self, block: int) -> float:
        """How far a paragraph of the main content is from the rest of it: 1 less the cosine, 0 to 1; 0 elsewhere, and where the
        main content has fewer than three paragraphs beside it."""
        at = self._places.get(block)
        if at is None or not self.has_main:
            return 0.0
        own = self._vectors[at]
        told = line_of(self._main[at].text) in self._told
        if len(self._witnesses) - told < MIN_WITNESSES:
            return 0.0
        rest = self._sum - own if told else self._sum
        length = float(np.linalg.norm(rest))
        return 0.0 if not length else round(min(1.0, max(0.0, 1 - float(own @ rest) / length)), 3)

    @property
    def has_main(self) -> bool:
        """True where the main content has paragraphs enough to say what it is about."""
        return self._heads is not None and len(self._witnesses) >= MIN_WITNESSES

    @cached_property
    def _witnesses(self) -> list[Block]:
        """The paragraphs that say what the page is about, each once: those that the server sent, where they are enough, else all
        that no script put between them."""
        sent = [block for block in self._main if not block.at_ms]
        main = sent if len(sent) >= MIN_WITNESSES else [b for b in self._main if b.index not in self._planted]
        return list({line_of(block.text): block for block in main}.values())

    @cached_property
    def _told(self) -> set[str]:
        return {line_of(block.text) for block in self._witnesses}

    def nearness(self, text: str, apart_from: str = "") -> float:
        """How near this text is to what the main content says all in all: the cosine, -1 to 1; 0 where the main
        content has fewer than three paragraphs. `apart_from` is the paragraph that the text itself stands in, which does not count."""
        if not self.has_main:
            return 0.0
        rest = self._sum
        own = line_of(apart_from)
        if own in self._told and len(self._witnesses) > MIN_WITNESSES:
            rest = rest - encode([own])[0]
        length = float(np.linalg.norm(rest))
        return round(float(encode([line_of(text)])[0] @ rest) / length, 3) if length else 0.0

    @cached_property
    def _places(self) -> dict[int, int]:
        return {block.index: at for at, block in enumerate(self._main)}

    @cached_property
    def _vectors(self) -> Vectors:
        return encode([line_of(block.text) for block in self._main])

    @cached_property
    def _sum(self) -> Vectors:
        total: Vectors = self._vectors[[self._places[block.index] for block in self._witnesses]].sum(axis=0)
        return total
