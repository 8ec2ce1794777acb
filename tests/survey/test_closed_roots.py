"""Closed shadow roots: readers see what is in them, so it is read; what is sold there is marked and taken out."""

import pytest

from tests.conftest import Cleaning

LINES = [
    "The ferry leaves at eight from the stone pier, and it comes back when the tide is high enough for it to land.",
    "In summer there are four boats a day, and the last one waits until the concert in the chapel is over.",
    "Its captain says that the old boat has two more winters in it, and that the new one is being built in the north.",
    "Tickets are sold on board, since the office by the harbour was closed after the storm of last year's autumn.",
]
SOLD = '<p><a href="https://spin.test/">best online casino real money</a> <a href="https://p.test/">buy viagra online no prescription</a></p>'
PAGE = f"""<!doctype html><html lang="en"><title>The pier</title><body><main><h1>The pier</h1><p>{LINES[0]}</p>
<pier-note>A word of the pier</pier-note><div id="box"></div><div style="height: 30px; background: teal"></div><p>{LINES[2]}</p></main>
<div id="sold"></div><script>
const close = (at, html) => {{ const root = at.attachShadow({{ mode: 'closed' }}); root.innerHTML = html; return root; }};
close(document.querySelector('pier-note'), '<p>{LINES[1]}</p><b><slot></slot></b>');
const inner = close(document.getElementById('box'), '<section></section>');
close(inner.firstChild, "<p>{LINES[3].replace("'", chr(92) + "'")}</p>");
close(document.getElementById('sold'), `{SOLD}`);
</script></body></html>"""


def test_what_stands_in_a_closed_root_is_read_in_its_place_and_once(cleaning: Cleaning) -> None:
    page = cleaning("-", html=PAGE.encode())
    text = page.page.text
    assert [text.count(line) for line in LINES] == [1, 1, 1, 1]
    assert text.index(LINES[0]) < text.index(LINES[1]) < text.index("A word of the pier") < text.index(LINES[3])
    assert text.index(LINES[3]) < text.index(LINES[2])
    assert all(line in page.article.text for line in LINES)


def test_what_is_sold_in_a_closed_root_is_marked_and_goes_from_text_and_html(cleaning: Cleaning) -> None:
    page = cleaning("-", html=PAGE.encode())
    assert "casino" not in page.page.text and "viagra" not in page.page.text
    assert "spin.test" not in page.html
    (mark,) = page.marks
    assert mark.removed and "best online casino real money" in mark.text
    assert mark.selector[0].startswith("html > body > div")


def test_one_that_the_server_declares_is_read_too(cleaning: Cleaning) -> None:
    html = f'<!doctype html><p>{LINES[0]}</p><div><template shadowrootmode="closed"><p>{LINES[1]}</p></template></div>'
    assert LINES[1] in cleaning("-", html=html.encode()).page.text


@pytest.mark.parametrize("trick", ["Element.prototype.attachShadow = () => null", "WeakMap.prototype.get = () => null"])
def test_a_page_cannot_switch_that_off(cleaning: Cleaning, trick: str) -> None:
    html = PAGE.replace("</script>", f"{trick}</script>")
    assert all(line in cleaning("-", html=html.encode()).page.text for line in LINES)


def test_many_empty_boxes_cost_one_look(cleaning: Cleaning) -> None:
    boxes = '<div style="height: 20px; background: teal"></div>' * 400
    page = cleaning("-", html=f"<!doctype html><p>{LINES[0]}</p>{boxes}<p>{LINES[1]}</p>".encode())
    assert page.status == "ok" and LINES[1] in page.page.text
