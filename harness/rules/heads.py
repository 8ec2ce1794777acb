"""Floor 1: the heads: how much likelier a line is among what is sold than among honest lines, from what an encoder says of it.

A softmax regression over trades and honest topics, fitted on lines of ours and on honest pages (`harness rules fit`). What its
score is worth was read off lines of trades and pages that were held out, for short lines and for longer ones apart.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.errors import RulesInvalid
from harness.text.encoder import SIZE, Vectors
from harness.text.scripts import cells_of

__all__ = ["LONG", "MOST", "SILENT", "Heads", "Side", "load_heads"]

MOST = 7.0
"""Log-odds; nothing that a line says is surer than one in a thousand."""
LONG = 30
"""A line of so many cells is long."""
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Side:
    """A head that tells one kind of line from another, of comments alone: `weights` (512 and, last, the bias), calibrated."""

    weights: Vectors

    def worth(self, vectors: Vectors) -> list[float]:
        """Per row, how much likelier it is of the one kind than of the other, in log-odds from -MOST to MOST."""
        scores = vectors @ self.weights[:-1] + self.weights[-1]
        return [round(float(value), 3) for value in np.clip(scores, -MOST, MOST)]


SILENT = Side(np.zeros(SIZE + 1, dtype=np.float32))
"""A head to which every line is worth nothing."""


@dataclass(frozen=True, slots=True)
class Heads:
    """`weights` (classes, 512) and `bias` (classes) of the regression; `sold` says which classes are trades; `calibration` has a
    slope and an intercept for short lines and for long ones. Of comments, `praise` tells what would fit under any article from what
    readers have to say of one, and `keyword` what is signed for the sake of a link from what people sign with. `digest` is that of the
    file that they were read from."""

    weights: Vectors
    bias: Vectors
    sold: NDArray[np.bool_]
    calibration: Vectors
    praise: Side = SILENT
    keyword: Side = SILENT
    digest: str = ""

    def scores(self, vectors: Vectors) -> Vectors:
        """Per row, the log-odds of all trades together against all honest topics, as the regression has it."""
        logits = vectors @ self.weights.T + self.bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        found: Vectors = np.log(odds[:, self.sold].sum(axis=1) + TINY) - np.log(odds[:, ~self.sold].sum(axis=1) + TINY)
        return found

    def worth(self, vectors: Vectors, lines: Sequence[str]) -> list[float]:
        """Per line, how much likelier it is among what is sold than among honest lines, in log-odds from -MOST to MOST."""
        if not lines:
            return []
        which = np.array([int(cells_of(line) >= LONG) for line in lines])
        slope, intercept = self.calibration[which].T
        return [round(float(value), 3) for value in np.clip(self.scores(vectors) * slope + intercept, -MOST, MOST)]


def load_heads(file: Path) -> Heads:
    """The heads that `harness rules fit` wrote. Raises RulesInvalid where the file is none of its."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            sides = Side(stored["praise"]), Side(stored["keyword"])
            digest = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
            heads = Heads(stored["weights"], stored["bias"], stored["spam"], stored["calibration"], *sides, digest)
    except (OSError, ValueError, KeyError) as error:
        raise RulesInvalid(f"{file}: no heads that can be read: make them anew with `harness rules fit`") from error
    shapes = {side.weights.shape for side in sides}
    if heads.weights.shape != (len(heads.bias), SIZE) or heads.calibration.shape != (2, 2) or shapes != {(SIZE + 1,)}:
        raise RulesInvalid(f"{file}: heads of another encoder: make them anew with `harness rules fit`")
    return heads
