"""Floor 1: what became of each node of a page: came, went, moved, is painted otherwise, says or shows something else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from harness.survey.model import NO_BOX, Block, Box, Survey
from harness.survey.tree import selector_of
from harness.survey.wire import LooksRecord, PictureRecord
from harness.visual.align import Alignment, align

__all__ = ["Change", "Kind", "changes_of"]

Kind = Literal["added", "removed", "moved", "restyled", "text", "image", "unexplained"]

MIN_MOVE_PX = 0.75
"""Text is measured to a tenth of a pixel, and a browser draws it to a fraction of one."""
INHERITED = {
    "color", "font-family", "font-size", "font-weight", "font-style", "line-height", "letter-spacing", "text-transform",
    "text-align",
}  # fmt: skip
FOLLOWS = {"line-height": "font-size"}
"""A value that is counted from another one: with it, it is no reason of its own."""
WITHOUT_BOX = {"html", "body"}
NO_PAINT = {"rgba(0, 0, 0, 0)", "transparent", "none", ""}


@dataclass(frozen=True, slots=True)
class Change:
    """`selector` is the node's in the page where it is (the second one, but for what was removed), a CSS selector for each frame
    or shadow root on the way; `detail` says what changed, `text` what the node says. Boxes in CSS px of each page, none where it
    is not there. `nodes` is how many nodes are told of at once."""

    kind: Kind
    selector: tuple[str, ...]
    text: str
    detail: str
    before: tuple[Box, ...] = ()
    after: tuple[Box, ...] = ()
    nodes: int = 1
    was: str | None = None
    """The text before, where that is what changed."""

    @property
    def boxes(self) -> tuple[Box, ...]:
        """In both pages."""
        return (*self.before, *self.after)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is seen of a page by itself: a block of text, a picture, or a box that is painted."""

    kind: Literal["text", "picture", "box"]
    element: int
    box: Box
    text: str = ""
    source: str = ""
    step: str = ""
    block: int = -1


def changes_of(
    before: Survey, after: Survey, looks: tuple[LooksRecord | None, LooksRecord | None] = (None, None)
) -> list[Change]:
    """All that became of the first page's nodes in the second, by what it is a reason for: what stands first explains most."""
    aligned = align(before, after)
    pages = (_Page(before, looks[0]), _Page(after, looks[1]))
    return [
        *_came_and_went(*pages, aligned),
        *_texts(*pages, aligned),
        *_pictures(*pages, aligned),
        *_styles(*pages, aligned),
        *_moves(*pages, aligned),
    ]


class _Page:
    """A survey with its looks, and what is seen of it."""

    def __init__(self, survey: Survey, looks: LooksRecord | None) -> None:
        self.survey = survey
        self.looks = looks
        self.names = looks.properties if looks else []
        self.hidden = [bool(e.hidden_by) for e in survey.elements]

    def style(self, element: int) -> list[str]:
        """The values of the properties; none where they are not known."""
        if not self.looks or not 0 <= element < len(self.looks.of) or self.looks.of[element] < 0:
            return []
        return self.looks.styles[self.looks.of[element]]

    def place(self, block: Block) -> Box:
        """The box of a block, an entry's bullet or number included, which stands beside it in its list."""
        here = self.survey.elements[block.element]
        if here.tag != "li" or here.parent < 0:
            return block.box
        around = self.survey.elements[here.parent].box
        left, right = min(around.x, block.box.x), max(around.x + around.width, block.box.x + block.box.width)
        return block.box._replace(x=left, width=right - left)

    def is_painted(self, element: int) -> bool:
        """True where the element paints a box of its own."""
        here = self.survey.elements[element]
        if here.tag in WITHOUT_BOX or self.hidden[element] or not here.box.width * here.box.height:
            return False
        style = dict(zip(self.names, self.style(element), strict=False))
        return any(
            style.get(name, "") not in NO_PAINT
            for name in ("background-color", "background-image", "border", "box-shadow")
        )

    def pictures(self) -> Iterator[tuple[tuple[int, str, str], PictureRecord, Box]]:
        """By element, tag and step, each picture and its box."""
        for picture in self.looks.pictures if self.looks else ():
            around = self.survey.elements[picture.element].box
            if not self.hidden[picture.element]:
                own = picture.box
                yield (
                    (picture.element, picture.tag, picture.step),
                    picture,
                    Box(around.x + own.x, around.y + own.y, own.width, own.height),
                )

    def selector(self, element: int, step: str = "") -> tuple[str, ...]:
        path = selector_of(self.survey, element)
        return (*path[:-1], f"{path[-1]} > {step}") if step and path else path


