"""Reads rule packs; a pack that does not hold is refused with its file, its line and the nearest right key."""

import hashlib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import regex
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from harness.errors import RulesInvalid
from harness.model import RulePackVersion
from harness.rules.model import Condition, Rule, RuleSet
from harness.rules.vocabulary import FEATURES
from harness.strict_yaml import Problem, load_yaml, nearest

__all__ = ["built_in_folder", "load_packs"]


class _Range(BaseModel):
    model_config = ConfigDict(extra="forbid")
    min: float | None = None
    max: float | None = None


class _Match(BaseModel):
    model_config = ConfigDict(extra="forbid")
    terms: list[str] = []
    pattern: str | None = None
    features: dict[str, bool | str | list[str] | _Range] = {}

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        try:
            regex.compile(value or "", regex.I)
        except regex.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return value

    @field_validator("features")
    @classmethod
    def _known(cls, value: dict[str, Any]) -> dict[str, Any]:
        for name in value:
            if name not in FEATURES:
                raise ValueError(f"no feature {name!r}{nearest(name, FEATURES)}")
        return value

    @model_validator(mode="after")
    def _asks(self) -> "_Match":
        if not (self.terms or self.pattern or self.features):
            raise ValueError("needs terms, a pattern or features")
        return self


class _Examples(BaseModel):
    model_config = ConfigDict(extra="forbid")
    spam: list[str | dict[str, bool | float | str]] = Field(min_length=1)
    clean: list[str | dict[str, bool | float | str]] = Field(min_length=1)


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    says: str
    weight: float
    match: _Match
    examples: _Examples


class _Pack(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    title: str
    why: str
    references: list[str] = []
    rules: list[_Rule]


def built_in_folder() -> Path:
    """The folder of the packs that come along: inside the wheel, or at the root of a checkout."""
    package = Path(__file__).resolve().parent.parent
    wheel = package / "_rules"
    return wheel if wheel.is_dir() else package.parent / "rules"


def load_packs(paths: Sequence[Path] = (), disable: Sequence[str] = ()) -> RuleSet:
    """The built-in packs and those at `paths` (files or folders), without rules whose full id a glob in `disable` fits;
    its `notes` name the globs that fit none.

    Raises RulesInvalid with one line that names file, line and the nearest right key.
    """
    rules: dict[str, Rule] = {}
    packs: dict[str, RulePackVersion] = {}
    for file in [found for path in (built_in_folder(), *paths) for found in _files(path)]:
        pack, digest = _read(file)
        if pack.id in packs:
            raise RulesInvalid(f"{file}: the pack id {pack.id!r} is taken by another pack")
        packs[pack.id] = RulePackVersion(pack.id, digest)
        for raw in pack.rules:
            rule = _rule(pack.id, raw)
            if rule.id in rules:
                raise RulesInvalid(f"{file}: the rule id {rule.id!r} stands twice")
            rules[rule.id] = rule
    kept = tuple(rule for rule in rules.values() if not any(fnmatchcase(rule.id, glob) for glob in disable))
    return RuleSet(kept, tuple(packs.values()), _notes(disable, list(rules)))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.rglob("*.yaml"))
        if not found:
            raise RulesInvalid(f"{path}: no rule pack in this folder: packs are .yaml files")
        return found
    if not path.is_file():
        raise RulesInvalid(f"{path}: no such rule pack")
    return [path]


def _read(file: Path) -> tuple[_Pack, str]:
    try:
        text = file.read_text("utf-8")
        return load_yaml(file, text, _Pack), hashlib.sha256(text.encode()).hexdigest()[:12]
    except Problem as error:
        raise RulesInvalid(str(error)) from error
    except (UnicodeDecodeError, OSError) as error:
        raise RulesInvalid(f"{file}: cannot be read: {' '.join(str(error).split())}") from error


def _notes(disable: Sequence[str], ids: Sequence[str]) -> tuple[str, ...]:
    """A line for each glob that switches nothing off: nobody writes one for that."""
    without_effect = [glob for glob in disable if not any(fnmatchcase(each, glob) for each in ids)]
    known = sorted(
        {*ids, *(f"{each.rpartition('.')[0]}.*" for each in ids), *(f"{each.split('.')[0]}.*" for each in ids)}
    )
    return tuple(f"--disable {glob!r} fits no rule{nearest(glob, known)}" for glob in without_effect)


def _rule(pack: str, raw: _Rule) -> Rule:
    features = {name: _condition(value) for name, value in raw.match.features.items()}
    return Rule(
        f"{pack}.{raw.id}", raw.says, raw.weight, tuple(raw.match.terms), raw.match.pattern, features,
        tuple(raw.examples.spam), tuple(raw.examples.clean),
    )  # fmt: skip


def _condition(value: bool | str | list[str] | _Range) -> Condition:
    if isinstance(value, _Range):
        return Condition(value.min, value.max)
    return Condition(equals=tuple(value) if isinstance(value, list) else (value,))
