"""Floor 2: the title, mended against what else the page says of it."""

import re
from collections.abc import Sequence

from harness.evidence.match import Matcher
from harness.evidence.spans import Span, spans_of
from harness.survey import Survey

__all__ = ["mend", "mended_title"]

SEPARATORS = " \t|｜_-–—:：,，、·•»«/\\"
LEAST_WEIGHT = 3.0


def _clean(text: str) -> str:
    return re.sub(r"\s{2,}", " ", text).strip(SEPARATORS)


def mend(text: str, matcher: Matcher, witness: str = "") -> tuple[str, list[Span]]:
    """The text without its spans of spam, and these spans; the text itself where nothing honest would be left.

    A span that stands in the witness (the main content's text) is about the topic and stays.
    """
    spans = [
        s
        for s in spans_of(text, matcher.find(text))
        if s.weight >= LEAST_WEIGHT and text[s.start : s.end].strip() not in witness
    ]
    left = text
    for span in sorted(spans, key=lambda s: -s.start):
        left = left[: span.start] + left[span.end :]
    left = _clean(left)
    return (left, spans) if spans and len(left) >= 2 else (text, [])


def mended_title(survey: Survey, matcher: Matcher, main: str, headings: Sequence[str]) -> tuple[str, list[Span]]:
    """The document's title as it was meant: its own text without spam, else the server's, else another witness's."""
    title = survey.head.title
    found = spans_of(title, matcher.find(title))
    bad = [s for s in found if s.weight >= LEAST_WEIGHT and title[s.start : s.end].strip() not in main]
    if not bad:
        return title, []
    witnesses = [
        *survey.head.headlines,
        *(c for n, c in survey.head.metas if n in {"og:title", "twitter:title"}),
        *headings,
    ]
    for witness in witnesses:
        stem = _clean(witness)
        if len(stem) >= 4 and stem in title and not matcher.find(stem):
            tail = title[title.index(stem) :]
            return (_clean(mend(tail, matcher, main)[0]), bad)
    left, spans = mend(title, matcher, main)
    if spans and len(left) >= 4:
        return left, spans
    for other in [*survey.head.titles[:-1], *witnesses]:
        stem, _ = mend(other, matcher, main)
        if stem and stem != title and not any(s.weight >= LEAST_WEIGHT for s in spans_of(stem, matcher.find(stem))):
            return _clean(stem), bad
    return "", bad
