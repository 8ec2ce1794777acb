"""Floor 1: two pages held against each other: nodes first, pixels second, and every pixel that differs has its reason."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image

from harness.model import Shot
from harness.survey.model import Box, Survey
from harness.survey.wire import LooksRecord
from harness.visual.bands import bands_changed
from harness.visual.changes import Change, changes_of
from harness.visual.draw import pale_with_red
from harness.visual.pixels import THRESHOLD, Mask, Picture, compare_pixels, regions_of

__all__ = ["Difference", "Reason", "Seen", "compare", "mask_picture"]

OVERHANG_PX = 3
"""Letters, outlines and shadows are drawn a little beyond their node's box."""
MIN_REGION_PX = 4
MAX_REASONS = 500
SILENT_KINDS = {"added", "removed", "text"}
"""What is told of even where no pixel shows it: the page says something else."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One of the two: its picture, and (where it was rendered by us) its survey and how its elements are painted."""

    picture: Shot | None
    survey: Survey | None = None
    looks: LooksRecord | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A change and how many of the pixels that differ it accounts for."""

    change: Change
    pixels: int


@dataclass(frozen=True, slots=True)
class Difference:
    """`pixels` differ of `area`, `unexplained` of them without a reason; sizes in pixels, None where there is no picture.
    `ignored` are pixels in places that were not to count; `mask` is where the pictures differ (those places left out)."""

    reasons: tuple[Reason, ...]
    before_size: tuple[int, int] | None
    after_size: tuple[int, int] | None
    pixels: int = 0
    area: int = 0
    unexplained: int = 0
    ignored: int = 0
    mask: Mask | None = field(default=None, repr=False)

    @property
    def ratio(self) -> float:
        """The share of the picture that differs, 0 to 1."""
        return self.pixels / self.area if self.area else 0.0

    @property
    def is_equal(self) -> bool:
        """True where neither nodes nor pixels differ."""
        return not self.reasons and not self.pixels


def compare(before: Seen, after: Seen, *, threshold: float = THRESHOLD, ignored: Sequence[Box] = ()) -> Difference:
    """What became of the first in the second. Without surveys the regions are told by what the pictures hold; without pictures
    nodes are told of, and no pixels. `ignored` are boxes in CSS px in which pixels do not count."""
    changes = (
        changes_of(before.survey, after.survey, (before.looks, after.looks)) if before.survey and after.survey else []
    )
    if before.picture is None or after.picture is None:
        return Difference(tuple(Reason(change, 0) for change in changes[:MAX_REASONS]), None, None)
    first, second = _opened(before.picture), _opened(after.picture)
    pixels = compare_pixels(first, second, threshold)
    mask = pixels.seen
    # A pale colour for another is less than the measure sees, and was meant all the same.
    restyled = [box for change in changes if change.kind == "restyled" for box in change.boxes]
    mask |= pixels.any & _painted(restyled, mask.shape)
    quiet = _painted(ignored, mask.shape)
    kept_out = int((mask & quiet).sum())
    mask &= ~quiet
    if before.survey is None or after.survey is None:
        changes = bands_changed(first, second) if mask.any() else []
    reasons, rest = _reasons(changes, mask)
    unexplained = [region for region in regions_of(rest) if region.pixels >= MIN_REGION_PX]
    sizes = [(picture.shape[1], picture.shape[0]) for picture in (first, second)]
    if sizes[0] != sizes[1] and reasons:  # the end of a page that grew has the nodes that made it grow for its reason
        unexplained = [r for r in unexplained if r.box[1] < min(first.shape[0], second.shape[0])]
    reasons += [
        Reason(Change("unexplained", (), "", "", after=(Box(*(float(v) for v in region.box)),)), region.pixels)
        for region in unexplained
    ]
    return Difference(
        tuple(reasons[:MAX_REASONS]),
        sizes[0],
        sizes[1],
        pixels=int(mask.sum()),
        area=int(mask.size),
        unexplained=sum(region.pixels for region in unexplained),
        ignored=kept_out,
        mask=mask,
    )


def _reasons(changes: Sequence[Change], mask: Mask) -> tuple[list[Reason], Mask]:
    """Each change with the pixels that no change before it accounts for, and the pixels that are left."""
    rest = mask.copy()
    found: list[Reason] = []
    for change in changes:
        pixels, shows = 0, False
        for box in change.boxes:
            top, bottom, left, right = _slice(box, mask.shape, OVERHANG_PX)
            part = rest[top:bottom, left:right]
            pixels += int(part.sum())
            shows = shows or bool(mask[top:bottom, left:right].any())
            part[:] = False
        if shows or change.kind in SILENT_KINDS:
            found.append(Reason(change, pixels))
    return found, rest


def _painted(boxes: Sequence[Box], shape: tuple[int, ...]) -> Mask:
    """True inside these boxes."""
    mask = np.zeros(shape, dtype=np.bool_)
    for box in boxes:
        top, bottom, left, right = _slice(box, shape, 0)
        mask[top:bottom, left:right] = True
    return mask


def _slice(box: Box, shape: tuple[int, ...], overhang: int) -> tuple[int, int, int, int]:
    """Top, bottom, left and right of a box on the picture, in whole pixels."""
    height, width = shape[0], shape[1]
    return (
        max(0, min(height, int(box.y) - overhang)),
        max(0, min(height, int(box.y + box.height) + 1 + overhang)),
        max(0, min(width, int(box.x) - overhang)),
        max(0, min(width, int(box.x + box.width) + 1 + overhang)),
    )


def _opened(shot: Shot) -> Picture:
    """The picture at one pixel for a CSS pixel, as boxes are told: one of a dense screen, or one made smaller, is resampled."""
    with Image.open(io.BytesIO(shot.data)) as opened:
        picture = opened.convert("RGBA")
    if shot.scale != 1.0:
        picture = picture.resize((round(shot.width_px / shot.scale), round(shot.height_px / shot.scale)))
    return np.asarray(picture)


def mask_picture(after: Shot, difference: Difference) -> Shot:
    """The second picture pale, and in red what differs."""
    with Image.open(io.BytesIO(after.data)) as opened:
        picture = opened.convert("RGB")
    mask = np.zeros((picture.height, picture.width), dtype=np.bool_) if difference.mask is None else difference.mask
    canvas = Image.new("RGB", (mask.shape[1], mask.shape[0]), (255, 255, 255))
    canvas.paste(picture, (0, 0))
    pale = pale_with_red(canvas, Image.fromarray(mask.astype(np.uint8) * 255, mode="L"))
    out = io.BytesIO()
    pale.save(out, format="PNG", compress_level=6)
    return replace(after, data=out.getvalue(), format="png", width_px=pale.width, height_px=pale.height)
