"""Floor 1: `marked.png` is `before.png` with numbered outlines at the marks' boxes: nothing covered, no second state."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from harness.model import Mark, Shot

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

__all__ = ["draw_marks", "pale_with_red"]

COLOURS = {"layer": (217, 72, 15), "text": (25, 113, 194), "element": (201, 42, 42)}
LINE_PX = 3


def draw_marks(before: Shot, marks: Sequence[Mark], scale: float = 1.0) -> Shot:
    """A copy of the picture with an outline for every visible mark, and its id's number; boxes are CSS px times `scale`."""
    from PIL import Image, ImageDraw, ImageFont  # slow to import, and many runs take no pictures

    with Image.open(io.BytesIO(before.data)) as opened:
        picture = opened.convert("RGB")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=16)
    for mark in marks:
        colour = COLOURS.get(mark.kind, COLOURS["element"])
        for index, (x, y, width, height) in enumerate(mark.boxes):
            left, top = max(0.0, x * scale - LINE_PX), max(0.0, y * scale - LINE_PX)
            right = min(picture.width - 1.0, (x + width) * scale + LINE_PX)
            bottom = min(picture.height - 1.0, (y + height) * scale + LINE_PX)
            if not mark.visible or right <= left or bottom <= top:
                continue
            pen.rectangle((left, top, right, bottom), outline=colour, width=LINE_PX)
            if index == 0:
                _number(pen, mark.id.removeprefix("m"), left, top, colour, font)
    out = io.BytesIO()
    picture.save(out, format="PNG", compress_level=1)
    return Shot(out.getvalue(), "png", picture.width, picture.height)


def pale_with_red(picture: "Image.Image", differs: "Image.Image") -> "Image.Image":
    """The picture pale, and in red where the mask (of the same size, mode L) is white: what differs."""
    shown = picture.convert("L").point(lambda value: 160 + value * 3 // 8).convert("RGB")
    shown.paste((217, 30, 24), mask=differs)
    return shown


def _number(
    pen: "ImageDraw.ImageDraw",
    text: str,
    left: float,
    top: float,
    colour: tuple[int, int, int],
    font: "ImageFont.ImageFont | ImageFont.FreeTypeFont",
) -> None:
    """A small tag above the outline's corner, or inside it where the page ends."""
    width = pen.textlength(text, font=font) + 8
    y = top - 20 if top >= 20 else top
    pen.rectangle((left, y, left + width, y + 20), fill=colour)
    pen.text((left + 4, y), text, fill=(255, 255, 255), font=font)
