"""Floor 2: what a page quotes, and what is only dressed as a quotation."""

import re
from collections import Counter
from collections.abc import Sequence

from harness.address import site_of
from harness.evidence.match import Hit
from harness.evidence.spans import Intervals
from harness.survey import Block, Link, Survey
from harness.survey.tree import outermost
from harness.text.scripts import cells_of

__all__ = ["quoting_elements", "unquoted"]

QUOTES = {"pre", "code", "blockquote", "kbd", "samp", "q"}
QUOTED = re.compile(
    r"“[^“”]{1,80}”|„[^„“”]{1,80}[“”]|«[^«»]{1,80}»|「[^「」]{1,80}」|『[^『』]{1,80}』|\"[^\"]{1,80}\""
)
MAX_QUOTED = 84
"""How wide a phrase is that a text quotes, its marks included, as a terminal counts: a longer quotation is somebody's speech, which an
advert can be put into as into any other."""
MIN_FARM = 3


def quoting_elements(survey: Survey, outside: Sequence[Sequence[Link]]) -> list[bool]:
    """Whether each element stands in a quotation or in code; one that is little else than links to other sites, given by blocks, is
    neither."""
    outer = outermost(survey, lambda element: element.tag in QUOTES)
    sites: dict[int, set[str]] = {}
    linked: Counter[int] = Counter()
    told: Counter[int] = Counter()
    for block in survey.blocks:
        quote = outer[block.element]
        if quote >= 0:
            sites.setdefault(quote, set()).update(site_of(link.url) for link in outside[block.index])
            linked[quote] += sum(link.end - link.start for link in outside[block.index])
            told[quote] += len(block.text)
    farms = {q for q, found in sites.items() if len(found) >= MIN_FARM and linked[q] * 2 > told[q]}
    return [quote >= 0 and quote not in farms for quote in outer]


def unquoted(block: Block, hits: list[Hit], *, prose: bool, inside: bool) -> list[Hit]:
    """A block's words without those that it only quotes, in code or, where it is running text, between quotation marks. `inside`
    says that all of the block stands in a quotation."""
    marks = [m.span() for m in QUOTED.finditer(block.text)] if prose else []
    marks = [(start, end) for start, end in marks if cells_of(block.text[start:end]) <= MAX_QUOTED]
    told = block.quotes if inside or not _is_quote(block) else ()
    quotes = Intervals([*told, *marks])
    return [h for h in hits if not quotes.hold(h.start, h.end)]


def _is_quote(block: Block) -> bool:
    """True for a block that is a quotation, or stands in one, rather than having one in it."""
    return sum(end - start for start, end in block.quotes) * 2 > len(block.text)
