"""Floor 5: labelled pages: surveys that a run kept, and what of each page is spam.

A run is a folder that `harness clean --keep-survey -o RUN` wrote. A page's truth is a `truth.json` beside its `survey.json`, or in
the folder of truths below the name that the page's address ends with: `{"id", "spam": [texts], "unsure": [texts], "family",
"techniques"}`, of which all but `spam` may be left out; of what is `unsure` (advertising on an honest page) nothing is learned. Pages
of one `id` are of one original, and are never on both sides of a fold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from harness.errors import UsageError
from harness.evidence.spans import pieces_of
from harness.fitting.heads import PageLine
from harness.survey import Survey
from harness.survey.wire import SurveyFile, parse
from harness.text.tokens import letters

__all__ = ["Labelled", "label_of", "read_runs"]

COVERED, UNTOUCHED = 0.6, 0.05
"""Spam that covers this share of a text makes it spam; what covers less than the second leaves it honest; between is neither."""
MAX_PIECED = 120
"""Characters of a title or a headline, whose parts are lines of their own."""
MIN_PART, MIN_PART_CJK, MIN_WHOLE = 7, 4, 3
MAX_LINES_OF_A_PAGE = 80


class _Truth(msgspec.Struct):
    spam: list[str]
    unsure: list[str] = []
    id: str = ""
    family: str = ""
    techniques: list[str] = []


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page with what of it is spam, as letters; `page` is the original's name."""

    name: str
    page: str
    survey: Survey
    spam: tuple[str, ...]
    family: str = ""
    techniques: tuple[str, ...] = ()
    unsure: frozenset[str] = frozenset()

    def label(self, text: str) -> bool | None:
        """Whether a text of this page is spam; None where it is some of both, or nobody can say."""
        if self.unsure and letters(text) in self.unsure:
            return None
        return label_of(text, self.spam) if self.spam else False

    def honest_lines(self, most: int = MAX_LINES_OF_A_PAGE, anchors: int = 0) -> list[PageLine]:
        """The lines and links of a page without spam, and the pieces of the short ones and of its title, up to a number; of another page
        none. Before them so many of the links that are part of a longer text: few of all lines, and what is sold in prose looks like them."""
        if self.spam:
            return []
        texts: dict[str, None] = {}
        for block in self.survey.blocks:
            texts |= dict.fromkeys((block.text, *(block.text[k.start : k.end] for k in block.links)))
        short = [text for text in (self.survey.head.title, *texts) if len(text) <= MAX_PIECED]
        texts |= dict.fromkeys(text[start:end] for text in short for start, end in pieces_of(text))
        kept = [text for text in texts if len(text.strip()) > 1 and letters(text) not in self.unsure]
        heard = set(kept)
        parts = (
            block.text[link.start : link.end]
            for block in self.survey.blocks
            for link in block.links
            if len(block.text) - (link.end - link.start) >= MAX_PIECED
        )
        first = _spread([text for text in dict.fromkeys(parts) if text in heard], anchors)
        return [PageLine(self.page, text) for text in dict.fromkeys([*first, *_spread(kept, most)])]


def _spread(texts: list[str], most: int) -> list[str]:
    """So many of them at most, from the first to the last."""
    return texts[:: max(1, len(texts) // most)][:most] if most else []


def read_runs(runs: Sequence[Path], truths: Path | None) -> list[Labelled]:
    """Every page of these runs that has a truth. Raises UsageError where none has, and for a truth that cannot be read."""
    found = []
    for run in runs:
        for file in sorted(run.glob("*/survey.json")):
            stored = SurveyFile.decode(file.read_bytes())
            name = stored.survey.url.rstrip("/").rsplit("/", 1)[-1] or file.parent.name
            places = [file.parent / "truth.json", *([truths / name / "truth.json"] if truths else [])]
            truth = next((place for place in places if place.is_file()), None)
            if truth is None:
                continue
            try:
                told = msgspec.json.decode(truth.read_bytes(), type=_Truth)
            except msgspec.MsgspecError as error:
                raise UsageError(f"{truth}: no truth that can be read: {error}") from error
            spam = tuple(sorted({letters(text) for text in told.spam} - {""}))
            page = told.id or name
            unsure = frozenset(map(letters, told.unsure)) - {""}
            found.append(Labelled(name, page, parse(stored.survey), spam, told.family, tuple(told.techniques), unsure))
    if not found:
        raise UsageError(
            "no page with a survey.json and a truth.json: make a run with harness clean --keep-survey, and name the truths' folder with --truth"
        )
    return found


def label_of(text: str, spam: Sequence[str]) -> bool | None:
    """Whether a text is spam, by how much of it the page's spam covers; None where it is some of both."""
    own = letters(text)
    if not own:
        return None
    enough = MIN_PART_CJK if max(own) > "\u2e7f" else MIN_PART
    if any(own == each or (len(own) >= enough and own in each) for each in spam):
        return True
    covered = sum(len(each) * own.count(each) for each in spam if len(each) >= MIN_WHOLE)
    if covered >= COVERED * len(own):
        return True
    return False if covered <= UNTOUCHED * len(own) else None
