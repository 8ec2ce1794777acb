"""Floor 2: features of what a reader sees of a text: hidden, laid over the page, its letters set apart."""

from harness.evidence.features.registry import measures
from harness.evidence.subject import Subject
from harness.evidence.view import PageView
from harness.text.tokens import broken_letters as broken
from harness.text.tokens import is_random_token, signs_between

__all__ = ["DRAWN"]

DRAWN = "canvas"
CODE_TAGS = {"pre", "code", "td", "kbd", "samp"}


@measures("hidden")
def hidden(view: PageView, subject: Subject) -> bool:
    return bool(view.block_of(subject.block).hidden_by)


@measures("hidden_by")
def hidden_by(view: PageView, subject: Subject) -> str:
    return view.block_of(subject.block).hidden_by


@measures("chars")
def chars(view: PageView, subject: Subject) -> float:
    return view.sizes[subject.block]


@measures("layer_share")
def layer_share(view: PageView, subject: Subject) -> float:
    return view.layers[view.block_of(subject.block).element]


@measures("drawn")
def drawn(view: PageView, subject: Subject) -> bool:
    return view.tag_of(subject.block) == DRAWN


@measures("fixed")
def fixed(view: PageView, subject: Subject) -> bool:
    return view.fixed[view.block_of(subject.block).element]


@measures("random_token")
def random_token(view: PageView, subject: Subject) -> bool:
    element = view.survey.elements[view.block_of(subject.block).element]
    tags = {element.tag, view.survey.elements[element.parent].tag}
    return not subject.links and not (tags & CODE_TAGS) and is_random_token(subject.text)


@measures("broken_letters")
def broken_letters(view: PageView, subject: Subject) -> float:
    return view.broken[subject.block] if subject.kind == "block" else broken(subject.text)


@measures("sign_letters")
def sign_letters(view: PageView, subject: Subject) -> float:
    return signs_between(subject.text)


@measures("row_broken")
def row_broken(view: PageView, subject: Subject) -> float:
    return view.row_broken[subject.block]


@measures("page_broken")
def page_broken(view: PageView, subject: Subject) -> bool:
    return view.page_broken
