"""Floor 2: the weighing: which rules hold for a subject, and what they add up to."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from harness.address import host_of
from harness.evidence.features import ABSENT, measured, present
from harness.evidence.finding import prior
from harness.evidence.gates import Asked, gates_on
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
    return sum([e.weight for e in evidence])


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
        self._gates = gates_on(view.matcher, host_of(view.survey.url))
        self._rules, self._order = self._gates.rules, self._gates.order
        self._group = {rule.id: rule.group for rule in self._rules}
        self._made: dict[tuple[int | Value | None, ...], Evidence] = {}
        """Evidence of rules of features, by the rule and what was measured: most of a page says the same of many."""

    def evidence(self, subject: Subject) -> list[Evidence]:
        """The subject's evidence, the prior first: words by how much of the text they cover, features by whether they hold."""
        by_rule: dict[int, list[Hit]] = {}
        for hit in subject.hits:
            if hit.rule.id in self._order and subject.kind in hit.rule.on:
                by_rule.setdefault(self._order[hit.rule.id], []).append(hit)
        sieve = self._gates.sieves[subject.kind]
        looks = sieve.looks
        for family in ABSENT - present(self._view, subject):
            looks &= ~sieve.needs.get(family, 0)
        looks = self._sifted(subject, looks, sieve.asked)
        late = looks & sieve.late
        rules = _numbers(self._allowed(subject, looks ^ late, sieve.looks ^ sieve.late))
        found = [self._first]
        if by_rule:
            rules += [number for number in by_rule if self._holds(self._rules[number], subject)]
            rules.sort(key=partial(self._rank, by_rule))
            counted: list[tuple[int, int]] = []
            scale = self._scale(subject)
            for number in rules:
                if number in by_rule:
                    found += self._words(self._rules[number], by_rule[number], counted, subject, scale)
                else:
                    found.append(self._plainly(number, subject))
        else:
            found += [self._plainly(number, subject) for number in rules]
        found = self._capped(found)
        if late and total(found) + sum(max(0.0, self._rules[number].weight) for number in _numbers(late)) >= SUSPECT:
            late = self._allowed(subject, self._sifted(subject, late, sieve.dear), 0)
            more = [self._plainly(number, subject) for number in _numbers(late)]
            if more:
                found[1:] = sorted([*found[1:], *more], key=lambda e: -self._rules[self._order[e.rule]].weight)
        return found

    def _sifted(self, subject: Subject, rules: int, asked: Sequence[Asked]) -> int:
        """Those of these rules whose conditions are met, as bits."""
        features, view = subject.features, self._view
        for name, measure, by, of, edges, between in asked:
            if rules & by:
                value = features.get(name)
                if value is None:
                    value = features[name] = measure(view, subject)
                if of:
                    rules &= of.get(value, ~by)
                elif not isinstance(value, str):
                    rules &= between[bisect_left(edges, value) + bisect_right(edges, value)]
        return rules

    def _allowed(self, subject: Subject, met: int, known: int) -> int:
        """Those of these rules whose conditions are met that no selector and no other rule forbids; of those that are `known` it is
        known that no other one's are met."""
        allowed = met
        for number in _numbers(met & self._gates.sieves[subject.kind].guarded):
            rule = self._rules[number]
            if (rule.selectors and not self._view.is_selected(subject, rule.selectors)) or any(
                self._shielded(other, subject) for other in rule.unless if not self._fails(other, met, known)
            ):
                allowed ^= 1 << number
        return allowed

    def _fails(self, other: str, met: int, known: int) -> bool:
        bit = 1 << self._order[other] if other in self._order else 0
        return bool(bit & known and not bit & met)

    def misses(self, subject: Subject) -> Iterator[Miss]:
        """Every rule for this kind of subject that does not hold, and why not."""
        words = {hit.rule.id for hit in subject.hits}
        for rule in self._rules:
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

    def _rank(self, by_rule: Mapping[int, Sequence[Hit]], number: int) -> tuple[float, bool, int, int]:
        """Strongest first. Of packs that weigh the same, the one of the page's own language explains the page best, then
        the one that knows most of the phrase."""
        rule, known = self._rules[number], len(by_rule.get(number, ()))
        return (-rule.weight, known > 0 and rule.language != self._language, -known, number)

    def _holds(self, rule: Rule, subject: Subject) -> bool:
        features, view = subject.features, self._view
        for name, measure, test in self._gates.tests[rule.id]:
            value = features.get(name)
            if value is None:
                value = features[name] = measure(view, subject)
            if not test(value):
                return False
        if rule.selectors and not view.is_selected(subject, rule.selectors):
            return False
        return not any(self._shielded(other, subject) for other in rule.unless)

    def _shielded(self, other: str, subject: Subject) -> bool:
        rule = self._rules[self._order[other]] if other in self._order else None
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

    def _plainly(self, number: int, subject: Subject) -> Evidence:
        rule = self._rules[number]
        seen = [self._measured(subject, name) for name in rule.features]
        amount = self._measured(subject, rule.amount) if rule.amount else None
        key = (number, amount, *seen)
        if key not in self._made:
            weight = round(rule.weight * float(amount or 0.0), 4) if rule.amount else rule.weight
            self._made[key] = Evidence(rule.id, weight, _said(rule, seen))
        return self._made[key]

    def _capped(self, evidence: list[Evidence]) -> list[Evidence]:
        """What the rules of one group add up to has an end: no number of them outweighs what speaks against."""
        added: dict[str, float] = {}
        for e in evidence[1:]:
            group = self._group[e.rule]
            if group:
                added[group] = added.get(group, 0.0) + e.weight
        over = {group: self._caps[group] / sum_ for group, sum_ in added.items() if sum_ > self._caps.get(group, sum_)}
        if not over:
            return evidence
        shares = (over.get(self._group[e.rule], 1.0) for e in evidence[1:])
        return [
            evidence[0],
            *(replace(e, weight=round(e.weight * s, 4)) for e, s in zip(evidence[1:], shares, strict=True)),
        ]


def _numbers(bits: int) -> list[int]:
    """The numbers of the bits that are set, in order."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


def _said(rule: Rule, seen: Sequence[Value | None]) -> str:
    """What a rule of features says, and what was measured."""
    named = ", ".join(f"{name} {_plain(value)}" for name, value in zip(rule.features, seen, strict=True))
    return f"{rule.says} ({named or ', '.join(rule.selectors)})"


def _plain(value: Value | None) -> str:
    return f"{value:.2g}" if isinstance(value, float) else str(value)
