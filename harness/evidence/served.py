"""Floor 2: what the server sent against what stands: a page whose scripts took its own text away is told by it."""

import re

from harness.evidence.ahead import lines_of

__all__ = ["holds_served", "taken_away"]

PROSE = 60
"""Characters (one of East Asian writing counts as two) from which a line is prose rather than a button or a heading."""
LEAST = 240
"""Characters of prose in all; a page that was sent with less has nothing that could be missed."""
HELD = 0.2
"""The share of the prose that still has to stand: pages that render anew, or fold their text into tabs, keep more."""
LOOKED_FOR = 40
SPACE = re.compile(r"\s+")
WIDE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def taken_away(document: str, seen: str) -> bool:
    """True where the prose of the HTML as it was sent does not stand in the text that was seen, nor as much in its place."""
    prose = _prose(document)
    sent = sum(map(len, prose))
    return sent >= LEAST and len(seen) < 2 * sent and _held(prose, seen) < HELD * sent


def holds_served(document: str, seen: str) -> bool:
    """True where at least half of the prose of the HTML as it was sent stands in this text."""
    prose = _prose(document)
    return _held(prose, seen) * 2 >= sum(map(len, prose))


def _prose(document: str) -> list[str]:
    return [line for line in dict.fromkeys(lines_of(document)) if len(line) + len(WIDE.findall(line)) >= PROSE]


def _held(prose: list[str], seen: str) -> int:
    """How many characters of these lines stand in the text; spaces are passed over, which each side sets in its own way."""
    packed = SPACE.sub("", seen)
    return sum(len(line) for line in prose if SPACE.sub("", line)[:LOOKED_FOR] in packed)
