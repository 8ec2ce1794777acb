"""Floor 2: features of what the pages of a site say together; nothing where a page was judged alone."""

from harness.evidence.features.registry import measures
from harness.evidence.subject import Subject
from harness.evidence.view import PageView

__all__: list[str] = []


@measures("site_slot")
def site_slot(view: PageView, subject: Subject) -> bool:
    return view.site is not None and bool(view.site.pooled(subject.text))


@measures("site_slots")
def site_slots(view: PageView, subject: Subject) -> float:
    if view.site is None:
        return 0
    return max((view.slot_words[word] for word in view.site.pooled(subject.text)), default=0)


@measures("site_framed")
def site_framed(view: PageView, subject: Subject) -> bool:
    return view.site is not None and view.site.is_framed(subject.text) and bool(view.site.pooled(subject.text))


@measures("site_constant")
def site_constant(view: PageView, subject: Subject) -> bool:
    return view.site is not None and view.site.is_constant(subject.text)
