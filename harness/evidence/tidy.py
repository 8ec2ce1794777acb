"""Floor 2: where exactly a cut runs, so that nothing of the advert stays behind: no separator, no empty brackets, no double space."""

from collections.abc import Sequence

__all__ = ["joined_up", "tidied"]

OPENING = "([{<（［｛〈《「『【〔“‘«„"
CLOSING = ")]}>）］｝〉》」』】〕”’»“"
PAIRS = dict(zip(OPENING, CLOSING, strict=True)) | {'"': '"', "'": "'", "＂": "＂"}
SEPARATORS = "|｜¦‖/／\\·•・∙⋅▪●■◆★»«›‹→_,，、;；~–—-"
ENDS = ".。!！?？…।؟"


def tidied(text: str, start: int, end: int) -> tuple[int, int]:
    """The cut from `start` to `end`, with what would be left of the advert around it: brackets that held nothing else, one of
    two separators, the full stop of a sentence that is gone, one of two spaces."""
    if start >= end:
        return start, end
    start, end = _trimmed(text, start, end)
    start, end = _with_torn_brackets(text, start, end)
    while start > 0 and end < len(text):
        left, right = _back(text, start), _ahead(text, end)
        if left and right < len(text) and PAIRS.get(text[left - 1]) == text[right]:
            start, end = left - 1, right + 1
        else:
            break
    start, end = _without_separator(text, start, end)
    return _without_space(text, start, end)


def joined_up(text: str, cuts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Disjoint cuts in their order, tidied; cuts with nothing but signs between them are tidied as one, and what stands
    between goes with the first of two."""
    found: list[tuple[int, int]] = []
    group: list[tuple[int, int]] = []
    for cut in [*cuts, None]:
        if cut is not None and (not group or not any(c.isalnum() for c in text[group[-1][1] : cut[0]])):
            group.append(cut)
            continue
        if group:
            start, end = tidied(text, group[0][0], group[-1][1])
            starts = [start, *(one[0] for one in group[1:])]
            found.extend(zip(starts, [*starts[1:], end], strict=True))
        group = [cut] if cut is not None else []
    return found


def _with_torn_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Brackets right beside the cut whose other half is inside it go too."""
    inside = text[start:end]
    left, right = _back(text, start), _ahead(text, end)
    if left and text[left - 1] in OPENING:
        opening, closing = text[left - 1], PAIRS[text[left - 1]]
        if inside.count(closing) > inside.count(opening):
            start = left - 1
    if right < len(text) and text[right] in CLOSING:
        openings = [o for o, c in PAIRS.items() if c == text[right] and o != c]
        if any(inside.count(o) > inside.count(text[right]) for o in openings):
            end = right + 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _back(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at


def _ahead(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _without_separator(text: str, start: int, end: int) -> tuple[int, int]:
    left, right = _back(text, start), _ahead(text, end)
    before = text[left - 1] if left else ""
    after = text[right] if right < len(text) else ""
    if before in SEPARATORS and after in SEPARATORS + ENDS:  # also where one of them is the text's own end
        if before:
            return _run_back(text, left), end
        return start, _run_ahead(text, right) if after and after not in ENDS else end
    if not before and after and after in SEPARATORS:
        return start, _run_ahead(text, right)
    if (not before or before in ENDS) and after and after in ENDS and text[end - 1 : end] not in ENDS:
        return start, _run_ahead(text, right, ENDS)
    return start, end


def _run_back(text: str, at: int) -> int:
    while at > 0 and text[at - 1] in SEPARATORS:
        at -= 1
    return at


def _run_ahead(text: str, at: int, signs: str = SEPARATORS) -> int:
    while at < len(text) and text[at] in signs:
        at += 1
    return at


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    left, right = _back(text, start), _ahead(text, end)
    if left == 0:
        return 0, right
    if right == len(text):
        return left, len(text)
    if left < start and right > end:
        return start, right  # the space before stays
    if left < start and text[right] in ENDS + ",，、;；:：)）":
        return left, end
    return start, end
