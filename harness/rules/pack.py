"""Floor 1: one rule pack, read from YAML; what does not hold is named with its line and the nearest right word."""

import math
from pathlib import Path
from typing import Any

import regex
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from harness.rules.model import KINDS, Condition, Kind, Pack, Role, Rule
from harness.rules.vocabulary import FEATURES, LISTS, Feature
from harness.strict_yaml import load_yaml
from harness.text.nearest import nearest

__all__ = ["PackFile", "read_pack"]

MAX_WEIGHT = 20.0
"""Log-odds: twenty is one in five hundred million. Nothing that a rule sees is as sure as that."""
ADVERTISES = 2.0
"""Words of a rule without a role that weigh so much are taken for those a trade advertises with."""
WORDS = "words"
"""The group of all rules of words that name no other."""


class _Range(BaseModel):
    model_config = ConfigDict(extra="forbid")
    min: float | None = None
    max: float | None = None


class _Match(BaseModel):
    model_config = ConfigDict(extra="forbid")
    terms: list[str] = []
    pattern: str | None = None
    features: dict[str, bool | str | list[str] | _Range] = {}
    selectors: list[str] = []

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
        for name, wanted in value.items():
            if name not in FEATURES:
                raise ValueError(f"no feature {name!r}{nearest(name, FEATURES)}")
            _check(name, FEATURES[name], wanted)
        return value

    @model_validator(mode="after")
    def _asks(self) -> "_Match":
        if not (self.terms or self.pattern or self.features or self.selectors):
            raise ValueError("needs terms, a pattern, features or selectors")
        return self


def _check(name: str, feature: Feature, wanted: object) -> None:
    """Raises ValueError where no page could ever meet this."""
    if feature.choices:
        for value in wanted if isinstance(wanted, list) else [wanted]:
            if value not in feature.choices:
                known = ", ".join(choice or "''" for choice in feature.choices)
                raise ValueError(
                    f"{name} is never {value!r}{nearest(str(value), feature.choices)}: it is one of {known}"
                )
    elif feature.flag:
        if not isinstance(wanted, bool):
            raise ValueError(f"{name} is true or false, not {wanted!r}")
    elif not isinstance(wanted, _Range):
        raise ValueError(f"{name} is a number: write {{min: ...}}, {{max: ...}} or both")
    else:
        low, high = wanted.min or 0.0, math.inf if wanted.max is None else wanted.max
        if low > high or high < 0 or (feature.most is not None and low > feature.most):
            raise ValueError(
                f"{name} is a number from 0{f' to {feature.most:g}' if feature.most else ''}: none fits here"
            )


class _Examples(BaseModel):
    model_config = ConfigDict(extra="forbid")
    spam: list[str | dict[str, bool | float | str]] = []
    clean: list[str | dict[str, bool | float | str]] = []


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    says: str
    weight: float = Field(ge=-MAX_WEIGHT, le=MAX_WEIGHT)
    on: list[Kind] = []
    role: Role | None = None
    group: str = ""
    amount: str = ""
    unless: list[str] = []
    sites: list[str] = []
    match: _Match
    examples: _Examples = _Examples()

    @field_validator("amount")
    @classmethod
    def _is_number(cls, value: str) -> str:
        if value and value not in FEATURES:
            raise ValueError(f"no feature {value!r}{nearest(value, FEATURES)}")
        if value and (FEATURES[value].flag or FEATURES[value].choices):
            raise ValueError(f"amount: {value} is no number")
        return value

    @model_validator(mode="after")
    def _holds_together(self) -> "_Rule":
        if not self.match.selectors and not (self.examples.spam and self.examples.clean):
            raise ValueError(
                "needs examples: a text or features that it must meet (spam), and one that it must not (clean)"
            )
        if not self.weight:
            raise ValueError("a weight of 0 changes nothing: leave the rule out, or switch it off with --disable")
        if not self.kinds:
            on = ", ".join(self.on) or "any one kind of subject"
            raise ValueError(f"no page can meet it: its features are never measured together on {on}")
        if self.role == "shield" and self.weight > 0:
            raise ValueError("a shield speaks against: its weight is below 0")
        return self

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds it can hold for: those it names, or all that its features are measured on."""
        return tuple(
            kind
            for kind in (self.on or KINDS)
            if all(kind in FEATURES[name].on for name in (*self.match.features, *filter(None, (self.amount,))))
        )


class PackFile(BaseModel):
    """A pack as it is written."""

    model_config = ConfigDict(extra="forbid")
    id: str
    title: str
    why: str
    references: list[str] = []
    language: str = ""
    groups: dict[str, float] = {}
    lists: dict[str, list[str]] = {}
    rules: list[_Rule] = []

    @field_validator("lists")
    @classmethod
    def _known_lists(cls, value: dict[str, list[str]]) -> dict[str, list[str]]:
        for name in value:
            if name not in LISTS:
                raise ValueError(f"no list {name!r}{nearest(name, LISTS)}")
        return value


def read_pack(file: Path, text: str, digest: str) -> Pack:
    """The pack that this text of a file holds. Raises Problem, which names all that does not hold."""
    raw = load_yaml(file, text, PackFile)
    lists = {name: tuple(value.casefold() for value in values) for name, values in raw.lists.items()}
    return Pack(raw.id, digest, tuple(_rule(raw, rule) for rule in raw.rules), dict(raw.groups), lists)


def _rule(pack: PackFile, raw: _Rule) -> Rule:
    match = raw.match
    words = bool(match.terms or match.pattern)
    return Rule(
        id=f"{pack.id}.{raw.id}",
        says=raw.says,
        weight=raw.weight,
        terms=tuple(match.terms),
        pattern=match.pattern,
        features={name: _condition(value) for name, value in match.features.items()},
        spam=tuple(raw.examples.spam),
        clean=tuple(raw.examples.clean),
        on=raw.kinds,
        role=raw.role or _role(raw.weight, words),
        group=raw.group or (WORDS if words and raw.weight > 0 else ""),
        unless=tuple(one if "." in one else f"{pack.id}.{one}" for one in raw.unless),
        sites=tuple(raw.sites),
        selectors=tuple(match.selectors),
        language=pack.language,
        amount=raw.amount,
    )


def _role(weight: float, words: bool) -> Role:
    """What a rule is for where it does not say so: packs written before there were roles go on as they were."""
    if weight < 0:
        return "shield"
    if not words:
        return "shape"
    return "advertises" if weight >= ADVERTISES else "topic"


def _condition(value: bool | str | list[str] | _Range) -> Condition:
    if isinstance(value, _Range):
        return Condition(value.min, value.max)
    return Condition(equals=tuple(value) if isinstance(value, list) else (value,))
