"""Floor 5: a report as one folder that opens from disk: an overview, a file of data a page, pictures shared where they are alike.

All data goes to the browser as JSON in scripts beside the page (a page opened from disk may load nothing else), and is set as
text there. Nothing comes from the network, and nothing is built.
"""

import io
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from harness.errors import OutputFailed

__all__ = ["Entry", "Written", "write_report"]

PICTURES = "pictures"
NO_SIZE = (1280, 800)
ASSETS = ("index.html", "style.css", "app.js")
MAX_WEBP = 120
"""More distinct pictures than this are kept as they are: encoding one takes a fifth of a second."""
WARN_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of a report: its row in the overview, its own data, and its pictures by name, each with its file's ending; `scale` is
    how many of their pixels are one CSS pixel."""

    row: dict[str, Any]
    detail: dict[str, Any]
    pictures: dict[str, tuple[bytes, str]]
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many pages, bytes in all, and the file to open."""

    pages: int
    size_bytes: int
    index: Path

    @property
    def is_large(self) -> bool:
        """True past what one likes to send."""
        return self.size_bytes > WARN_BYTES


def write_report(entries: Iterable[Entry], out: Path, *, title: str, run: str = "", review: bool = False) -> Written:
    """Write a report into a folder; an earlier report there is replaced. Raises OutputFailed."""
    try:
        for name in ("pages", PICTURES):
            if (out / "data.js").is_file() and (out / name).is_dir():
                shutil.rmtree(out / name)
        (out / "pages").mkdir(parents=True, exist_ok=True)
        pictures = _Pictures(out / PICTURES)
        rows = []
        for number, entry in enumerate(entries):
            shots = {name: pictures.add(data, ending) for name, (data, ending) in entry.pictures.items()}
            pixels = shots["before"][1] if "before" in shots else NO_SIZE
            size = [round(side / entry.scale) for side in pixels]
            detail = {**entry.detail, "size": size, "shots": {name: address for name, (address, _) in shots.items()}}
            for mark in detail["marks"]:
                mark["boxes"] = _on_page(mark["boxes"], size)
            rows.append({"n": number, **entry.row})
            (out / "pages" / f"{number}.js").write_bytes(f"REPORT.page({number},".encode() + _json(detail) + b");\n")
        pictures.finish()
        for name in ASSETS:
            (out / name).write_bytes(files(__package__).joinpath("assets", name).read_bytes())
        data = {"title": title, "run": run, "pages": rows, "review": review}
        (out / "data.js").write_bytes(b"globalThis.REPORT = {data: " + _json(data) + b"};\n")
    except OSError as error:
        raise OutputFailed(f"{out} cannot be written: {error.strerror}") from error
    size_bytes = sum(path.stat().st_size for name in ("pages", PICTURES) for path in (out / name).glob("*"))
    return Written(len(rows), size_bytes + (out / "data.js").stat().st_size, out / "index.html")


def _on_page(boxes: Sequence[Sequence[float]], size: Sequence[int]) -> list[list[float]]:
    """Boxes without what lies beyond the picture; none of those that lie beyond it wholly."""
    found = []
    for x, y, width, height in boxes:
        left, top = max(0.0, x), max(0.0, y)
        right, bottom = min(float(size[0]), x + width), min(float(size[1]), y + height)
        if right > left and bottom > top:
            found.append([left, top, right - left, bottom - top])
    return found


def _json(value: Any) -> bytes:
    """JSON that may stand in a script wherever that is: no tag, no comment, no end of a line in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.encode("utf-8", "replace")


class _Pictures:
    """The pictures of all pages, each once, as WebP where that is smaller and there are not too many."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[str, list[int]]] = {}
        self._pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 2)
        self._work: list[Any] = []

    def add(self, data: bytes, ending: str) -> tuple[str, list[int]]:
        """The picture's address from the report, and its size in pixels."""
        from PIL import Image

        digest = sha256(data).hexdigest()[:16]
        if digest not in self._known:
            self._folder.mkdir(exist_ok=True)
            with Image.open(io.BytesIO(data)) as opened:
                size = [opened.width, opened.height]
            encoded = len(self._known) < MAX_WEBP and ending == ".png" and max(size) < 16_000
            name = f"{digest}{'.webp' if encoded else ending}"
            target = self._folder / name
            self._known[digest] = (f"{PICTURES}/{name}", size)
            if encoded:
                self._work.append(self._pool.submit(_as_webp, data, target))
            else:
                target.write_bytes(data)
        return self._known[digest]

    def finish(self) -> None:
        """Wait until all is written. Raises OSError."""
        for work in self._work:
            work.result()
        self._pool.shutdown()


def _as_webp(data: bytes, target: Path) -> None:
    """Lossless; the PNG's own bytes under that name where they are fewer (browsers go by the content)."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as opened:
        opened.convert("RGB").save(out, "WEBP", lossless=True, quality=20, method=1)
    smaller = out.getvalue() if out.tell() < len(data) else data
    target.write_bytes(smaller)
