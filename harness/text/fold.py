"""Folds text so that one term meets all its spellings, and keeps the way back to the original."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

__all__ = ["Folded", "fold"]

_LOOK_ALIKE = dict(zip("аеорсухіјѕԁһԛԝκοανρτιυ", "aeopcyxijsdhqwkoavptiu", strict=True))
_TO_CYRILLIC = dict(zip("aeopcyx", "аеорсух", strict=True))
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[a-z]")
# Marks that compose with the letter before them, and the parts of a Korean syllable.
MARKS = "\u0300-\u036f\u0653-\u0655\u3099\u309a"
COMBINING = re.compile(f"[{MARKS}\u1160-\u11ff]")
CHARACTER = re.compile(f"[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|[^{MARKS}][{MARKS}]{{1,8}}|.", re.S)


@dataclass(frozen=True, slots=True)
class Folded:
    """`offsets[i]` is the original index of `text[i]`; one more entry stands for the end."""

    text: str
    offsets: Sequence[int]


@cache
def _simplified() -> dict[str, str]:
    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text("utf-8").splitlines() if "\t" in line)
    return {pair[0]: pair[1].split()[0] for pair in pairs}


class _Table(dict[int, str]):
    """What each character folds to, found out once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        simple = _simplified()
        if unicodedata.category(char) == "Cf":
            found = ""
        else:
            parts = unicodedata.normalize("NFKC", char).casefold()
            found = "".join(" " if part.isspace() else simple.get(part, part)[0] for part in parts)
        self[code] = found
        return found


_TABLE = _Table()


def fold(text: str) -> Folded:
    """`text` in NFKC, without case, in simplified characters, without invisible ones, with single spaces.

    Letters that are written as a base and its marks fold as the composed ones do. Most texts keep their length: their way
    back is the way they came.
    """
    if not COMBINING.search(text):
        folded = text.translate(_TABLE)
        if len(folded) == len(text) and "  " not in folded and all(map(_TABLE.__getitem__, map(ord, text))):
            mixed = not folded.isascii() and _LATIN.search(folded)
            return Folded(_WORD.sub(_one_script, folded) if mixed else folded, range(len(text) + 1))
    chars: list[str] = []
    offsets: list[int] = []
    for match in CHARACTER.finditer(text):
        whole = match[0] if len(match[0]) == 1 else unicodedata.normalize("NFC", match[0])
        for part in whole.translate(_TABLE):
            if part == " " and chars and chars[-1] == " ":
                continue
            chars.append(part)
            offsets.append(match.start())
    return Folded(_WORD.sub(_one_script, "".join(chars)), [*offsets, len(text)])


def _one_script(word: re.Match[str]) -> str:
    letters = word.group()
    latin = sum("a" <= char <= "z" for char in letters)
    if latin == 0 or latin == len(letters):
        return letters
    odd = sum(char in _LOOK_ALIKE for char in letters)
    if latin + odd == len(letters):
        return "".join(_LOOK_ALIKE.get(char, char) for char in letters)
    if all(char in _TO_CYRILLIC or not char.isascii() for char in letters) and re.search("[а-я]", letters):
        return "".join(_TO_CYRILLIC.get(char, char) for char in letters)
    return letters
