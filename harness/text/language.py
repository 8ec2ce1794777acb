"""Floor 0: which language a text is in, by a classifier that brings its model along (py3langid)."""

import re
import threading
from pathlib import Path
from typing import Any

__all__ = ["foreign_probability", "language_of", "warm_up"]

NUMBERED = re.compile(r"\S*\d\S*|https?:\S+")
MIN_CHARACTERS = 40
MAX_SAMPLE, MAX_LONG_SAMPLE = 600, 3_000
MAX_OWN_PROBABILITY = 0.01
"""A text that may be in the page's own language with more than this probability is not called foreign."""


SIDE_BY_SIDE = (
    {"ru", "uk", "be"}, {"no", "nb", "nn", "da", "sv"}, {"cs", "sk"}, {"hr", "sr", "bs", "sl", "mk", "bg"}, {"es", "ca", "gl", "an"},
    {"nl", "af", "li"}, {"hi", "mr", "ne"},
)  # fmt: skip
"""Languages that stand side by side on the pages of a country, and that a classifier takes for each other in a short text."""

_loading = threading.Lock()
_loaded: list[Any] = []


def warm_up() -> None:
    """Load the model, which takes half a second: for a thread, while there is something to wait for."""
    _identifier()


def _identifier() -> Any:
    with _loading:
        if not _loaded:
            import py3langid
            from py3langid.langid import MODEL_FILE, LanguageIdentifier

            model = Path(py3langid.__file__).parent / MODEL_FILE
            _loaded.append(LanguageIdentifier.from_modelpath(model, norm_probs=True))
    return _loaded[0]


def language_of(text: str) -> str:
    """The text's likeliest language as ISO 639-1."""
    return str(_identifier().classify(text[:MAX_LONG_SAMPLE])[0])


def foreign_probability(text: str, language: str) -> float:
    """How sure it is that this text is in another language than `language`, 0 to 1; 0 for a text too short to tell, and for one in a
    language that honest pages have side by side with it.

    Numbers and addresses are no language and do not count.
    """
    text = NUMBERED.sub(" ", text)
    if not language or len(text) < MIN_CHARACTERS:
        return 0.0
    ranked = _identifier().rank(text[:MAX_SAMPLE])
    own_ones = next((group for group in SIDE_BY_SIDE if language in group), {language})
    own = sum(float(p) for name, p in ranked if name in own_ones)
    return float(ranked[0][1]) if own < MAX_OWN_PROBABILITY else 0.0
