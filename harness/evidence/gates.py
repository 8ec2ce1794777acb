"""Floor 2: the rules in force on a host, made quick to ask: by the families of features that they need, and by the condition of theirs
that seldom holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from harness.evidence.features import FAMILY
from harness.evidence.features.registry import MEASURES
from harness.evidence.features.relations import RELATIONS
from harness.evidence.match import Matcher
from harness.evidence.subject import Subject, Value
from harness.evidence.view import PageView
from harness.rules import Rule
from harness.rules.model import KINDS, Condition, Kind

__all__ = ["Gates", "Test", "gates_on"]

DEAR = {"language_gap", "run_language_gap"}
SLOW = {"quoted", "random_token", "broken_letters", "unechoed", "off_topic", "sentence_gap", "topic_share", "place"}

Measure = Callable[[PageView, Subject], Value]
Test = tuple[str, Measure, Callable[[Value | None], bool]]
"""A feature, what measures it, and what it must be."""
Gate = tuple[Test | None, list[tuple[Rule, list[Test]]]]
"""A condition, and the rules that ask it, each with its other conditions."""


@dataclass(frozen=True, slots=True)
class Gates:
    """Rules, the strongest first: `cheap` and `dear` those of features by the kind of subject that they are for, the dear ones asked
    last; `tests` every rule's conditions by its id."""

    order: dict[str, int]
    by_id: dict[str, Rule]
    cheap: dict[Kind, list[tuple[frozenset[str], list[Gate]]]]
    dear: dict[Kind, list[Rule]]
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


def _gates_of(in_force: Sequence[Rule]) -> Gates:
    looks = [rule for rule in in_force if not rule.of_words]
    return Gates(
        order={rule.id: number for number, rule in enumerate(in_force)},
        by_id={rule.id: rule for rule in in_force},
        cheap={kind: _gates([r for r in looks if kind in r.on and not _is_dear(r)]) for kind in KINDS},
        dear={kind: [rule for rule in looks if kind in rule.on and _is_dear(rule)] for kind in KINDS},
        tests={rule.id: _tests(rule) for rule in in_force},
    )


def _gates(rules: Sequence[Rule]) -> list[tuple[frozenset[str], list[Gate]]]:
    """Rules by the families of features that they need, and within them by the condition of theirs that seldom holds: where it
    does not, all behind it are spared. A rule of selectors alone has none."""
    found: dict[frozenset[str], dict[tuple[str, Condition | None], list[Rule]]] = {}
    for rule in rules:
        conditions = _ordered(rule)
        needs = frozenset(FAMILY[name] for name, c in conditions if name in FAMILY and _demands(c))
        gate: tuple[str, Condition | None] = conditions[0] if conditions else ("", None)
        found.setdefault(needs, {}).setdefault(gate, []).append(rule)
    return [(needs, [_gate(*gate, behind) for gate, behind in gates.items()]) for needs, gates in found.items()]


def _gate(name: str, condition: Condition | None, rules: Sequence[Rule]) -> Gate:
    if condition is None:
        return None, [(rule, _tests(rule)) for rule in rules]
    return (name, MEASURES[name], condition.test()), [(rule, _tests(rule)[1:]) for rule in rules]


def _tests(rule: Rule) -> list[Test]:
    """A rule's conditions in the order in which they are asked."""
    return [(name, MEASURES[name], condition.test()) for name, condition in _ordered(rule)]


def _demands(condition: Condition) -> bool:
    """True for a condition that a feature which is False or 0 does not meet."""
    return condition.equals == (True,) or (condition.low is not None and condition.low > 0)


def _is_dear(rule: Rule) -> bool:
    """True for a rule that asks what costs a hundred times as much as the rest: which language a text is in."""
    return any(name in DEAR for name in rule.features)


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
