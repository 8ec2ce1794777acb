"""Floor 5: the heads, fitted: a softmax regression on what the encoder says of lines, and what its score is worth.

One class a trade and one an honest topic, since trades are far apart from each other; the honest lines of real pages are a class
of their own. What a score is worth is read off lines whose trade, and whose page, the regression had not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from harness.fitting.lines import Line
from harness.fitting.sides import FALSE, Sides, worth_of
from harness.rules.heads import LONG, Heads
from harness.text.encoder import Vectors, encode, line_of
from harness.text.scripts import cells_of

__all__ = ["Fitted", "PageLine", "Trained", "fit_heads", "write_heads"]

FOLDS = 4
STRENGTH, ROUNDS = 3.0, 300
"""scikit-learn's C, and its bound on iterations."""
OF_PAGES = "honest page"


@dataclass(frozen=True, slots=True)
class PageLine:
    """An honest line of the page of this name."""

    page: str
    text: str


@dataclass(frozen=True, slots=True)
class Trained:
    """The lines of a fit as numbers; `pages` has for every honest line of a page the page's number, -1 for a line of ours."""

    vectors: Vectors
    labels: NDArray[np.str_]
    long: NDArray[np.bool_]
    pages: NDArray[np.int64]
    languages: NDArray[np.str_]

    @classmethod
    def of(cls, lines: Sequence[Line], honest: Sequence[PageLine]) -> "Trained":
        """Encode all lines of trades and of honest topics."""
        lines = [line for line in lines if not line.of_comments]
        texts = [line_of(text) for text in (*(each.text for each in lines), *(each.text for each in honest))]
        numbers = {page: at for at, page in enumerate(sorted({each.page for each in honest}))}
        return cls(
            np.vstack([encode(texts[at : at + 500]) for at in range(0, len(texts), 500)]),
            np.array([*(line.label for line in lines), *([OF_PAGES] * len(honest))]),
            np.array([cells_of(text) >= LONG for text in texts]),
            np.array([*([-1] * len(lines)), *(numbers[each.page] for each in honest)]),
            np.array([*(line.language for line in lines), *([""] * len(honest))]),
        )

    @property
    def sold(self) -> NDArray[np.bool_]:
        """Which of the lines are of trades."""
        return np.char.startswith(self.labels, "spam")

    def where(self, kept: NDArray[np.bool_]) -> "Trained":
        """These of the lines alone."""
        return Trained(self.vectors[kept], self.labels[kept], self.long[kept], self.pages[kept], self.languages[kept])


@dataclass(frozen=True, slots=True)
class Fitted:
    """The heads, and a row for every trade and language that was held out: its lines, and which share of them was found where
    3, 1, 0.3 and 0.1 % of the honest lines of held-out pages are taken for spam."""

    heads: Heads
    trades: dict[str, tuple[int, tuple[float, ...]]]
    languages: dict[str, tuple[int, tuple[float, ...]]]
    all: tuple[float, ...]


def fit_heads(data: Trained, sides: Sides) -> Fitted:
    """Fit on all, with the heads for comments beside; measure and calibrate on what was held out, a trade with a share of the pages at a time."""
    scores = np.full(len(data.labels), np.nan)
    trades = sorted(set(data.labels[data.sold]))
    for fold in range(FOLDS):
        held = np.isin(data.labels, trades[fold::FOLDS]) | ((data.pages >= 0) & (data.pages % FOLDS == fold))
        scores[held] = _regression(data.where(~held)).scores(data.vectors[held])
    told = ~np.isnan(scores)
    sold = data.sold & told
    honest = ~data.sold & told
    bars = [float(np.quantile(scores[honest], 1 - share)) for share in FALSE]

    def row(which: NDArray[np.bool_]) -> tuple[int, tuple[float, ...]]:
        return int(which.sum()), tuple(round(float(np.mean(scores[which] > bar)), 3) for bar in bars)

    calibration = np.array(
        [worth_of(scores, sold & (data.long == long), honest & (data.long == long)) for long in (0, 1)]
    )
    plain = _regression(data)
    heads = replace(plain, calibration=calibration.astype(np.float32), praise=sides.praise, keyword=sides.keyword)
    by_language = {code: row(sold & (data.languages == code)) for code in sorted(set(data.languages[sold]))}
    return Fitted(heads, {t.split()[1]: row(sold & (data.labels == t)) for t in trades}, by_language, row(sold)[1])


def _regression(data: Trained) -> Heads:
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS).fit(data.vectors, data.labels)
    sold = np.array([str(label).startswith("spam") for label in model.classes_])
    weights, bias = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    return Heads(weights, bias, sold, np.array([[1, 0], [1, 0]], dtype=np.float32))


def write_heads(heads: Heads, file: Path) -> None:
    """As `harness.rules.heads.load_heads` reads it."""
    with file.open("wb") as out:
        np.savez(
            out,
            weights=heads.weights,
            bias=heads.bias,
            spam=heads.sold,
            calibration=heads.calibration,
            praise=heads.praise.weights,
            keyword=heads.keyword.weights,
        )
