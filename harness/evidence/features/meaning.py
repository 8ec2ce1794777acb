"""Floor 2: features of what a text says, by the heads over a sentence encoder."""

from harness.evidence.features.registry import measures
from harness.evidence.subject import Subject
from harness.evidence.view import PageView

__all__: list[str] = []


@measures("meaning")
def meaning(view: PageView, subject: Subject) -> float:
    return max(0.0, view.meaning.of(subject.text))


@measures("author_meaning")
def author_meaning(view: PageView, subject: Subject) -> float:
    return max(0.0, view.meaning.of(view.block_of(view.item_of(subject).name).text))


@measures("meaning_gap")
def meaning_gap(view: PageView, subject: Subject) -> float:
    return view.meaning.gap_of(subject.block) if view.prose[subject.block] else 0.0


@measures("page_meaning")
def page_meaning(view: PageView, subject: Subject) -> float:
    return view.meaning.share_of_main


@measures("honest_meaning")
def honest_meaning(view: PageView, subject: Subject) -> float:
    return max(0.0, -view.meaning.of(subject.text))


@measures("row_meaning")
def row_meaning(view: PageView, subject: Subject) -> float:
    return max(0.0, view.meaning_beside(subject.block, subject.text))


@measures("off_topic")
def off_topic(view: PageView, subject: Subject) -> bool:
    if not view.meaning.has_main:
        return False
    own = view.block_of(subject.block).text if subject.kind != "block" and view.prose[subject.block] else ""
    return view.echoes.is_unlike(subject.text, own)
