"""Floor 2: features of a comment: who its name leads to, what it says, and whether another one says just the same."""

from harness.evidence.features.registry import measures
from harness.evidence.subject import Subject
from harness.evidence.view import PageView
from harness.text.tokens import letters

__all__: list[str] = []

BRACKETS = ("[...]", "[…]", "[&#8230;]", "(...)", "[ ... ]", "[. . .]")
MIN_SAME = 12


@measures("author_link")
def author_link(view: PageView, subject: Subject) -> bool:
    return bool(view.outside[view.item_of(subject).name])


@measures("author_words")
def author_words(view: PageView, subject: Subject) -> float:
    hits = view.hits[view.item_of(subject).name]
    return len({(h.start, h.end) for h in hits if h.rule.role in {"advertises", "topic"}})


@measures("comment_links")
def comment_links(view: PageView, subject: Subject) -> float:
    item = view.item_of(subject)
    return sum(len(view.outside[i]) for i in range(item.first, item.last + 1) if i != item.name)


@measures("comment_brackets")
def comment_brackets(view: PageView, subject: Subject) -> bool:
    return any(sign in subject.text for sign in BRACKETS)


@measures("comment_repeats")
def comment_repeats(view: PageView, subject: Subject) -> bool:
    """True where another one of the thread says the same under another name."""
    item = view.item_of(subject)
    own, name = view.said_in(item), view.letters[item.name]
    same = [other for other in view.thread(item.thread).get(own, ()) if view.letters[other.name] != name]
    return len(own) >= MIN_SAME and bool(same)


@measures("comment_address")
def comment_address(view: PageView, subject: Subject) -> bool:
    item = view.item_of(subject)
    return any(
        letters(view.block_of(i).text[k.start : k.end]).startswith(("http", "www"))
        for i in range(item.first, item.last + 1)
        for k in view.outside[i]
    )


@measures("in_thread")
def in_thread(view: PageView, subject: Subject) -> bool:
    return subject.block in view.names
