"""Floor 2: the title, mended: parts that are spam go, and one that a script replaced wholly comes back.

A title is held against all else the page says of itself: the title that the server sent, og:title and JSON-LD, the
headings, the address, and the main content. It is only ever shortened, or taken from one of these witnesses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import unquote

from harness.evidence.headline import TITLES, planted_before
from harness.evidence.match import hits_within
from harness.evidence.propose import stuffed_in
from harness.evidence.spans import UNSPACED, pieces_of, script_run, spans_of
from harness.evidence.subject import NO_BLOCK, Subject
from harness.evidence.tidy import joined_up
from harness.evidence.view import SAME_HEAD, PageView
from harness.evidence.wedges import MIN_STUFFED
from harness.evidence.weigh import Weigher, total
from harness.model import Evidence
from harness.text.scripts import script_of
from harness.text.tokens import letters

__all__ = ["Mended", "mended_title"]

MIN_TITLE = 4
MAX_LINE = 80
MIN_LIKENESS = 0.3
MIN_ALIKE = 0.5
"""Two titles with less in common are two, and no letters of one are left in the other."""
MIN_WORD_SHARE = 0.3
NAMES = {"og:site_name", "application-name", "apple-mobile-web-app-title", "author", "twitter:site"}


@dataclass(frozen=True, slots=True)
class Mended:
    """The title as it was meant, what was taken out of it, and why; no evidence, no change."""

    text: str
    gone: str = ""
    evidence: tuple[Evidence, ...] = ()
    parts: tuple[tuple[Subject, tuple[Evidence, ...]], ...] = ()
    """All parts that were weighed, for explaining."""


@dataclass(frozen=True, slots=True)
class _Witnesses:
    """What else names this page; `text` is all of it, for looking up a part of a title, `lines` are whole short lines."""

    titles: tuple[str, ...]
    text: str
    lines: frozenset[str]

    def knows(self, part: str) -> bool:
        own = _squashed(part)
        return own in self.text or own in self.lines


def mended_title(view: PageView, weigher: Weigher, headings: Sequence[str], spam: frozenset[int]) -> Mended:
    """The document's title as it was meant; `headings` are the page's without what is cut out of them, `spam` the blocks that
    go: they witness nothing."""
    head = view.survey.head
    title = head.title
    witnesses = _witnesses(view, headings, spam)
    flipped: list[Evidence] = []
    sent = head.titles[0] if head.titles else title
    if sent != title and _is_unlike(title, sent, witnesses.titles, view.own_titles):
        whole = Subject("title", title, NO_BLOCK, 0, len(title))
        whole.features |= {
            "title_flipped": True,
            "unwitnessed": False,
            "before_own_title": False,
            "title_script_gap": False,
            "title_latin_gap": False,
        }
        found = weigher.evidence(whole)
        if total(found) >= 0:
            flipped, title = found, sent
    weighed = _weighed_parts(title, view, weigher, witnesses)
    if flipped:  # what a script made the whole title is no part of the one before either
        weighed = [(s, flipped if letters(s.text) == letters(head.title) else found) for s, found in weighed]
    parts = _spam_parts(weighed, witnesses)
    kept = tuple((subject, tuple(found)) for subject, found in weighed)
    if not parts:
        return Mended(title, _gone(head.title, title) if flipped else "", tuple(flipped), kept)
    evidence = [*flipped, *(e for _, f in parts if f is not flipped for e in f if not flipped or e.rule != "prior")]
    cuts = joined_up(title, [(subject.start, subject.end) for subject, _ in parts])
    left = _cut(title, cuts)
    if not _names(left):
        # What the server called the page, before a script did, says more than a headline: it has the site's name.
        left = next(
            (
                _tidy(t)
                for t in (*head.titles[:-1], *witnesses.titles)
                if _names(t) and not _spam_in(t, view, weigher, witnesses)
            ),
            left,
        )
    if left == head.title:
        return Mended(left, parts=kept)
    return Mended(left, _gone(head.title, left), tuple(evidence), kept)


def _is_unlike(title: str, sent: str, witnesses: Sequence[str], own_titles: Sequence[str]) -> bool:
    """True where the title that was sent is like one of the witnesses, and the one that stands is like none; what stands before the
    page's own title in a witness does not count."""
    known = [_runs(text[planted_before(text, own_titles) :]) for text in witnesses]

    def likeness(one: str) -> float:
        own = _runs(one)
        return max((len(own & other) / max(len(own), 1) for other in known), default=0.0)

    return likeness(title) < MIN_LIKENESS <= likeness(sent)


