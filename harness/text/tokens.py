"""Floor 0: what a text's characters alone say: how many a reader sees, random strings, letters that were set apart."""

import itertools
import re
import unicodedata
from collections.abc import Callable

__all__ = [
    "SENTENCE_MARK",
    "SIGNS",
    "broken_letters",
    "characters",
    "ends_sentence",
    "glued_at",
    "has_stray_token",
    "is_random_token",
    "letters",
    "signs_between",
]

SENTENCE_MARK = re.compile(r"[.。！？!?…;；:：,，、।؟،]")
"""What running text has and rows of names have not."""
SENTENCE_ENDED = re.compile(r"[.。！？!?…।؟]$")
WORD_LIKE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
STRAY = re.compile(r"(?<![\w/.@#-])[A-Za-z0-9]{6,10}(?![\w/.@-])")
UNSPOKEN = re.compile(r"[b-df-hj-np-tv-z]{4}")
CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
TOKEN = re.compile(r"[A-Za-z0-9]{10,40}")
MIN_GARBLED, MIN_SPOKEN = 14, 4
MIN_BROKEN_LETTERS = 8
MIN_WORD = 3
# Three letters apart: what half of whose letters are apart has them somewhere.
PARTED = re.compile(r"[^\W\d_](?:[^\w]{1,2}[^\W\d_]){2}")
PIECES = re.compile(r"\w+|\s+|[^\w\s]")
SIGNS = {"So", "Sk"}
"""Unicode's categories of signs that belong to no word."""


class _Kept(dict[int, str]):
    """What is left of each character, found out once: itself where `keeps` says so, else nothing."""

    def __init__(self, keeps: Callable[[str], bool]) -> None:
        super().__init__()
        self._keeps = keeps

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = self[code] = char if self._keeps(char) else ""
        return found


_SEEN = _Kept(lambda char: not char.isspace() and unicodedata.category(char) != "Cf")
_LETTERS = _Kept(str.isalnum)


def characters(text: str) -> int:
    """Characters apart from white space and invisible ones."""
    return len(text.translate(_SEEN))


def letters(text: str) -> str:
    """Letters and digits alone, in lower case: what two lines have in common whatever stands around them."""
    return text.casefold().translate(_LETTERS)


def glued_at(text: str, at: int) -> bool:
    """True between a small letter (or digit) and a capital that begins a word: two texts were put together without a space."""
    if not 0 < at < len(text) - 1 or not text[at].isupper() or not text[at + 1].islower():
        return False
    return text[at - 1].isalnum() and not text[at - 1].isupper()


def ends_sentence(text: str) -> bool:
    """True for a text that ends as a sentence does."""
    return bool(SENTENCE_ENDED.search(text.strip()))


def is_random_token(text: str) -> bool:
    """A line that is one string of letters and digits which no word or product name looks like.

    Small letters, capitals and digits must take turns often, and of letters alone the runs between capitals must be
    shorter than words are, or hold five consonants on end. Camel case, hex digests and plain numbers fail that, or are
    kept by their surroundings (code, tables).
    """
    text = text.strip()
    if not TOKEN.fullmatch(text) or text.isdigit():
        return False
    kinds = ["d" if c.isdigit() else "u" if c.isupper() else "l" for c in text]
    turns = sum(1 for a, b in itertools.pairwise(kinds) if a != b)
    if text.isalpha():
        words = WORD_LIKE.findall(text)
        return len(words) >= 4 and (len(text) < 2.6 * len(words) or bool(CONSONANTS.search(text.casefold())))
    said = (word for word in WORD_LIKE.findall(text) if len(word) >= MIN_SPOKEN and word[1:].islower())
    spoken = sum(len(word) for word in said if not UNSPOKEN.search(word.casefold()))
    if spoken * 2 > len(text):
        return False  # a name of two words and a digit
    garbled = len(text) >= MIN_GARBLED and bool(CONSONANTS.search(text.casefold()))
    return len(set(kinds)) == 3 and (turns >= len(text) / 3 or garbled)


def has_stray_token(text: str) -> bool:
    """True where one of the words is a short random string, as programs put into what they post to tell the copies apart: capitals
    and small letters in turns with four consonants on end, or a digit at almost every other place."""
    return any(_is_stray(word) for word in STRAY.findall(text))


def _is_stray(word: str) -> bool:
    kinds = ["d" if c.isdigit() else "u" if c.isupper() else "l" for c in word]
    turns = sum(1 for a, b in itertools.pairwise(kinds) if a != b)
    if word.isalpha():
        return kinds.count("u") >= 3 and turns >= 3 and bool(UNSPOKEN.search(word.casefold()))
    return len(set(kinds)) == 3 and turns >= len(word) - 1


def broken_letters(text: str) -> float:
    """The share of letters that an invisible character or a single space parts from the next letter, as nobody writes
    but to pass a filter. Scripts that use such characters between words or syllables stay far below one half."""
    if not PARTED.search(text):
        return 0.0
    at = [index for index, char in enumerate(text) if char.isalpha()]
    if len(at) < MIN_BROKEN_LETTERS:
        return 0.0
    parted = sum(
        1 < b - a <= 3 and all(c == " " or unicodedata.category(c) == "Cf" for c in text[a + 1 : b])
        for a, b in itertools.pairwise(at)
    )
    return parted / (len(at) - 1)


def signs_between(text: str) -> int:
    """How many letters a sign (a star, a diamond, a heart) parts from the rest of a word, as nobody writes but to pass a filter.
    Between two words of three letters and more it is a separator."""
    if text.isascii():
        return 0
    pieces = PIECES.findall(text)
    found = 0
    for at in range(1, len(pieces) - 1):
        sign, before, after = pieces[at], pieces[at - 1], pieces[at + 1]
        if len(sign) == 1 and unicodedata.category(sign) in SIGNS and before[-1].isalpha() and after[0].isalpha():
            found += min(len(before), len(after)) < MIN_WORD
    return found
