"""Floor 1: one rule pack, read from YAML; what does not hold is named with its line and the nearest right word."""

import math
from pathlib import Path
from typing import Any

import regex
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from harness.rules.model import Condition, Pack, Rule
from harness.rules.vocabulary import FEATURES, Feature
from harness.strict_yaml import load_yaml
from harness.text.nearest import nearest

__all__ = ["read_pack"]

MAX_WEIGHT = 20.0
"""Log-odds: twenty is one in five hundred million. Nothing that a rule sees is as sure as that."""


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
        for name, wanted in value.items():
            if name not in FEATURES:
                raise ValueError(f"no feature {name!r}{nearest(name, FEATURES)}")
            _check(name, FEATURES[name], wanted)
        return value

    @model_validator(mode="after")
    def _asks(self) -> "_Match":
        if not (self.terms or self.pattern or self.features):
            raise ValueError("needs terms, a pattern or features")
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
    spam: list[str | dict[str, bool | float | str]] = Field(min_length=1)
    clean: list[str | dict[str, bool | float | str]] = Field(min_length=1)


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    says: str
    weight: float = Field(ge=-MAX_WEIGHT, le=MAX_WEIGHT)
    match: _Match
    examples: _Examples


class _Pack(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    title: str
    why: str
    references: list[str] = []
    rules: list[_Rule]


def read_pack(file: Path, text: str, digest: str) -> Pack:
    """The pack that this text of a file holds. Raises Problem, which names all that does not hold."""
    raw = load_yaml(file, text, _Pack)
    return Pack(raw.id, digest, tuple(_rule(raw.id, rule) for rule in raw.rules))


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
