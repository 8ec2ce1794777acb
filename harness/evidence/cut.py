"""Floor 2: spam inside blocks that stay: words that do not belong there, and what scripts put into the server's sentences."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from harness.address import leads_nowhere, site_of
from harness.evidence.context import Context, is_prose
from harness.evidence.finding import BlockRanges, Finding
from harness.evidence.insertions import insertions
from harness.evidence.match import Hit
from harness.evidence.spans import Intervals, disjoint, spans_of
from harness.evidence.structure import Features
from harness.evidence.weigh import total, weigh
from harness.rules import Rule
from harness.survey import Block, Link, Survey
from harness.text.scripts import script_of
from harness.text.tokens import glued_at, letters

__all__ = ["cut_spans"]

MIN_SPAN = 3
MIN_SCRIPT_SPAN = 8
ADVERTISES = 2.0
HEADINGS = {"h1", "h2", "h3"}


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    hits: tuple[Hit, ...]
    spliced: bool


class _Around:
    """What the spans of one block are held against, worked out once."""

    def __init__(self, block: Block, tag: str, features: Features) -> None:
        self.block, self.tag, self.features = block, tag, features
        self.prose = is_prose(block)
        self.letters = letters(block.text)
        self._link_starts = [link.start for link in block.links]
        self._piece_starts = [piece.start for piece in block.pieces]

    def links(self, start: int, end: int) -> list[Link]:
        """The links that hold this span, or that it holds."""
        links = self.block.links
        first = max(0, bisect_right(self._link_starts, start) - 1)
        near = links[first : bisect_left(self._link_starts, end)]
        return [k for k in near if (k.start <= start and end <= k.end) or (start <= k.start and k.end <= end)]

    def glued(self, at: int) -> bool:
        """Glued inside one text node: menus set their links side by side without a space between."""
        if not glued_at(self.block.text, at):
            return False
        piece = self.block.pieces[bisect_right(self._piece_starts, at) - 1]
        return piece.start < at < piece.start + piece.length


def cut_spans(
    survey: Survey,
    spam: set[int],
    hits: Sequence[Sequence[Hit]],
    features: Sequence[Features],
    context: Context,
    rules: Sequence[Rule],
    gone: Sequence[str] = (),
) -> list[Finding]:
    """The findings inside blocks that are not spam as a whole; `gone` is what was cut out of the title already."""
    found = []
    lines = {letters(text) for text in (*gone, *(block.text for block in survey.blocks))}
    for block in survey.blocks:
        if block.index in spam:
            continue
        candidates = _candidates(block, hits[block.index])
        if not candidates:
            continue
        around = _Around(block, survey.elements[block.element].tag, features[block.index])
        ranges = BlockRanges(block)
        for span in candidates:
            text = block.text[span.start : span.end]
            if len(text.strip()) < MIN_SPAN:
                continue
            measured = _features(span, around, context)
            measured["span_repeats"] = letters(text) in lines and letters(text) != around.letters
            moved = [Hit(h.rule, h.start - span.start, h.end - span.start) for h in span.hits]
            evidence = weigh(rules, text, measured, moved)
            if total(evidence) >= 0 and len(evidence) > 1:
                found.append(ranges.finding(span.start, span.end, evidence))
    return found


def _candidates(block: Block, hits: Sequence[Hit]) -> list[_Span]:
    """Where scripts put text into the server's, and clusters of words; what overlaps is one, the inserted text's extent."""
    inserted = insertions(block)
    spans = [
        _Span(start, end, tuple(h for h in _starting(hits, start, end) if h.end <= end), True)
        for start, end in inserted
    ]
    taken = Intervals(inserted)
    for span in spans_of(block.text, hits):
        if not taken.meet(span.start, span.end):
            spans.append(_Span(span.start, span.end, span.hits, False))
    return spans


def _starting(hits: Sequence[Hit], start: int, end: int) -> Sequence[Hit]:
    """The hits, sorted by their starts, that begin in this range."""
    return hits[bisect_left(hits, start, key=lambda h: h.start) : bisect_left(hits, end, key=lambda h: h.start)]


def _features(span: _Span, around: _Around, context: Context) -> Features:
    block = around.block
    text = block.text[span.start : span.end]
    touching = around.links(span.start, span.end)
    dead = [leads_nowhere(link.written) for link in touching]
    sites = {site_of(link.url) for link, nowhere in zip(touching, dead, strict=True) if not nowhere}
    script = script_of(text)
    return {
        "span_spliced": span.spliced,
        "span_linked": bool(touching),
        "span_outside_link": bool(sites - context.own_sites - {""}),
        "span_own_link": bool(touching) and not any(dead) and sites <= context.own_sites,
        "span_words": len({block.text[h.start : h.end].casefold() for h in disjoint(span.hits)}),
        "span_glued": any(around.glued(at) for at in (span.start, span.end)),
        "span_in_prose": around.prose,
        "span_topic_only": not any(hit.rule.weight >= ADVERTISES for hit in span.hits),
        "span_heads": around.tag in HEADINGS and span.start < MIN_SPAN,
        "span_script_gap": bool(
            script and context.script and script != context.script and len(text) >= MIN_SCRIPT_SPAN
        ),
        "topic_share": around.features["topic_share"],
        "place": around.features["place"],
        "quoted": around.features["quoted"],
        "word_share": 1.0,
    }