def _came_and_went(before: _Page, after: _Page, aligned: Alignment) -> Iterator[Change]:
    known = set(aligned.elements.values())
    yield from _only(after, lambda element: element in known, set(aligned.blocks.values()), "added")
    yield from _only(before, lambda element: element in aligned.elements, set(aligned.blocks), "removed")


def _only(
    page: _Page, is_known: Callable[[int], bool], blocks: set[int], kind: Literal["added", "removed"]
) -> Iterator[Change]:
    """What one page has alone: the outermost elements, and blocks in elements that both have."""
    survey = page.survey
    alone = [not is_known(e.index) for e in survey.elements]
    root: list[int] = []  # of each element the outermost one around it that is alone
    for element in survey.elements:
        above = root[element.parent] if element.parent >= 0 else -1
        root.append(above if above >= 0 else element.index if alone[element.index] else -1)
    texts: dict[int, list[str]] = {}
    boxes: dict[int, list[Box]] = {}
    for block in survey.blocks:
        if block.hidden_by or block.index in blocks:
            continue
        at = root[block.element]
        if at >= 0:
            texts.setdefault(at, []).append(block.text)
            boxes.setdefault(at, []).append(page.place(block))
        else:
            yield _change(kind, page.selector(block.element), block.text, "", page.place(block))
    for (number, tag, _), picture, box in page.pictures():
        if (at := root[number]) >= 0:
            boxes.setdefault(at, []).append(box)
            if number == at:
                texts.setdefault(at, []).append(f"{tag} {picture.source}"[:200])
    for element in survey.elements:
        if root[element.index] >= 0 and page.is_painted(element.index):
            boxes.setdefault(root[element.index], []).append(element.box)
    for element in survey.elements:
        if element.index in boxes:
            yield _change(
                kind, page.selector(element.index), "\n".join(texts.get(element.index, ())), "", *boxes[element.index]
            )


def _change(
    kind: Literal["added", "removed"], selector: tuple[str, ...], text: str, detail: str, *boxes: Box
) -> Change:
    here = tuple(boxes)
    return Change(
        kind, selector, text, detail, before=here if kind == "removed" else (), after=here if kind == "added" else ()
    )


def _texts(before: _Page, after: _Page, aligned: Alignment) -> Iterator[Change]:
    for left, right in aligned.blocks.items():
        old, new = before.survey.blocks[left], after.survey.blocks[right]
        if " ".join(old.text.split()) == " ".join(new.text.split()) or (old.hidden_by and new.hidden_by):
            continue
        yield Change(
            "text", after.selector(new.element), new.text, "", (before.place(old),), (after.place(new),), was=old.text
        )


def _pictures(before: _Page, after: _Page, aligned: Alignment) -> Iterator[Change]:
    theirs = {key: (picture, box) for key, picture, box in after.pictures()}
    for (number, tag, step), picture, box in before.pictures():
        other = aligned.elements.get(number)
        if other is None:
            continue
        key = (other, tag, step)
        if key not in theirs:
            yield Change("removed", before.selector(number, step), f"{tag} {picture.source}"[:200], "", before=(box,))
            continue
        now, place = theirs.pop(key)
        if now.source != picture.source:
            detail = f"{tag}: {picture.source[:80] or 'nothing'} -> {now.source[:80] or 'nothing'}"
            yield Change("image", after.selector(other, step), "", detail, (box,), (place,))
    known = set(aligned.elements.values())
    for (number, tag, step), (picture, box) in theirs.items():
        if number in known and step:
            yield Change("added", after.selector(number, step), f"{tag} {picture.source}"[:200], "", after=(box,))


