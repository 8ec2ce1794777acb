"""Twenty-eight pairs of pages: what became of the first is told as a person would tell it, and no pixel is left without a reason."""

import asyncio

import pytest

from harness import Cleaner
from harness.report.pairs import seen_in
from harness.visual import compare
from harness.visual.difference import Difference
from tests.visual.pages import PAIRS, html_of


@pytest.fixture(scope="module")
def differences() -> dict[str, Difference]:
    async def story() -> dict[str, Difference]:
        async with Cleaner(shots=True, keep_survey=True, disable=["*"]) as cleaner:
            found = {}
            for name, pair in PAIRS.items():
                pages = [await cleaner.clean("-", html=html_of(pair, side)) for side in ("before", "after")]
                found[name] = compare(seen_in(pages[0], "before"), seen_in(pages[1], "before"))
            return found

    return asyncio.run(story())


@pytest.mark.parametrize("name", PAIRS)
def test_the_reason_is_told(name: str, differences: dict[str, Difference]) -> None:
    left = [reason.change for reason in differences[name].reasons]
    for kind, part in PAIRS[name]["reasons"]:
        found = [c for c in left if c.kind == kind and part in " ".join([*c.selector, c.text, c.detail])]
        assert found, f"no {kind} with {part!r} in {left}"
        left.remove(found[0])

    assert [change for change in left if change.kind not in PAIRS[name].get("also", ())] == []
    assert bool(differences[name].reasons) == bool(PAIRS[name]["reasons"])


def test_hardly_a_pixel_is_without_a_reason(differences: dict[str, Difference]) -> None:
    assert {n: d.unexplained for n, d in differences.items() if d.unexplained > 0.01 * max(d.pixels, 1)} == {}
