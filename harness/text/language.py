"""Floor 0: which language a text is in, by a classifier that brings its model along (py3langid)."""

import re
from functools import cache
from pathlib import Path

import py3langid
from py3langid.langid import MODEL_FILE, LanguageIdentifier

__all__ = ["foreign_probability", "language_of"]

NUMBERED = re.compile(r"\S*\d\S*|https?:\S+")
MIN_CHARACTERS = 40
MAX_SAMPLE, MAX_LONG_SAMPLE = 600, 3_000
MAX_OWN_PROBABILITY = 0.01
"""A text that may be in the page's own language with more than this probability is not called foreign."""


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_modelpath(Path(py3langid.__file__).parent / MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str:
    """The text's likeliest language as ISO 639-1."""
    return str(_identifier().classify(text[:MAX_LONG_SAMPLE])[0])


def foreign_probability(text: str, language: str) -> float:
    """How sure it is that this text is in another language than `language`, 0 to 1; 0 for a text too short to tell.

    Numbers and addresses are no language and do not count.
    """
    text = NUMBERED.sub(" ", text)
    if not language or len(text) < MIN_CHARACTERS:
        return 0.0
    ranked = _identifier().rank(text[:MAX_SAMPLE])
    own = next((float(p) for name, p in ranked if name == language), 0.0)
    return float(ranked[0][1]) if own < MAX_OWN_PROBABILITY else 0.0
