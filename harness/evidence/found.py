"""Floor 2: what was found so far, for the second pass: a host, a phrase, a brand or a script that was found once counts
everywhere on the page."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.address import site_of
from harness.evidence.alike import Alike
from harness.evidence.hosts import brands_of
from harness.survey import Link
from harness.text.scripts import cells_of
from harness.text.tokens import letters

__all__ = ["Beside", "Found"]

MIN_PHRASE, MIN_CELLS, MAX_PHRASE = 4, 6, 200
"""Letters of a phrase that may stand twice; three characters of Chinese, Japanese or Korean, six cells, are enough too."""
MIN_NAME_CELLS, MAX_NAME_CELLS = 8, 24
"""Cells of what a sold link says and is a name: four to twelve characters of Chinese, eight to 24 letters. Less may stand in any text."""
MANY = 4
MAX_BRANDS = 100
PARTS = re.compile(r"\n|\s*[|｜_,，、/]\s*|\s+-\s+")


def _phrase(text: str) -> frozenset[str]:
    """The text's letters, where they are neither too few nor too many to stand twice; else nothing."""
    phrase = letters(text[: MAX_PHRASE + 1])
    says = len(phrase) >= MIN_PHRASE or cells_of(phrase) >= MIN_CELLS
    return frozenset({phrase}) if says and len(phrase) <= MAX_PHRASE else frozenset()


@dataclass(slots=True)
class Found:
    """What the subjects that were found have: the sites they lead to, their phrases (letters alone), brands from the sites'
    names, what the links to them say (letters, with the blocks where they do), and scripts other than the page's. `texts` are those that were surely found, and what was cut out of the title, as they
    stand, each with its block's number; `sure` has the letters of these."""

    sites: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)
    texts: list[tuple[str, int]] = field(default_factory=list)
    sure: set[str] = field(default_factory=set)
    brands: set[str] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    names: dict[str, set[int]] = field(default_factory=dict)

    def add_text(self, text: str, block: int) -> None:
        """Remember a text of a block that was surely found, as it stands."""
        self.texts.append((text, block))
        self.sure |= _phrase(text)

    def add_phrase(self, text: str) -> None:
        """Remember what a text says, where it is neither too short nor too long to stand twice."""
        for part in (text, *PARTS.split(text[: MAX_PHRASE + 1])):
            self.phrases |= _phrase(part)

    def add_link(self, link: Link) -> None:
        """Remember where a link leads."""
        self.links.append(link)

    def add_name(self, said: str, block: int) -> None:
        """Remember what a link to another site says, where it may be a name."""
        name = letters(said[:MAX_PHRASE])
        if MIN_NAME_CELLS <= cells_of(name) <= MAX_NAME_CELLS and not name.isdigit() and len(self.names) < MAX_BRANDS:
            self.names.setdefault(name, set()).add(block)

    def keep_sites(self, all_links: Mapping[str, int]) -> None:
        """Take the sites that most links to them, of all on the page, were found to lead to: one sold link does not make
        a site that the page links to throughout a buyer of space."""
        for site, count in Counter(site_of(link.url) for link in self.links).items():
            if count * 2 >= all_links.get(site, count) or count >= MANY:
                self.sites.add(site)
        for link in self.links:
            if site_of(link.url) in self.sites:
                self.brands.update(brands_of(link.url)[: max(0, MAX_BRANDS - len(self.brands))])

    def drop_names(self, said: str) -> None:
        """Drop the names that stand in what the page itself says (letters): it speaks of them."""
        self.names = {name: blocks for name, blocks in self.names.items() if name not in said}

    def names_within(self, own: str, block: int) -> bool:
        """True where half of these letters and more are what a link that was found in another block says."""
        return any(
            name in own and len(name) * 2 >= len(own) and blocks != {block} for name, blocks in self.names.items()
        )


@dataclass(slots=True)
class Beside:
    """What one pass says to the next; before the second nothing, and `again` is False. `alike` has what was found by its sense. By the
    blocks' numbers: the share of the text beside it that was found (`neighbours`), how many others of its row and which share of them, which share of the links beside one in it (`link_shares`), which share of its region's running text,
    and how many of its links to other sites, of how many. By the elements' numbers: which share of a comment's thread, and of a layer's
    texts. `title` has where the parts of the title stand that were found, `gone_from_title` the letters of what was cut out of it."""

    again: bool = False
    found: Found = field(default_factory=Found)
    alike: Alike | None = None
    neighbours: dict[int, float] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    row_shares: dict[int, float] = field(default_factory=dict)
    link_shares: dict[int, float] = field(default_factory=dict)
    regions: dict[int, float] = field(default_factory=dict)
    links: dict[int, tuple[int, int]] = field(default_factory=dict)
    threads: dict[int, float] = field(default_factory=dict)
    layers: dict[int, float] = field(default_factory=dict)
    title: list[tuple[int, int]] = field(default_factory=list)
    gone_from_title: set[str] = field(default_factory=set)
