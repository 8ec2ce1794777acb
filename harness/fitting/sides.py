"""Floor 5: the heads for comments, fitted: what praise sounds like that names nothing, and what is signed for the sake of a link.

Each is a logistic regression between two kinds of our lines. What a score is worth is read off lines of languages that it had
not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from harness.fitting.lines import Line
from harness.rules.heads import SILENT, Side
from harness.text.encoder import Vectors, encode, line_of

__all__ = ["FALSE", "Sides", "fit_sides", "worth_of"]

FOLDS = 4
STRENGTH, ROUNDS = 8.0, 400
"""scikit-learn's C, and its bound on iterations."""
MAX_SIGNED = 40
"""Characters: what is longer is no name."""
FALSE = (0.03, 0.01, 0.003, 0.001)
"""Shares of honest lines that are taken for the other kind, for which a table says what is found."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two heads, and for each how many lines it is to find and which share of them it finds at each of FALSE, in languages
    that it had not seen."""

    praise: Side
    keyword: Side
    rows: dict[str, tuple[int, tuple[float, ...]]]


def fit_sides(lines: Sequence[Line]) -> Sides:
    """Praise against what readers write, with other honest lines; keywords and short lines of trades against names."""
    praise = [line for line in lines if line.kind == "praise"]
    said = [line for line in lines if line.kind == "honest" and line.topic in {"comments", "story", "columns"}]
    signed = [line for line in lines if line.kind == "keyword" or (line.sold and len(line.text) <= MAX_SIGNED)]
    names = [line for line in lines if line.kind == "name"]
    first, found_first = _fitted(praise, said)
    second, found_second = _fitted(signed, names)
    rows = {"praise": (len(praise), found_first), "keywords": (len(signed), found_second)}
    return Sides(first, second, rows)


def _fitted(positive: Sequence[Line], negative: Sequence[Line]) -> tuple[Side, tuple[float, ...]]:
    if not (positive and negative):
        return SILENT, tuple(0.0 for _ in FALSE)
    lines = [*positive, *negative]
    vectors = encode([line_of(line.text) for line in lines])
    kinds = np.array([True] * len(positive) + [False] * len(negative))
    languages = sorted({line.language for line in lines})
    folds = np.array([languages.index(line.language) % FOLDS for line in lines])
    scores = np.full(len(lines), np.nan)
    for fold in range(FOLDS):
        held = folds == fold
        if held.any() and len(set(kinds[~held])) == 2:
            scores[held] = _regression(vectors[~held], kinds[~held]).decision_function(vectors[held])
    told = ~np.isnan(scores)
    slope, intercept = worth_of(scores, kinds & told, ~kinds & told)
    model = _regression(vectors, kinds)
    weights = np.r_[model.coef_[0] * slope, model.intercept_[0] * slope + intercept].astype(np.float32)
    bars = [np.quantile(scores[~kinds & told], 1 - share) for share in FALSE] if (~kinds & told).any() else []
    found = tuple(round(float(np.mean(scores[kinds & told] > bar)), 3) for bar in bars) or tuple(0.0 for _ in FALSE)
    return Side(weights), found


def _regression(vectors: Vectors, kinds: NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=ROUNDS, class_weight="balanced").fit(vectors, kinds)


def worth_of(scores: NDArray[np.float64], sold: NDArray[np.bool_], honest: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept that make of a score the log of how much likelier it is among what is sold (Platt 1999), as many
    lines of both kinds in the balance; the score itself where one kind is missing."""
    if not (sold.any() and honest.any()):
        return 1.0, 0.0
    values = np.r_[scores[sold], scores[honest]]
    weights = np.r_[np.full(sold.sum(), 1 / max(sold.sum(), 1)), np.full(honest.sum(), 1 / max(honest.sum(), 1))]
    kinds = np.r_[np.ones(sold.sum()), np.zeros(honest.sum())]
    model = LogisticRegression(C=1e3).fit(values[:, None], kinds, sample_weight=weights * len(kinds) / 2)
    return float(model.coef_[0, 0]), float(model.intercept_[0])
