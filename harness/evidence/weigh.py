"""Floor 2: the weighing: which rules hold for a subject, and what they add up to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from harness.address import host_of
from harness.evidence.features import ABSENT, measured, present
from harness.evidence.finding import prior
from harness.evidence.gates import Test, gates_on
from harness.evidence.match import Hit
from harness.evidence.spans import Intervals, disjoint
from harness.evidence.subject import Subject, Value
from harness.evidence.view import PageView
from harness.model import Evidence
from harness.rules import Rule
from harness.rules.model import Condition
from harness.text.tokens import ends_sentence

__all__ = ["SUSPECT", "Miss", "Weigher", "total"]

MIN_SCALE = 0.2
MIN_SPEAKING_SHARE = 0.7
WHOLE_SHARE = 0.15
"""Words that cover this share of a line count in full, less of it counts less; of a sentence it
must be twice as much, of a heading four times."""
MORE, MAX_MORE = 0.3, 1.6
"""Every further word of a rule counts for so much of the first, up to so many times the first."""
SUSPECT = -0.45
"""From this sum on a subject is suspect, from 0 on it goes."""


def total(evidence: Sequence[Evidence]) -> float:
    """The sum, in log-odds."""
    return sum(e.weight for e in evidence)


@dataclass(frozen=True, slots=True)
class Miss:
    """A rule that does not hold, and why: conditions with the values that were measured, or the rule that forbids it."""

    rule: Rule
    why: tuple[str, ...]


class Weigher:
    """The rules in force on one page, weighed on its subjects."""

    def __init__(self, view: PageView) -> None:
        self._view = view
        self._caps = view.matcher.ruleset.groups
        self._language = view.context.language
        self._first = prior(view.matcher.prior)
        gates = gates_on(view.matcher, host_of(view.survey.url))
        self._gates, self._dear, self._tests = gates.cheap, gates.dear, gates.tests
        self._order, self._by_id = gates.order, gates.by_id

    def evidence(self, subject: Subject) -> list[Evidence]:
        """The subject's evidence, the prior first: words by how much of the text they cover, features by whether they hold."""
        found = [self._first]
        by_rule: dict[str, list[Hit]] = {}
        for hit in subject.hits:
            if hit.rule.id in self._order and subject.kind in hit.rule.on:
                by_rule.setdefault(hit.rule.id, []).append(hit)
        features, view = subject.features, self._view
        rules: list[Rule] = []
        absent = ABSENT - present(view, subject)
        for families, gates in self._gates[subject.kind]:
            if families & absent:
                continue
            for gate, behind in gates:
                if gate is not None:
                    name, measure, test = gate
                    value = features.get(name)
                    if value is None:
                        value = features[name] = measure(view, subject)
                    if not test(value):
                        continue
                rules += [rule for rule, tests in behind if self._meets_all(rule, tests, subject)]
        rules += [rule for one in by_rule if self._holds(rule := self._by_id[one], subject)]
        rules.sort(key=partial(self._rank, by_rule))
        counted: list[tuple[int, int]] = []
        scale = self._scale(subject) if by_rule else 1.0
        for rule in rules:
            if rule.of_words:
                words = self._words(rule, by_rule[rule.id], counted, subject, scale)
                found.extend(words)
            else:
                found.append(self._plainly(rule, subject))
        found = self._capped(found)
        dear = self._dear[subject.kind]
        if dear and total(found) + sum(rule.weight for rule in dear if rule.weight > 0) >= SUSPECT:
            more = [self._plainly(r, subject) for r in dear if self._holds(r, subject)]
            found[1:] = sorted([*found[1:], *more], key=lambda e: -self._by_id[e.rule].weight)
        return found

    def misses(self, subject: Subject) -> Iterator[Miss]:
        """Every rule for this kind of subject that does not hold, and why not."""
        words = {hit.rule.id for hit in subject.hits}
        for rule in sorted(self._by_id.values(), key=lambda rule: self._order[rule.id]):
            if subject.kind not in rule.on:
                continue
            why = [
                f"{name} is {_plain(self._measured(subject, name))}, not {condition}"
                for name, condition in rule.features.items()
                if not self._meets(subject, name, condition)
            ]
            if rule.of_words and rule.id not in words:
                why.append("none of its words is there")
            if rule.selectors and not self._view.is_selected(subject, rule.selectors):
                why.append(f"stands in nothing that {' or '.join(rule.selectors)} selects")
            why += [f"{other} holds" for other in rule.unless if self._shielded(other, subject)]
            if why:
                yield Miss(rule, tuple(why))

    def _rank(self, by_rule: Mapping[str, Sequence[Hit]], rule: Rule) -> tuple[float, bool, int, int]:
        """Strongest first. Of packs that weigh the same, the one of the page's own language explains the page best, then
        the one that knows most of the phrase."""
        known = len(by_rule.get(rule.id, ()))
        return (-rule.weight, known > 0 and rule.language != self._language, -known, self._order[rule.id])

    def _holds(self, rule: Rule, subject: Subject) -> bool:
        return self._meets_all(rule, self._tests[rule.id], subject)

    def _meets_all(self, rule: Rule, tests: Sequence[Test], subject: Subject) -> bool:
        features, view = subject.features, self._view
        for name, measure, test in tests:
            value = features.get(name)
            if value is None:
                value = features[name] = measure(view, subject)
            if not test(value):
                return False
        if rule.selectors and not view.is_selected(subject, rule.selectors):
            return False
        return not rule.unless or not any(self._shielded(other, subject) for other in rule.unless)

    def _shielded(self, other: str, subject: Subject) -> bool:
        rule = self._by_id.get(other)
        return rule is not None and subject.kind in rule.on and self._holds(rule, subject)

    def _measured(self, subject: Subject, name: str) -> Value | None:
        return measured(self._view, subject, name)

    def _meets(self, subject: Subject, name: str, condition: Condition) -> bool:
        return condition.holds(self._measured(subject, name))

    def _words(
        self, rule: Rule, hits: Sequence[Hit], counted: list[tuple[int, int]], subject: Subject, scale: float
    ) -> list[Evidence]:
        """A rule's words as evidence; one that several rules name is one word, and the strongest of them counts it. What
        speaks against counts whatever else knows the word."""
        if rule.weight < 0:
            matched, scale = list(hits), 1.0
        else:
            known = Intervals(counted)
            matched = [h for h in hits if not known.hold(h.start, h.end)]
            counted.extend((h.start, h.end) for h in matched)
        if not matched:
            return []
        words = sorted({subject.text[h.start : h.end] for h in disjoint(matched)})
        amount = min(MAX_MORE, 1 + MORE * (len(words) - 1)) * scale
        return [Evidence(rule.id, round(rule.weight * amount, 4), f"{rule.says}: {', '.join(words[:5])}")]

    def _scale(self, subject: Subject) -> float:
        """How much words count, by how much of the text they cover."""
        share = float(self._measured(subject, "word_share") or 0.0)
        whole = WHOLE_SHARE
        if self._measured(subject, "heading"):
            whole = 4 * WHOLE_SHARE  # a phrase glued to a headline is cut out of it
        elif ends_sentence(subject.text):
            whole = 2 * WHOLE_SHARE
        speaking = self._measured(subject, "word_sentences")
        if self._measured(subject, "prose") and speaking is not None and float(speaking) < MIN_SPEAKING_SHARE:
            return MIN_SCALE  # whole sentences know nothing of it: what is spam here is cut out
        return max(MIN_SCALE, min(1.0, share / whole))

    def _plainly(self, rule: Rule, subject: Subject) -> Evidence:
        weight = rule.weight
        if rule.amount:
            weight = round(weight * float(self._measured(subject, rule.amount) or 0.0), 4)
        return Evidence(rule.id, weight, self._said(rule, subject))

    def _said(self, rule: Rule, subject: Subject) -> str:
        seen = ", ".join(f"{name} {_plain(self._measured(subject, name))}" for name in rule.features)
        seen = seen or ", ".join(rule.selectors)
        return f"{rule.says} ({seen})"

    def _capped(self, evidence: list[Evidence]) -> list[Evidence]:
        """What the rules of one group add up to has an end: no number of them outweighs what speaks against."""
        added: dict[str, float] = {}
        for e in evidence[1:]:
            group = self._by_id[e.rule].group
            if group:
                added[group] = added.get(group, 0.0) + e.weight
        over = {group: self._caps[group] / sum_ for group, sum_ in added.items() if sum_ > self._caps.get(group, sum_)}
        if not over:
            return evidence
        shares = (over.get(self._by_id[e.rule].group, 1.0) for e in evidence[1:])
        return [
            evidence[0],
            *(replace(e, weight=round(e.weight * s, 4)) for e, s in zip(evidence[1:], shares, strict=True)),
        ]


def _plain(value: Value | None) -> str:
    return f"{value:.2g}" if isinstance(value, float) else str(value)
