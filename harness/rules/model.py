"""Rules as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.model import RulePackVersion

__all__ = ["Condition", "Example", "Pack", "Rule", "RuleSet"]

Example = str | Mapping[str, str | bool | float]
"""A text for a rule of words, features by name for a rule of features."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a feature must be: within `low` and `high` (both inclusive), or one of `equals`."""

    low: float | None = None
    high: float | None = None
    equals: tuple[str | bool, ...] = ()

    def holds(self, value: str | bool | float | None) -> bool:
        """True where `value` meets the condition; a feature that was not measured never does."""
        if value is None:
            return False
        if self.equals:
            return any(type(value) is type(wanted) and value == wanted for wanted in self.equals)
        if isinstance(value, str):
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `id` is `<pack id>.<rule id>`, `weight` is in log-odds."""

    id: str
    says: str
    weight: float
    terms: tuple[str, ...] = ()
    pattern: str | None = None
    features: Mapping[str, Condition] = field(default_factory=dict)
    spam: tuple[Example, ...] = ()
    clean: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """One file of rules; `digest` is the first 12 hexadecimal digits of its content's SHA-256."""

    id: str
    digest: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force, the versions of the packs they come from, and what a user should hear of how they were chosen."""

    rules: tuple[Rule, ...]
    packs: tuple[RulePackVersion, ...]
    notes: tuple[str, ...] = ()
