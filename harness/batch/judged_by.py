"""Floor 4: what a run was judged by, kept beside it, and what tells whether other rules can make a difference to a page."""

import hashlib
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from harness.page_files import write_whole
from harness.rules import Rule

if TYPE_CHECKING:
    from harness.cleaner import Cleaner

__all__ = ["JUDGED_BY", "JudgedBy"]

JUDGED_BY = "judged-by.json"


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
        telling, matcher = cleaner.telling, cleaner.telling.rules.matcher()
        ruleset = matcher.ruleset
        return cls(
            harness=version("harness"),
            profile=telling.rules.profile,
            remove_suspects=telling.remove_suspects,
            across=telling.sites is not None,
            prior=matcher.prior,
            heads=matcher.heads.digest if matcher.heads else "",
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

    def words_against(self, other: "JudgedBy") -> frozenset[str] | None:
        """The words without which a page comes out the same by both; None where more than rules of words differ."""
        from harness.evidence.match import words_of_terms

        if msgspec.structs.replace(self, rules=()) != msgspec.structs.replace(other, rules=()):
            return None
        mine, others = ({rule.id: rule for rule in one.rules} for one in (self, other))
        changed = [rule for rule in (*self.rules, *other.rules) if mine.get(rule.id) != others.get(rule.id)]
        if not all(rule.terms and not rule.pattern for rule in changed):
            return None
        # What terms are made of tells where two texts were put together.
        parts = words_of_terms(self.rules) ^ words_of_terms(other.rules)
        return parts.union(*(rule.terms for rule in changed))
