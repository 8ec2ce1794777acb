"""Floor 2: who may be judged: blocks, comments, and inside blocks what scripts put in, links, sentences and clusters of words."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from harness.evidence.insertions import insertions
from harness.evidence.leads import lead_of
from harness.evidence.match import Hit, hits_within
from harness.evidence.spans import Intervals, pieces_of, script_run, sentence_ends, spans_of
from harness.evidence.subject import Subject
from harness.evidence.view import PageView
from harness.evidence.wedges import latin_runs, stuffed, wedges_of
from harness.rules.model import Kind
from harness.survey import Block, Link
from harness.text.tokens import letters

__all__ = ["blocks_of", "comments_of", "parts_of", "stuffed_in"]

MIN_SPAN = 3
MIN_LINK = 2
MIN_SENTENCE = 12
SET_APART = "|"
"""Running text has no such sign; what has it is a line of pieces, as of a page's rights."""
MAX_REST = 24
"""Letters of a phrase beside those words of it that are known."""
OWN_TOPIC = 0.3
"""The share of the main content's paragraphs from which on it is about a trade, as the rules have it."""


def blocks_of(view: PageView) -> list[Subject]:
    """Every block as a subject."""
    return [
        Subject("block", block.text, block.index, 0, len(block.text), tuple(hits), block.links)
        for block, hits in zip(view.survey.blocks, view.hits, strict=True)
    ]


def comments_of(view: PageView) -> list[Subject]:
    """The items of threads whose author's name is a link to another site."""
    found = []
    for item in view.items:
        blocks = view.survey.blocks[item.first : item.last + 1]
        links = tuple(link for block in blocks for link in block.links)
        if not view.outside[item.name] or view.block_of(item.name).hidden_by:
            continue  # what a text says is judged where it stands; a name is no advert before it leads somewhere
        hits: list[Hit] = []
        length = 0
        for block in blocks:
            hits += [Hit(h.rule, h.start + length, h.end + length) for h in view.hits[block.index]]
            length += len(block.text) + 1
        text = "\n".join(block.text for block in blocks)
        found.append(
            Subject("comment", text, item.first, 0, len(text), tuple(hits), links, element=item.element, last=item.last)
        )
    return found


def parts_of(view: PageView, block: Block) -> list[Subject]:
    """The parts of a block that may be cut out of it; they may overlap, and compete. A wedge is judged by what it says as a whole:
    words that are known make a cluster of their own, to the character."""
    hits = view.hits[block.index]
    inserted = insertions(block)
    wedges = list(_wedges(view, block))
    framed = view.site is not None and view.prose[block.index]
    if not (hits or inserted or block.links or wedges or framed):
        return []
    taken = Intervals(inserted)
    found = [_part("insertion", block, start, end, hits) for start, end in inserted]
    found += [_part("link", block, k.start, k.end, hits) for k in _links(view, block, hits)]
    found += [_part("sentence", block, start, end, hits) for start, end in _sentences(view, block, hits)]
    found += [_part("wedge", block, start, end, ()) for start, end in wedges if not taken.meet(start, end)]
    found += [
        _part("cluster", block, start, end, hits)
        for start, end in _clusters(view, block, _strange(view, hits))
        if not taken.meet(start, end)
    ]
    return [part for part in found if len(part.text.strip()) >= (MIN_LINK if part.kind == "link" else MIN_SPAN)]


def _links(view: PageView, block: Block, hits: Sequence[Hit]) -> Iterator[Link]:
    """Links to other sites, and those with a word of the packs; none where the block is that link and no more."""
    for link in block.links:
        rest = block.text[: link.start] + block.text[link.end :]
        if len(block.links) == 1 and not any(char.isalnum() for char in rest):
            return
        if view.leads_outside(link) or hits_within(hits, link.start, link.end):
            yield link


