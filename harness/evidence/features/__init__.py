"""Floor 2: the features, a file a family; every one that the vocabulary of the rules declares is measured here."""

from harness.evidence.features import (
    addresses,
    links,
    looks,
    meaning,
    place,
    relations,
    rows,
    sites,
    spans,
    threads,
    title,
    words,
)
from harness.evidence.features.registry import MEASURES
from harness.evidence.rows import NO_ROW
from harness.evidence.subject import Subject, Value
from harness.evidence.view import PageView
from harness.rules.vocabulary import FEATURES

__all__ = ["ABSENT", "FAMILIES", "FAMILY", "measured", "present"]

FAMILIES = (addresses, links, looks, meaning, place, relations, rows, sites, spans, threads, title, words)
assert MEASURES.keys() == FEATURES.keys(), f"declared or measured alone: {sorted(MEASURES.keys() ^ FEATURES.keys())}"


def measured(view: PageView, subject: Subject, name: str) -> Value | None:
    """The subject's feature of this name, measured once; None where it is not measured on its kind."""
    found = subject.features.get(name)
    if found is None and subject.kind in FEATURES[name].on:
        found = subject.features[name] = MEASURES[name](view, subject)
    return found


FAMILY: dict[str, str] = {
    **dict.fromkeys((name for name in FEATURES if name.startswith("run_")), "row"),
    **dict.fromkeys(relations.RELATIONS, "found"),
    **dict.fromkeys(("script_box", "box_meaning"), "box"),
    **dict.fromkeys(("site_slot", "site_slots", "site_framed", "site_constant"), "site"),
    **dict.fromkeys(
        (
            "address_words", "cheap_suffix", "brand_host", "names_host", "fits_country", "public_host", "all_outside", "all_inside", "own_language_link",
            "odd_link", "span_linked", "span_outside_link", "span_own_link", "links", "outside_links", "dead_links", "link_share",
        ),
        "links",
    ),
    **dict.fromkeys(
        ("jargon_share", "trade_words", "foreign_words", "words_own", "span_words", "word_share", "title_words"), "words"
    ),
}  # fmt: skip
"""Features that are False or 0 wherever what they measure is not there: most pieces of a page have no link, no word of a pack,
and no row."""
ABSENT = frozenset(FAMILY.values())


def present(view: PageView, subject: Subject) -> set[str]:
    """The families whose features may be anything but False or 0 on this subject."""
    found = set()
    if subject.links or subject.kind == "comment":
        found.add("links")
    if subject.hits:
        found.add("words")
    if view.beside.again:
        found.add("found")
    if view.site is not None:
        found.add("site")
    if subject.block in view.boxes:
        found.add("box")
    if subject.kind == "block" and view.rows[subject.block] is not NO_ROW:
        found.add("row")
    return found
