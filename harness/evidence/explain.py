"""Floor 2: why something was removed, or was not: every feature and every rule, the sum, what missed by one condition."""

from collections.abc import Collection
from dataclasses import dataclass

from harness.evidence.features import measured
from harness.evidence.judge import SUSPECT, Examination
from harness.evidence.subject import NO_BLOCK, Subject, Value
from harness.evidence.weigh import Miss, total
from harness.inert import inert_line
from harness.model import Evidence
from harness.rules.vocabulary import FEATURES
from harness.text.fold import fold

__all__ = ["Explanation", "explained"]

REMOVED_AT = 0.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """One subject's trace. `outcome` is what became of it; `score` the sum of `evidence`, in log-odds; `removed_at` and
    `suspect_at` are the thresholds; `near` are the rules that missed by one condition, `far` how many missed by more."""

    kind: str
    text: str
    outcome: str
    score: float
    removed_at: float
    suspect_at: float
    evidence: tuple[Evidence, ...]
    features: dict[str, Value]
    near: tuple[Miss, ...]
    far: int


def explained(examination: Examination, *, text: str = "", elements: Collection[int] = ()) -> list[Explanation]:
    """The traces of all subjects that have this text in them, or that stand in one of these elements; the strongest first."""
    wanted = "".join(fold(text).text.split())
    found = []
    for subject, evidence in examination.weighed():
        if elements:
            here = subject.block != NO_BLOCK and examination.view.stands_in(subject.block, elements)
        else:
            here = bool(wanted) and wanted in "".join(fold(subject.text).text.split())
        if here:
            found.append(_explanation(examination, subject, evidence))
    return sorted(found, key=lambda one: (len(one.text) > 4 * max(len(text), 10), -one.score))


def _explanation(examination: Examination, subject: Subject, evidence: list[Evidence]) -> Explanation:
    misses = list(examination.weigher.misses(subject))
    features = {
        name: value
        for name, feature in FEATURES.items()
        if subject.kind in feature.on and (value := measured(examination.view, subject, name)) is not None
    }
    score = round(total(evidence), 4)
    return Explanation(
        kind=subject.kind,
        text=inert_line(subject.text)[:300],
        outcome=examination.outcome(subject, evidence),
        score=score,
        removed_at=REMOVED_AT,
        suspect_at=SUSPECT,
        evidence=tuple(evidence),
        features=features,
        near=tuple(miss for miss in misses if len(miss.why) == 1 and not _is_about_words(miss)),
        far=sum(len(miss.why) > 1 or _is_about_words(miss) for miss in misses),
    )


def _is_about_words(miss: Miss) -> bool:
    """A pack of a hundred words is no near miss for lacking them all."""
    return miss.rule.of_words and not miss.rule.features