def _sentences(view: PageView, block: Block, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """The sentences of a block that has several, which advertise or hold a link to another site."""
    ends = sentence_ends(block.text)
    if len(ends) <= 2 or block.pre:
        return
    loud = sorted(h.start for h in hits if h.rule.role == "advertises") + [k.start for k in view.outside[block.index]]
    for start, end in pairwise(ends):
        if end - start < MIN_SENTENCE or end - start >= len(block.text.rstrip()):
            continue
        framed = view.site is not None and view.site.pooled(block.text[start:end])
        if framed or any(start <= at < end for at in loud):
            yield start, end


def _wedges(view: PageView, block: Block) -> Iterator[tuple[int, int]]:
    """What may have been put into running text or beside a headline, and reads like what is sold; links are judged for themselves."""
    planted = view.planted_in_headline(block.index)
    if planted:
        yield 0, planted
    if view.meaning.deaf or block.pre:
        return
    if view.is_heading(block.index):
        pieces = pieces_of(block.text)
        yield from (
            piece for piece in pieces if view.echoes.is_unlike(block.text[slice(*piece)]) and piece[1] != planted
        )
        if view.is_headline(block.index):
            yield from stuffed_in(view, block.text, pieces)
    elif view.prose[block.index]:
        linked = Intervals([(link.start, link.end) for link in block.links])
        lead, (ending, _) = lead_of(block.text), view.endings.get(block.index, (0, 0))
        if lead:
            yield 0, lead
        if ending:
            yield ending, len(block.text.rstrip())
        if SET_APART in block.text:
            yield from pieces_of(block.text)
        latin = {view.context.script, view.scripts[block.index]} & {"", "LATIN"}
        runs = () if latin else latin_runs(block.text)
        for start, end in (*wedges_of(block.text, view.seams), *runs):
            known = [hit.start for hit in hits_within(view.hits[block.index], start, end)]
            # What stands long before the first word that is known is the sentence that the rest was put into.
            if not linked.meet(start, end) and not (known and min(known) > MAX_REST):
                yield start, end


def stuffed_in(view: PageView, headline: str, pieces: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Phrases before or behind what a headline says, in each of its pieces or where it has none."""
    for start, end in pieces or [(0, len(headline))]:
        found = stuffed(headline[start:end], view.meaning.all_of, view.echoes.has, view.echoes.is_own_word)
        if found and view.echoes.is_unlike(headline[start + found[0] : start + found[1]]):
            yield start + found[0], start + found[1]


def _strange(view: PageView, hits: Sequence[Hit]) -> Sequence[Hit]:
    """These words without those of what the page is about, where there are others: what was put in front of the page's own words does
    not take them along."""
    return [hit for hit in hits if view.topic.share((hit,)) < OWN_TOPIC] or hits


def _clusters(view: PageView, block: Block, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Clusters of words, each within one link or outside of all: what a row of links says side by side is no phrase."""
    lead = lead_of(block.text) if view.prose[block.index] else 0
    if lead and hits_within(hits, 0, lead) and not any(link.start < lead for link in block.links):
        yield 0, lead
    if not block.links:
        for span in spans_of(block.text, hits, view.seams):
            yield _whole_piece(view, block, *script_run(block.text, span.start, span.end, view.context.script))
        return
    ends = [at for link in block.links for at in (link.start, link.end)]
    stretches: dict[int, list[Hit]] = {}
    for hit in hits:
        stretches.setdefault(bisect_right(ends, hit.start), []).append(hit)
    borders = [0, *ends, len(block.text)]
    for number, near in stretches.items():
        first, last = borders[number], borders[number + 1]
        link = block.links[number // 2] if number % 2 else None
        for span in spans_of(block.text, near, view.seams):
            start, end = script_run(block.text, span.start, span.end, view.context.script)
            start, end = max(first, start), max(min(last, end), *(h.end for h in span.hits))
            sold = link is not None and (end - start) * 2 >= link.end - link.start and view.leads_outside(link)
            yield (link.start, link.end) if link is not None and sold else (start, end)  # no stump of a bought anchor


def _whole_piece(view: PageView, block: Block, start: int, end: int) -> tuple[int, int]:
    """In a heading, the piece between separators that a cluster begins or ends, where nothing else on the page says the little
    that is left of it: a phrase is longer than what is known of it."""
    if not view.is_heading(block.index):
        return start, end
    for first, last in pieces_of(block.text):
        before, after = block.text[first:start], block.text[end:last]
        if first <= start and end <= last and bool(before.strip()) != bool(after.strip()):
            rest = letters(before + after)
            if 0 < len(rest) <= MAX_REST and not view.says_elsewhere(rest, block.index):
                return first, last
    return start, end


def _part(kind: Kind, block: Block, start: int, end: int, hits: Sequence[Hit]) -> Subject:
    within, links = hits_within(hits, start, end), _touching(block, start, end)
    return Subject(kind, block.text[start:end], block.index, start, end, within, links)


def _touching(block: Block, start: int, end: int) -> tuple[Link, ...]:
    """The links that hold this part, or that it holds."""
    links = block.links
    first = max(0, bisect_right(links, start, key=lambda link: link.start) - 1)
    near = links[first : bisect_left(links, end, key=lambda link: link.start)]
    return tuple(k for k in near if (k.start <= start and end <= k.end) or (start <= k.start and k.end <= end))
