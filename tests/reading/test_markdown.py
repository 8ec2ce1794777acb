"""Markdown, of the page and of the article: what the page only spelled is text, what it is made of is markup."""

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from harness import CleanPage, clean
from harness.inert import titled_markdown
from harness.reading.markdown import fenced, markdown_of

SPELLED = [
    "[free](javascript:alert(1)) ![x](http://t.test/p.gif) is what the old posts in this forum were full of in spring.",
    r"\<script> and \\<img src=x onerror=alert(1)> were the tricks that got past the filter for a month, and then no more.",
    "# is the sign of a channel, and 3*4*5 is sixty, as everybody who ever wrote a bot for this forum will know by heart.",
    "1. was how the old rules began, with a number and a dot, although this is a paragraph like any other on this page.",
    "&lt;b&gt; was written with its letters, __init__ kept its lines, and `code` had its own sign: it was a good season.",
]
TAGS = {
    "p",
    "h1",
    "h2",
    "ul",
    "li",
    "pre",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "blockquote",
    "strong",
    "em",
}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.fixture(scope="module")
def page() -> CleanPage:
    body = "".join(f"<p>{escaped(line)}</p>" for line in SPELLED)
    lists = "".join(f"<li>{escaped(line)}</li>" for line in SPELLED)
    code = "<pre>first\n```\n[a](javascript:b)\n&lt;i&gt;</pre>"
    quote = f"<blockquote><p>{escaped(SPELLED[0])}</p></blockquote>"
    html = f"<!doctype html><html lang=en><title>Rules</title><main><h1>Rules of the *forum* #</h1>{body}<ul>{lists}</ul>{code}{quote}</main>"
    return clean("-", html=html.encode())


def shown(markdown: str) -> tuple[str, set[str]]:
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(markdown)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split()), set(re.findall(r"<([a-z0-9]+)", html))


@pytest.mark.parametrize("reading", ["page", "article"])
def test_what_the_page_only_spelled_comes_out_as_the_characters_a_reader_saw(page: CleanPage, reading: str) -> None:
    text, tags = shown(getattr(page, reading).markdown)

    assert [line for line in SPELLED if line not in text] == []
    assert tags <= TAGS


@pytest.mark.parametrize("reading", ["page", "article"])
def test_a_fence_in_the_code_does_not_end_the_code(page: CleanPage, reading: str) -> None:
    html = MarkdownIt().render(getattr(page, reading).markdown)

    assert "first\n```\n[a](javascript:b)\n&lt;i&gt;" in html


def test_a_heading_keeps_its_last_number_sign(page: CleanPage) -> None:
    assert "<h1>Rules of the *forum* #</h1>" in MarkdownIt().render(page.page.markdown)


def test_a_fence_is_longer_than_any_inside_it() -> None:
    assert fenced("a\n````\nb") == "`````\na\n````\nb\n`````"


def test_a_table_without_a_head_is_a_table_all_the_same() -> None:
    markdown = markdown_of(
        "<table><tr><td>145 MHz</td><td>0.9 | dB</td></tr><tr><td>433 MHz</td><td>1.7</td></tr></table>"
    )

    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown)
    assert "<table>" in html
    assert "0.9 | dB" in html


def test_lines_that_the_page_broke_itself_are_broken_in_markdown_too() -> None:
    verse = "<div style='white-space: pre-line'>The tide is low,\n- the boats lie dry,\n# and wait</div>"

    page = clean("-", html=f"<!doctype html><title>Verse</title>{verse}".encode())

    text, tags = shown(page.page.markdown)
    assert text == "The tide is low, - the boats lie dry, # and wait"
    assert tags == {"p", "br"}


def test_a_title_with_markup_in_it_is_a_heading_of_these_characters() -> None:
    markdown = titled_markdown("[free](javascript:alert(1)) <b>*now*</b> #", "The ferry leaves at eight.")

    text, tags = shown(markdown)
    assert text == "[free](javascript:alert(1)) <b>*now*</b> # The ferry leaves at eight."
    assert tags == {"h1", "p"}


def test_lists_that_follow_each_other_are_as_many_in_markdown() -> None:
    lists = "<ul><li>a<ul><li>b</li></ul></li></ul><ul><li>c</li></ul><div><ul><li>d</li></ul></div><ol><li>e</li></ol><ol start=3><li>f</li></ol><ol><li>g</li></ol>"

    markdown = markdown_of(f"<div>{lists}</div>")

    html = MarkdownIt().render(markdown)
    assert "\n3. f" in markdown

    assert (html.count("<ul>"), html.count("<ol")) == (4, 3)
    assert '<ol start="3">\n<li>f</li>' in html


def test_a_line_break_at_the_edge_of_what_is_bold_breaks_the_line() -> None:
    html = "<p><strong>How to redeem<br> </strong>Say the word <i><br>twice</i> at <a href='https://pier.test/'>the pier<br></a>and wait.</p>"

    assert MarkdownIt().render(markdown_of(html, "https://town.test/")) == (
        "<p><strong>How to redeem</strong><br />\nSay the word<br />\n<em>twice</em> at "
        '<a href="https://pier.test/">the pier</a><br />\nand wait.</p>\n'
    )


def test_a_cell_without_a_head_is_in_the_table_all_the_same() -> None:
    html = (
        "<table><tr><th>Boat</th><th>Leaves</th></tr><tr><td>Heron</td><td>six</td><td>Buy a ticket</td></tr></table>"
    )

    assert "<td>Buy a ticket</td>" in MarkdownIt("gfm-like", {"linkify": False}).render(markdown_of(html))


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td><h3>Arts</h3><ul><li>Bells</li><li>Ropes</li></ul></td><td><h3>Trade</h3><ul><li>Sails</li></ul></td></tr>",
        "<tr><td><h3>Arts</h3></td></tr><tr><td><ul><li>Bells</li><li>Ropes</li></ul></td></tr>",
        "<tr><td><table><tr><td>one</td></tr></table></td><td><h3>Arts</h3></td></tr>",
    ],
)
def test_a_table_that_only_says_where_things_stand_is_no_table(rows: str) -> None:
    markdown = markdown_of(f"<table>{rows}</table>")

    assert "### Arts" in markdown
    assert "|" not in markdown
