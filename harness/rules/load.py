"""Reads rule packs; a pack that does not hold is refused with its file, its line and the nearest right key."""

import difflib
import hashlib
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from harness.errors import RulesInvalid
from harness.model import RulePackVersion
from harness.rules.model import Condition, Rule, RuleSet
from harness.rules.vocabulary import FEATURES

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
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return value

    @field_validator("features")
    @classmethod
    def _known(cls, value: dict[str, Any]) -> dict[str, Any]:
        for name in value:
            if name not in FEATURES:
                raise ValueError(f"no feature {name!r}{_nearest(name, FEATURES)}")
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


_KEYS = sorted({key for model in (_Pack, _Rule, _Match, _Examples, _Range) for key in model.model_fields})


def built_in_folder() -> Path:
    """The folder of the packs that come along: inside the wheel, or at the root of a checkout."""
    package = Path(__file__).resolve().parent.parent
    wheel = package / "_rules"
    return wheel if wheel.is_dir() else package.parent / "rules"


def load_packs(paths: Sequence[Path] = (), disable: Sequence[str] = ()) -> RuleSet:
    """The built-in packs and those at `paths` (files or folders), without rules whose full id a glob in `disable` fits.

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
    return RuleSet(kept, tuple(packs.values()))


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
        node = yaml.compose(text, yaml.SafeLoader)
        return _Pack.model_validate(yaml.safe_load(text)), hashlib.sha256(text.encode()).hexdigest()[:12]
    except ValidationError as error:
        # An unknown key says more than the key that is missing in its place.
        found = error.errors()
        first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
        where, says = first["loc"], first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            says = f"no key {where[-1]!r}{_nearest(str(where[-1]), _KEYS)}"
        raise RulesInvalid(f"{file}:{_line(node, where)}: {'.'.join(map(str, where))}: {says}") from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise RulesInvalid(f"{file}: cannot be read: {' '.join(str(error).split())}") from error


def _nearest(name: str, names: Any) -> str:
    close = difflib.get_close_matches(name, list(names), 1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _line(node: Any, where: Sequence[str | int]) -> int:
    line: int = node.start_mark.line + 1 if node else 1
    for step in where:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
    return line


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
