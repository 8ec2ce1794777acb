"""Floor 2: what the lines of a page say: how much like what is sold, and how far from what the page is about."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import Literal

import numpy as np

from harness.deadline import Deadline
from harness.rules.heads import Heads, Side
from harness.survey import Block, Said
from harness.text.encoder import Vectors, encode, line_of

__all__ = ["SPEAKING", "Meaning", "key_of"]

FAR = 0.8
"""The gap from which on a paragraph is far from the others, as in `meaning.far`."""
SPEAKING = 1.5
"""A paragraph worth so much, in log-odds, speaks of what is sold."""
MIN_WITNESSES = 3
MAX_LINES, MAX_MAIN, AT_ONCE = 3_000, 300, 100
"""Lines and paragraphs of one page that are read, about a millisecond each, and how many between two looks at the clock."""


class Meaning:
    """The lines of one page, encoded when they are asked for; with no heads nothing is, and all is worth 0. `main` are the main
    content's paragraphs, `planted` the numbers of those that a script put between the server's, `known` what lines were worth when they
    were read before."""

    def __init__(
        self,
        heads: Heads | None,
        main: Sequence[Block],
        deadline: Deadline,
        planted: Collection[int] = (),
        known: Said | None = None,
    ) -> None:
        self._heads, self._deadline, self._planted = heads, deadline, planted
        self.main = main[:MAX_MAIN]
        self._kept = known.worth if known and heads and known.heads == heads.digest else {}
        self.unread = 0
        """How many lines were one too many for a page, and are worth 0."""
        self._worth: dict[str, float] = {"": 0.0}
        self._by_text: dict[str, float] = {}
        self._measured: dict[str, float] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Encode these texts together, which is quicker than one by one."""
        if self._heads is None:
            return
        lines = [line for line in dict.fromkeys(map(line_of, texts)) if line not in self._worth]
        if self._kept:
            self._worth |= {line: self._kept[key] for line in lines if (key := key_of(line)) in self._kept}
            lines = [line for line in lines if line not in self._worth]
        room = max(0, MAX_LINES - len(self._worth))
        self.unread += len(lines[room:])
        self._worth |= dict.fromkeys(lines[room:], 0.0)
        for at in range(0, len(lines[:room]), AT_ONCE):
            self._deadline.check("its lines were being read for what they say")
            part = lines[at : min(at + AT_ONCE, room)]
            self._worth |= dict(zip(part, self._heads.worth(encode(part), part), strict=True))

    def said(self) -> Said | None:
        """What was read, to be kept; None where nothing was."""
        if self._heads is None or not self._heads.digest:
            return None
        return Said(
            self._heads.digest,
            {key_of(line): worth for line, worth in self._worth.items() if line} | self._measured,
        )

    def once(self, what: str, measure: Callable[[], float]) -> float:
        """What was measured before, on this page or when it was read; else what is measured now."""
        if what not in self._measured:
            self._measured[what] = self._kept[what] if what in self._kept else measure()
        return self._measured[what]

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
        return self._side("praise", text)

    def keyword_of(self, name: str) -> float:
        """How much likelier this was signed for the sake of a link than it is a name, in log-odds."""
        return self._side("keyword", name)

    def _side(self, head: Literal["praise", "keyword"], text: str) -> float:
        """What one of the heads for comments says of a line, where it is among those that a page may have read."""
        line = line_of(text)
        if self._heads is None or not line:
            return 0.0
        self.prepare([text])
        side: Side = getattr(self._heads, head)
        return self.once(f"{head} {key_of(line)}", lambda: side.worth(encode([line]))[0])

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

    def share_of_main(self, apart_from: int) -> float:
        """The share of the main content's paragraphs that speak of what is sold, 0 to 1; of fewer than three none. One that is far
        from what the others say was put in, and is no witness, and neither is the block `apart_from`, which is in question."""
        if not self.has_main:
            return 0.0
        others = len(self._witnesses) - (apart_from in self._standing)
        return len(self._speaking - {apart_from}) / others

    @cached_property
    def _standing(self) -> set[int]:
        return {block.index for block in self._witnesses}

    @cached_property
    def _speaking(self) -> set[int]:
        """The witnesses that speak of what is sold, as the others do."""
        self.prepare(block.text for block in self._witnesses)
        speaking = (block.index for block in self._witnesses if self.of(block.text) >= SPEAKING)
        return {index for index in speaking if self.gap_of(index) < FAR}

    def gap_of(self, block: int) -> float:
        """How far a paragraph of the main content is from the rest of it: 1 less the cosine, 0 to 1; 0 elsewhere, and where the
        main content has fewer than three paragraphs beside it."""
        at = self._places.get(block)
        if at is None or not self.has_main:
            return 0.0
        line = line_of(self.main[at].text)
        told = line in self._told
        if len(self._witnesses) - told < MIN_WITNESSES:
            return 0.0
        return self.once(f"gap {self._about}{key_of(line)}", lambda: self._gap(at, told))

    def _gap(self, at: int, told: bool) -> float:
        own = self._vectors[at]
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
        sent = [block for block in self.main if not block.at_ms]
        main = sent if len(sent) >= MIN_WITNESSES else [b for b in self.main if b.index not in self._planted]
        return list({line_of(block.text): block for block in main}.values())

    @cached_property
    def _told(self) -> set[str]:
        return {line_of(block.text) for block in self._witnesses}

    def nearness(self, text: str, apart_from: str = "") -> float:
        """How near this text is to what the main content says all in all: the cosine, -1 to 1; 0 where the main
        content has fewer than three paragraphs. `apart_from` is the paragraph that the text itself stands in, which does not count."""
        if not self.has_main:
            return 0.0
        line, own = line_of(text), line_of(apart_from)
        if own not in self._told or len(self._witnesses) <= MIN_WITNESSES:
            own = ""
        return self.once(f"near {self._about}{key_of(line)}{key_of(own)}", lambda: self._nearness(line, own))

    def _nearness(self, line: str, own: str) -> float:
        rest = self._sum - encode([own])[0] if own else self._sum
        length = float(np.linalg.norm(rest))
        return round(float(encode([line])[0] @ rest) / length, 3) if length else 0.0

    @cached_property
    def _about(self) -> str:
        """What the lines are held against: a digest of the paragraphs that say what the page is about."""
        return key_of("\n".join(sorted(self._told)))

    @cached_property
    def _places(self) -> dict[int, int]:
        return {block.index: at for at, block in enumerate(self.main)}

    @cached_property
    def _vectors(self) -> Vectors:
        return encode([line_of(block.text) for block in self.main])

    @cached_property
    def _sum(self) -> Vectors:
        total: Vectors = self._vectors[[self._places[block.index] for block in self._witnesses]].sum(axis=0)
        return total


def key_of(line: str) -> str:
    """A line's digest, under which what was measured of it is kept."""
    return hashlib.blake2b(line.encode(), digest_size=8).hexdigest()
