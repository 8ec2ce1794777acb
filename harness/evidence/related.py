"""Floor 2: between two passes over a page: what was found, and what of the page stands beside it, in its row, thread, region or layer."""

from collections.abc import Mapping, Sequence

from harness.evidence.alike import Alike
from harness.evidence.choose import Weighed
from harness.evidence.found import Beside, Found
from harness.evidence.subject import NO_BLOCK
from harness.evidence.threads import Item
from harness.evidence.title import Mended
from harness.evidence.view import PageView
from harness.evidence.weigh import total
from harness.survey import Block
from harness.text.tokens import letters

__all__ = ["Cuts", "related_to"]

Cuts = dict[int, list[tuple[int, int, Weighed]]]
"""By the block's number, its parts that are cut, with where each cut runs."""
MIN_FOREIGN, MIN_THREAD = 3, 2
SURE = 1.0
"""Log-odds: what was found with less says nothing of what reads like it nor, where it has no word of a pack, of what leads where it
does, or one mistake would make many."""


def related_to(
    view: PageView,
    spam: set[int],
    cuts: Cuts,
    weighed: tuple[Sequence[Weighed], Sequence[Weighed], Mapping[int, Sequence[Weighed]]],
    title: Mended,
) -> Beside:
    """What the next pass needs to know of this one: of the blocks that go (`spam`), what is cut out of others, all that was `weighed`
    (blocks, comments, and parts by their block's number), and the title as it was mended."""
    blocks, comments, parts = weighed
    rows, shares = _rows(view, spam, cuts)
    neighbours, regions = _texts(view, spam)
    found = _found(view, spam, cuts, blocks, comments, title)
    return Beside(
        again=True,
        found=found,
        alike=_alike(view, found, spam),
        neighbours=neighbours,
        rows=rows,
        row_shares=shares,
        link_shares=_link_shares(view, cuts),
        regions=regions,
        links=_links(view, parts),
        threads=_threads(view, spam),
        layers=_layers(view, spam),
        title=[(subject.start, subject.end) for subject, evidence in title.parts if total(evidence) >= 0],
        gone_from_title={letters(title.gone)} if title.gone else set(),
    )


def _found(
    view: PageView,
    spam: set[int],
    cuts: Cuts,
    blocks: Sequence[Weighed],
    comments: Sequence[Weighed],
    title: Mended,
) -> Found:
    found = Found()
    loud = [s.block for s, evidence in blocks if s.block in spam and total(evidence) >= 0]
    signed = dict.fromkeys(view.item_of(s).name for s, evidence in comments if total(evidence) >= 0)
    # What nobody sees stands twice on many an honest page, and a comment may be copied from an honest one.
    told = [i for i in (*loud, *signed) if not view.block_of(i).hidden_by or view.hits[i]]
    if title.gone:
        found.add_phrase(title.gone)
        found.add_text(title.gone, NO_BLOCK)
    for subject, evidence in (*(blocks[i] for i in told), *(part for parts in cuts.values() for _, _, part in parts)):
        found.add_phrase(subject.text)
        sure = total(evidence) >= SURE
        if sure:
            found.add_text(subject.text, subject.block)
        known = sure or bool(subject.hits) or (subject.kind == "block" and subject.block in signed)
        for link in view.outside_of(subject.links):
            if known:
                found.add_link(link)
            if known or subject.block in spam:
                found.add_name(view.block_of(subject.block).text[link.start : link.end], subject.block)
    found.keep_sites(view.site_links)
    if found.names:
        kept = (
            b.index for b in view.survey.blocks if view.prose[b.index] and b.index not in spam and b.index not in cuts
        )
        found.drop_names("\n".join(view.letters[i] for i in kept))
    foreign = [view.scripts[i] for i in spam if view.row_foreign[i]]
    found.scripts = {script for script in foreign if foreign.count(script) >= MIN_FOREIGN}
    return found


def _alike(view: PageView, found: Found, spam: set[int]) -> Alike | None:
    """What was found, and what the page is about, to be held beside what is open yet; None where nothing is read for what it says."""
    if view.meaning.deaf:
        return None
    kept = [(block.text, block.index) for block in view.meaning.main if block.index not in spam]
    return Alike(view.meaning, found.texts, kept)


