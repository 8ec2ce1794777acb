"""Links in the article's Markdown: absolute, whole, and nothing but links."""

import pytest
from markdown_it import MarkdownIt

from harness import clean
from harness.reading.markdown import link_to, markdown_of

BASE = "http://pier.test/news/lamp.html"


@pytest.mark.parametrize(
    "written, address",
    [
        ("tides.html", "http://pier.test/news/tides.html"),
        ("//other.test/a b", "http://other.test/a%20b"),
        ("/w/Lamp_(light)", "http://pier.test/w/Lamp_%28light%29"),
        ("https://a.test/?q=[x]|y", "https://a.test/?q=%5Bx%5D%7Cy"),
        ("mailto:keeper@pier.test", "mailto:keeper@pier.test"),
        ("https://пирс.test/огни", "https://пирс.test/огни"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("#top", ""),
        ("http://pier.test/news/lamp.html#top", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_an_address_is_absolute_and_cannot_end_its_link(written: str, address: str) -> None:
    assert link_to(BASE, written) == address


@pytest.mark.parametrize(
    "html, markdown",
    [
        ("<p>See <a href=tides.html>the tides</a>.</p>", "See [the tides](http://pier.test/news/tides.html)."),
        (
            "<p>See<a href=t.html> the <b>tides</b> </a>first.</p>",
            "See [the **tides**](http://pier.test/news/t.html) first.",
        ),
        ('<p><a href="javascript:x()">the tides</a></p>', "the tides"),
        ("<p><a href=t.html></a>Bare.</p>", "Bare."),
        ("<pre>a <a href=t.html>b</a></pre>", "```\na b\n```"),
    ],
)
def test_links_stay_where_they_stood(html: str, markdown: str) -> None:
    assert markdown_of(f"<div>{html}</div>", BASE) == markdown


def test_text_that_looks_like_a_link_stays_text() -> None:
    markdown = markdown_of("<p><a href=t.html>a](http://evil.test) [b</a> and [c](http://evil.test)</p>", BASE)

    rendered = MarkdownIt().render(markdown)
    assert rendered.count("<a ") == 1 and 'href="http://evil.test' not in rendered
    assert "a](http://evil.test) [b" in rendered


def test_an_article_keeps_its_links_or_not() -> None:
    prose = (
        "The lighthouse on the north pier got a new lamp this week, and the keeper wrote down how the old one failed. "
        * 3
    )
    html = f"<title>Lamp</title><article><h1>A new lamp</h1><p>{prose}See <a href=/tides>the tides</a>.</p><p>{prose}</p></article>"

    kept = clean("-", html=html.encode(), base_url=BASE)
    dropped = clean("-", html=html.encode(), base_url=BASE, links=False)

    assert "[the tides](http://pier.test/tides)" in kept.article.markdown
    assert "](" not in dropped.article.markdown and "the tides" in dropped.article.markdown
    assert kept.article.text == dropped.article.text
