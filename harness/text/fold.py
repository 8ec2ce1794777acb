"""Folds text so that one term meets all its spellings, and keeps the way back to the original."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

__all__ = ["Folded", "fold"]

_LOOK_ALIKE = dict(zip("аеорсухіјѕԁһԛԝκοανρτιυ", "aeopcyxijsdhqwkoavptiu", strict=True))
_TO_CYRILLIC = dict(zip("aeopcyx", "аеорсух", strict=True))
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """`offsets[i]` is the original index of `text[i]`; one more entry stands for the end."""

    text: str
    offsets: list[int]


@cache
def _simplified() -> dict[str, str]:
    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text("utf-8").splitlines() if "\t" in line)
    return {pair[0]: pair[1].split()[0] for pair in pairs}


def fold(text: str) -> Folded:
    """`text` in NFKC, without case, in simplified characters, without invisible ones, with single spaces."""
    chars: list[str] = []
    offsets: list[int] = []
    simple = _simplified()
    for index, char in enumerate(text):
        if unicodedata.category(char) == "Cf":
            continue
        for part in unicodedata.normalize("NFKC", char).casefold():
            if part.isspace():
                if chars and chars[-1] == " ":
                    continue
                part = " "
            chars.append(simple.get(part, part)[0])
            offsets.append(index)
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
