"""Floor 2: wedges: where a text may have been put into another, told by its edges alone, whatever it says.

What was spliced into a sentence runs into the next word without a space, or stands behind the last full stop of a paragraph. What was
put before a headline has no word of what the page is about, and the headline has. Edges prove nothing; what the text between them
says does (`meaning`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from harness.evidence.seams import Seams
from harness.evidence.spans import UNSPACED
from harness.text.scripts import turns_between
from harness.text.tokens import glued_at

__all__ = ["MIN_STUFFED", "joints_of", "latin_runs", "stuffed", "wedges_of"]

MIN_WEDGE, MAX_WEDGE = 6, 90
"""Characters of a text that was put into another."""
CLAUSE_END = re.compile(r"[。！？，、；：]+[”」』）)]?\s*|[.!?…,;:،؟।]+[\"”’»)]?\s+")
STOP = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[^\w\s.]))[.!?…](?=[^\W\d_]{2})")
"""A full stop without a space behind it."""
ENDS = re.compile(r"[.。！？!?…:：;；।؟)\]】）\"”’»」』]\s*$")
WORD = re.compile(r"\w+(?:['’]\w+)*")
LATIN = "A-Za-z0-9À-ɏ"
LATIN_RUN = re.compile(
    rf"(?<![{LATIN}])(?<![{LATIN}][ \t])[A-Za-zÀ-ɏ][{LATIN}'’&-]*(?:[ \t]+[{LATIN}'’&-]+){{2,9}}[%％]?(?![{LATIN}'’&-])(?![ \t]+[{LATIN}])"
)
MAX_WORDS, MAX_CHARACTERS = 8, 14
"""How long a phrase before or behind a headline may be, in words, or in characters of a script without spaces."""
MIN_STUFFED, MIN_BEHIND, MIN_APART = 2.5, 4.0, 2.0
"""Log-odds: what a phrase before a headline has to be worth, or one behind it, where an honest one trails off, and by how much more
than the headline."""
AS_GOOD = 0.5
"""Of phrases that are apart by so much less at most than the best, the longest is meant: a headline's first word costs 2 and more."""
MIN_UNSPACED, LIKELY = 5.0, 3.0
"""The same where any character may be the first of a word, and there are many places to try; and what a place is worth that stands
at a space or a seam, or at a word of the page."""


def wedges_of(text: str, seams: Seams) -> Iterator[tuple[int, int]]:
    """Stretches of running text that have an edge which only a text put in has."""
    starts = [0, *(m.end() for m in CLAUSE_END.finditer(text))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        seam = next((at for at in seams.within(text, start, min(end, start + MAX_WEDGE)) if at - start >= MIN_WEDGE), 0)
        if seam:
            yield start, seam
            continue
        for at in seams.within(text, start + MAX_WEDGE, end):
            yield from ((first, at) for first in _strangers(text, at, seams))
    if len(starts) > 1 and not ENDS.search(text):
        last = max([starts[-1], *(m.end() for m in STOP.finditer(text, starts[-1]))])
        if MIN_WEDGE <= len(text.rstrip()) - last <= MAX_WEDGE:
            yield last, len(text.rstrip())


def latin_runs(text: str) -> Iterator[tuple[int, int]]:
    """Three to ten words in Latin letters, in a text that is in another script: a name is shorter, a quotation is longer."""
    return (m.span() for m in LATIN_RUN.finditer(text) if MIN_WEDGE <= m.end() - m.start() <= MAX_WEDGE)


def _strangers(text: str, seam: int, seams: Seams) -> Iterator[int]:
    """Where, not far before a seam, a word that the page has nowhere else follows one that it has."""
    words = [m.span() for m in WORD.finditer(text, max(0, seam - MAX_WEDGE), seam)][-MAX_WORDS - 1 :]
    for (a, b), (start, end) in pairwise(words):
        if seams.knows(text[a:b]) and not seams.knows(text[start:end]) and seam - start >= MIN_WEDGE:
            yield start


def joints_of(text: str) -> list[int]:
    """Where a phrase that was put before a headline may end, or one behind it begin, nearest the start first."""
    if UNSPACED.search(text):
        # A word of another script within the text is one word.
        return [at for at in range(4, len(text) - 3) if UNSPACED.search(text[at - 1 : at + 1])]
    words = [m.span() for m in WORD.finditer(text)]
    joints = {start for start, _ in words[1:]}
    joints |= {
        at for a, b in words for at in range(a + 1, b) if turns_between(text[at - 1], text[at]) or glued_at(text, at)
    }
    return sorted(joints)


def stuffed(
    text: str,
    worth: Callable[[Sequence[str]], Sequence[float]],
    echoed: Callable[[str], bool],
    known: Callable[[str], bool],
) -> tuple[int, int] | None:
    """Where, in a headline or a piece of one, a phrase stands before or behind it; None where there is none.

    The main content has no word of the phrase and some of the rest (`echoed`), and the phrase reads like what is sold while the rest
    does not (`worth`, in log-odds). But at a seam it does not end, or begin, in a word that the page uses too (`known`).
    """
    if not echoed(text):
        return None
    unspaced = bool(UNSPACED.search(text))
    splits = _splits(text, unspaced, echoed, known)
    if not splits:
        return None
    values = worth([part for a, b in splits for part in (text[a:b], text[:a] + text[b:])])
    found: list[tuple[float, tuple[int, int]]] = []
    for (a, b), phrase, rest in zip(splits, values[::2], values[1::2], strict=True):
        apart = phrase - rest
        if _likely(text, a or b, unspaced) or (unspaced and echoed(_pair(text, a or b, -2 if a else 0))):
            apart += LIKELY
        least = MIN_UNSPACED if unspaced else MIN_BEHIND if a else MIN_STUFFED
        if phrase >= least and apart >= MIN_APART:
            found.append((apart, (a, b)))
    if not found:
        return None
    best, (first, _) = max(found)
    return next(at for apart, at in reversed(found) if apart >= best - AS_GOOD and bool(at[0]) == bool(first))


def _splits(
    text: str, unspaced: bool, echoed: Callable[[str], bool], known: Callable[[str], bool]
) -> list[tuple[int, int]]:
    """Where the phrase may stand, as `stuffed` has it; first those before the rest, then those behind it, each from the shortest on."""
    joints = joints_of(text)
    most = MAX_CHARACTERS if unspaced else MAX_WORDS
    found: list[tuple[int, int]] = []
    for at in joints[:most]:
        if echoed(text[:at]):
            break
        found += [(0, at)] if glued_at(text, at) or not known(_last(text[:at])) else []
    for at in reversed(joints[-most:]):
        if echoed(text[at:]):
            break
        found += [(at, len(text))] if glued_at(text, at) or not known(_first(text[at:])) else []
    found = [(a, b) for a, b in found if b - a >= MIN_WEDGE and echoed(text[:a] + text[b:])]
    # Two characters that the page has side by side are of one word.
    return [(a, b) for a, b in found if not (unspaced and echoed(_pair(text, a or b, -1)))]


def _likely(text: str, at: int, unspaced: bool) -> bool:
    """True at a space in a text that has few, and at a seam in one that has many."""
    return not text[at - 1 : at + 1].isalnum() if unspaced else glued_at(text, at)


def _pair(text: str, at: int, first: int) -> str:
    """Two characters beside a place."""
    return text[max(0, at + first) : at + first + 2]


def _first(text: str) -> str:
    found = WORD.search(text)
    return found[0] if found else ""


def _last(text: str) -> str:
    return next((m[0] for m in reversed(list(WORD.finditer(text)))), "")
