"""What an article has beside its text, for who asks for it: its pictures, and its closed panels and tabs."""

import pytest

from harness import clean
from harness.reading.options import Hidden, Images

DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
SAID = [
    "The lamp of the old lighthouse was lit again on Monday, after two years in which a buoy did its work.",
    "Its keeper cleaned the four hundred pieces of the lens by hand, and says that none of them was broken.",
    "On a clear night the light is seen from the island, where the ferry waits until the tide is high enough.",
    "The council wants to open the stairs to visitors in summer, at first on Sundays and for ten at a time.",
]
PAGE = f"""<!doctype html><html lang="en"><title>The lamp</title><body>
<nav><a href="/"><img src="/logo.png" alt="The Pier"></a><a href="/a">News</a></nav>
<main><article><h1>The lamp is lit</h1>
<figure><img src="/lens.jpg" alt="The lens, [polished]"><figcaption>The lens in spring.</figcaption></figure>
<p>{SAID[0]}</p>
<p><img src="{DOT}" alt="A drawing of the stairs"></p>
<figure><img src="keeper.jpg" alt=""></figure>
<p>{SAID[1]} <img src="/star.png" alt="a star"></p>
<p><img src="/count.gif" width="1" height="1" alt="counter"></p>
<p>{SAID[2]}</p>
<details><summary>How the lens is built</summary><p>Each piece is a prism, and the rings of prisms are set one above the other in brass.</p></details>
<div role="tabpanel" style="display:none"><p>In winter the stairs are closed, since the wind takes the door out of a visitor's hand.</p></div>
<div role="dialog" style="display:none"><p>Write to us and get the letter of the pier each week, with all that has happened there.</p></div>
<p>{SAID[3]}</p></article>
<aside><img src="/advert.png" alt="An advert"></aside></main></body></html>"""


def markdown(images: Images = "drop", hidden: Hidden = "drop") -> str:
    page = clean("-", html=PAGE.encode(), base_url="http://pier.test/news/lamp.html", images=images, hidden=hidden)
    assert all(line in page.article.text for line in SAID)
    return page.article.markdown


def test_pictures_are_left_out_and_tabs_stay_closed_unless_they_are_asked_for() -> None:
    said = markdown()
    assert "![" not in said and "The lens, " not in said and "a star" not in said
    assert "The lens in spring." in said
    assert "Each piece is a prism" in said, "what a reader opens with one click is text"
    assert "In winter" not in said


def test_pictures_are_kept_with_their_addresses_and_no_other_pictures_than_the_articles() -> None:
    said = markdown(images="keep")
    assert "![The lens, \\[polished\\]](http://pier.test/lens.jpg)" in said
    assert "![](http://pier.test/news/keeper.jpg)" in said
    assert "![a star](http://pier.test/star.png)" in said
    assert said.count("![") == 3
    assert (
        said.index("lens.jpg") < said.index("The lamp of the old") < said.index("keeper.jpg") < said.index("Its keeper")
    )
    assert "data:" not in said and "logo" not in said and "advert" not in said and "count.gif" not in said


def test_pictures_are_told_by_their_alternative_text() -> None:
    said = markdown(images="alt")
    assert "![" not in said and "http" not in said
    assert "The lens, \\[polished\\]" in said and "A drawing of the stairs" in said and "a star" in said
    assert "An advert" not in said


def test_closed_panels_and_tabs_of_the_article_are_read_where_they_are_asked_for() -> None:
    said = markdown(hidden="keep")
    assert "Each piece is a prism" in said
    assert "In winter the stairs are closed" in said
    assert "Write to us" not in said


def test_what_is_neither_is_refused_by_its_name() -> None:
    with pytest.raises(TypeError, match="images: one of keep, alt, drop is meant"):
        clean("-", html=b"<p>x", images="all")  # type: ignore[arg-type]
