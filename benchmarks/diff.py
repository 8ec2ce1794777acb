"""What `harness diff` costs on a tall pair beside the fastest kept library alone, in the same run: python benchmarks/diff.py

Two pictures of 1280 x 8000 px: the second one has a banner on top, so that all of it moved, and in a second pair one word of
another colour.
"""

import io
import time

import numpy as np
import pybind11_pixelmatch as pixelmatch
from PIL import Image, ImageDraw

from harness.model import Shot
from harness.visual.difference import Seen, compare

WIDTH, HEIGHT, ROUNDS = 1280, 8000, 5


def page(banner: int, word: str) -> Image.Image:
    """Two hundred lines of text, below a banner of this height."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, banner - 1), fill="orange") if banner else None
    for line in range(190):
        colour = word if line == 100 else "black"
        pen.text((40, banner + 20 + line * 40), f"Line {line}: the ferry leaves when the tide allows it", fill=colour)
    return picture


def shot(picture: Image.Image) -> Shot:
    """The picture as the engine gives one."""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return Shot("png", picture.width, picture.height, data=out.getvalue())


def best(work: "object") -> float:
    """The least seconds of several rounds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()  # type: ignore[operator]
        took.append(time.perf_counter() - began)
    return min(took)


def main() -> None:
    """Print the table."""
    plain = page(0, "black")
    for name, other in (("one word", page(0, "red")), ("banner on top", page(40, "black"))):
        a, b = shot(plain), shot(other)
        arrays = [np.ascontiguousarray(np.asarray(each.convert("RGBA"))) for each in (plain, other)]
        options = pixelmatch.Options()
        alone = best(lambda: pixelmatch.pixelmatch(*arrays, output=np.zeros_like(arrays[0]), options=options))  # noqa: B023
        decoding = best(lambda: [np.asarray(Image.open(io.BytesIO(each.data)).convert("RGBA")) for each in (a, b)])  # noqa: B023
        ours = best(lambda: compare(Seen(a), Seen(b)))  # noqa: B023
        print(
            f"{name}: pixelmatch alone {alone * 1000:.0f} ms, decoding {decoding * 1000:.0f} ms, diff with decoding {ours * 1000:.0f} ms"
        )


if __name__ == "__main__":
    main()
