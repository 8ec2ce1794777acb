"""Floor 2: the whole judgement: from a survey and the rules to verdicts on blocks, spans inside them, and the title.

Evidence adds up in log-odds from a prior of -3 (about one block in twenty of such pages is spam). What reaches 0 is
removed, what comes within 1 of it is suspect. A mark's score is the plain sum of the evidence it lists.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.evidence.context import Context, characters, is_prose, read_context
from harness.evidence.match import Hit, Matcher
from harness.evidence.spans import covered, spans_of
from harness.evidence.structure import Features, block_features, sibling_groups
from harness.evidence.title import mended_title
from harness.model import Evidence
from harness.rules import Rule, RuleSet
from harness.survey import Block, Survey

__all__ = ["PRIOR", "Finding", "Judgement", "judge"]

PRIOR = -3.0
SUSPECT = -1.0
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: an element (`ranges` empty) or ranges (node, piece length, start, end) inside text nodes."""

    kind: str
    element: int
    ranges: tuple[tuple[int, int, int, int], ...]
    text: str
    score: float
    evidence: tuple[Evidence, ...]
    hidden_by: str
    at_ms: float
    box: tuple[float, float, float, float]
    removed: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings of a page, its title as it was meant, and the language it is in."""

    findings: tuple[Finding, ...]
    title: str
    language: str


def judge(survey: Survey, ruleset: RuleSet, matcher: Matcher) -> Judgement:
    """Weigh every block by the rules, then spans inside honest blocks, then the title; whole containers go whole."""
    context = read_context(survey)
    hits = [matcher.find(block.text) for block in survey.blocks]
    features = block_features(survey, context)
    topic = covered(matcher.find(context.text)) / max(len(context.text), 1)
    for block, found, measured in zip(survey.blocks, hits, features, strict=True):
        measured["word_share"] = covered(found) / max(len(block.text), 1)
        measured["topic_share"] = topic
        measured["neighbours"] = 0.0
    evidence = _weigh_all(survey, ruleset, features, hits)
    scores = [sum(e.weight for e in found) for found in evidence]
    spam = {index for index, score in enumerate(scores) if score >= 0}
    findings = [
        *_containers(survey, spam, evidence, scores),
        *_spans(survey, spam, hits, context),
        *_suspects(survey, spam, evidence, scores),
    ]
    headings = [
        b.text for b in survey.blocks if survey.elements[b.element].tag in {"h1", "h2"} and b.index not in spam
    ][:3]
    title, bad = mended_title(survey, matcher, context.text, headings)
    if bad and title != survey.head.title:
        reasons = [_prior(), *(Evidence(h.rule.id, h.rule.weight, h.rule.says) for s in bad for h in s.hits[:3])]
        findings.append(_title_finding(survey, title, reasons))
    return Judgement(tuple(findings), title, context.language)


def _prior() -> Evidence:
    return Evidence("prior", PRIOR, "before anything is known, one block in twenty is spam")


def _weigh(rules: Sequence[Rule], block: Block, features: Features, hits: Sequence[Hit]) -> list[Evidence]:
    """This block's evidence: words by how much of the text they cover, features by whether they hold."""
    found = [_prior()]
    by_rule: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_rule[hit.rule.id].append(hit)
    share = float(features["word_share"])
    scale = max(0.2, min(1.0, share / 0.25))
    for rule in rules:
        if not all(name in features and condition.holds(features[name]) for name, condition in rule.features.items()):
            continue
        if rule.terms or rule.pattern:
            matched = by_rule.get(rule.id)
            if matched:
                words = sorted({block.text[h.start : h.end] for h in matched})
                more = min(1.6, 1 + 0.3 * (len(words) - 1))
                found.append(
                    Evidence(rule.id, round(rule.weight * more * scale, 4), f"{rule.says}: {', '.join(words[:5])}")
                )
        elif rule.features:
            seen = ", ".join(f"{name} {features[name]}" for name in rule.features)
            found.append(Evidence(rule.id, rule.weight, f"{rule.says} ({seen})"))
    return found


def _weigh_all(
    survey: Survey, ruleset: RuleSet, features: list[Features], hits: list[list[Hit]]
) -> list[list[Evidence]]:
    """Every block's evidence; then again with what its neighbours turned out to be."""
    rules = [rule for rule in ruleset.rules if not rule.id.startswith("title.")]
    evidence = [_weigh(rules, b, f, h) for b, f, h in zip(survey.blocks, features, hits, strict=True)]
    groups = sibling_groups(survey)
    for _ in range(ROUNDS):
        spam = {i for i, found in enumerate(evidence) if sum(e.weight for e in found) >= 0}
        changed = False
        for blocks in groups.values():
            total = sum(characters(b.text) for b in blocks)
            bad = sum(characters(b.text) for b in blocks if b.index in spam)
            for at, block in enumerate(blocks if bad else ()):
                own = characters(block.text)
                share = (bad - own * (block.index in spam)) / max(total - own, 1)
                share = max(share, _beside(blocks, at, spam))
                if share > float(features[block.index]["neighbours"]):
                    features[block.index]["neighbours"] = share
                    evidence[block.index] = _weigh(rules, block, features[block.index], hits[block.index])
                    changed = True
        if not changed:
            break
    return evidence


