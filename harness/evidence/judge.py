"""Floor 2: the whole judgement: from a survey and the rules to verdicts on blocks, spans inside them, and the title.

Evidence adds up in log-odds from a prior. What reaches 0 is removed, what comes within one half of it is suspect. A mark's score
is the plain sum of the evidence it lists.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from harness.deadline import Deadline
from harness.evidence.containers import containers
from harness.evidence.context import Context, is_prose, read_context
from harness.evidence.cut import ADVERTISES, cut_spans
from harness.evidence.finding import PRIOR, BlockRanges, Finding, title_finding
from harness.evidence.match import Hit, Matcher
from harness.evidence.spans import Intervals, covered
from harness.evidence.structure import Features, block_features
from harness.evidence.title import mended_title
from harness.evidence.weigh import total, weigh, weigh_blocks
from harness.model import Evidence
from harness.survey import Block, Survey
from harness.survey.tree import by_container
from harness.text.tokens import letters

__all__ = ["PRIOR", "Finding", "Judgement", "judge_survey"]

SUSPECT = -0.45
QUOTED = re.compile(
    r"“[^“”]{1,80}”|„[^„“”]{1,80}[“”]|«[^«»]{1,80}»|「[^「」]{1,80}」|『[^『』]{1,80}』|\"[^\"]{1,80}\""
)
MAX_WITNESS_SHARE = 0.15
"""A paragraph of which words of a trade cover more than this advertises, and is no witness of what the page is about."""
SENTENCE_END = re.compile(r"[.!?…。！？।؟]+\s*")
MIN_WITNESSES = 3
BESIDE = 3
MIN_REPEATED = 4


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings of a page, its title as it was meant, the language it is in, and the rules that took too long for it."""

    findings: tuple[Finding, ...]
    title: str
    language: str
    slow_rules: tuple[str, ...] = ()


def judge_survey(survey: Survey, matcher: Matcher, deadline: Deadline) -> Judgement:
    """Weigh every block by the rules, then spans inside honest blocks, then the title; whole containers go whole.

    Raises DeadlineExceeded where the page's deadline is over before it is judged.
    """
    slow: set[str] = set()
    context = read_context(survey)
    hits = []
    for block in survey.blocks:
        deadline.check("it was being judged")
        hits.append(_unquoted(block, matcher.find(block.text, slow)))
    features = block_features(survey, context)
    topic = _topic_share(survey, context, hits)
    for block, found, measured in zip(survey.blocks, hits, features, strict=True):
        measured["word_share"] = covered(found) / max(len(block.text), 1)
        measured["word_sentences"] = _sentences_with(block.text, found)
        measured["topic_share"] = topic
        measured["neighbours"] = 0.0
    _measure_words_beside(survey, hits, features)
    rules = matcher.rules
    evidence = weigh_blocks(survey, rules, features, hits, deadline)
    scores = [total(found) for found in evidence]
    spam = {index for index, score in enumerate(scores) if score >= 0}
    headings = [
        b.text for b in survey.blocks if survey.elements[b.element].tag in {"h1", "h2"} and b.index not in spam
    ][:3]
    title, reasons = mended_title(survey, matcher, rules, context, headings, topic)
    changed = bool(reasons) and title != survey.head.title
    title = title if changed else survey.head.title
    titled = [title_finding(_gone_from_title(survey.head.title, title), reasons)] if changed else []
    cuts = cut_spans(survey, spam, hits, features, context, rules, [finding.text for finding in titled])
    for index in _repeating(survey, spam, [*cuts, *titled]):
        features[index]["repeats_cut"] = True
        evidence[index] = weigh(rules, survey.blocks[index].text, features[index], hits[index])
        scores[index] = total(evidence[index])
        if scores[index] >= 0:
            spam.add(index)
    findings = (
        *containers(survey, spam, evidence, scores),
        *(cut for cut in cuts if cut.block not in spam),
        *_suspects(survey, spam, evidence, scores),
        *titled,
    )
    return Judgement(findings, title, context.language, tuple(sorted(slow)))


def _gone_from_title(before: str, after: str) -> str:
    return before.replace(after, " ").strip() if after else before


def _sentences_with(text: str, hits: Sequence[Hit]) -> float:
    """The share of the text in sentences that hold a word of the packs: the rest is honest, and only a part may go."""
    starts = sorted({hit.start for hit in hits})
    ends = [0, *(m.end() for m in SENTENCE_END.finditer(text)), len(text)] if starts else []
    spoken = sum(b - a for a, b in itertools.pairwise(ends) if bisect_left(starts, a) < bisect_left(starts, b))
    return spoken / max(len(text), 1)


def _measure_words_beside(survey: Survey, hits: Sequence[Sequence[Hit]], features: Sequence[Features]) -> None:
    """How many of the short lines next to a short line, in its container, hold words of the packs."""
    for blocks in by_container(survey).values():
        short = [b for b in blocks if not features[b.index]["prose"]]
        for at, block in enumerate(short):
            near = [*short[max(0, at - BESIDE) : at], *short[at + 1 : at + 1 + BESIDE]]
            speaking = sum(any(h.rule.weight >= ADVERTISES for h in hits[b.index]) for b in near)
            features[block.index]["words_beside"] = speaking / len(near) if len(near) >= BESIDE else 0.0
        for block in blocks:
            features[block.index]["words_own"] = bool(hits[block.index])


def _repeating(survey: Survey, spam: set[int], cuts: Sequence[Finding]) -> list[int]:
    """Blocks that are, whole, what was cut out of another block."""
    gone = {letters(cut.text) for cut in cuts if len(cut.text) >= MIN_REPEATED}
    return [b.index for b in survey.blocks if b.index not in spam and letters(b.text) in gone]


def _unquoted(block: Block, hits: list[Hit]) -> list[Hit]:
    """Without the words that the text only quotes, in code or, inside running text, between quotation marks."""
    if not hits:
        return hits
    marks = [m.span() for m in QUOTED.finditer(block.text)] if is_prose(block) else []
    quotes = Intervals([*block.quotes, *marks])
    return [h for h in hits if not quotes.hold(h.start, h.end)]


def _topic_share(survey: Survey, context: Context, hits: Sequence[Sequence[Hit]]) -> float:
    """The share of the main content's paragraphs that speak of what the packs know: here and there a word, in the page's
    own language. A paragraph full of such words, or one that a script put in, is no witness; nor are fewer than three."""
    main = [b for b in survey.blocks if context.first <= b.index <= context.last and not b.hidden_by and is_prose(b)]
    speaking = [
        b
        for b in main
        if any(h.rule.id.startswith(f"words.{context.language}.") for h in hits[b.index])
        and covered(hits[b.index]) < MAX_WITNESS_SHARE * len(b.text)
        and not (b.at_ms and b.was)
    ]
    return len(speaking) / len(main) if len(speaking) >= MIN_WITNESSES else 0.0


def _suspects(
    survey: Survey, spam: set[int], evidence: Sequence[Sequence[Evidence]], scores: Sequence[float]
) -> list[Finding]:
    return [
        BlockRanges(block).whole(evidence[block.index], removed=False)
        for block in survey.blocks
        if block.index not in spam and SUSPECT <= scores[block.index] < 0
    ]
