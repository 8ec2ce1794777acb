"""docs/rules.md: every pack on it loads, meets its own examples, and does what the page says it does."""

import re
from pathlib import Path

import pytest

from harness import CleanPage, clean
from harness.errors import RulesInvalid
from harness.evidence.selftest import self_test
from harness.rules import load_packs

PAGE = Path(__file__).parent.parent.parent / "docs" / "rules.md"
PACK = re.compile(r"^( *)```yaml pack=(\S+)\n(.*?)^ *```", re.S | re.M)
ARTICLE = "".join(
    f"<p>The boat of the {n}th hour waits at the pier until the bell of the chapel has rung.</p>" for n in range(4)
)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("packs")
    found = {}
    for indent, name, text in PACK.findall(PAGE.read_text("utf-8")):
        found[name] = folder / name
        found[name].write_text(re.sub(f"^{indent}", "", text, flags=re.M), "utf-8")
    return found


def cleaned(body: str, pack: Path, url: str = "https://www.pier-news.example/a") -> CleanPage:
    html = f"<!doctype html><html lang=en><title>Pier</title><main><h1>Pier</h1>{ARTICLE}</main>{body}"
    return clean("-", html=html.encode(), base_url=url, rules=[pack])


def test_every_pack_on_the_page_loads_and_its_examples_hold(packs: dict[str, Path]) -> None:
    assert sorted(packs) == ["honey.yaml", "keep.yaml", "pier.yaml"]
    for pack in packs.values():
        assert self_test(load_packs([pack])) == []


def test_the_pack_for_one_trade_takes_out_what_that_trade_sells(packs: dict[str, Path]) -> None:
    sold = (
        "<ul><li><a href='https://bee-gift.top/'>Buy royal jelly</a></li><li><a href='/hives'>Our hives</a></li></ul>"
    )

    page = cleaned(sold, packs["honey.yaml"])

    assert "royal jelly" not in page.page.text
    assert "Our hives" in page.page.text


def test_an_exception_by_words_keeps_what_other_packs_would_take(packs: dict[str, Path]) -> None:
    sold = "<div><p><a href='https://bus.top/'>online casino bonus at Casino Lane</a></p></div>"

    assert "Casino Lane" in cleaned(sold, packs["keep.yaml"]).page.text
    assert "Casino Lane" not in cleaned(sold, packs["honey.yaml"]).page.text


def test_the_pack_for_one_site_holds_there_and_nowhere_else(packs: dict[str, Path]) -> None:
    boxes = "<aside class=offers><p>Fresh rope</p></aside><div>Our partners<ul><li>Tar and twine</li></ul></div>"
    kept = "<div id=column><p><a href='https://bus.top/'>best online casino bonus</a></p></div>"

    there = cleaned(boxes + kept, packs["pier.yaml"]).page.text
    elsewhere = cleaned(boxes + kept, packs["pier.yaml"], "https://other.example/").page.text

    assert "Fresh rope" not in there and "Tar and twine" not in there and "casino" in there
    assert "Fresh rope" in elsewhere and "Tar and twine" in elsewhere and "casino" not in elsewhere


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("weight: 2.6", "weight: 0", "changes nothing"),
        ("role: advertises", "role: advertisement", "role"),
        ("cheap_suffix: true, word", "cheep_suffix: true, word", "did you mean 'cheap_suffix'"),
        ("on: [link, block]", "on: [title]", "never measured together on title"),
        ("on: [link, block]", "on: [links]", "on"),
    ],
)
def test_what_no_page_could_meet_is_refused_with_the_reason(
    packs: dict[str, Path], tmp_path: Path, was: str, becomes: str, said: str
) -> None:
    pack = tmp_path / "broken.yaml"
    pack.write_text(packs["honey.yaml"].read_text("utf-8").replace(was, becomes, 1), "utf-8")

    with pytest.raises(RulesInvalid, match=said):
        load_packs([pack])
