"""Floor 4: what a run was judged by, kept beside it, and what tells whether other rules can make a difference to a page."""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import ahocorasick
import msgspec

from harness.page_files import write_whole
from harness.rules import Rule
from harness.survey.wire import SurveyRecord
from harness.text.fold import fold

if TYPE_CHECKING:
    from harness.cleaner import Cleaner

__all__ = ["JUDGED_BY", "JudgedBy", "Words"]

JUDGED_BY = "judged-by.json"
NO_LETTERS = re.compile(r"[\W_]+")


class JudgedBy(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in force with their weights, how sure they have to be, and what else a judgement depends on."""

    harness: str
    profile: str
    remove_suspects: bool
    across: bool
    prior: float
    heads: str
    rules: tuple[Rule, ...]
    groups: dict[str, float]
    lists: dict[str, list[str]]

    @classmethod
    def of(cls, cleaner: "Cleaner") -> Self:
        """What this open Cleaner judges by. What a rule says and is tried on makes no difference."""
        from harness.evidence.match import HEADS
        from harness.rules.load import built_in_folder

        telling, matcher = cleaner.telling, cleaner.telling.rules.matcher()
        ruleset = matcher.ruleset
        return cls(
            harness=version("harness"),
            profile=telling.rules.profile,
            remove_suspects=telling.remove_suspects,
            across=telling.sites is not None,
            prior=matcher.prior,
            heads=hashlib.sha256((built_in_folder() / HEADS).read_bytes()).hexdigest() if matcher.heads else "",
            rules=tuple(replace(rule, says="", spam=(), clean=()) for rule in ruleset.rules),
            groups=dict(ruleset.groups),
            lists={name: sorted(entries) for name, entries in ruleset.lists.items()},
        )

    @classmethod
    def read(cls, root: Path) -> Self | None:
        """That of the run in this folder; None where it has none that this version can read."""
        try:
            return msgspec.json.decode((root / JUDGED_BY).read_bytes(), type=cls)
        except (OSError, msgspec.MsgspecError):
            return None

    def write(self, root: Path) -> None:
        """Put it into the run's folder, whole or not at all. Raises OSError."""
        write_whole(root / JUDGED_BY, self._json().decode())

    @property
    def digest(self) -> str:
        """The same for the same rules with the same weights."""
        return hashlib.sha256(self._json()).hexdigest()[:12]

    def _json(self) -> bytes:
        return msgspec.json.encode(self, order="deterministic")

    def words_against(self, other: "JudgedBy") -> "Words | None":
        """The words without which a page comes out the same by both; None where more than rules of words differ."""
        mine, others = ({rule.id: rule for rule in one.rules} for one in (self, other))
        if msgspec.structs.replace(self, rules=()) != msgspec.structs.replace(other, rules=()):
            return None
        changed = [
            rule for one, two in ((mine, others), (others, mine)) for rule in one.values() if two.get(rule.id) != rule
        ]
        if not all(rule.terms and not rule.pattern for rule in changed):
            return None
        parts = _words_of(self.rules) ^ _words_of(other.rules)
        return Words([*(term for rule in changed for term in rule.terms), *parts])


def _words_of(rules: Iterable[Rule]) -> frozenset[str]:
    """The words that terms are made of, which tell where two texts were put together."""
    from harness.evidence.match import words_of_terms

    return words_of_terms(rules)


class Words:
    """Words to look for, however they are written: broken up, run together, or with other letters that look the same."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = {_bare(word) for word in words} - {""}
        self._automaton: Any = None

    def __reduce__(self) -> tuple[type["Words"], tuple[set[str]]]:
        return Words, (self._words,)  # an automaton is made where it is used

    def are_in(self, survey: SurveyRecord) -> bool:
        """True where one of them may stand in what the page says or in an address that it leads to. Never False where one does."""
        head = survey.head
        texts = [
            survey.url,
            head.title,
            head.canonical,
            *head.titles,
            *head.headlines,
            *(m.content for m in head.metas),
        ]
        for block in survey.blocks:
            texts += [block.text, block.was or "", *(link.url for link in block.links)]
        texts += [extra.value for extra in survey.extras]
        if self._automaton is None and self._words:
            self._automaton = ahocorasick.Automaton()
            for word in self._words:
                self._automaton.add_word(word, word)
            self._automaton.make_automaton()
        return bool(self._words) and next(self._automaton.iter(_bare("\n".join(texts))), None) is not None


def _bare(text: str) -> str:
    return NO_LETTERS.sub("", fold(text).text)
