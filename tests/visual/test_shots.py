"""Pictures as they are written: marks beside the text and not over it, a legend, three formats, a width, a dense screen."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from harness import Cleaner, clean
from harness.browser import VisitOptions
from harness.model import CleanPage, Evidence, Mark, Shot
from harness.visual import ShotOptions, finished

HARNESS = Path(sys.executable).parent / "harness"
MIRROR = Path(__file__).parents[2] / "fixtures" / "lottery-mirror"
RED = (201, 42, 42)


def mark(number: int, **more: Any) -> Mark:
    told = {
        "boxes": ((200.0, 100.0, 300.0, 40.0),),
        "evidence": (Evidence("links.odd-one", 2.5, "an odd link"),),
        **more,
    }
    return Mark(f"m{number}", "element", "removed", True, ("p",), "twelve chars", 2.5, **told)


def shot(picture: Image.Image, scale: float = 1.0) -> Shot:
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return Shot("png", picture.width, picture.height, scale, data=out.getvalue())


def draw_marks(before: Shot, marks: list[Mark]) -> Shot:
    return finished({"before": before}, marks, ShotOptions())["marked"]


def opened(shot: Shot) -> Image.Image:
    return Image.open(io.BytesIO(shot.data)).convert("RGB")


def reds(picture: Image.Image) -> int:
    """How many of its pixels are of an element's mark."""
    return sum(count for count, color in picture.getcolors(picture.width * picture.height) or () if color == RED)


def test_a_number_stands_where_the_page_is_plain_and_covers_no_text() -> None:
    page = Image.new("RGB", (800, 400), "white")
    pen = ImageDraw.Draw(page)
    for x in range(0, 800, 4):  # lines of text above the mark's box and under it, as wide as the page
        pen.line((x, 60, x, 95), fill="black")
        pen.line((x, 146, x, 190), fill="black")

    drawn = opened(draw_marks(shot(page), [mark(1)]))

    for band in ((0, 60, 800, 96), (0, 146, 800, 191)):
        assert drawn.crop(band).tobytes() == page.crop(band).tobytes()
    assert reds(drawn.crop((0, 96, 190, 146))) + reds(drawn.crop((510, 96, 800, 146))) > 100  # left or right of it


def test_what_has_no_place_in_the_picture_is_named_under_it() -> None:
    page = Image.new("RGB", (800, 400), "white")

    seen = draw_marks(shot(page), [mark(1)])
    more = draw_marks(shot(page), [mark(1), mark(2, visible=False, hidden_by="colour"), mark(3, boxes=())])

    assert 400 < seen.height_px < more.height_px
    assert opened(more).crop((0, 0, 800, 400)).tobytes() == opened(seen).crop((0, 0, 800, 400)).tobytes()
    strip = opened(more).crop((0, seen.height_px, 800, more.height_px)).convert("L")
    assert strip.getextrema()[0] < 80  # something is written there


def test_many_marks_have_numbers_that_do_not_cover_each_other() -> None:
    page = Image.new("RGB", (800, 900), "white")
    marks = [mark(n, boxes=((100.0, 20.0 + 26 * n, 400.0, 20.0),)) for n in range(1, 30)]

    drawn = opened(draw_marks(shot(page), marks))

    one = reds(opened(draw_marks(shot(page), marks[:1])).crop((0, 0, 800, 900)))
    assert reds(drawn.crop((0, 0, 800, 900))) > 29 * one * 0.8


@pytest.mark.parametrize(("format_", "magic"), [("png", b"\x89PNG"), ("jpeg", b"\xff\xd8"), ("webp", b"RIFF")])
def test_they_are_written_in_the_format_and_width_that_is_asked_for(tmp_path: Path, format_: str, magic: bytes) -> None:
    subprocess.run(
        [HARNESS, "clean", MIRROR, "-o", tmp_path / "run", "--shots", format_, "--shot-width", "500", "-q"],
        check=True, timeout=100,
    )  # fmt: skip

    row = json.loads((tmp_path / "run" / "pages.jsonl").read_text(encoding="utf-8"))
    for name in ("before", "marked", "after"):
        data = (tmp_path / "run" / row["files"][name]).read_bytes()
        assert data.startswith(magic)
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (row["shots"][name]["width_px"], row["shots"][name]["height_px"])
        assert row["shots"][name]["width_px"] == 500
        assert row["shots"][name]["scale"] == pytest.approx(500 / 1280)


@pytest.mark.parametrize("said", [["--shots", "none"], ["--no-shots"]])
def test_none_are_taken_where_none_are_asked_for(tmp_path: Path, said: list[str]) -> None:
    subprocess.run([HARNESS, "clean", MIRROR, "-o", tmp_path / "run", *said, "-q"], check=True, timeout=100)

    row = json.loads((tmp_path / "run" / "pages.jsonl").read_text(encoding="utf-8"))
    assert row["shots"] == {}
    assert row["files"]["before"] is None


@pytest.mark.parametrize("said", [["--shot-width", "0"], ["--device-scale", "9"], ["--shots", "gif"]])
def test_what_is_no_picture_is_refused_in_a_line(said: list[str]) -> None:
    done = subprocess.run([HARNESS, "clean", MIRROR, *said], capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 2
    assert said[0] in done.stderr


def test_a_dense_screen_has_more_pixels_and_the_same_page() -> None:
    page: CleanPage = clean(MIRROR, shots=True, keep_survey=True, options=VisitOptions(device_scale=2.0))

    before = page.shots["before"]
    assert (before.width_px, before.scale) == (2560, 2.0)
    assert [event for event in page.events if event.kind == "unexplained"] == []
    x, y, width, height = next(m.boxes[0] for m in page.marks if m.kind == "text")
    inside = opened(before).crop((round(x * 2), round(y * 2), round((x + width) * 2), round((y + height) * 2)))
    assert inside.convert("L").getextrema()[0] < 100  # its letters are there


def test_a_picture_says_what_it_leaves_out() -> None:
    html = b"<title>Long</title><div style='height:3000px'>The pier is long, and the boat waits at its end.</div>"
    page = clean("-", html=html, shots=True, options=VisitOptions(max_height_px=1000))

    assert page.shots["after"].height_px == 1000
    assert page.shots["after"].cut_px >= 2000


def test_what_is_no_format_is_refused() -> None:
    with pytest.raises(TypeError, match="shots: one of png, jpeg, webp is meant"):
        Cleaner(shots="gif")  # type: ignore[arg-type]


def test_a_picture_that_its_format_cannot_hold_says_what_is_cut() -> None:
    long = shot(Image.new("RGB", (20, 17_000), "white"), scale=2.0)

    taken = finished({"after": long}, None, ShotOptions("webp"))["after"]

    assert (taken.height_px, taken.cut_px) == (16_383, 308)
    assert opened(taken).height == 16_383
