"""Floor 2: what the page is about: its own hosts, its main content, its script and its language."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from harness.address import has_domain, site_of
from harness.survey import Block, Survey
from harness.survey.tree import inherited
from harness.text.language import foreign_probability, language_of
from harness.text.scripts import CJK, script_of
from harness.text.tokens import SENTENCE_MARK, characters

__all__ = ["Context", "is_prose", "language_gap", "main_blocks", "read_context"]

MIN_PROSE, MIN_PROSE_CJK = 80, 40
MAX_LINKED_SHARE = 0.4
MIN_LANGUAGE_TEXT = 100
MIN_OWN_LINKS = 8
"""A site that this many links lead to, and most of all links, is taken for that of which the page is a copy."""
MIN_PLACES = 2
MIN_SURE = 0.95
MAX_AROUND, MAX_MAIN = 200, 40
"""Blocks whose language is asked for, of the page's rest and of its main content."""


@dataclass(frozen=True, slots=True)
class Context:
    """What blocks are held against; `first` and `last` are the main content's first and last block, -1 where none is."""

    own_sites: frozenset[str]
    first: int
    last: int
    text: str
    script: str
    language: str


def is_prose(block: Block) -> bool:
    """Running text: long for its script, with sentence marks, and mostly not links."""
    size = characters(block.text)
    linked = sum(link.end - link.start for link in block.links)
    enough = MIN_PROSE_CJK if len(CJK.findall(block.text)) * 2 > size else MIN_PROSE
    return size >= enough and linked < len(block.text) * MAX_LINKED_SHARE and bool(SENTENCE_MARK.search(block.text))


def language_gap(text: str, context: Context) -> float:
    """How sure it is that this text is in another language than the main content, 0 to 1; 0 for text too short to tell.

    Between scripts the script tells, and within Chinese and Japanese no classifier does.
    """
    if context.script == "CJK" or script_of(text) != context.script:
        return 0.0
    return foreign_probability(text, context.language)


def read_context(survey: Survey) -> Context:
    """What the page is about, from its longest prose and from what its head says of itself."""
    own = _own_sites(survey)
    main = main_blocks(survey)
    text = "\n".join(block.text for block in main)
    language = _language(survey, main, text)
    return Context(
        own_sites=own,
        first=main[0].index if main else -1,
        last=main[-1].index if main else -1,
        text=text,
        script=script_of(text) or script_of(_own_lines(survey, own)) or script_of(survey.head.title),
        language=language,
    )


def _own_lines(survey: Survey, own: frozenset[str]) -> str:
    """What readers see of a page without running text that does not lead to other sites: a list of headlines in Chinese, say, under a
    Latin name."""
    shown = (block for block in survey.blocks if not block.hidden_by)
    kept = (block.text for block in shown if all(site_of(link.url) in {*own, ""} for link in block.links))
    return "\n".join(islice(kept, MAX_AROUND))


def _language(survey: Survey, main: Sequence[Block], text: str) -> str:
    """The language of the main content. Where it holds two, which is what an advert in another language makes of a short article,
    the one of them that the rest of the page is in."""
    if len(text) < MIN_LANGUAGE_TEXT:
        return survey.language.split("-")[0].lower()
    told = language_of(text)
    if survey.language.split("-")[0].lower() == told:
        return told
    inside = {block.index for block in main}
    rest = [block.text for block in survey.blocks if not block.hidden_by and block.index not in inside]
    around = "\n".join(islice(rest, MAX_AROUND))
    if len(around) < 2 * MIN_LANGUAGE_TEXT or script_of(around) != script_of(text):
        return told
    if foreign_probability(around, told) < MIN_SURE:
        return told
    other = language_of(around)
    both = any(
        foreign_probability(block.text, told) >= MIN_SURE and language_of(block.text) == other
        for block in main[:MAX_MAIN]
    )
    return other if both else told


def _own_sites(survey: Survey) -> frozenset[str]:
    """The sites that a page is of: its address's, and those it says. A copy that lies on no host of its own is of the site that
    most of its links lead to, from several places; on a host of its own no number of links makes a site the page's."""
    metas = dict(survey.head.metas)
    own = {site_of(url) for url in (survey.url, survey.head.canonical, metas.get("og:url", "")) if url} - {""}
    if has_domain(survey.url):
        return frozenset(own)
    links: Counter[str] = Counter()
    places: dict[str, set[int]] = {}
    for block in survey.blocks:
        for link in block.links:
            site = site_of(link.url)
            if site and site not in own:
                links[site] += 1
                places.setdefault(site, set()).add(survey.elements[block.element].parent)
    site, count = links.most_common(1)[0] if links else ("", 0)
    if count >= MIN_OWN_LINKS and count * 2 > links.total() and len(places[site]) >= MIN_PLACES:
        own.add(site)
    return frozenset(own)


def main_blocks(survey: Survey) -> list[Block]:
    """The prose of the element that holds most of it, its children's counting whole and its grandchildren's half."""
    prose = [block for block in survey.blocks if not block.hidden_by and is_prose(block)]
    weight: Counter[int] = Counter()
    for block in prose:
        parent = survey.elements[block.element].parent
        if parent >= 0:
            weight[parent] += len(block.text)
            above = survey.elements[parent].parent
            if above >= 0:
                weight[above] += len(block.text) // 2
    if not weight:
        return []
    root = weight.most_common(1)[0][0]
    inside = inherited(survey, lambda element: element.index == root)
    return [block for block in prose if inside[block.element]]