def _witnesses(view: PageView, headings: Sequence[str], spam: frozenset[int]) -> _Witnesses:
    head = view.survey.head
    metas = [value for name, value in head.metas if name in TITLES]
    titles = tuple(t for t in (*head.headlines, *metas, *headings, *head.titles[:-1]) if t.strip())
    # A headline that was stuffed like the title begins like it, and is no witness of it.
    begin = _squashed(head.title)[:SAME_HEAD]
    blocks = view.survey.blocks
    first, last = max(view.context.first, 0), view.context.last + 1
    prose = [b.text for b in blocks[first:last] if view.prose[b.index] and b.index not in spam and not b.hidden_by]
    prose = [line for line in prose if not _squashed(line).startswith(begin) and not view.fills_slots(line)]
    names = [value for name, value in head.metas if name in NAMES]
    said = (*head.headlines, *metas, *names, *headings, *prose, unquote(view.survey.url), unquote(head.canonical))
    said = tuple(line for line in said if not (begin and _squashed(line).startswith(begin)))
    lines = frozenset(
        view.letters[b.index]
        for b in blocks
        # A line that links within the site may have words of a trade: it is a section's name.
        if b.index not in spam and len(b.text) <= MAX_LINE and (not view.hits[b.index] or view.stays_inside(b.links))
    )
    return _Witnesses(titles, _squashed("\n".join(said)), lines)


def _weighed_parts(
    title: str, view: PageView, weigher: Weigher, witnesses: _Witnesses
) -> list[tuple[Subject, list[Evidence]]]:
    """Parts between separators, what stands around a headline, and clusters of words, each with its evidence."""
    hits = view.matcher.find(title, view.slow)
    at, headline = _headline_in(title, witnesses.titles)
    parted = pieces_of(title)
    pieces = [*parted, *([(0, at)] if headline and title[:at].strip() else [])]
    planted = planted_before(title, view.own_titles)
    pieces += [(0, planted)] if planted else []
    leading = min((start for start, _ in pieces), default=-1)
    honest = [(start, end) for start, end in pieces if witnesses.knows(title[start:end])]
    beside = list(stuffed_in(view, title, parted))
    pieces += beside
    whole = set(pieces)
    pieces += [script_run(title, s.start, s.end, view.context.script) for s in spans_of(title, hits, view.seams)]
    found = []
    for start, end in dict.fromkeys(pieces):
        text = title[start:end]
        subject = Subject("title", text, NO_BLOCK, start, end, hits_within(hits, start, end))
        # What stands in a part that something else on the page says in full was not put into it.
        within = (start, end) not in beside and any(first <= start and end <= last for first, last in honest)
        known = witnesses.knows(text) or within
        outside = bool(headline) and (end <= at or start >= at + len(headline))
        subject.features |= {
            "unwitnessed": not known,
            "title_leads": not known and start == leading and end < len(title),
            "title_outside": not known and outside,
            "title_between": not known and any(b <= start for _, b in honest) and any(end <= a for a, _ in honest),
            "before_own_title": 0 < end <= planted,
        }
        if (start, end) not in whole:  # a word or two, which say no more than they are
            subject.features |= {"meaning": 0.0, "honest_meaning": 0.0}
        found.append((subject, weigher.evidence(subject)))
    return found


