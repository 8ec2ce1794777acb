"""Floor 2: features of a comment: who its name leads to, what it says, and whether another one says just the same."""

import re

from harness.address import site_of, words_of
from harness.evidence.features.registry import measures
from harness.evidence.subject import Subject
from harness.evidence.threads import MIN_SAID, Item, unlinked_in
from harness.evidence.view import PageView
from harness.text.tokens import has_stray_token, letters

__all__: list[str] = []

BRACKETS = ("[...]", "[…]", "[&#8230;]", "(...)", "[ ... ]", "[. . .]")
MIN_SAME, MIN_SELLING = 12, 5
NOTICES = "©®™"
SIGNED = 0.3
"""The share of the line with the name that is a link: beside it stand a date, or a word."""
WRITTEN = re.compile(r"https?://[^\s<>\"]{4,200}")


@measures("author_link")
def author_link(view: PageView, subject: Subject) -> bool:
    return bool(view.outside[view.item_of(subject).name])


@measures("author_words")
def author_words(view: PageView, subject: Subject) -> float:
    hits = view.hits[view.item_of(subject).name]
    return len({(h.start, h.end) for h in hits if h.rule.role in {"advertises", "topic"}})


@measures("comment_links")
def comment_links(view: PageView, subject: Subject) -> float:
    return sum(len(view.outside[i]) for i in view.item_of(subject).others)


@measures("comment_hosts")
def comment_hosts(view: PageView, subject: Subject) -> float:
    """Linked, or only written out; none where it is not signed with a link."""
    item = view.item_of(subject)
    if not _is_signed(view, item):
        return 0
    linked = {site_of(k.url) for i in item.others for k in view.outside[i]}
    written = {site_of(m[0].rstrip(".,)")) for i in item.others for m in WRITTEN.finditer(view.block_of(i).text)}
    return len(linked | {site for site in written if view.is_foreign(site)})


@measures("author_address")
def author_address(view: PageView, subject: Subject) -> float:
    """Words of a trade in the address that the name leads to, and such that sell whatever there is."""
    words = view.matcher.ruleset.lists.get("signature-words", frozenset())
    found = 0
    for link in view.outside[view.item_of(subject).name]:
        host, _ = words_of(link.url)
        selling = {word for word in words if word in host.split() or (len(word) >= MIN_SELLING and word in host)}
        found = max(found, len(view.matcher.in_address(link.url) | selling))
    return found


@measures("author_again")
def author_again(view: PageView, subject: Subject) -> bool:
    """True where the text links, too, to the site that the author's name leads to."""
    item = view.item_of(subject)
    own = {site_of(k.url) for k in view.outside[item.name]} if _is_signed(view, item) else set()
    return any(site_of(k.url) in own for i in item.others for k in view.outside[i])


@measures("comment_token")
def comment_token(view: PageView, subject: Subject) -> bool:
    return any(has_stray_token(view.block_of(i).text) for i in view.item_of(subject).others)


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


def _is_signed(view: PageView, item: Item) -> bool:
    """True for what is said under a name that is a link, and is more than links itself."""
    name = view.block_of(item.name)
    linked = sum(link.end - link.start for link in view.outside[item.name])
    if len(name.links) != 1 or any(sign in name.text for sign in NOTICES):
        return False
    free = sum(unlinked_in(view.block_of(i)) for i in item.others)
    return linked >= SIGNED * len(name.text) and free >= MIN_SAID
