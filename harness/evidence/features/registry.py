"""Floor 2: which function measures which feature. A feature that no vocabulary declares cannot be measured."""

from collections.abc import Callable
from typing import TypeVar

from harness.evidence.subject import Subject, Value
from harness.evidence.view import PageView
from harness.rules.vocabulary import FEATURES

__all__ = ["MEASURES", "Measure", "measures"]

Measure = Callable[[PageView, Subject], Value]
MEASURES: dict[str, Measure] = {}
"""For every feature the function that measures it on a subject of a kind that it is declared for."""
F = TypeVar("F", bound=Measure)


def measures(name: str) -> Callable[[F], F]:
    """Says that a function measures this feature. Raises ValueError for one that is undeclared, or measured already."""
    if name not in FEATURES or name in MEASURES:
        raise ValueError(f"the feature {name!r} is {'measured twice' if name in MEASURES else 'not declared'}")

    def keep(function: F) -> F:
        MEASURES[name] = function
        return function

    return keep
