"""Floor 2: of which trades a page speaks itself: what it is about may be said on it."""

from collections.abc import Callable, Iterable, Sequence

from harness.evidence.match import Hit
from harness.evidence.spans import Intervals, covered
from harness.rules.model import Rule
from harness.survey import Block, Link

__all__ = ["Topic"]

MAX_WITNESS_SHARE = 0.15
"""A paragraph of which words of a trade cover more than this advertises, and is no witness of what the page is about."""
MIN_WITNESSES = 3
SEVERAL = {"mixed", "offers"}
"""Packs of words of many trades."""


class Topic:
    """What the paragraphs of the main content speak of, in words of the packs in the page's own `language`; `hits` and `outside` are a
    block's words and its links to other sites, by blocks, `own_lines` the blocks that are headings or link within the site."""

    def __init__(
        self,
        main: Sequence[Block],
        hits: Sequence[Sequence[Hit]],
        outside: Sequence[Sequence[Link]],
        language: str,
        own_lines: Callable[[], Iterable[Block]],
    ) -> None:
        self._main, self._hits, self._language = main, hits, language
        self._own_lines = own_lines
        self._spoken = [trades for block in main if (trades := self._spoken_in(block, outside[block.index]))]
        self._shares: dict[frozenset[str], float] = {}

    def share(self, hits: Sequence[Hit]) -> float:
        """The share of the main content's paragraphs that speak of what these words are of, of anything the packs know where there are
        none: here and there a word, in the page's own language. A page about medicines is none about betting. A paragraph full of such
        words, or one that a script put in, is no witness; nor are fewer than three."""
        trades = frozenset(_trade_of(hit.rule) for hit in hits) - {""}
        if trades not in self._shares:
            self._shares[trades] = self._share_of(trades)
        return self._shares[trades]

    def _share_of(self, trades: frozenset[str]) -> float:
        """By trades; those of a pack that says of none may be of any."""
        told = trades | {""} if trades else None
        speaking = sum(any(told is None or trade in told for trade in found) for found in self._spoken)
        witnesses = speaking + (speaking > 1 and self._own_lines_speak(told))
        return speaking / len(self._main) if witnesses >= MIN_WITNESSES else 0.0

    def _spoken_in(self, block: Block, outside: Sequence[Link]) -> set[str]:
        """The trades whose words stand here and there in a paragraph; what leads to other sites may be sold."""
        hits = self._hits[block.index]
        led = Intervals([(link.start, link.end) for link in outside])
        trades = {_trade_of(h.rule) for h in hits if h.rule.language == self._language and not led.hold(h.start, h.end)}
        witness = covered(hits) < MAX_WITNESS_SHARE * len(block.text) and not (block.at_ms and block.was)
        return trades if witness else set()

    def _own_lines_speak(self, trades: frozenset[str] | None) -> bool:
        """True where one of the page's own lines has words of these trades (None: of any) that honest pages use too, and no
        others."""
        for block in self._own_lines():
            own = [h.rule for h in self._hits[block.index] if h.rule.language == self._language]
            own = [rule for rule in own if trades is None or _trade_of(rule) in trades]
            if {rule.role for rule in own} == {"topic"}:
                return True
        return False


def _trade_of(rule: Rule) -> str:
    """The trade that a rule of words is of; empty where its pack is of several, or says of none."""
    pack = rule.id.split(".")
    return pack[2] if len(pack) == 4 and pack[0] == "words" and pack[2] not in SEVERAL else ""