def _rows(view: PageView, spam: set[int], cuts: Cuts) -> tuple[dict[int, int], dict[int, float]]:
    """How many others of a block's row were found (inside a block of links its own, too), and which share of the row's others."""
    found: dict[int, int] = {}
    shares: dict[int, float] = {}
    for row in view.rows_of_blocks:
        count = sum(b.index in spam for b in row)
        for block in row if count else ():
            found[block.index] = count - (block.index in spam)
            shares[block.index] = found[block.index] / max(1, len(row) - 1)
    for index, parts in cuts.items():
        found[index] = found.get(index, 0) + _cut_links(parts)
    return found, shares


def _cut_links(parts: Sequence[tuple[int, int, Weighed]]) -> int:
    return sum(subject.kind == "link" for _, _, (subject, _) in parts)


def _link_shares(view: PageView, cuts: Cuts) -> dict[int, float]:
    """Which share of the other links of a row inside one block was found."""
    return {
        index: _cut_links(parts) / (len(links) - 1)
        for index, parts in cuts.items()
        if len(links := view.block_of(index).links) > 1 and not view.prose[index]
    }


def _links(view: PageView, parts: Mapping[int, Sequence[Weighed]]) -> dict[int, tuple[int, int]]:
    """Of every block with links to other sites: how many of them are spam by themselves, and how many there are."""
    found = {}
    for index, weighed in parts.items():
        outside = view.outside[index]
        sold = [s for s, evidence in weighed if s.kind == "link" and total(evidence) >= 0]
        count = sum(any(s.start < k.end and k.start < s.end for s in sold) for k in outside)
        if count:
            found[index] = (count, len(outside))
    return found


def _threads(view: PageView, spam: set[int]) -> dict[int, float]:
    """Of every item of a thread whose name is a link to another site: the share of the others of that kind that was found."""
    threads: dict[int, list[Item]] = {}
    for item in view.items:
        if view.outside[item.name]:
            threads.setdefault(item.thread, []).append(item)
    shares = {}
    for items in threads.values():
        found = sum(item.name in spam for item in items)
        for item in items if len(items) > MIN_THREAD else ():
            shares[item.element] = (found - (item.name in spam)) / (len(items) - 1)
    return shares


def _texts(view: PageView, spam: set[int]) -> tuple[dict[int, float], dict[int, float]]:
    """The share of the text beside a block that was found, in this pass or the one before, and of the running text in its container."""
    neighbours = dict(view.beside.neighbours)
    regions: dict[int, float] = {}
    for blocks in view.groups.values():
        bad = sum(view.sizes[b.index] for b in blocks if b.index in spam)
        if not bad:
            continue
        size = sum(view.sizes[b.index] for b in blocks)
        prose = [b for b in blocks if view.prose[b.index]]
        told, found = len(prose), sum(b.index in spam for b in prose)
        for at, block in enumerate(blocks):
            own = view.sizes[block.index]
            share = (bad - own * (block.index in spam)) / max(size - own, 1)
            neighbours[block.index] = max(share, _near(blocks, at, spam), neighbours.get(block.index, 0.0))
            if view.prose[block.index] and told > 1:
                regions[block.index] = (found - (block.index in spam)) / (told - 1)
    return neighbours, regions


def _near(blocks: Sequence[Block], at: int, spam: set[int]) -> float:
    """The share of the two blocks before and the two after, in the same container, that are spam."""
    near = [*blocks[max(0, at - 2) : at], *blocks[at + 1 : at + 3]]
    return sum(b.index in spam for b in near) / 4


def _layers(view: PageView, spam: set[int]) -> dict[int, float]:
    """The share of the texts of every layer over the page that was found."""
    inside: dict[int, list[bool]] = {}
    for block in view.survey.blocks:
        layer = view.layer_of(block.index)
        if layer >= 0:
            inside.setdefault(layer, []).append(block.index in spam)
    return {layer: sum(found) / len(found) for layer, found in inside.items()}
