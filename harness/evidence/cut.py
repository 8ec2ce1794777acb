"""Floor 2: spam inside blocks that stay: words that do not belong there, and what scripts put into the server's sentences."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from harness.evidence.context import Context, is_prose, leads_nowhere, letters, script_of, site_of
from harness.evidence.finding import Finding, range_finding
from harness.evidence.match import Hit, glued_at
from harness.evidence.spans import apart, spans_of
from harness.evidence.structure import Features
from harness.evidence.weigh import total, weigh
from harness.rules import RuleSet
from harness.survey import Block, Survey

__all__ = ["cut_spans"]

LEAST_SENTENCE = 20
LEAST_SPAN = 3
MOST_COMPARED = 8_000
ADVERTISES = 2.0
HEADINGS = {"h1", "h2", "h3"}


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    hits: tuple[Hit, ...]
    spliced: bool


def cut_spans(
    survey: Survey,
    spam: set[int],
    hits: Sequence[Sequence[Hit]],
    features: Sequence[Features],
    context: Context,
    ruleset: RuleSet,
    gone: Sequence[str] = (),
) -> list[Finding]:
    """The findings inside blocks that are not spam as a whole; `gone` is what was cut out of the title already."""
    found = []
    lines = {letters(text) for text in (*gone, *(block.text for block in survey.blocks))}
    for block in survey.blocks:
        if block.index in spam:
            continue
        for span in _candidates(block, hits[block.index]):
            text = block.text[span.start : span.end]
            if len(text.strip()) < LEAST_SPAN:
                continue
            measured = _features(survey.elements[block.element].tag, block, span, features[block.index], context)
            measured["span_repeats"] = letters(text) in lines and letters(text) != letters(block.text)
            moved = [Hit(h.rule, h.start - span.start, h.end - span.start) for h in span.hits]
            evidence = weigh(ruleset.rules, text, measured, moved)
            if total(evidence) >= 0 and len(evidence) > 1:
                found.append(range_finding(block, span.start, span.end, evidence))
    return found


def _candidates(block: Block, hits: Sequence[Hit]) -> list[_Span]:
    """Where scripts put text into the server's, and clusters of words; what overlaps is one, the inserted text's extent."""
    inserted = _insertions(block)
    spans = [_Span(a, b, tuple(h for h in hits if a <= h.start and h.end <= b), True) for a, b in inserted]
    for span in spans_of(block.text, hits):
        if not any(a < span.end and span.start < b for a, b in inserted):
            spans.append(_Span(span.start, span.end, span.hits, False))
    return spans


def _insertions(block: Block) -> list[tuple[int, int]]:
    """The ranges of the block's text that scripts put between what the server sent, where all of that still stands.

    A script that wraps words in links or changes a number is not meant: nothing may be missing but what was added.
    """
    was, text = block.was, block.text
    if was is None or len(was.strip()) < LEAST_SENTENCE or len(text) > MOST_COMPARED or len(text) <= len(was):
        return []
    head = next((i for i, (a, b) in enumerate(zip(was, text, strict=False)) if a != b), len(was))
    if was[head:] == text[len(text) - len(was) + head :]:
        return [(head, len(text) - len(was) + head)]
    changes = difflib.SequenceMatcher(None, was, text, autojunk=False).get_opcodes()
    if any(kind not in {"equal", "insert"} for kind, *_ in changes):
        return []
    return [(start, end) for kind, _, _, start, end in changes if kind == "insert"]


def _features(tag: str, block: Block, span: _Span, around: Features, context: Context) -> Features:
    text = block.text[span.start : span.end]
    links = [link for link in block.links if link.start <= span.start and span.end <= link.end]
    inside = [link for link in block.links if span.start <= link.start and link.end <= span.end]
    touching = [*links, *inside]
    sites = {site_of(link.url) for link in touching if not leads_nowhere(link.written)}
    script = script_of(text)
    return {
        "span_spliced": span.spliced,
        "span_linked": bool(touching),
        "span_outside_link": bool(sites - context.own_sites - {""}),
        "span_own_link": bool(touching)
        and not any(leads_nowhere(link.written) for link in touching)
        and sites <= context.own_sites,
        "span_words": len({block.text[h.start : h.end].casefold() for h in apart(span.hits)}),
        "span_glued": any(_glued(block, at) for at in (span.start, span.end)),
        "span_in_prose": is_prose(block),
        "span_topic_only": not any(hit.rule.weight >= ADVERTISES for hit in span.hits),
        "span_heads": tag in HEADINGS and span.start < LEAST_SPAN,
        "span_script_gap": bool(script and context.script and script != context.script and len(text) >= 8),
        "topic_share": around["topic_share"],
        "place": around["place"],
        "quoted": around["quoted"],
        "word_share": 1.0,
    }


def _glued(block: Block, at: int) -> bool:
    """Glued inside one text node: menus set their links side by side without a space between."""
    return glued_at(block.text, at) and any(p.start < at < p.start + p.length for p in block.pieces)
