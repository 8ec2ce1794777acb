"""The report as a reader uses it: from disk, by mouse and by keyboard, on a phone, with pages that mean harm."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

LOTTERY = "旧码头换上电动吊机，工人重新学习操作"


def opened(page: Page, report: Path, path: str = "") -> Page:
    page.goto(f"{report.as_uri()}{path}")
    page.wait_for_selector(".row" if not path else ".view")
    return page


def test_the_overview_counts_and_filters(page: Page, report: Path) -> None:
    opened(page, report)
    expect(page.locator(".row")).to_have_count(4)

    page.get_by_role("button", name="polluted").click()
    expect(page.locator(".row")).to_have_count(2)

    page.get_by_role("searchbox").fill("sold-links")
    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator(".row")).to_contain_text("Atelier de reliure")


def test_a_rule_filters_pages(page: Page, report: Path) -> None:
    opened(page, report)

    page.locator(".bar").first.click()

    expect(page.locator(".row")).not_to_have_count(4)
    expect(page.locator(".filters button")).to_have_count(1)


def test_marks_and_their_boxes_light_up_both_ways(page: Page, report: Path) -> None:
    opened(page, report, "#/p/0")
    expect(page.locator("h1")).to_have_text(LOTTERY)

    page.locator(".mark").nth(0).hover()
    expect(page.locator('.box[data-mark="m1"]').first).to_have_class("box removed lit")

    page.locator(".facts").hover()
    page.locator('.box[data-mark="m1"]').first.hover()
    expect(page.locator('.mark[data-mark="m1"]')).to_have_class("mark lit")


def test_the_evidence_adds_up_and_the_cut_text_is_struck(page: Page, report: Path) -> None:
    opened(page, report, "#/p/0")
    mark = page.locator(".mark").nth(1)

    weights = [float(text) for text in mark.locator(".sum li:not(.total) .weight").all_inner_texts()]
    total = float(mark.locator(".sum .total .weight").inner_text())

    assert abs(sum(weights) - total) <= 0.05 * len(weights)
    expect(page.locator(".reading").first.locator("del", has_text="彩神大发快三中奖八千万")).to_have_count(1)
    expect(page.locator(".reading").nth(1)).not_to_contain_text("彩神大发")


def test_the_pictures_are_compared_in_four_ways_by_key_and_by_slider(page: Page, report: Path) -> None:
    opened(page, report, "#/p/0")

    for key, mode in (("2", "side"), ("3", "overlay"), ("4", "blink"), ("1", "slider")):
        page.keyboard.press(key)
        expect(page.locator(".shots")).to_have_class(f"shots {mode}")
    page.locator(".range").fill("20")
    assert page.locator(".shots").evaluate("e => e.style.getPropertyValue('--at')") == "20%"
    loaded = page.locator(".pic img").evaluate_all("all => all.map((img) => img.naturalWidth)")
    assert loaded == [1280, 1280]


def test_pages_are_turned_by_keys(page: Page, report: Path) -> None:
    opened(page, report, "#/p/0")

    page.keyboard.press("j")
    expect(page.locator("h1")).to_contain_text("Atelier")
    page.keyboard.press("k")
    expect(page.locator("h1")).to_have_text(LOTTERY)
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".row")).to_have_count(4)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_what_a_page_says_is_text_and_nothing_else(page: Page, report: Path) -> None:
    opened(page, report, "#/p/3")

    expect(page.locator(".reading").first).to_contain_text("<img src=x onerror=globalThis.owned=1>")
    assert page.evaluate("globalThis.owned") is None
    for script in report.parent.rglob("*.js"):
        assert b"</script" not in script.read_bytes() or script.name == "app.js"


@pytest.mark.parametrize("path", ["", "#/p/0"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(chromium: Browser, report: Path, path: str, scheme: str) -> None:
    # axe is a script that the report's own policy would not let in.
    context = chromium.new_context(color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True)
    page = context.new_page()
    opened(page, report, path)

    found = Axe().run(page).response["violations"]

    context.close()
    serious = [
        (v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("path", ["", "#/p/0", "#/p/1", "#/p/3"])
def test_a_phone_scrolls_one_way(page: Page, report: Path, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, report, path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_pictures_are_shared_and_a_report_is_replaced(run: Path, report: Path) -> None:
    pictures = {path.name for path in (report.parent / "pictures").iterdir()}
    data = [
        json.loads(p.read_text().partition(",")[2].removesuffix(");\n"))
        for p in sorted((report.parent / "pages").iterdir())
    ]

    assert len(pictures) <= sum(len(page["shots"]) for page in data)
    assert data[2]["shots"]["before"] == data[2]["shots"]["after"]  # nothing was removed there: one picture
