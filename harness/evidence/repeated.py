"""Floor 2: where the page says again, inside a text that stays, what was surely found elsewhere on it."""

from collections.abc import Collection, Iterator, Sequence

from harness.evidence.match import Hit, hits_within
from harness.evidence.spans import UNSPACED
from harness.evidence.subject import Subject
from harness.evidence.tidy import SEPARATORS
from harness.survey import Block
from harness.text.scripts import cells_of
from harness.text.tokens import letters

__all__ = ["is_phrase", "repeated_in"]

MIN_WORDS, MIN_CELLS = 3, 14
"""What two texts of a page do not have in common by chance: three words, or as much in a script without spaces."""
MAX_PHRASES, MAX_TIMES = 100, 50
"""Bounds: phrases that are looked for, and times that each is found."""


def is_phrase(text: str) -> bool:
    """True for what is long enough to be told from the words that any two texts have in common."""
    several = len(text.split()) >= MIN_WORDS or bool(UNSPACED.search(text))
    return several and cells_of(letters(text)) >= MIN_CELLS


def repeated_in(
    blocks: Sequence[Block], hits: Sequence[Sequence[Hit]], found: Sequence[tuple[str, int]], gone: Collection[int]
) -> Iterator[Subject]:
    """Stretches of the blocks that stay which are, to the letter, what was found (`found`: texts with their block's number); `hits` are
    by the blocks' numbers, `gone` the numbers of those that go."""
    phrases = {text.strip(f"{SEPARATORS} \n\t:：?？"): index for text, index in found}
    wanted = [(phrase, index) for phrase, index in phrases.items() if is_phrase(phrase)][:MAX_PHRASES]
    for block in blocks if wanted else ():
        if block.index in gone:
            continue
        for phrase, index in wanted:
            at, times = block.text.find(phrase), 0
            while at >= 0 and times < MAX_TIMES:
                end = at + len(phrase)
                linked = any(k.start < end and at < k.end for k in block.links)  # a link is judged whole
                if index != block.index and not linked and len(phrase) < len(block.text.strip()):
                    within = hits_within(hits[block.index], at, end)
                    yield Subject("cluster", phrase, block.index, at, end, within)
                at, times = block.text.find(phrase, end), times + 1
