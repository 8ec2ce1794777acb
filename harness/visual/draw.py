"""Floor 1: pictures as users get them: `marked` is `before` with numbered outlines and a legend, all of them in the format asked for.

Nothing is covered: a number stands beside its outline where the picture is plain, and what has no place on the page (a title, text
that nobody sees) is named in the legend below.
"""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.model import Mark, Shot, ShotFormat

if TYPE_CHECKING:
    from PIL import Image, ImageFont

    Font = ImageFont.ImageFont | ImageFont.FreeTypeFont

__all__ = ["ShotOptions", "finished", "pale_with_red"]

COLOURS = {"layer": (217, 72, 15), "text": (25, 113, 194), "element": (201, 42, 42), "image": (95, 61, 196)}
OTHER = COLOURS["element"]
INK, PAPER, RULE = (33, 37, 41), (255, 255, 255), (173, 181, 189)
LINE_PX, FONT_PX, PADDING_PX = 3, 16, 12
MAX_LISTED = 40
"""So many marks without a place are named in a legend; of more, how many there are."""
MAX_WEBP_PX = 16_383
"""WebP has no picture beyond it."""
PLAIN = 24
"""How far the values of a colour may be apart, 0 to 255, in a place that counts as plain."""
Place = tuple[int, int, int, int]
"""Left, top, right and bottom of a place in a picture, in its pixels."""


@dataclass(frozen=True, slots=True)
class ShotOptions:
    """How pictures are written: the format, and how many pixels wide at most (None: as many as the page has)."""

    format: ShotFormat = "png"
    width_px: int | None = None


def finished(shots: Mapping[str, Shot], marks: Sequence[Mark] | None, options: ShotOptions) -> dict[str, Shot]:
    """These pictures as they are written, with `marked` made of `before` where there are marks to draw: an outline and a number for
    every mark that is seen, and a legend under it, at the size that is written."""
    found: dict[str, Shot] = {}
    for name, shot in shots.items():
        if name != "before" and shot is shots.get("before"):
            found[name] = found["before"]  # nothing was taken out
            continue
        outlined = marks if name == "before" else None
        as_asked = options.format == shot.format and (options.width_px or shot.width_px) >= shot.width_px
        if as_asked and not outlined:
            found[name] = shot
        else:
            picture, sized = _sized(shot, options)
            found[name] = shot if as_asked else _encoded(picture, sized)
        if outlined:
            found["marked"] = _encoded(_marked(picture, outlined, sized.scale), sized)
        elif outlined is not None:
            found["marked"] = found[name]
    return found


def _sized(shot: Shot, options: ShotOptions) -> "tuple[Image.Image, Shot]":
    """The picture at the width that is asked for, and what it is by then but for its data."""
    from PIL import Image  # slow to import, and many runs take no pictures

    with Image.open(io.BytesIO(shot.data)) as opened:
        picture = opened.convert("RGB")
    sized = replace(shot, format=options.format)
    if options.width_px and options.width_px < shot.width_px:
        height = max(1, round(shot.height_px * options.width_px / shot.width_px))
        picture = picture.resize((options.width_px, height), reducing_gap=3.0)
        sized = replace(sized, scale=shot.scale * options.width_px / shot.width_px)
    return picture, sized


