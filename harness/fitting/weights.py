"""Floor 5: the weights of the rules, fitted: the likeliest ones, near those that were written by hand.

A logistic regression with a normal prior about each hand-set weight (so a rule that few pages speak of keeps what its author gave
it), signs held, and honest texts counting more than spam. Words keep their weights: packs know the families that are trained on.
On half of the pages words are switched off, and on a quarter meaning, or the fit would trust either blindly.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from harness.deadline import Deadline
from harness.evidence.finding import PRIOR
from harness.evidence.judge import Examination
from harness.evidence.match import Matcher
from harness.fitting.labelled import Labelled
from harness.rules.heads import Heads
from harness.rules.model import Rule, RuleSet

__all__ = ["DROPPED", "Row", "fit_weights", "outcome_of", "rows_of"]

DROPPED = ("words", "words", "meaning", "")
"""What is switched off on a quarter of the pages each."""
SPREAD, SPREAD_OF_MEANING = 0.1, 3.0
"""How far, in log-odds, a weight may stray from its author's: the prior's standard deviation."""
PRIOR_STRENGTH = 5.0
HONEST = 1.2
"""An honest text counts as so many of spam: to take one out is worse than to leave one in."""
MAX_WEIGHT, MIN_WEIGHT = 20.0, 0.02
SHIELD_BY_MEANING = {"meaning.honest": -0.25, "meaning.honest-words": -0.6, "meaning.sold-inside": -1.0}
"""How much at most may speak against, for every unit of log-odds: what no head knows yet reads honest too."""
LOG_ODDS = {"meaning", "author_meaning", "row_meaning"}
MAX_FOR_MEANING = 0.6
"""What one rule may make of every unit of log-odds: several hold at once, and together they should not count it often."""
MOST_OF = {"meaning.sold-by-script": 0.3, "meaning.sold": 0.5, "meaning.sold-surely": 0.1}
"""Less still, for rules that honest pages pay for: scripts put in honest widgets as often as adverts, and names of magazines and
shops that nobody trained on read like what is sold. (0.59 and 0.28 found 1 in 100 spam texts more, and touched 3 in 100 clean pages
more, that is half as many again; `sold-surely` at 0.2 touched 8 of 250 pages more that nobody had looked at than at 0.1 with what else
changed then.)"""
PAGE_S = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    """A subject: whether it is spam, its page, and how much of each rule it has (words as what they add up to)."""

    spam: bool
    page: Labelled
    amounts: tuple[tuple[str, float], ...]
    dropped: str

    def score(self, weights: Mapping[str, float]) -> float:
        """The sum with these weights, in log-odds."""
        return PRIOR + sum(amount * weights.get(name, 1.0) for name, amount in self.amounts)


def rows_of(pages: Sequence[Labelled], ruleset: RuleSet, heads_for: Callable[[Labelled], Heads]) -> list[Row]:
    """Judge every page, with something switched off, by heads that have not seen it, and label all that was weighed."""
    matchers: dict[tuple[str, int], Matcher] = {}
    rows = []
    for page in pages:
        heads = heads_for(page)
        dropped = DROPPED[sha256(page.page.encode()).digest()[0] % len(DROPPED)]
        key = (dropped, id(heads))
        if key not in matchers:
            kept = tuple(rule for rule in ruleset.rules if not (dropped and rule.id.startswith(f"{dropped}.")))
            matchers[key] = Matcher(replace(ruleset, rules=kept))
            matchers[key].heads = heads if dropped != "meaning" else None
        by_id = {rule.id: rule for rule in ruleset.rules}
        examination = Examination(page.survey, matchers[key], Deadline(PAGE_S))
        for subject, evidence in examination.weighed():
            spam = page.label(subject.text)
            if spam is not None:
                amounts = tuple(_amount(by_id[e.rule], e.weight) for e in evidence if e.rule in by_id)
                rows.append(Row(spam, page, amounts, dropped))
    return rows


def _amount(rule: Rule, weight: float) -> tuple[str, float]:
    return ("words", weight) if rule.of_words else (rule.id, weight / rule.weight)


def outcome_of(scored: Iterable[tuple[bool, float]]) -> tuple[int, int, int, int]:
    """Of texts that are spam or not, with their scores: how many spam ones are found and how many there are; how many honest ones
    go and how many there are."""
    spam: list[bool] = []
    honest: list[bool] = []
    for is_spam, score in scored:
        (spam if is_spam else honest).append(score >= 0)
    return sum(spam), len(spam), sum(honest), len(honest)


def fit_weights(rows: Sequence[Row], rules: Sequence[Rule]) -> dict[str, float]:
    """By rule, the likeliest weight. Rules that no row has are left out."""
    hand = {rule.id: rule.weight for rule in rules}
    by_meaning = {rule.id for rule in rules if rule.amount in LOG_ODDS}
    names = sorted({name for row in rows for name, _ in row.amounts})
    place = {name: at for at, name in enumerate(names)}
    counted: dict[tuple[bool, tuple[tuple[int, float], ...]], float] = defaultdict(float)
    for row in rows:
        sums: dict[int, float] = defaultdict(float)
        for name, amount in row.amounts:
            sums[place[name]] += amount
        key = (row.spam, tuple(sorted((at, round(amount, 2)) for at, amount in sums.items())))
        counted[key] += 1.0 if row.spam else HONEST
    matrix, kinds, weight = _matrix(counted, len(names))
    start = np.array([hand.get(name, 1.0) for name in names])
    spread = np.array([_spread(name) for name in names])

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = PRIOR + matrix @ values
        off = (values - start) / spread**2
        fit = weight @ (kinds * np.logaddexp(0, -scores) + (1 - kinds) * np.logaddexp(0, scores))
        slope = matrix.T @ (weight * (1 / (1 + np.exp(-scores)) - kinds))
        return float(fit + PRIOR_STRENGTH / 2 * off @ (values - start)), slope + PRIOR_STRENGTH * off

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[_bounds(n, hand, by_meaning) for n in names]).x
    return {name: round(float(value), 2) for name, value in zip(names, found, strict=True) if name in hand}


def _matrix(
    counted: Mapping[tuple[bool, tuple[tuple[int, float], ...]], float], columns: int
) -> tuple[csr_matrix, NDArray[np.float64], NDArray[np.float64]]:
    """Rows of amounts, whether each is spam, and how much it counts."""
    places = [(row, at, amount) for row, (_, amounts) in enumerate(counted) for at, amount in amounts]
    rows, ats, amounts = zip(*places, strict=True)
    matrix = csr_matrix((amounts, (rows, ats)), shape=(len(counted), columns))
    return matrix, np.array([float(spam) for spam, _ in counted]), np.array(list(counted.values()))


def _spread(name: str) -> float:
    if name == "words":
        return 0.003
    return SPREAD_OF_MEANING if name.startswith("meaning.") else SPREAD


def _bounds(name: str, hand: Mapping[str, float], by_meaning: Collection[str]) -> tuple[float, float]:
    """A rule that speaks for stays one that speaks for; nothing becomes nothing, or its pack would say what is not so."""
    if name in SHIELD_BY_MEANING:
        return SHIELD_BY_MEANING[name], -MIN_WEIGHT / 4
    if hand.get(name, 1.0) > 0:
        return MIN_WEIGHT, MOST_OF.get(name, MAX_FOR_MEANING) if name in by_meaning else MAX_WEIGHT
    return -MAX_WEIGHT, -MIN_WEIGHT
