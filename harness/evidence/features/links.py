"""Floor 2: features of the links in a block."""

from harness.address import leads_nowhere
from harness.evidence.features.registry import measures
from harness.evidence.subject import Subject
from harness.evidence.view import PageView

__all__: list[str] = []


@measures("links")
def links(view: PageView, subject: Subject) -> float:
    return len(subject.links)


@measures("link_share")
def link_share(view: PageView, subject: Subject) -> float:
    shared = sum(min(k.end, subject.end) - max(k.start, subject.start) for k in subject.links)
    return shared / max(len(subject.text), 1)


@measures("outside_links")
def outside_links(view: PageView, subject: Subject) -> float:
    return len(view.outside_of(subject.links))


@measures("dead_links")
def dead_links(view: PageView, subject: Subject) -> float:
    return sum(leads_nowhere(link.written) for link in subject.links)


@measures("unlinked")
def unlinked(view: PageView, subject: Subject) -> float:
    at, told = 0, 0
    for link in subject.links:
        told += sum(char.isalnum() for char in subject.text[at : link.start])
        at = link.end
    return told + sum(char.isalnum() for char in subject.text[at:])
