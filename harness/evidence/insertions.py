"""Floor 2: what scripts put into the server's sentences: the parts of a text that its earlier state lacks.

Alignment by the longest common subsequence, from rapidfuzz: its bit-parallel algorithm (Hyyrö 2004) takes a bounded time
on any input of this length, where difflib is cubic on texts that repeat themselves.
"""

import re

from harness.survey import Block

__all__ = ["insertions"]

MIN_SENTENCE = 20
MAX_COMPARED = 8_000
MAX_PARTS, MIN_PART = 8, 3
"""Letter by letter two texts can be aligned in many ways: one that leaves more or shorter parts than these proves nothing."""
# Words, and single characters of scripts that set no spaces between words.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
TOKENS = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+|\W")


def insertions(block: Block) -> list[tuple[int, int]]:
    """The ranges of the block's text that scripts put between what the server sent, where all of that still stands.

    A script that wraps words in links or changes a number is not meant: nothing may be missing but what was added.
    """
    was, text = block.was, block.text
    if was is None or len(was.strip()) < MIN_SENTENCE or len(text) > MAX_COMPARED or len(text) <= len(was):
        return []
    head = _common(was, text)
    tail = min(_common(was[::-1], text[::-1]), len(was) - head)
    if head + tail == len(was):
        return [(head, len(text) - tail)]
    old, new = was[head : len(was) - tail], text[head : len(text) - tail]
    by_words = _added(TOKENS.findall(old), TOKENS.findall(new))
    found = by_words if by_words is not None else _added(list(old), list(new))
    if found is None or (by_words is None and (len(found) > MAX_PARTS or any(b - a < MIN_PART for a, b in found))):
        return []
    return [(head + start, head + end) for start, end in found]


def _common(a: str, b: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _added(old: list[str], new: list[str]) -> list[tuple[int, int]] | None:
    """The ranges, in characters, of what `new` has and `old` has not; None where anything of `old` is missing."""
    from rapidfuzz.distance import (
        LCSseq,  # slow to import, and few pages have a text that scripts changed in two places
    )

    found: list[tuple[int, int]] = []
    ends = [0]
    for token in new:
        ends.append(ends[-1] + len(token))
    for change in LCSseq.opcodes(old, new):
        if change.tag in {"replace", "delete"}:
            return None
        if change.tag == "insert":
            found.append((ends[change.dest_start], ends[change.dest_end]))
    return found
