"""Floor 1: where two pictures differ as a person sees it, and the regions in which that lies.

The measure is the one of pixelmatch: colours are held against each other in YIQ (Kotsarenko and Ramos, 2010), and pixels that are
there only to smooth an edge do not count (Vysniauskas, 2009). Nothing is ever resampled: what one picture has beyond the other's
edge differs.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["THRESHOLD", "Mask", "Picture", "Pixels", "Region", "compare_pixels", "regions_of"]

Picture = NDArray[np.uint8]
"""Rows of RGBA."""
Mask = NDArray[np.bool_]
"""True where pictures differ, row by row."""

THRESHOLD = 0.1
"""How far two colours may be apart, 0 to 1, before the pixel counts as different."""
CELL_PX = 8
"""Pixels of one cell, or of cells that touch, are one region."""


@dataclass(frozen=True, slots=True)
class Region:
    """Pixels that differ and lie together: their box (x, y, width, height, in pixels) and how many they are."""

    box: tuple[int, int, int, int]
    pixels: int


@dataclass(frozen=True, slots=True)
class Pixels:
    """Where two pictures differ, on the smallest canvas that holds both: as a person sees it, and by any value at all."""

    seen: Mask
    any: Mask


def compare_pixels(before: Picture, after: Picture, threshold: float = THRESHOLD) -> Pixels:
    """Where the pictures differ."""
    import pybind11_pixelmatch as pixelmatch

    common_height, common_width = (min(before.shape[axis], after.shape[axis]) for axis in (0, 1))
    mask = np.ones([max(before.shape[axis], after.shape[axis]) for axis in (0, 1)], dtype=np.bool_)
    every = mask.copy()
    if not common_width or not common_height:
        return Pixels(mask, every)
    first, second = (np.ascontiguousarray(picture[:common_height, :common_width]) for picture in (before, after))
    mask[:common_height, :common_width] = False
    whole = first.view(np.uint32)[..., 0] != second.view(np.uint32)[..., 0]
    every[:common_height, :common_width] = whole
    rows = np.flatnonzero(whole.any(axis=1))
    if not rows.size:
        return Pixels(mask, every)
    # Only the rows that differ at all are looked at, and those beside them, by which smoothed edges are told.
    top, bottom = max(0, rows[0] - 2), min(common_height, rows[-1] + 3)
    options = pixelmatch.Options()
    options.threshold = threshold
    options.diffMask = True
    found = np.zeros((bottom - top, common_width, 4), dtype=np.uint8)
    pixelmatch.pixelmatch(
        np.ascontiguousarray(first[top:bottom]), np.ascontiguousarray(second[top:bottom]), output=found, options=options
    )
    mask[top:bottom, :common_width] = found[..., 3] > 0  # what only smooths an edge is not drawn
    return Pixels(mask, every)


def regions_of(mask: Mask) -> list[Region]:
    """The regions of a mask, from the top of the page to its end."""
    ys, xs = np.nonzero(mask)
    if not ys.size:
        return []
    columns = mask.shape[1] // CELL_PX + 1
    cells = (ys // CELL_PX) * columns + xs // CELL_PX
    once, place = np.unique(cells, return_inverse=True)
    numbers = _joined(once, columns)
    of_pixel = np.array([numbers[int(cell)] for cell in once])[place]
    order = np.argsort(of_pixel, kind="stable")
    found = []
    for group in np.split(order, np.flatnonzero(np.diff(of_pixel[order])) + 1):
        left, top = int(xs[group].min()), int(ys[group].min())
        box = (left, top, int(xs[group].max()) - left + 1, int(ys[group].max()) - top + 1)
        found.append(Region(box, len(group)))
    return sorted(found, key=lambda region: (region.box[1], region.box[0]))


def _joined(cells: NDArray[np.int64], columns: int) -> dict[int, int]:
    """For every cell the number of its region: cells that touch, across corners too, are one."""
    there = {int(cell) for cell in cells}
    number: dict[int, int] = {}
    near: dict[int, list[int]] = defaultdict(list)
    for cell in there:
        for step in (1, columns - 1, columns, columns + 1):
            if cell + step in there:
                near[cell].append(cell + step)
                near[cell + step].append(cell)
    for first in sorted(there):
        if first in number:
            continue
        waiting = [first]
        while waiting:
            cell = waiting.pop()
            if cell not in number:
                number[cell] = first
                waiting += near[cell]
    return number
