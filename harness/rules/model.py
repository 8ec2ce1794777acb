"""Rules as values."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Literal, get_args

from harness.model import RulePackVersion

__all__ = [
    "CERTAIN",
    "KEEP",
    "KINDS",
    "REMOVE",
    "Condition",
    "Example",
    "Kind",
    "Pack",
    "Role",
    "Rule",
    "RuleSet",
]

Example = str | Mapping[str, str | bool | float]
"""A text for a rule of words, features by name for a rule of features."""
Kind = Literal["block", "link", "sentence", "cluster", "wedge", "insertion", "title", "comment"]
"""What may go: a block, a link with what parts it from its neighbours, a sentence of running text, a cluster of words, what a
script put into a text, a part of the title, a reader's comment with its author's name."""
Role = Literal["advertises", "topic", "calls", "shape", "shield"]
"""What a rule is for: words a trade advertises with; words that honest pages use too; calls to do something; how and where
something stands; what speaks against."""
KINDS: tuple[Kind, ...] = get_args(Kind)
KEEP, REMOVE = "user.keep", "user.remove"
"""The rules that a user's own --keep and --remove are."""
CERTAIN = 100.0
"""Log-odds that no sum of rules outweighs."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a feature must be: within `low` and `high` (both inclusive), or one of `equals`."""

    low: float | None = None
    high: float | None = None
    equals: tuple[str | bool, ...] = ()

    def holds(self, value: str | bool | float | None) -> bool:
        """True where `value` meets the condition; a feature that was not measured never does."""
        return self.test()(value)

    def test(self) -> Callable[[str | bool | float | None], bool]:
        """`holds` as a function that is quick to call many times."""
        if len(self.equals) == 1 and isinstance(self.equals[0], bool):
            wanted = self.equals[0]
            return lambda value: value is wanted
        if self.equals:
            equals = self.equals
            return lambda value: any(type(value) is type(wanted) and value == wanted for wanted in equals)
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        return lambda value: value is not None and not isinstance(value, str) and low <= value <= high

    def __str__(self) -> str:
        if self.equals:
            return " or ".join(str(wanted) or "''" for wanted in self.equals)
        if self.low is None or self.high is None:
            return f"at least {self.low:g}" if self.low is not None else f"at most {self.high:g}"
        return f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `id` is `<pack id>.<rule id>`, `weight` is in log-odds.

    It holds for the kinds of subject in `on`, on pages whose host a glob in `sites` fits (all pages where it is empty), and
    where none of the rules in `unless` (by their full ids) holds. `selectors` are CSS selectors that an element around the
    subject meets. What the rules of one `group` add up to has a cap. `language` is that of its words, as ISO 639-1, or empty. Where
    `amount` names a feature, the weight counts as often as that feature says.
    """

    id: str
    says: str
    weight: float
    terms: tuple[str, ...] = ()
    pattern: str | None = None
    features: Mapping[str, Condition] = field(default_factory=dict)
    spam: tuple[Example, ...] = ()
    clean: tuple[Example, ...] = ()
    on: tuple[Kind, ...] = KINDS
    role: Role = "shape"
    group: str = ""
    unless: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    selectors: tuple[str, ...] = ()
    language: str = ""
    amount: str = ""

    @property
    def of_words(self) -> bool:
        """True for a rule that looks for words."""
        return bool(self.terms or self.pattern)

    def asks(self, features: Collection[str]) -> bool:
        """True where one of these features has a say in it."""
        return self.amount in features or any(name in features for name in self.features)


@dataclass(frozen=True, slots=True)
class Pack:
    """One file of rules; `digest` is the first 12 hexadecimal digits of its content's SHA-256.

    `groups` are the caps, in log-odds, of what the rules of a group add up to; `lists` are hosts and the like by the list's
    name.
    """

    id: str
    digest: str
    rules: tuple[Rule, ...]
    groups: Mapping[str, float] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force, the versions of the packs they come from, and what a user should hear of how they were chosen.

    `groups` and `lists` are those of all packs together.
    """

    rules: tuple[Rule, ...]
    packs: tuple[RulePackVersion, ...]
    notes: tuple[str, ...] = ()
    groups: Mapping[str, float] = field(default_factory=dict)
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def on_host(self, host: str) -> list[Rule]:
        """The rules in force on pages of this host."""
        return [rule for rule in self.rules if not rule.sites or any(fnmatchcase(host, glob) for glob in rule.sites)]

    def selectors(self, host: str) -> tuple[str, ...]:
        """Every CSS selector that a rule in force on this host names, for the page's script to look up."""
        return tuple(dict.fromkeys(selector for rule in self.on_host(host) for selector in rule.selectors))

    def with_selectors(self, keep: Sequence[str], remove: Sequence[str]) -> "RuleSet":
        """These rules, and that what a user's selectors select stays, or goes, whatever they say."""
        kept = Rule(KEEP, "stands in what --keep names", -2 * CERTAIN, selectors=tuple(keep), role="shield")
        gone = Rule(REMOVE, "stands in what --remove names", CERTAIN, selectors=tuple(remove))
        return replace(self, rules=(*self.rules, *(rule for rule in (kept, gone) if rule.selectors)))