def _spam_parts(
    weighed: Sequence[tuple[Subject, list[Evidence]]], witnesses: _Witnesses
) -> list[tuple[Subject, list[Evidence]]]:
    """Those that weigh as spam, in their order. A part goes whole, and not only the words in it, unless what is left of it
    without them is honest: a witness has it, or it is the greater part and nothing else in the title is known. So does a part beside
    the headline with words in it that go, where nothing on the page has what would be left of it."""
    spam = [(s, e) for s, e in weighed if total(e) >= 0 and len(e) > 1]
    kept = [(s, e) for s, e in weighed if total(e) < 0]
    beside = [
        s
        for s, _ in weighed
        if s.features.get("title_outside") and not _inside(s, kept) and not any(_crosses(s, e) for e, _ in spam)
    ]
    stumps = [(s, inner) for s in beside if (inner := _inside(s, spam)) and not witnesses.knows(_rest(s, inner))]
    # Where another part is known, the title says what the page is without this one.
    named = any(total(e) < 0 and not s.hits and witnesses.knows(s.text) for s, e in weighed)
    found = [(subject, max((e for _, e in inner), key=total)) for subject, inner in stumps]
    for subject, evidence in spam:
        inner = _inside(subject, spam)
        if not subject.features.get("before_own_title") and any(s.features.get("before_own_title") for s, _ in inner):
            continue  # what is left of it is what the page says elsewhere that its title is
        share = float(subject.features.get("word_share", 0.0))
        sold = bool(subject.features.get("unechoed")) and float(subject.features.get("meaning") or 0.0) >= MIN_STUFFED
        if (
            subject.hits
            and not sold
            and (share < MIN_WORD_SHARE or (inner and _is_honest(_rest(subject, inner), subject, witnesses, named)))
        ):
            continue
        if not any(other.start < subject.end and subject.start < other.end for other, _ in found):
            found.append((subject, evidence))
    return sorted(found, key=lambda part: part[0].start)


def _crosses(one: Subject, other: Subject) -> bool:
    """True where each of two parts has something that the other has not, and both have something in common."""
    first, second = sorted([one, other], key=lambda part: (part.start, -part.end))
    return first.start < second.start < first.end < second.end


def _inside(subject: Subject, parts: Sequence[tuple[Subject, list[Evidence]]]) -> list[tuple[Subject, list[Evidence]]]:
    """Those of the parts that stand inside another one."""
    return [(s, e) for s, e in parts if s is not subject and subject.start <= s.start and s.end <= subject.end]


def _rest(subject: Subject, inner: Sequence[tuple[Subject, list[Evidence]]]) -> str:
    """What is left of a part without the parts inside it."""
    kept = [True] * len(subject.text)
    for part, _ in inner:
        kept[part.start - subject.start : part.end - subject.start] = [False] * (part.end - part.start)
    return "".join(char for char, stays in zip(subject.text, kept, strict=True) if stays)


def _is_honest(rest: str, subject: Subject, witnesses: _Witnesses, named: bool) -> bool:
    size = len(_squashed(rest))
    return _names(rest) and (witnesses.knows(rest) or (not named and size * 2 > len(_squashed(subject.text))))


def _spam_in(title: str, view: PageView, weigher: Weigher, witnesses: _Witnesses) -> bool:
    return bool(_spam_parts(_weighed_parts(title, view, weigher, witnesses), witnesses))


def _headline_in(title: str, titles: Sequence[str]) -> tuple[int, str]:
    """The longest headline that the title has in it, and where; an empty one where it has none."""
    known = [t.strip() for t in titles if MIN_TITLE <= len(t.strip()) < len(title.strip()) and t.strip() in title]
    headline = max(known, key=len, default="")
    return title.find(headline) if headline else -1, headline


def _cut(title: str, cuts: Sequence[tuple[int, int]]) -> str:
    left, at = "", 0
    for start, end in cuts:
        left += title[at:start]
        at = end
    return _tidy(left + title[at:])


def _tidy(title: str) -> str:
    return " ".join(title.split())


def _names(title: str) -> bool:
    """True for what can be a title: some letters, or two characters of Chinese, Japanese or Korean."""
    size = len(_squashed(title))
    return size >= MIN_TITLE or (size >= 2 and script_of(title) in {"CJK", "HANGUL"})


def _gone(before: str, after: str) -> str:
    """What of a title is not in what became of it, which may be several pieces."""
    if not after or after in before:
        return before.replace(after, " ").strip() if after else before
    match = SequenceMatcher(None, before, after, autojunk=False)
    if match.ratio() < MIN_ALIKE:
        return before
    pieces = (before[a:b].strip() for tag, a, b, _, _ in match.get_opcodes() if tag != "equal")
    return " ".join(piece for piece in pieces if piece)


def _squashed(text: str) -> str:
    return re.sub(r"[\s\W_]+", "", text.casefold())


def _runs(text: str) -> set[str]:
    """Pairs of its characters where it is Chinese or Japanese, else runs of three: any two long titles share many pairs of letters."""
    text, size = _squashed(text), 2 if UNSPACED.search(text) else 3
    return {text[i : i + size] for i in range(len(text) - size + 1)}
