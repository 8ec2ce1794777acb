"""Floor 2: features of the words that packs name."""

import unicodedata

from harness.evidence.features.registry import measures
from harness.evidence.match import TRADE
from harness.evidence.spans import Intervals, covered, disjoint
from harness.evidence.subject import Subject
from harness.evidence.view import PageView, sentences_with
from harness.text.fold import fold
from harness.text.tokens import SIGNS, ends_sentence

__all__: list[str] = []

MAX_LANGUAGES = 2
"""A term in the packs of more languages than this is said in all of them."""
VARIANT = "\ufe0f"
"""What a sign ends with that is drawn in colours."""


@measures("word_share")
def word_share(view: PageView, subject: Subject) -> float:
    if subject.kind in {"cluster", "insertion"}:
        return 1.0
    if subject.kind == "block":
        return covered(subject.hits) / max(len(subject.text), 1)
    return covered(subject.hits) / max(len(subject.text.strip()), 1)


@measures("topic_share")
def topic_share(view: PageView, subject: Subject) -> float:
    return view.topic.share(subject.hits)


@measures("word_sentences")
def word_sentences(view: PageView, subject: Subject) -> float:
    return sentences_with(subject.text, subject.hits)


@measures("words_beside")
def words_beside(view: PageView, subject: Subject) -> float:
    return view.words_beside[subject.block]


@measures("words_own")
def words_own(view: PageView, subject: Subject) -> bool:
    return bool(subject.hits)


@measures("span_words")
def span_words(view: PageView, subject: Subject) -> float:
    return len({subject.text[h.start : h.end].casefold() for h in disjoint(subject.hits)})


@measures("span_topic_only")
def span_topic_only(view: PageView, subject: Subject) -> bool:
    return not any(hit.rule.role == "advertises" for hit in subject.hits)


@measures("title_words")
def title_words(view: PageView, subject: Subject) -> float:
    return len({h.rule.id for h in subject.hits})


@measures("jargon_share")
def jargon_share(view: PageView, subject: Subject) -> float:
    if not any(hit.rule.role == "advertises" for hit in subject.hits):
        return 0.0
    return covered(subject.hits) / max(len(subject.text.strip()), 1)


@measures("own_trade")
def own_trade(view: PageView, subject: Subject) -> bool:
    """Its own links and lines alone: what leads elsewhere from such a host was put there as anywhere else."""
    if not view.own_trade or view.outside_of(subject.links):
        return False
    own = fold(subject.text).text
    return any(word in own for word in view.own_trade)


@measures("unechoed")
def unechoed(view: PageView, subject: Subject) -> bool:
    if subject.kind == "comment" or not view.context.text:
        return False
    if subject.kind != "title" and not view.is_heading(subject.block):
        return False
    return view.echoes.is_unlike(subject.text)


@measures("in_title")
def in_title(view: PageView, subject: Subject) -> bool:
    own = view.letters[subject.block]
    return view.is_heading(subject.block) and bool(own) and any(own in title for title in view.told_titles)


@measures("foreign_words")
def foreign_words(view: PageView, subject: Subject) -> float:
    language = view.context.language
    own = Intervals([(h.start, h.end) for h in subject.hits if h.rule.language in {language, ""}])
    others = {
        subject.text[h.start : h.end].casefold()
        for h in subject.hits
        if h.rule.role in TRADE and not own.meet(h.start, h.end)
    }
    if not (view.context.text and language):
        return 0
    return sum(view.matcher.languages_of(word) <= MAX_LANGUAGES for word in others)


@measures("plain_sentence")
def plain_sentence(view: PageView, subject: Subject) -> bool:
    return not subject.links and not subject.hits and ends_sentence(subject.text)


@measures("ornate")
def ornate(view: PageView, subject: Subject) -> bool:
    text = subject.text.strip()
    return len(text) > 1 and all(unicodedata.category(char) in SIGNS or char == VARIANT for char in (text[0], text[-1]))


@measures("bystander")
def bystander(view: PageView, subject: Subject) -> bool:
    return not subject.links and not subject.hits


@measures("trade_words")
def trade_words(view: PageView, subject: Subject) -> float:
    return len({subject.text[h.start : h.end].casefold() for h in subject.hits if h.rule.role in TRADE})