def _styles(before: _Page, after: _Page, aligned: Alignment) -> Iterator[Change]:
    """Each element whose look changed by itself: not where it only takes over what is around it."""
    changed: dict[int, set[str]] = {}
    texts: dict[int, str] = {}
    for block in after.survey.blocks:
        texts.setdefault(block.element, block.text[:200])
    for element in before.survey.elements:
        other = aligned.elements.get(element.index)
        if other is None:
            continue
        now = after.survey.elements[other]
        told: list[str] = []
        if bool(element.hidden_by) != bool(now.hidden_by):
            above = element.parent
            if above < 0 or "display" not in changed.get(above, set()):
                told.append(
                    f"{element.hidden_by or now.hidden_by}: {_shown(element.hidden_by)} -> {_shown(now.hidden_by)}"
                )
            changed.setdefault(element.index, set()).add("display")
        elif element.hidden_by:
            continue
        values = list(zip(before.names, before.style(element.index), after.style(other), strict=False))
        differ = {name for name, old, new in values if old != new}
        changed.setdefault(element.index, set()).update(differ)
        above_changed = changed.get(element.parent, set())
        own = differ - (above_changed & INHERITED)
        own -= {name for name, reason in FOLLOWS.items() if reason in own}
        told += [f"{name}: {old} -> {new}" for name, old, new in values if name in own]
        if not told:
            continue
        boxes = ((element.box,) if element.box != NO_BOX else ()), ((now.box,) if now.box != NO_BOX else ())
        yield Change("restyled", after.selector(other), texts.get(other, ""), "; ".join(told), *boxes)


def _shown(hidden_by: str) -> str:
    return "hidden" if hidden_by else "shown"


def _units(page: _Page) -> Iterator[_Unit]:
    for block in page.survey.blocks:
        if not block.hidden_by:
            yield _Unit("text", block.element, page.place(block), block.text, block=block.index)
    for (number, _, step), picture, box in page.pictures():
        yield _Unit("picture", number, box, source=picture.source, step=step)
    for element in page.survey.elements:
        if page.is_painted(element.index):
            yield _Unit("box", element.index, element.box)


def _moves(before: _Page, after: _Page, aligned: Alignment) -> Iterator[Change]:
    """Runs of nodes that moved by the same way, and painted boxes that have another size."""
    theirs: dict[tuple[str, int, str], _Unit] = {
        (unit.kind, unit.block if unit.kind == "text" else unit.element, unit.step): unit for unit in _units(after)
    }
    moved: dict[tuple[int, int], list[tuple[_Unit, _Unit]]] = {}
    for unit in sorted(_units(before), key=lambda u: u.element):
        place = aligned.blocks.get(unit.block) if unit.kind == "text" else aligned.elements.get(unit.element)
        other = theirs.get((unit.kind, place, unit.step)) if place is not None else None
        if other is None:
            continue
        across, down = other.box.x - unit.box.x, other.box.y - unit.box.y
        if max(abs(across), abs(down)) >= MIN_MOVE_PX:
            moved.setdefault((round(across), round(down)), []).append((unit, other))
        if unit.kind != "text":
            yield from _resized(unit, other, after)
    for (across, down), pairs in moved.items():
        first = pairs[0][1]
        yield Change(
            "moved",
            after.selector(first.element, first.step),
            next((other.text for _, other in pairs if other.text), "")[:200],
            f"by ({across}, {down})",
            tuple(unit.box for unit, _ in pairs),
            tuple(other.box for _, other in pairs),
            len(pairs),
        )


def _resized(unit: _Unit, other: _Unit, after: _Page) -> Iterator[Change]:
    told = []
    if abs(other.box.width - unit.box.width) >= MIN_MOVE_PX:
        told.append(f"width: {unit.box.width:g} -> {other.box.width:g}")
    if abs(other.box.height - unit.box.height) >= MIN_MOVE_PX:
        told.append(f"height: {unit.box.height:g} -> {other.box.height:g}")
    if told:
        detail = "; ".join(told)
        yield Change("restyled", after.selector(other.element, other.step), "", detail, (unit.box,), (other.box,))
