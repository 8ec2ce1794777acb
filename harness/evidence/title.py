"""Floor 2: the title, mended: parts that are spam go, and one that a script replaced wholly comes back.

A title is held against all else the page says of itself: the title that the server sent, og:title and JSON-LD, the
headings, the address, and the main content.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from harness.evidence.context import Context
from harness.evidence.match import Hit, Matcher
from harness.evidence.spans import covered, spans_of
from harness.evidence.weigh import total, weigh
from harness.model import Evidence
from harness.rules import Rule
from harness.survey import Survey
from harness.text.scripts import script_of

__all__ = ["mended_title"]

SEPARATOR = re.compile(r"\s*[|｜»«•·_\[\]【】]+\s*|\s+[-–—/\\]+\s+|[-–—]{2,}|(?<=[\u3040-\u9fff])\s*[-–—]\s*")
ENDS = " \t|｜_-–—:：,，、·•»«/\\"
MIN_TITLE = 4
SAME_HEAD = 12
MIN_LIKENESS = 0.3
MIN_WORD_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class _Witnesses:
    """What else names this page; `text` is all of it, for looking up a part of a title."""

    titles: tuple[str, ...]
    text: str

    def knows(self, part: str) -> bool:
        return _squashed(part) in self.text

    def likeness(self, title: str) -> float:
        """How much of the title's pairs of letters the likest witness has too, 0 to 1."""
        own = _pairs(title)
        return max((len(own & _pairs(other)) / max(len(own), 1) for other in self.titles), default=0.0)


def mended_title(
    survey: Survey,
    matcher: Matcher,
    rules: Sequence[Rule],
    context: Context,
    headings: Sequence[str],
    topic_share: float,
) -> tuple[str, tuple[Evidence, ...]]:
    """The document's title as it was meant, and why it is another than the one that stands; no evidence, no change."""
    title = survey.head.title
    witnesses = _witnesses(survey, context, headings)
    evidence: list[Evidence] = []
    sent = survey.head.titles[0] if survey.head.titles else title
    if sent != title and witnesses.likeness(title) < MIN_LIKENESS <= witnesses.likeness(sent):
        flipped = weigh(rules, title, _features(1.0, 0, "", context, topic_share, flipped=True), ())
        if total(flipped) >= 0:
            evidence, title = flipped, sent
    parts = _spam_parts(title, matcher, rules, context, witnesses, topic_share)
    if not parts:
        return title, tuple(evidence)
    evidence += [e for _, _, found in parts for e in found if not evidence or e.rule != "prior"]
    left = title
    for start, end, _ in sorted(parts, key=lambda part: -part[0]):
        left = left[:start] + " " + left[end:]
    left = _trimmed(left, title)
    if len(left) >= MIN_TITLE:
        return left, tuple(evidence)
    for other in witnesses.titles:
        if len(other) >= MIN_TITLE and not _spam_parts(other, matcher, rules, context, witnesses, topic_share):
            return _trimmed(other, other), tuple(evidence)
    return left, tuple(evidence)


def _witnesses(survey: Survey, context: Context, headings: Sequence[str]) -> _Witnesses:
    metas = [value for name, value in survey.head.metas if name in {"og:title", "twitter:title"}]
    titles = tuple(t for t in (*survey.head.headlines, *metas, *headings, *survey.head.titles[:-1]) if t.strip())
    # A headline that was stuffed like the title begins like it, and is no witness of it.
    head = _squashed(survey.head.title)[:SAME_HEAD]
    prose = [line for line in context.text.split("\n") if not _squashed(line).startswith(head)]
    said = (*survey.head.headlines, *metas, *prose, unquote(survey.url), unquote(survey.head.canonical))
    return _Witnesses(titles, _squashed("\n".join(said)))


def _spam_parts(
    title: str,
    matcher: Matcher,
    rules: Sequence[Rule],
    context: Context,
    witnesses: _Witnesses,
    topic_share: float,
) -> list[tuple[int, int, list[Evidence]]]:
    """Parts between separators, and clusters of words inside them, that weigh as spam; a part before what is inside it."""
    hits = matcher.find(title)
    candidates = [*_parts(title), *((s.start, s.end) for s in spans_of(title, hits))]
    found: list[tuple[int, int, list[Evidence]]] = []
    for start, end in candidates:
        if any(a <= start and end <= b for a, b, _ in found):
            continue
        text = title[start:end]
        inside = [Hit(h.rule, h.start - start, h.end - start) for h in hits if start <= h.start and h.end <= end]
        share = covered(inside) / max(len(text.strip()), 1)
        script = script_of(text)
        features = _features(share, len({h.rule.id for h in inside}), script, context, topic_share)
        features["unwitnessed"] = not witnesses.knows(text)
        evidence = weigh(rules, text, features, inside)
        if total(evidence) >= 0 and len(evidence) > 1 and (share >= MIN_WORD_SHARE or not inside):
            found.append((start, end, evidence))
    return found


def _features(
    share: float, words: int, script: str, context: Context, topic_share: float, *, flipped: bool = False
) -> dict[str, float | bool | str]:
    foreign = bool(context.text and script and script != context.script)
    return {
        "word_share": share,
        "topic_share": topic_share,
        "title_words": words,
        "title_flipped": flipped,
        "title_script_gap": foreign and script != "LATIN",
        "title_latin_gap": foreign and script == "LATIN",
    }


def _parts(title: str) -> list[tuple[int, int]]:
    """The pieces of a title between its separators; none where it has only one."""
    ends = [0, *(at for m in SEPARATOR.finditer(title) for at in m.span()), len(title)]
    pieces = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if title[a:b].strip()]
    return pieces if len(pieces) > 1 else []


def _trimmed(left: str, title: str) -> str:
    """Without the separators that a part left behind; what stood at the title's own ends stays."""
    left = re.sub(r"\s{2,}", " ", left)
    if left.lstrip()[:1] != title.lstrip()[:1]:
        left = left.lstrip(ENDS)
    if left.rstrip()[-1:] != title.rstrip()[-1:]:
        left = left.rstrip(ENDS)
    return re.sub(r"([|｜»«•·_–—-])\s*(?:[|｜»«•·_–—-]\s*)+", r"\1 ", left).strip()


def _squashed(text: str) -> str:
    return re.sub(r"[\s\W_]+", "", text.casefold())


def _pairs(text: str) -> set[str]:
    text = _squashed(text)
    return {text[i : i + 2] for i in range(len(text) - 1)}