def _beside(blocks: Sequence[Block], at: int, spam: set[int]) -> float:
    """The share of the two blocks before and the two after, in the same container, that are spam."""
    near = [*blocks[max(0, at - 2) : at], *blocks[at + 1 : at + 3]]
    return sum(b.index in spam for b in near) / 4


def _containers(survey: Survey, spam: set[int], evidence: list[list[Evidence]], scores: list[float]) -> list[Finding]:
    """The highest elements in which nothing honest is left, each with the evidence of its strongest block."""
    total: dict[int, int] = defaultdict(int)
    bad: dict[int, int] = defaultdict(int)
    inside: dict[int, list[int]] = defaultdict(list)
    for block in survey.blocks:
        at = block.element
        while at >= 0:
            total[at] += 1
            if block.index in spam:
                bad[at] += 1
                inside[at].append(block.index)
            at = survey.elements[at].parent
    found: list[Finding] = []
    taken: set[int] = set()
    for element in survey.elements:
        if (
            element.tag in {"html", "body"}
            or not bad[element.id]
            or bad[element.id] != total[element.id]
            or inside[element.id][0] in taken
        ):
            continue
        blocks = [survey.blocks[i] for i in inside[element.id]]
        taken.update(inside[element.id])
        strongest = max(blocks, key=lambda b: scores[b.index])
        found.append(
            Finding(
                kind="layer" if element.position == "fixed" and element.layer >= 0.3 else "element",
                element=element.id,
                ranges=(),
                text="\n".join(b.text.strip() for b in blocks),
                score=round(scores[strongest.index], 4),
                evidence=tuple(evidence[strongest.index]),
                hidden_by=element.hidden_by or strongest.hidden_by,
                at_ms=strongest.at_ms,
                box=_around(blocks) if not element.box[2] * element.box[3] else element.box,
                removed=True,
            )
        )
    for index in sorted(spam - taken):  # text of html or body itself: its nodes are cut, the element stays
        block = survey.blocks[index]
        found.append(_range_finding(survey, block, 0, len(block.text), evidence[index]))
    return found


def _around(blocks: Sequence[Block]) -> tuple[float, float, float, float]:
    seen = [b.box for b in blocks if b.box[2] and b.box[3]]
    if not seen:
        return (0.0, 0.0, 0.0, 0.0)
    x, y = min(b[0] for b in seen), min(b[1] for b in seen)
    return (x, y, max(b[0] + b[2] for b in seen) - x, max(b[1] + b[3] for b in seen) - y)


def _range_finding(survey: Survey, block: Block, start: int, end: int, evidence: Sequence[Evidence]) -> Finding:
    ranges = tuple(
        (p.node, p.length, max(start, p.start) - p.start, min(end, p.start + p.length) - p.start)
        for p in block.pieces
        if max(start, p.start) < min(end, p.start + p.length)
    )
    return Finding(
        kind="text",
        element=block.element,
        ranges=ranges,
        text=block.text[start:end].strip(),
        score=round(sum(e.weight for e in evidence), 4),
        evidence=tuple(evidence),
        hidden_by=block.hidden_by,
        at_ms=block.at_ms,
        box=block.box,
        removed=True,
    )


def _spans(survey: Survey, spam: set[int], hits: list[list[Hit]], context: Context) -> list[Finding]:
    """Spans of spam inside blocks that stay; a word that the main content uses elsewhere too is its topic, not a span."""
    found = []
    for block in survey.blocks:
        if block.index in spam or not hits[block.index]:
            continue
        elsewhere = context.text.replace(block.text, "", 1)
        for span in spans_of(block.text, hits[block.index]):
            text = block.text[span.start : span.end].strip()
            if len(text) < 3 or text in elsewhere:
                continue
            weights: dict[str, Evidence] = {}
            for hit in span.hits:
                if block.text[hit.start : hit.end] not in elsewhere:
                    weights[hit.rule.id] = Evidence(hit.rule.id, hit.rule.weight, hit.rule.says)
            linked = any(link.start <= span.start and span.end <= link.end for link in block.links)
            evidence = [_prior(), *weights.values()]
            if linked:
                evidence.append(Evidence("span.linked", 0.5, "the words stand inside a link"))
            words = len({block.text[h.start : h.end] for h in span.hits})
            if words > 1:
                evidence.append(
                    Evidence("span.dense", min(2.0, 1.0 * (words - 1)), f"{words} such words stand together")
                )
            if is_prose(block):  # one word alone convicts nothing inside running text
                evidence.append(Evidence("span.inside-prose", -1.0, "stands inside running text"))
            if sum(e.weight for e in evidence) >= 0:
                found.append(_range_finding(survey, block, span.start, span.end, evidence))
    return found


def _suspects(survey: Survey, spam: set[int], evidence: list[list[Evidence]], scores: list[float]) -> list[Finding]:
    return [
        replace(_range_finding(survey, block, 0, len(block.text), evidence[block.index]), removed=False)
        for block in survey.blocks
        if block.index not in spam and SUSPECT <= scores[block.index] < 0
    ]


def _title_finding(survey: Survey, title: str, evidence: Sequence[Evidence]) -> Finding:
    gone = survey.head.title.replace(title, " ").strip() if title else survey.head.title
    return Finding(
        "title",
        0,
        (),
        gone,
        round(sum(e.weight for e in evidence), 4),
        tuple(evidence),
        "",
        0.0,
        (0.0, 0.0, 0.0, 0.0),
        True,
    )
