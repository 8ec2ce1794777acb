"""Floor 2: rows of short lines beside each other in one container, and what they link to."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from harness.address import leads_nowhere, site_of
from harness.evidence.context import Context, is_prose, language_gap
from harness.evidence.hosts import names_its_host
from harness.survey import Block
from harness.text.scripts import script_of
from harness.text.tokens import characters, letters

__all__ = ["NO_ROW", "Row", "row_of", "unbroken"]

HEAD_CHARACTERS = 3
MAX_LINE = 80
WORDS = re.compile(r"[^\W\d_]{4,}")
UNSPACED_RUN = re.compile(r"[\u3400-\u9fff\u0e00-\u0e7f]{2,}")


@dataclass(frozen=True, slots=True)
class Row:
    """Short lines beside each other in one container, as counts."""

    length: int
    link_share: float
    dead_links: int
    outside_links: int
    outside_hosts: int
    inside_links: int
    shared_head: float
    language_gap: float = 0.0
    named_hosts: float = 0.0
    latin_links: int = 0
    repeats: int = 0
    lines: int = 0


NO_ROW = Row(0, 0.0, 0, 0, 0, 0, 0.0)


def unbroken(blocks: Sequence[Block], prose: Sequence[bool]) -> list[list[Block]]:
    """The short lines of a container in unbroken rows: running text between them ends a row."""
    rows: list[list[Block]] = [[]]
    for block in blocks:
        if prose[block.index]:
            rows.append([])
        else:
            rows[-1].append(block)
    return [row for row in rows if row]


def row_of(blocks: Sequence[Block], context: Context, platforms: frozenset[str]) -> Row:
    """What stands in these lines, or NO_ROW where they are too few to be one."""
    short = [b for b in blocks if not is_prose(b) and characters(b.text) <= MAX_LINE]
    links = [link for b in short for link in b.links]
    if len(short) < 2 and len(links) < 3:
        return NO_ROW
    sites = [site_of(link.url) for link in links]
    dead = [leads_nowhere(link.written) for link in links]
    known = context.own_sites | platforms
    outside = [s for s, d in zip(sites, dead, strict=True) if not d and s and s not in known]
    on_platforms = sum(site in platforms for site in sites)
    others = set(outside)
    latin = [(b.text[k.start : k.end], k.url) for b in short for k in b.links if site_of(k.url) in others]
    latin = [(text, url) for text, url in latin if script_of(text) == "LATIN"]
    named = sum(names_its_host(text, url) for text, url in latin)
    pieces = Counter(piece for b in short for piece in _heads(b.text))
    shared = pieces.most_common(1)[0][1] / len(short) if pieces and len(short) >= 3 else 0.0
    total = sum(len(b.text) for b in short)
    return Row(
        length=max(len(short), len(links)),
        link_share=sum(link.end - link.start for link in links) / max(total, 1),
        dead_links=sum(dead),
        outside_links=len(outside),
        outside_hosts=len(others),
        inside_links=len(links) - len(outside) - sum(dead) - on_platforms,
        shared_head=shared,
        named_hosts=named / max(len(latin), 1),
        latin_links=len(latin),
        lines=len(short),
        repeats=len(short) - len({letters(b.text) for b in short}),
        language_gap=language_gap("\n".join(b.text for b in short), context) if len(short) >= 3 else 0.0,
    )


def _heads(text: str) -> set[str]:
    """The pieces of a line that a permutation would repeat: words, or pairs of characters where no spaces are."""
    text = text.casefold()
    words = {w for w in WORDS.findall(text) if script_of(w) not in {"CJK", "THAI"}}
    # Names of sites end alike; what sold words share is how they begin.
    return words | {
        run[i : i + 2] for run in UNSPACED_RUN.findall(text) for i in range(min(HEAD_CHARACTERS, len(run) - 1))
    }
