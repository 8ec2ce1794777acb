"""Floor 2: features of what a text says, by the heads over a sentence encoder."""

import re

from harness.evidence.again import is_long_sentence
from harness.evidence.features.registry import measures
from harness.evidence.sites import sentences_of
from harness.evidence.subject import NO_BLOCK, Subject
from harness.evidence.view import PageView
from harness.text.scripts import cells_of
from harness.text.tokens import letters

__all__: list[str] = []

IMPRINT = re.compile(r"[©®]|\(c\) ?\d{4}", re.IGNORECASE)
"""What a page says of itself and of its owner is far from what it is about."""
LEAST_WHOLE, LEAST_SENTENCE = -1.0, 0.5
"""Log-odds: a running text of adverts is worth more than this as a whole, as three of a hundred honest ones are, and every one of its
sentences more than that."""
MIN_SENTENCE, MAX_SENTENCES = 12, 40
"""Cells of a sentence that says something, and how many of a text are read."""


@measures("meaning")
def meaning(view: PageView, subject: Subject) -> float:
    return max(0.0, view.meaning.of(subject.text))


@measures("author_meaning")
def author_meaning(view: PageView, subject: Subject) -> float:
    return max(0.0, view.meaning.of(view.block_of(view.item_of(subject).name).text))


@measures("author_keyword")
def author_keyword(view: PageView, subject: Subject) -> float:
    """Of the link that the name is, where it is one: what stands beside it in its line is the template's."""
    name = view.item_of(subject).name
    links = view.outside[name]
    text = view.block_of(name).text
    return max(0.0, view.meaning.keyword_of(text[links[0].start : links[0].end] if links else text))


@measures("praise")
def praise(view: PageView, subject: Subject) -> float:
    return max(0.0, view.meaning.praise_of(view.text_in(view.item_of(subject))))


@measures("meaning_gap")
def meaning_gap(view: PageView, subject: Subject) -> float:
    return view.meaning.gap_of(subject.block) if view.prose[subject.block] else 0.0


@measures("page_meaning")
def page_meaning(view: PageView, subject: Subject) -> float:
    return view.meaning.share_of_main(subject.block)


@measures("honest_meaning")
def honest_meaning(view: PageView, subject: Subject) -> float:
    return max(0.0, -view.meaning.of(subject.text))


@measures("row_meaning")
def row_meaning(view: PageView, subject: Subject) -> float:
    return max(0.0, view.meaning_beside(subject.block, subject.text))


@measures("box_meaning")
def box_meaning(view: PageView, subject: Subject) -> float:
    box = view.boxes.get(subject.block, ())
    return max([0.0, *view.meaning.all_of([block.text for block in box])])


@measures("like_found")
def like_found(view: PageView, subject: Subject) -> float:
    alike = view.beside.alike
    if alike is None or _holds_found(view, subject):
        return 0.0  # a part that has in it what was found is like it by that alone, and its other words may be honest
    return alike.nearer(subject.text, subject.block)


def _holds_found(view: PageView, subject: Subject) -> bool:
    """True for a wedge with something that was found in it, and for running text where that is half of it at most."""
    own = letters(subject.text)
    if subject.kind == "wedge":
        most = len(own) - 1
    elif subject.block != NO_BLOCK and view.prose[subject.block]:
        most = len(own) // 2
    else:
        return False
    return any(len(sure) <= most and sure in own for sure in view.beside.found.sure)


@measures("span_rest_honest")
def rest_honest(view: PageView, subject: Subject) -> float:
    return max(0.0, -view.meaning.of(view.rest_of_sentence(subject)))


@measures("sentence_meaning")
def sentence_meaning(view: PageView, subject: Subject) -> float:
    """The mean hears an advert that the whole does not: what several sentences say together is like none of them."""
    text = subject.text
    if not view.prose[subject.block] or view.meaning.deaf or view.meaning.of(text) < LEAST_WHOLE:
        return 0.0
    said = [each for each in sentences_of(text) if cells_of(each) >= MIN_SENTENCE][:MAX_SENTENCES]
    if len(said) < 2:
        return 0.0
    worth = view.meaning.all_of(said)
    return round(sum(worth) / len(worth), 3) if min(worth) >= LEAST_SENTENCE else 0.0


@measures("off_topic")
def off_topic(view: PageView, subject: Subject) -> bool:
    if not view.meaning.has_main:
        return False
    own = view.block_of(subject.block).text if subject.kind != "block" and view.prose[subject.block] else ""
    return view.echoes.is_unlike(subject.text, own)


@measures("sentence_gap")
def sentence_gap(view: PageView, subject: Subject) -> float:
    text, block = subject.text, subject.block
    if subject.links or not is_long_sentence(text) or view.is_heading(block):
        return 0.0
    if not view.meaning.has_main or IMPRINT.search(text):
        return 0.0
    return min(1.0, 1 - view.meaning.nearness(text, text if view.prose[block] else ""))
