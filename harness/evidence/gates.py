"""Floor 2: the rules in force on a host, made quick to ask: a set of rules is a number with a bit for each, and every value of a
feature leaves those in it that the value meets."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from harness.evidence.features import FAMILY
from harness.evidence.features.registry import MEASURES, Measure
from harness.evidence.features.relations import RELATIONS
from harness.evidence.match import Matcher
from harness.evidence.subject import Value
from harness.rules import Rule
from harness.rules.model import KINDS, Condition, Kind
from harness.rules.vocabulary import FEATURES

__all__ = ["Asked", "Gates", "Test", "gates_on"]

DEAR = {"language_gap", "run_language_gap"}
SLOW = {
    "quoted",
    "random_token",
    "broken_letters",
    "unechoed",
    "off_topic",
    "sentence_gap",
    "sentence_meaning",
    "span_rest_honest",
    "topic_share",
    "place",
}

Test = tuple[str, Measure, Callable[[Value | None], bool]]
"""A feature, what measures it, and what it must be."""


class Asked(NamedTuple):
    """A feature that rules ask for, and what measures it; `by` are the rules that ask. A value leaves in force those that it meets, and
    all that do not ask: of a number as many sets as there are `edges` and gaps between them, of others one `of` each value."""

    name: str
    measure: Measure
    by: int
    of: dict[Value, int]
    edges: list[float]
    between: list[int]


@dataclass(frozen=True, slots=True)
class Sieve:
    """The rules for one kind of subject. What they ask is `asked` in this order, and what is `dear` only where a verdict hangs on it;
    `looks` are the rules of features, `late` those of them that ask what is dear, `needs` those that need a family of features, and
    `guarded` those that another rule or a selector may forbid."""

    asked: tuple[Asked, ...]
    dear: tuple[Asked, ...]
    looks: int
    late: int
    needs: dict[str, int]
    guarded: int


@dataclass(frozen=True, slots=True)
class Gates:
    """The rules, the strongest first, by their number, which is their bit; `tests` are every rule's conditions by its id."""

    rules: tuple[Rule, ...]
    order: dict[str, int]
    sieves: dict[Kind, Sieve]
    tests: dict[str, list[Test]]


_made: WeakKeyDictionary[Matcher, dict[tuple[str, ...], Gates]] = WeakKeyDictionary()
"""By the rules that are for some sites alone and hold on this one: on most hosts of a run there is none."""


def gates_on(matcher: Matcher, host: str) -> Gates:
    """The gates of the rules in force on pages of this host, made once for all hosts with the same rules."""
    in_force = matcher.ruleset.on_host(host)
    made = _made.setdefault(matcher, {})
    key = tuple(rule.id for rule in in_force if rule.sites)
    if key not in made:
        made[key] = _gates_of(sorted(in_force, key=lambda rule: -rule.weight))
    return made[key]


def _gates_of(rules: Sequence[Rule]) -> Gates:
    return Gates(
        rules=tuple(rules),
        order={rule.id: number for number, rule in enumerate(rules)},
        sieves={kind: _sieve([(1 << n, r) for n, r in enumerate(rules) if kind in r.on]) for kind in KINDS},
        tests={rule.id: _tests(rule) for rule in rules},
    )


def _sieve(rules: Sequence[tuple[int, Rule]]) -> Sieve:
    looks = [(bit, rule) for bit, rule in rules if not rule.of_words]
    needs: dict[str, int] = {}
    for bit, rule in looks:
        for family in {FAMILY[name] for name, c in rule.features.items() if name in FAMILY and _demands(c)}:
            needs[family] = needs.get(family, 0) | bit
    asked = _asked(looks)
    return Sieve(
        asked=tuple(each for each in asked if each.name not in DEAR),
        dear=tuple(each for each in asked if each.name in DEAR),
        looks=sum(bit for bit, _ in looks),
        late=sum(bit for bit, rule in looks if not DEAR.isdisjoint(rule.features)),
        needs=needs,
        guarded=sum(bit for bit, rule in looks if rule.unless or rule.selectors),
    )


def _asked(rules: Sequence[tuple[int, Rule]]) -> list[Asked]:
    """Every feature that these rules ask for, those first by which most of them fail, and those last that take long to measure: most
    rules are out before."""
    conditions: dict[str, list[tuple[int, Condition]]] = {}
    first: Counter[str] = Counter()
    for bit, rule in rules:
        for name, condition in rule.features.items():
            conditions.setdefault(name, []).append((bit, condition))
        first.update(name for name, _ in _ordered(rule)[:1])
    names = sorted(conditions, key=lambda name: (name in SLOW, name not in RELATIONS, -first[name]))
    return [_one_asked(name, conditions[name]) for name in names]


def _one_asked(name: str, conditions: Sequence[tuple[int, Condition]]) -> Asked:
    by = sum(bit for bit, _ in conditions)

    def left(value: Value) -> int:
        return ~by | sum(bit for bit, condition in conditions if condition.holds(value))

    feature = FEATURES[name]
    if feature.flag or feature.choices:
        return Asked(
            name, MEASURES[name], by, {value: left(value) for value in feature.choices or (True, False)}, [], []
        )
    edges = sorted({edge for _, c in conditions for edge in (c.low, c.high) if edge is not None})
    return Asked(name, MEASURES[name], by, {}, edges, [left(at) for at in _between(edges)])


def _between(edges: Sequence[float]) -> list[float]:
    """A number below the first edge, every edge, and a number between each two of them, in order, up to one above the last."""
    found = [edges[0] - 1]
    for at, edge in enumerate(edges):
        found += [edge, (edge + edges[at + 1]) / 2 if at + 1 < len(edges) else edge + 1]
    return found


def _tests(rule: Rule) -> list[Test]:
    """A rule's conditions in the order in which they are asked."""
    return [(name, MEASURES[name], condition.test()) for name, condition in _ordered(rule)]


def _demands(condition: Condition) -> bool:
    """True for a condition that a feature which is False or 0 does not meet."""
    return condition.equals == (True,) or (condition.low is not None and condition.low > 0)


def _ordered(rule: Rule) -> tuple[tuple[str, Condition], ...]:
    """A rule's conditions, those first that seldom hold and those last that take long to find out."""
    return tuple(
        sorted(
            rule.features.items(),
            key=lambda one: (one[0] in DEAR, one[0] in SLOW, _often(one[1]), one[0] not in RELATIONS),
        )
    )


def _often(condition: Condition) -> bool:
    """True for a condition that most subjects meet: that something is not so, or is below a number."""
    return condition.equals == (False,) or (condition.low is None and condition.high is not None)
