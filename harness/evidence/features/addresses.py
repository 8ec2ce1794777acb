"""Floor 2: features of where links lead: words in an address, what its host is like, whether its text names it."""

from collections.abc import Sequence

from harness.address import leads_nowhere, suffix_of
from harness.evidence.features.registry import measures
from harness.evidence.hosts import fits_country, is_brand_host, is_public_host, names_its_host, says_language
from harness.evidence.subject import Subject
from harness.evidence.view import PageView
from harness.survey import Link
from harness.text.scripts import script_of
from harness.text.tokens import letters

__all__ = ["sold"]

MIN_LINKED = 0.6


def sold(view: PageView, subject: Subject) -> Sequence[Link]:
    """The links to other sites that a subject is: of a block, where it is little else and all lead there."""
    outside = view.outside_of(subject.links)
    if subject.kind == "block":
        linked = sum(link.end - link.start for link in outside)
        if len(outside) < len(subject.links) or linked < MIN_LINKED * len(subject.text.strip()):
            return ()
    return outside


def text_of(view: PageView, subject: Subject, link: Link) -> str:
    return view.block_of(subject.block).text[link.start : link.end]


@measures("address_words")
def address_words(view: PageView, subject: Subject) -> float:
    """What a link's own text says as well is no news: it is named for what it leads to."""
    found = 0
    for link in sold(view, subject):
        said = letters(text_of(view, subject, link))
        found = max(found, sum(letters(word) not in said for word in view.matcher.in_address(link.url)))
    return found


@measures("cheap_suffix")
def cheap_suffix(view: PageView, subject: Subject) -> bool:
    cheap = view.cheap_suffixes
    return any(
        suffix_of(link.url).rpartition(".")[2] in cheap or suffix_of(link.url) in cheap for link in sold(view, subject)
    )


@measures("brand_host")
def brand_host(view: PageView, subject: Subject) -> bool:
    """Names in Latin letters alone: where another script is written, numbers are what hosts of every kind are named by."""
    return any(
        is_brand_host(link.url) and script_of(text_of(view, subject, link)) == "LATIN" for link in sold(view, subject)
    )


@measures("names_host")
def names_host(view: PageView, subject: Subject) -> bool:
    links = sold(view, subject)
    return bool(links) and all(names_its_host(text_of(view, subject, link), link.url) for link in links)


@measures("fits_country")
def country(view: PageView, subject: Subject) -> bool:
    links = sold(view, subject)
    return bool(links) and all(fits_country(text_of(view, subject, link), link.url) for link in links)


@measures("public_host")
def public_host(view: PageView, subject: Subject) -> bool:
    links = sold(view, subject)
    return bool(links) and all(is_public_host(link.url) for link in links)


@measures("all_outside")
def all_outside(view: PageView, subject: Subject) -> bool:
    return bool(sold(view, subject))


@measures("all_inside")
def all_inside(view: PageView, subject: Subject) -> bool:
    return (
        _is_linked(subject)
        and not view.outside_of(subject.links)
        and not any(leads_nowhere(k.written) for k in subject.links)
    )


@measures("own_language_link")
def own_language_link(view: PageView, subject: Subject) -> bool:
    """True where a link within the site says by its address that it leads to another language's pages, or stands among such links."""
    return any(says_language(link.url) for link in subject.links) or subject.block in view.language_rows


def _is_linked(subject: Subject) -> bool:
    if subject.kind != "block":
        return bool(subject.links)
    linked = sum(link.end - link.start for link in subject.links)
    return bool(subject.links) and linked >= MIN_LINKED * len(subject.text.strip())


@measures("footnote")
def footnote(view: PageView, subject: Subject) -> bool:
    return view.block_of(subject.block).element in view.footnotes


@measures("odd_link")
def odd_link(view: PageView, subject: Subject) -> bool:
    row = view.rows[subject.block]
    return bool(sold(view, subject)) and row.inside_links >= 3 and row.outside_links * 2 < row.inside_links
