"""Floor 1: what became of the parts of a picture of which nothing else is known: bands between empty lines, aligned by content."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from hashlib import sha256

import numpy as np

from harness.survey.model import Box
from harness.visual.changes import Change
from harness.visual.pixels import Picture

__all__ = ["bands_changed"]

MIN_GAP_PX = 4
"""So many rows of one colour end a band."""
MAX_BANDS = 4_000


def bands_changed(before: Picture, after: Picture) -> list[Change]:
    """Bands that came, went, moved, or were replaced by another."""
    first, second = list(_bands(before)), list(_bands(after))
    if max(len(first), len(second)) > MAX_BANDS:
        return []
    matcher = SequenceMatcher(None, [key for key, _ in first], [key for key, _ in second], autojunk=False)
    found: list[Change] = []
    moved: dict[int, list[tuple[Box, Box]]] = {}
    for tag, a, b, c, d in matcher.get_opcodes():
        ours, theirs = [box for _, box in first[a:b]], [box for _, box in second[c:d]]
        if tag == "equal":
            for old, new in zip(ours, theirs, strict=True):
                if old.y != new.y:
                    moved.setdefault(int(new.y - old.y), []).append((old, new))
        elif tag == "insert":
            found.append(Change("added", (), "", "", after=tuple(theirs), nodes=len(theirs)))
        elif tag == "delete":
            found.append(Change("removed", (), "", "", before=tuple(ours), nodes=len(ours)))
        else:
            found.append(Change("image", (), "", "other pixels", tuple(ours), tuple(theirs), len(theirs)))
    for down, pairs in moved.items():
        ours, theirs = [old for old, _ in pairs], [new for _, new in pairs]
        found.append(Change("moved", (), "", f"by (0, {down})", tuple(ours), tuple(theirs), len(pairs)))
    return found


def _bands(picture: Picture) -> Iterator[tuple[bytes, Box]]:
    """Each run of rows that hold something, with a digest of its pixels; rows of the ground's one colour lie between two."""
    height, width = picture.shape[0], picture.shape[1]
    values = np.ascontiguousarray(picture).view(np.uint32)[..., 0]
    plain = ~(values != values[:, :1]).any(axis=1)
    colours, counts = np.unique(values[plain, 0], return_counts=True)
    filled = ~plain | (values[:, 0] != colours[counts.argmax()]) if counts.size else ~plain
    start, empty = -1, 0
    for row in range(height + 1):
        if row < height and filled[row]:
            start, empty = (row if start < 0 else start), 0
            continue
        empty += 1
        if start >= 0 and (empty >= MIN_GAP_PX or row == height):
            end = row - empty + 1
            digest = sha256(values[start:end].tobytes()).digest()
            yield digest, Box(0.0, float(start), float(width), float(end - start))
            start = -1
