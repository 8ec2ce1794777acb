"""Floor 2: features of a part of a text that may be cut out of it."""

from collections.abc import Callable

from harness.address import leads_nowhere, site_of
from harness.evidence.features.registry import measures
from harness.evidence.leads import lead_of, ornate_lead_of
from harness.evidence.spans import covered
from harness.evidence.subject import Subject
from harness.evidence.view import PageView
from harness.text.scripts import script_of
from harness.text.tokens import ends_sentence, letters

__all__: list[str] = []

MIN_SPAN, MIN_SCRIPT_SPAN = 3, 8
MOST_KNOWN = 0.8
"""A span of which known words are more than this says no more than they do."""
AROUND = 200
"""Characters before and behind a span that say what script the text around it is in."""


@measures("span_spliced")
def spliced(view: PageView, subject: Subject) -> bool:
    return subject.kind == "insertion"


@measures("span_linked")
def linked(view: PageView, subject: Subject) -> bool:
    return bool(subject.links)


@measures("span_outside_link")
def outside_link(view: PageView, subject: Subject) -> bool:
    sites = {site_of(link.url) for link in subject.links if not leads_nowhere(link.written)}
    return bool(sites - view.context.own_sites - {""})


@measures("span_own_link")
def own_link(view: PageView, subject: Subject) -> bool:
    dead = any(leads_nowhere(link.written) for link in subject.links)
    return not dead and view.stays_inside(subject.links)


@measures("span_glued")
def glued(view: PageView, subject: Subject) -> bool:
    """Glued inside one text node: menus set their links side by side without a space between."""
    block = view.block_of(subject.block)

    def inside(at: int) -> bool:
        return view.seams.at(block.text, at) and any(
            p.start < at < p.start + p.length for p in view.pieces_at(block, at)
        )

    return inside(subject.start) or inside(subject.end)


@measures("span_edged")
def edged(view: PageView, subject: Subject) -> bool:
    if not subject.hits:
        return False
    start, end = min(h.start for h in subject.hits), max(h.end for h in subject.hits)
    return view.seams.tail(subject.text, end) > end or view.seams.head(subject.text, start) < start


@measures("span_small_start")
def small_start(view: PageView, subject: Subject) -> bool:
    before = view.block_of(subject.block).text[: subject.start]
    return subject.text[:1].islower() and ends_sentence(before)


@measures("span_beside_headline")
def beside_headline(view: PageView, subject: Subject) -> bool:
    return view.is_heading(subject.block) and view.echoes.is_unlike(subject.text)


@measures("span_in_prose")
def in_prose(view: PageView, subject: Subject) -> bool:
    return view.prose[subject.block]


@measures("span_says_more")
def says_more(view: PageView, subject: Subject) -> bool:
    return covered(subject.hits) < MOST_KNOWN * len(subject.text)


@measures("span_heads")
def heads(view: PageView, subject: Subject) -> bool:
    return view.is_heading(subject.block) and subject.start < MIN_SPAN


@measures("span_leads")
def leads(view: PageView, subject: Subject) -> bool:
    return _ends_with(lead_of, view, subject)


@measures("span_leads_ornate")
def leads_ornate(view: PageView, subject: Subject) -> bool:
    return _ends_with(ornate_lead_of, view, subject)


def _ends_with(lead: Callable[[str], int], view: PageView, subject: Subject) -> bool:
    """True for what running text begins with, up to where this lead of it ends."""
    if subject.start != 0 or not view.prose[subject.block]:
        return False
    return 0 < subject.end == lead(view.block_of(subject.block).text)


@measures("span_ends_alike")
def ends_alike(view: PageView, subject: Subject) -> float:
    start, others = view.endings.get(subject.block, (0, 0))
    return others if subject.kind == "wedge" and subject.start == start else 0


@measures("span_script_gap")
def script_gap(view: PageView, subject: Subject) -> bool:
    script, own = script_of(subject.text), view.context.script
    if not script or not own or script == own or len(subject.text) < MIN_SCRIPT_SPAN:
        return False
    text = view.block_of(subject.block).text
    around = text[max(0, subject.start - AROUND) : subject.start] + text[subject.end : subject.end + AROUND]
    return script_of(around) != script


@measures("span_repeats")
def repeats(view: PageView, subject: Subject) -> bool:
    own = letters(subject.text)
    return (own in view.lines or own in view.beside.gone_from_title) and own != view.letters[subject.block]
