"""Cleaning seen as a difference: all that changes on a fixture's page has a mark for its reason, and what has none is told."""

import asyncio
from dataclasses import replace
from pathlib import Path

from harness import Cleaner
from harness.report.pairs import seen_in
from harness.visual import compare, unexplained_by

FIXTURES = Path(__file__).parents[2] / "fixtures"
POLLUTED = ("lottery-mirror", "casino-ru", "comment-spam-pl", "sold-links-fr", "quoted-farm-ru", "slot-id")


def test_every_changed_region_has_a_mark() -> None:
    async def story() -> dict[str, list[str]]:
        async with Cleaner(shots=True, keep_survey=True) as cleaner:
            pages = {name: await cleaner.clean(FIXTURES / name) for name in POLLUTED}
        return {name: [e.detail for e in page.events if e.kind == "unexplained"] for name, page in pages.items()}

    assert asyncio.run(story()) == {name: [] for name in POLLUTED}


def test_what_changed_without_a_mark_is_told() -> None:
    async def story() -> list[str]:
        async with Cleaner(shots=True, keep_survey=True) as cleaner:
            page = await cleaner.clean(FIXTURES / "quoted-farm-ru")
        without = [replace(mark, boxes=(), text="") for mark in page.marks]
        return unexplained_by(without, compare(seen_in(page, "before"), seen_in(page, "after")))

    assert asyncio.run(story()) != []
