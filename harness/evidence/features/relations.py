"""Floor 2: features of what else was found on the page: False or 0 in the first pass, measured in the second."""

from harness.address import site_of
from harness.evidence.features.addresses import sold
from harness.evidence.features.registry import measures
from harness.evidence.repeated import is_phrase
from harness.evidence.subject import NO_BLOCK, Subject
from harness.evidence.view import PageView
from harness.text.scripts import script_of
from harness.text.tokens import ends_sentence, letters

__all__ = ["RELATIONS"]

RELATIONS = (
    "neighbours",
    "repeats_cut",
    "found_host",
    "found_phrase",
    "found_text",
    "found_within",
    "found_brand",
    "found_script",
    "row_found",
    "region_found",
    "layer_found",
    "row_share",
    "thread_found",
    "links_found",
    "found_links",
    "title_found",
    "title_within_found",
    "like_found",
)
"""What is measured anew in the second pass."""
MIN_BRAND = 5
LAST = 40
"""Characters that say whether a text ends as a sentence does."""


@measures("neighbours")
def neighbours(view: PageView, subject: Subject) -> float:
    return view.beside.neighbours.get(subject.block, 0.0)


@measures("repeats_cut")
def repeats_cut(view: PageView, subject: Subject) -> bool:
    return view.letters[subject.block] in view.beside.found.phrases


@measures("found_host")
def found_host(view: PageView, subject: Subject) -> bool:
    sites = view.beside.found.sites
    if not sites:
        return False
    links = view.outside[view.item_of(subject).name] if subject.kind == "comment" else sold(view, subject)
    return any(site_of(k.url) in sites for k in links)


@measures("found_phrase")
def found_phrase(view: PageView, subject: Subject) -> bool:
    own = letters(subject.text)
    if subject.kind == "title" and own in view.beside.gone_from_title:
        return False  # what was found there is itself
    return own in view.beside.found.phrases


@measures("found_text")
def found_text(view: PageView, subject: Subject) -> bool:
    return letters(subject.text) in view.beside.found.sure


@measures("found_within")
def found_within(view: PageView, subject: Subject) -> bool:
    return letters(subject.text) in view.beside.found.sure and is_phrase(subject.text)


@measures("found_brand")
def found_brand(view: PageView, subject: Subject) -> bool:
    found = view.beside.found
    if not found.brands and not found.names:
        return False
    own = view.letters[subject.block] if subject.kind == "block" else letters(subject.text)
    return any(brand in own for brand in found.brands) or found.names_within(own, subject.block)


@measures("found_script")
def found_script(view: PageView, subject: Subject) -> bool:
    return bool(view.beside.found.scripts) and script_of(subject.text) in view.beside.found.scripts


@measures("row_found")
def row_found(view: PageView, subject: Subject) -> float:
    """Words in a sentence stand in no row."""
    if subject.kind == "cluster" and ends_sentence(view.block_of(subject.block).text[-LAST:].rstrip()):
        return 0
    return view.beside.rows.get(subject.block, 0)


@measures("row_share")
def row_share(view: PageView, subject: Subject) -> float:
    shares = view.beside.link_shares if subject.kind == "link" else view.beside.row_shares
    return shares.get(subject.block, 0.0)


@measures("thread_found")
def thread_found(view: PageView, subject: Subject) -> float:
    return view.beside.threads.get(subject.element, 0.0)


@measures("links_found")
def links_found(view: PageView, subject: Subject) -> float:
    found, outside = view.beside.links.get(subject.block, (0, 0))
    return found / outside if outside else 0.0


@measures("found_links")
def found_links(view: PageView, subject: Subject) -> float:
    return view.beside.links.get(subject.block, (0, 0))[0]


@measures("title_found")
def title_found(view: PageView, subject: Subject) -> float:
    return sum(not (start < subject.end and subject.start < end) for start, end in view.beside.title)


@measures("title_within_found")
def title_within_found(view: PageView, subject: Subject) -> bool:
    own = letters(subject.text)
    if len(own) < MIN_BRAND or own.isdigit() or not any(char.isdigit() for char in own):
        return False  # a name without a number may be the site's own, spliced to what was found
    return any(own != phrase and own in phrase for phrase in view.beside.found.phrases)


@measures("layer_found")
def layer_found(view: PageView, subject: Subject) -> float:
    return view.beside.layers.get(view.layer_of(subject.block), 0.0)


@measures("region_found")
def region_found(view: PageView, subject: Subject) -> float:
    return view.beside.regions.get(subject.block, 0.0) if subject.block != NO_BLOCK else 0.0
