"""Floor 5: the whole fit: heads, weights, what each is worth on what was held out, and the files that say so."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from harness.evidence.match import HEADS
from harness.fitting.heads import Fitted, PageLine, Trained, fit_heads, write_heads
from harness.fitting.labelled import Labelled
from harness.fitting.lines import Line
from harness.fitting.sides import Sides, fit_sides
from harness.fitting.weights import Row, fit_weights, outcome_of, rows_of
from harness.rules.heads import Heads
from harness.rules.load import WEIGHTS
from harness.rules.model import RuleSet

__all__ = ["Curve", "Held", "Report", "counts_of", "fit_all", "fit_heads_alone", "write_fit"]

CHANGED = 0.1
"""A weight that strays less from the one in its pack is left to the pack."""
EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Held:
    """What of a family or a technique was found by weights that had not seen it, and by weights that had."""

    name: str
    subjects: int
    found: float
    seen: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Subjects whose probability lies in [`low`, `high`): how many, what the sum says of them on average, and how many are spam."""

    low: float
    high: float
    subjects: int
    said: float
    true: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that a fit found."""

    heads: Fitted
    sides: Sides
    weights: dict[str, float]
    families: tuple[Held, ...]
    techniques: tuple[Held, ...]
    folds: tuple[int, int, int, int]
    curve: tuple[Curve, ...]
    lines: tuple[int, int]
    pages: int


def fit_heads_alone(
    lines: Sequence[Line], pages: Sequence[Labelled], more: Sequence[PageLine], tell: Callable[[str], None]
) -> tuple[Fitted, Sides]:
    """The heads of these lines, of the honest ones of the labelled pages, and of `more`."""
    return _heard(lines, _honest(pages, more), tell)[1:]


def _honest(pages: Sequence[Labelled], more: Sequence[PageLine]) -> list[PageLine]:
    return [*{(each.page, each.text): each for page in pages for each in page.honest_lines()}.values(), *more]


def _heard(
    lines: Sequence[Line], honest: Sequence[PageLine], tell: Callable[[str], None]
) -> tuple[Trained, Fitted, Sides]:
    tell(f"{len(lines)} lines of ours, {len(honest)} of {len({each.page for each in honest})} honest pages: encoding")
    data, sides = Trained.of(lines, honest), fit_sides(lines)
    return data, fit_heads(data, sides), sides


def fit_all(
    lines: Sequence[Line],
    pages: Sequence[Labelled],
    ruleset: RuleSet,
    tell: Callable[[str], None],
    more: Sequence[PageLine] = (),
) -> Report:
    """Fit heads on the lines, the honest pages' lines and `more`, then weights on the pages, by heads that have not seen them."""
    honest = _honest(pages, more)
    data, heads, sides = _heard(lines, honest, tell)
    tell("the heads are fitted; judging the pages")
    rows = rows_of(pages, ruleset, _unseen(data, honest, sides))
    tell(f"{len(rows)} texts were weighed; fitting the weights")
    weights = fit_weights(rows, ruleset.rules)

    def held(name: str, which: Callable[[Row], bool]) -> Held:
        inside, outside = [r for r in rows if r.spam and which(r)], [r for r in rows if not which(r)]
        blind = fit_weights(outside, ruleset.rules)
        found, total, *_ = outcome_of((r.spam, r.score(blind)) for r in inside)
        seen, *_ = outcome_of((r.spam, r.score(weights)) for r in inside)
        return Held(name, total, found / max(total, 1), seen / max(total, 1))

    families = sorted({page.family for page in pages} - {""})
    techniques = sorted({each for page in pages for each in page.techniques})
    by_family = tuple(held(name, lambda row, name=name: row.page.family == name) for name in families)  # type: ignore[misc]
    by_technique = tuple(held(name, lambda row, name=name: name in row.page.techniques) for name in techniques)  # type: ignore[misc]
    tell("each family and technique was held out; folding the pages")
    scored = list(_folded(rows, ruleset))
    return Report(
        heads,
        sides,
        weights,
        by_family,
        by_technique,
        outcome_of(scored),
        tuple(_curve(scored)),
        counts_of(lines),
        len(pages),
    )


def counts_of(lines: Sequence[Line]) -> tuple[int, int]:
    """How many lines are of what is sold, and how many are honest."""
    sold = sum(line.sold for line in lines)
    return sold, sum(not line.of_comments for line in lines) - sold


def _unseen(data: Trained, honest: Sequence[PageLine], sides: Sides) -> Callable[[Labelled], Heads]:
    """Heads for a page that were fitted without its half of the pages."""
    numbers = {page: at for at, page in enumerate(sorted({each.page for each in honest}))}
    halves = [fit_heads(data.where((data.pages < 0) | (data.pages % 2 != half)), sides).heads for half in (0, 1)]
    return lambda page: halves[numbers.get(page.page, 0) % 2]


def _folded(rows: Sequence[Row], ruleset: RuleSet) -> Iterable[tuple[bool, float]]:
    """Whether each row is spam, and its score by weights that had not seen its page."""
    pages = {page: at for at, page in enumerate(sorted({row.page.page for row in rows}))}
    for fold in range(4):
        weights = fit_weights([r for r in rows if pages[r.page.page] % 4 != fold], ruleset.rules)
        yield from ((r.spam, r.score(weights)) for r in rows if pages[r.page.page] % 4 == fold)


def _curve(scored: Sequence[tuple[bool, float]]) -> Iterable[Curve]:
    kinds = np.array([spam for spam, _ in scored])
    said = 1 / (1 + np.exp(-np.clip([score for _, score in scored], -30, 30)))
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        here = (said >= low) & ((said < high) | (high == 1.0))
        if here.any():
            yield Curve(low, high, int(here.sum()), float(said[here].mean()), float(kinds[here].mean()))


def write_fit(report: Report, ruleset: RuleSet, folder: Path, note: str) -> None:
    """The heads, the weights that stray from their packs', and the report beside them."""
    write_heads(report.heads.heads, folder / HEADS)
    hand = {rule.id: rule.weight for rule in ruleset.rules}
    kept = {name: value for name, value in sorted(report.weights.items()) if abs(value - hand[name]) >= CHANGED}
    text = "".join(f"{name}: {value:g}\n" for name, value in kept.items())
    (folder / WEIGHTS).write_text(f"# {note}\n{text}", encoding="utf-8")
