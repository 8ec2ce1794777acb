"""Floor 0: which script a text is written in."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

__all__ = ["CJK", "cells_of", "script_of", "turns_between"]

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
SCRIPTS = (
    "LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "THAI", "DEVANAGARI", "HANGUL", "HIRAGANA", "KATAKANA", "CJK",
)  # fmt: skip
LETTERS_PER_CHARACTER = 3
"""How many letters of an alphabet one character of Chinese, Japanese or Korean stands for."""
MAX_SAMPLE = 2_000
MAX_REMEMBERED = 100_000
MAX_TEXTS = 4_000
ASCII_LETTER = re.compile("[A-Za-z]")


@lru_cache(maxsize=MAX_REMEMBERED)
def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    script = next((script for script in SCRIPTS if name.startswith(script)), "OTHER")
    return "CJK" if script in {"HIRAGANA", "KATAKANA"} else script


def turns_between(before: str, after: str) -> bool:
    """True between two letters of different scripts: no word has both."""
    return before.isalpha() and after.isalpha() and _script(before) != _script(after)


@lru_cache(maxsize=MAX_TEXTS)
def script_of(text: str) -> str:
    """The script that most letters of the text are in, by its Unicode name, or an empty string."""
    if text.isascii():
        return "LATIN" if ASCII_LETTER.search(text) else ""
    counts: Counter[str] = Counter()
    for char, times in Counter(text[:MAX_SAMPLE]).items():
        if char.isalpha():
            script = _script(char)
            counts[script] += times * (LETTERS_PER_CHARACTER if script in {"CJK", "HANGUL"} else 1)
    return counts.most_common(1)[0][0] if counts else ""


def cells_of(line: str) -> int:
    """How wide a line is, as a terminal counts: a character of Chinese, Japanese or Korean is two."""
    return len(line) + len(CJK.findall(line))
