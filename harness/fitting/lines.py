"""Floor 5: the lines to train on: one text file a language, written for this, with slots for names, places and numbers.

A heading `[spam TRADE]` or `[honest TOPIC]` says what the lines under it are, `[slots]` what may stand for `{c}` in them, as
`c = one | another`. `{n}` is a number and `{y}` a year. A line with slots becomes several. Of comments, `[praise]` are lines that
would fit under any article, `[keyword]` what is signed for the sake of a link, and `[name]` what people sign with.
"""

import hashlib
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.errors import RulesInvalid

__all__ = ["Line", "digest_of", "read_lines"]

TIMES = 3
"""So many lines are made of one with slots."""
HEADING = re.compile(r"\[\w[\w -]*\]")
SLOT = re.compile(r"\{(\w)\}")
YEARS = range(2009, 2027)
OF_COMMENTS = {"praise", "keyword", "name"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line in `language` (ISO 639-1) of a `kind`: `spam` of a trade or `honest` of a topic, or one `of_comments`."""

    language: str
    topic: str
    kind: str
    text: str

    @property
    def sold(self) -> bool:
        """Whether it is of a trade."""
        return self.kind == "spam"

    @property
    def of_comments(self) -> bool:
        """Whether it says something of comments alone, and neither of trades nor of honest topics."""
        return self.kind in OF_COMMENTS

    @property
    def label(self) -> str:
        """The class of the line: its kind and its topic."""
        return f"{self.kind} {self.topic}".strip()


def read_lines(folder: Path) -> list[Line]:
    """All lines below a folder, their slots filled; the same for the same files. Raises RulesInvalid with file and line."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise RulesInvalid(f"{folder}: no lines to train on: they are in .txt files, one a language")
    return [line for file in files for line in _read(file)]


def digest_of(folder: Path) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of all files of lines."""
    found = hashlib.sha256()
    for file in sorted(folder.glob("*.txt")):
        found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:12]


def _read(file: Path) -> list[Line]:
    slots: dict[str, list[str]] = {}
    kind, topic = "", ""
    found: dict[tuple[bool, str], Line] = {}
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        text = raw.strip()
        if not text:
            continue
        if HEADING.fullmatch(text):
            kind, _, topic = text[1:-1].partition(" ")
            alone = kind in {"slots", *OF_COMMENTS}
            if not (alone or kind in {"spam", "honest"}) or bool(topic) == alone:
                raise RulesInvalid(
                    f"{file}:{number}: [slots], [spam TRADE], [honest TOPIC], [praise], [keyword] or [name] is meant, not {text}"
                )
        elif kind == "slots":
            name, _, values = text.partition("=")
            slots[name.strip()] = [value.strip() for value in values.split("|")]
        elif kind:
            for filled in _filled(text, slots, f"{file}:{number}"):
                line = Line(file.stem, topic, kind, filled)
                found[line.of_comments, filled] = line
        else:
            raise RulesInvalid(f"{file}:{number}: a line before the first heading")
    return list(found.values())


def _filled(text: str, slots: Mapping[str, Sequence[str]], where: str) -> list[str]:
    rng = random.Random(hashlib.sha256(text.encode()).digest())

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name == "n":
            return str(rng.choice([rng.randrange(2, 99), 10 * rng.randrange(10, 99), 100 * rng.randrange(1, 60)]))
        if name == "y":
            return str(rng.choice(YEARS))
        if name not in slots:
            raise RulesInvalid(f"{where}: no slot {{{name}}} in [slots]")
        return rng.choice(slots[name])

    times = TIMES if SLOT.search(text) else 1
    return list(dict.fromkeys(SLOT.sub(fill, text) for _ in range(times)))
