"""Floor 5: pictures of any Playwright page held against a baseline, which Playwright has for JavaScript and not for Python.

Used through the pytest fixture `assert_screenshot`, with sync pages and with async ones.
"""

import inspect
import io
import re
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["ScreenshotDiffers", "Screenshots"]

MAX_SHOTS = 6
FONTS_MS = 2_000
FONTS = f"() => Promise.race([document.fonts.ready.then(() => 1), new Promise((done) => setTimeout(done, {FONTS_MS}))])"
THRESHOLD = 0.1
"""How far a channel of a pixel may be off, 0 to 1, before the pixel counts as different."""


class ScreenshotDiffers(AssertionError):
    """A picture is not its baseline; the text says how, and where the pictures lie."""


@dataclass(slots=True)
class Screenshots:
    """The baselines of one test: beside its file, in `__screenshots__/<test>/`. `update` is none, missing, changed or all;
    what a failing picture was, and where it differs, is kept in `failures`."""

    test_file: Path
    test_name: str
    update: str
    accept: bool
    failures: Path
    used: set[Path]

    def __call__(
        self,
        target: Any,
        name: str,
        *,
        threshold: float = THRESHOLD,
        max_diff_ratio: float = 0.0,
        mask: Sequence[Any] = (),
        clip: dict[str, float] | None = None,
        full_page: bool = False,
    ) -> Awaitable[None] | None:
        """Hold a page or a locator against the baseline `name`: taken until two pictures agree, with animations and the
        caret off. An awaitable for an async page. Raises ScreenshotDiffers."""
        options: dict[str, Any] = {"animations": "disabled", "caret": "hide", "mask": list(mask)}
        page = getattr(target, "page", target)
        if page is target:
            options["full_page"] = full_page
            if clip is not None:
                options["clip"] = clip
        baseline = self._baseline(name, page)
        self.used.add(baseline)

        def judge(taken: bytes) -> None:
            self._judge(baseline, taken, threshold, max_diff_ratio)

        if inspect.iscoroutinefunction(type(target).screenshot):
            return _taken_async(target, page, options, judge)
        page.evaluate(FONTS)
        before = target.screenshot(**options)
        for _ in range(MAX_SHOTS):
            taken = target.screenshot(**options)
            if taken == before:
                break
            before = taken
        judge(before)
        return None

    def _baseline(self, name: str, page: Any) -> Path:
        browser = page.context.browser.browser_type.name if page.context.browser else "browser"
        folder = self.test_file.parent / "__screenshots__" / _safe(self.test_name)
        return folder / f"{_safe(name)}-{browser}-{sys.platform}.png"

    def _judge(self, baseline: Path, taken: bytes, threshold: float, max_diff_ratio: float) -> None:
        there = baseline.is_file()
        said, diff = (
            _compared(baseline.read_bytes(), taken, threshold, max_diff_ratio) if there else ("no baseline", None)
        )
        writes = (
            self.update == "all"
            or (not there and self.update == "missing")
            or (bool(said) and self.update == "changed")
        )
        if writes and not (there and baseline.read_bytes() == taken):
            baseline.parent.mkdir(parents=True, exist_ok=True)
            baseline.write_bytes(taken)
            if not self.accept:
                raise ScreenshotDiffers(f"wrote {baseline}: review it, or run with --harness-accept")
            return
        if not said or writes:
            return
        kept = self.failures / _safe(self.test_name)
        kept.mkdir(parents=True, exist_ok=True)
        (kept / f"{baseline.stem}-actual.png").write_bytes(taken)
        if there:
            (kept / f"{baseline.stem}-expected.png").write_bytes(baseline.read_bytes())
        if diff is not None:
            (kept / f"{baseline.stem}-diff.png").write_bytes(diff)
        hint = "" if there else "; take it with --harness-update missing"
        raise ScreenshotDiffers(f"{baseline.name}: {said}{hint}; see {kept}")


async def _taken_async(target: Any, page: Any, options: dict[str, Any], judge: Callable[[bytes], None]) -> None:
    await page.evaluate(FONTS)
    before = await target.screenshot(**options)
    for _ in range(MAX_SHOTS):
        taken = await target.screenshot(**options)
        if taken == before:
            break
        before = taken
    judge(before)


def _compared(baseline: bytes, taken: bytes, threshold: float, max_diff_ratio: float) -> tuple[str, bytes | None]:
    """What is different, and a picture of it; an empty text where nothing is that matters. Never resamples."""
    if baseline == taken:
        return "", None
    from PIL import Image, ImageChops

    from harness.visual.draw import pale_with_red

    with Image.open(io.BytesIO(baseline)) as opened, Image.open(io.BytesIO(taken)) as now:
        before, after = opened.convert("RGB"), now.convert("RGB")
    if before.size != after.size:
        return f"size {before.width} x {before.height} became {after.width} x {after.height}", None
    least = round(threshold * 255)
    channels = [c.point(lambda v: 255 if v > least else 0) for c in ImageChops.difference(before, after).split()]
    changed = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    pixels = changed.histogram()[255]
    ratio = pixels / (before.width * before.height)
    if ratio <= max_diff_ratio:
        return "", None
    out = io.BytesIO()
    pale_with_red(after, changed).save(out, format="PNG")
    return f"{pixels} pixels differ, {ratio:.4%} of the picture (allowed {max_diff_ratio:.4%})", out.getvalue()


def _safe(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "unnamed"
