"""Floor 2: the features, a file a family; every one that the vocabulary of the rules declares is measured here."""

from harness.evidence.features import addresses, links, looks, place, relations, rows, spans, threads, title, words
from harness.evidence.features.registry import MEASURES
from harness.evidence.subject import Subject, Value
from harness.evidence.view import PageView
from harness.rules.vocabulary import FEATURES

__all__ = ["FAMILIES", "measured"]

FAMILIES = (addresses, links, looks, place, relations, rows, spans, threads, title, words)
assert MEASURES.keys() == FEATURES.keys(), f"declared or measured alone: {sorted(MEASURES.keys() ^ FEATURES.keys())}"


def measured(view: PageView, subject: Subject, name: str) -> Value | None:
    """The subject's feature of this name, measured once; None where it is not measured on its kind."""
    found = subject.features.get(name)
    if found is None and subject.kind in FEATURES[name].on:
        found = subject.features[name] = MEASURES[name](view, subject)
    return found