def pale_with_red(picture: "Image.Image", differs: "Image.Image") -> "Image.Image":
    """The picture pale, and in red where the mask (of the same size, mode L) is white: what differs."""
    shown = picture.convert("L").point(lambda value: 160 + value * 3 // 8).convert("RGB")
    shown.paste((217, 30, 24), mask=differs)
    return shown


def _encoded(picture: "Image.Image", shot: Shot) -> Shot:
    """The picture in the shot's format."""
    out = io.BytesIO()
    if shot.format == "png":
        picture.save(out, format="PNG", compress_level=1)
    else:
        beyond = picture.height - MAX_WEBP_PX if shot.format == "webp" else 0
        if beyond > 0:  # a page that long is cut there, as it is at --max-height
            picture = picture.crop((0, 0, picture.width, MAX_WEBP_PX))
            shot = replace(shot, cut_px=shot.cut_px + round(beyond / shot.scale))
        picture.save(out, format=shot.format.upper(), quality=85, **({"method": 2} if shot.format == "webp" else {}))
    return replace(shot, width_px=picture.width, height_px=picture.height, data=out.getvalue())


def _marked(picture: "Image.Image", marks: Sequence[Mark], scale: float) -> "Image.Image":
    """The picture with outlines and numbers, and the legend under it."""
    from PIL import Image, ImageDraw, ImageFont

    size = round(FONT_PX * max(1.0, scale))
    font = ImageFont.load_default(size=size)
    drawn = picture.copy()
    pen = ImageDraw.Draw(drawn)
    taken = Image.new("1", picture.size)  # where an outline or a number stands already
    claims = ImageDraw.Draw(taken)
    placed: list[tuple[Mark, list[Place]]] = []
    apart: list[Mark] = []
    for mark in marks:
        places = list(_places(mark, picture.size, scale))
        if places:
            placed.append((mark, places))
        else:
            apart.append(mark)
        for place in places:
            pen.rectangle(place, outline=COLOURS.get(mark.kind, OTHER), width=LINE_PX)
            claims.rectangle(place, outline=1, width=LINE_PX)
    for mark, places in placed:
        said = mark.id.removeprefix("m")
        tag = (round(pen.textlength(said, font=font)) + 8, size + 4)
        left, top = _beside(places[0], tag, picture, taken)
        area = (left, top, left + tag[0] - 1, top + tag[1] - 1)
        pen.rectangle(area, fill=COLOURS.get(mark.kind, OTHER))
        claims.rectangle(area, fill=1)
        pen.text((left + 4, top + 1), said, fill=PAPER, font=font)
    kinds = {mark.kind if mark.kind in COLOURS else "element" for mark, _ in placed}
    return _with_legend(drawn, kinds, apart, font, size)


def _places(mark: Mark, size: tuple[int, int], scale: float) -> Iterator[Place]:
    """Where a mark's outlines go: around its boxes, as far as they are in the picture."""
    for x, y, width, height in mark.boxes if mark.visible else ():
        left, top = round(max(0.0, x * scale - LINE_PX)), round(max(0.0, y * scale - LINE_PX))
        right = round(min(size[0] - 1.0, (x + width) * scale + LINE_PX))
        bottom = round(min(size[1] - 1.0, (y + height) * scale + LINE_PX))
        if right > left and bottom > top:
            yield left, top, right, bottom


def _beside(place: Place, tag: tuple[int, int], picture: "Image.Image", taken: "Image.Image") -> tuple[int, int]:
    """Where a number goes: beside the outline's corners or edges, where the picture is plain and nothing else was drawn; where no such
    place is, above its corner."""
    left, top, right, bottom = place
    width, height = tag
    above = (left, top - height if top >= height else top)
    places = [
        above, (left - width, top), (right + 1, top), (right - width, top - height), (left, bottom + 1), (right - width, bottom + 1),
        (left - width, bottom - height), (right + 1, bottom - height), (0, top), (picture.width - width, top),
        (right - width - LINE_PX, top + LINE_PX), (right - width - LINE_PX, bottom - height - LINE_PX),
    ]  # fmt: skip
    for x, y in places:
        if 0 <= x <= picture.width - width and 0 <= y <= picture.height - height:
            area = (x, y, x + width, y + height)
            if taken.crop(area).getbbox() is None and _is_plain(picture.crop(area)):
                return x, y
    return above


def _is_plain(part: "Image.Image") -> bool:
    """True for a place of one colour, or nearly."""
    extremes: list[tuple[int, int]] = [band.getextrema() for band in part.split()]  # type: ignore[misc]
    return all(high - low <= PLAIN for low, high in extremes)


def _with_legend(
    picture: "Image.Image", kinds: Collection[str], apart: Sequence[Mark], font: "Font", size: int
) -> "Image.Image":
    """The picture with a strip under it: what the colours mean, and a line for each mark that has no place in the picture."""
    from PIL import Image, ImageDraw

    lines = [_told_apart(mark) for mark in apart[:MAX_LISTED]]
    if len(apart) > MAX_LISTED:
        lines.append(f"and {len(apart) - MAX_LISTED} more that have no place in the picture")
    if not kinds and not lines:
        return picture
    row = size + PADDING_PX
    height = PADDING_PX + row * (bool(kinds) + len(lines)) + PADDING_PX // 2
    canvas = Image.new("RGB", (picture.width, picture.height + height), PAPER)
    canvas.paste(picture, (0, 0))
    pen = ImageDraw.Draw(canvas)
    pen.line((0, picture.height, picture.width, picture.height), fill=RULE, width=2)
    y = picture.height + PADDING_PX
    x = PADDING_PX
    for kind in (kind for kind in COLOURS if kind in kinds):
        pen.rectangle((x, y, x + size, y + size), outline=COLOURS[kind], width=LINE_PX)
        pen.text((x + size + 6, y - 1), f"{kind} removed", fill=INK, font=font)
        x += round(size + 6 + pen.textlength(f"{kind} removed", font=font)) + 3 * PADDING_PX
    y += row if kinds else 0
    for line in lines:
        pen.text((PADDING_PX, y), line, fill=INK, font=font)
        y += row
    return canvas


def _told_apart(mark: Mark) -> str:
    """A mark in a line of our own words: the picture's letters know no more than Latin, and the page's words stay where they are."""
    strongest = max(mark.evidence, key=lambda e: e.weight, default=None)
    why = f"hidden by {mark.hidden_by}" if mark.hidden_by else "not in the picture"
    rule = f", {strongest.rule} {strongest.weight:+.1f}" if strongest else ""
    return f"{mark.id.removeprefix('m')}  {mark.kind}, {len(mark.text)} characters, {why}{rule}"
