"""Floor 2: the weighing: which rules hold for a block or a span, and what they add up to."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from harness.deadline import Deadline
from harness.evidence.finding import prior
from harness.evidence.match import Hit
from harness.evidence.spans import Intervals, disjoint
from harness.evidence.structure import Features
from harness.model import Evidence
from harness.rules import Rule
from harness.survey import Block, Survey
from harness.survey.tree import by_container
from harness.text.tokens import characters

__all__ = ["total", "weigh", "weigh_blocks"]

ROUNDS = 2
MAX_WORDS = 6.0
"""Log-odds that words alone may add up to: no number of them outweighs what speaks against."""
MIN_SCALE = 0.2
MIN_SPEAKING_SHARE = 0.7
WHOLE_SHARE = 0.15
"""Words that cover this share of a line count in full, less of it counts less; of a sentence it
must be twice as much, of a heading four times."""
SENTENCE = re.compile(r"[.。！？!?…।؟]$")


def total(evidence: Sequence[Evidence]) -> float:
    """The sum, in log-odds."""
    return sum(e.weight for e in evidence)


def weigh(rules: Sequence[Rule], text: str, features: Features, hits: Sequence[Hit]) -> list[Evidence]:
    """A text's evidence: words by how much of the text they cover, features by whether they hold.

    `rules` come strongest first, as `Matcher.rules` has them.
    """
    found = [prior()]
    counted: list[tuple[int, int]] = []
    by_rule: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_rule[hit.rule.id].append(hit)
    share = float(features["word_share"])
    whole = WHOLE_SHARE
    if features.get("heading"):
        whole = 4 * WHOLE_SHARE  # a phrase glued to a headline is cut out of it, below
    elif SENTENCE.search(text.strip()):
        whole = 2 * WHOLE_SHARE
    scale = max(MIN_SCALE, min(1.0, share / whole))
    if features.get("prose") and float(features.get("word_sentences", 1.0)) < MIN_SPEAKING_SHARE:
        scale = MIN_SCALE  # whole sentences know nothing of it: what is spam here is cut out, below
    for rule in rules:
        words_of_it = by_rule.get(rule.id)
        if (rule.terms or rule.pattern) and not words_of_it:
            continue
        if not all(name in features and condition.holds(features[name]) for name, condition in rule.features.items()):
            continue
        if words_of_it:
            # A word that several packs name is one word: the strongest of them counts it.
            known = Intervals(counted)
            matched = [h for h in words_of_it if not known.hold(h.start, h.end)]
            counted.extend((h.start, h.end) for h in matched)
            if matched:
                words = sorted({text[h.start : h.end] for h in disjoint(matched)})
                more = min(1.6, 1 + 0.3 * (len(words) - 1))
                weight = round(rule.weight * more * scale, 4)
                found.append(Evidence(rule.id, weight, f"{rule.says}: {', '.join(words[:5])}"))
        elif rule.features:
            seen = ", ".join(f"{name} {_plain(features[name])}" for name in rule.features)
            found.append(Evidence(rule.id, rule.weight, f"{rule.says} ({seen})"))
    return _capped(found)


def _capped(evidence: list[Evidence]) -> list[Evidence]:
    """Words together weigh so much and no more: no number of them outweighs what speaks against."""
    words = sum(e.weight for e in evidence if e.rule.startswith("words."))
    if words <= MAX_WORDS:
        return evidence
    share = MAX_WORDS / words
    return [replace(e, weight=round(e.weight * share, 4)) if e.rule.startswith("words.") else e for e in evidence]


def _plain(value: float | bool | str) -> str:
    return f"{value:.2g}" if isinstance(value, float) else str(value)


def weigh_blocks(
    survey: Survey, rules: Sequence[Rule], features: list[Features], hits: list[list[Hit]], deadline: Deadline
) -> list[list[Evidence]]:
    """Every block's evidence; then again with what its neighbours turned out to be."""
    evidence = []
    for block, measured, found in zip(survey.blocks, features, hits, strict=True):
        deadline.check("it was being judged")
        evidence.append(weigh(rules, block.text, measured, found))
    sizes = [characters(block.text) for block in survey.blocks]
    groups = by_container(survey)
    for _ in range(ROUNDS):
        spam = {i for i, found in enumerate(evidence) if total(found) >= 0}
        changed = False
        for blocks in groups.values():
            size = sum(sizes[b.index] for b in blocks)
            bad = sum(sizes[b.index] for b in blocks if b.index in spam)
            for at, block in enumerate(blocks if bad else ()):
                own = sizes[block.index]
                share = (bad - own * (block.index in spam)) / max(size - own, 1)
                share = max(share, _beside(blocks, at, spam))
                if share > float(features[block.index]["neighbours"]):
                    features[block.index]["neighbours"] = share
                    evidence[block.index] = weigh(rules, block.text, features[block.index], hits[block.index])
                    changed = True
        if not changed:
            break
    return evidence


def _beside(blocks: Sequence[Block], at: int, spam: set[int]) -> float:
    """The share of the two blocks before and the two after, in the same container, that are spam."""
    near = [*blocks[max(0, at - 2) : at], *blocks[at + 1 : at + 3]]
    return sum(b.index in spam for b in near) / 4
