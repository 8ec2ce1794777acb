"""The article is all that is honest in its place: what an extractor leaves out between the paragraphs is put back, what stands beside the
article is not."""

import pytest

from harness.model import Article
from harness.reading import read_article

PARAGRAPHS = [
    "The ferry of the morning waits at the stone pier until the bell of the chapel has rung, and then it leaves.",
    "Its captain says that the old boat has two more winters in it, and that the new one is built in the north.",
    "Whoever misses it may walk along the dam, which is dry for two hours and pleasant for about one of them.",
    "The office by the harbour was closed after the storm, so tickets are sold on board by the captain's daughter.",
]


def article_of(inside: str, around: str = "{}") -> Article:
    body = around.format(
        f"<h1>The ferry</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{inside}<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>"
    )
    nav = "<nav><a href='/'>Home</a> <a href='/tides'>Tides</a></nav>"
    return read_article(
        f"<html lang=en><body><header>{nav}</header>{body}</body></html>", "https://pier.test/a", "The ferry"
    )


@pytest.mark.parametrize(
    ("inside", "markdown"),
    [
        ("<ol><li>Ring the bell.</li><li>Wait for the captain.</li></ol>", "1. Ring the bell.\n2. Wait for the captain."),
        ("<h2>In winter</h2>", "## In winter"),
        ("<ul><li><a href='https://rope.example/'>Rope makers</a></li><li><a href='https://sails.example/'>Sail lofts</a></li></ul>", "- [Rope makers](https://rope.example/)\n- [Sail lofts](https://sails.example/)"),
        ("<figure><img src=x><figcaption>The pier in fog.</figcaption></figure>", "The pier in fog."),
        ("<p>The boat was sold on <time>4 March 1931</time> for ninety pounds, and the keeper moved into the boathouse.</p>", "sold on 4 March 1931 for"),
        ("<div>Nobody touched the boat for two years, and the neighbours said they could hear the ropes at night.</div>", "Nobody touched the boat"),
        ("<table><tr><th>Boat</th><th>Leaves</th></tr><tr><td>Heron</td><td>six</td></tr></table>", "| Heron | six |"),
        ("<pre>ring bell\n  wait</pre>", "```\nring bell\n  wait\n```"),
        ("<blockquote><p>No bell, no boat.</p></blockquote>", "> No bell, no boat."),
    ],
    ids=["numbered list", "heading", "list of links elsewhere", "caption", "time", "div", "table", "code", "quotation"],
)  # fmt: skip
def test_what_stands_among_the_paragraphs_is_read(inside: str, markdown: str) -> None:
    article = article_of(inside, "<main>{}</main>")

    assert markdown in article.markdown
    assert all(line in article.text for line in PARAGRAPHS)


@pytest.mark.parametrize(
    "inside",
    [
        "<nav><a href='/x'>A menu entry</a></nav>",
        "<ul><li><a href='/1'>A menu entry</a></li><li><a href='/2'>Another story of ours</a></li></ul>",
        "<form><p>A menu entry</p><input></form>",
        "<div class='shareButtons'>A menu entry</div>",
        "<div class='GoogleAd-label'>A menu entry</div>",
    ],
    ids=["nav", "links within the site", "form", "sharing", "advertisement"],
)
def test_what_is_no_part_of_it_is_left_out(inside: str) -> None:
    article = article_of(inside, "<main>{}</main>")

    assert "A menu entry" not in article.text and "A menu entry" not in article.markdown


def test_notes_at_the_foot_of_an_article_are_its_own_and_the_page_s_foot_is_not() -> None:
    notes = "<footer><p>The author sails on this boat every second summer.</p></footer>"
    page = f"<article>{{}}{notes}</article><footer><p>All rights are reserved by the pier company.</p></footer>"

    article = article_of("", page)

    assert "The author sails" in article.text
    assert "All rights" not in article.text


def test_an_article_in_a_table_cell_has_paragraphs_and_no_cells() -> None:
    article = article_of("", "<table><tr><td><a href='/'>Home</a></td><td>{}</td></tr></table>")

    assert f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}" in article.markdown
    assert "|" not in article.markdown


def test_the_headline_above_the_article_s_own_element_is_its_first_heading() -> None:
    body = "<h1>The ferry</h1><div class=body>" + "".join(f"<p>{line}</p>" for line in PARAGRAPHS) + "</div>"

    article = read_article(f"<html lang=en><body><main>{body}</main></body></html>", "https://pier.test/a", "The ferry")

    assert article.markdown.startswith("# The ferry\n\nThe ferry of the morning")


def test_headings_between_lines_that_are_in_no_paragraph_stand_where_they_stood() -> None:
    article = article_of(
        f"<div>{PARAGRAPHS[0]}<br><br><h2>In winter</h2>{PARAGRAPHS[1]}<br><br><h2>In summer</h2>{PARAGRAPHS[2]}</div>"
    )

    order = ["In winter", PARAGRAPHS[1], "In summer", PARAGRAPHS[2]]
    told = article.text[article.text.index("In winter") :]
    assert [told.index(line) for line in order] == sorted(told.index(line) for line in order)
    assert article.markdown.index("## In winter") < article.markdown.index("## In summer")


@pytest.mark.parametrize("name", ["comments", "discussion", "commentlist", "pingbacks"])
def test_what_readers_wrote_under_an_article_is_none_of_it(name: str) -> None:
    said = (
        "Thanks for this, I had been looking for a clear timetable of the ferry for all of last week, and found none."
    )
    rows = "".join(f"<li><b>A{n}</b> <p>{said}</p></li>" for n in range(2))
    under = f"<div class='{name}'><ol>{rows}</ol></div>"
    page = f"<main><h1>The ferry</h1>{''.join(f'<p>{line}</p>' for line in PARAGRAPHS)}{under}</main>"

    article = read_article(f"<html lang=en><body>{page}</body></html>", "https://pier.test/a", "The ferry")

    assert said not in article.text and said not in article.markdown
    assert all(line in article.text for line in PARAGRAPHS)


def test_an_article_in_an_element_that_is_called_so_is_read_whole() -> None:
    page = f"<div class='has-comments'><h1>The ferry</h1><div class=comments>{''.join(f'<p>{line}</p>' for line in PARAGRAPHS)}</div></div>"

    article = read_article(f"<html lang=en><body>{page}</body></html>", "https://pier.test/a", "The ferry")

    assert all(line in article.text for line in PARAGRAPHS)


def test_a_heading_above_that_is_not_the_page_s_title_is_no_headline() -> None:
    body = "<h2>New boats now on sale</h2><main>" + "".join(f"<p>{line}</p>" for line in PARAGRAPHS) + "</main>"
    article = read_article(f"<html lang=en><body>{body}</body></html>", "https://pier.test/a", "The ferry")

    assert "on sale" not in article.text
    assert "on sale" not in article.markdown


@pytest.mark.parametrize("title", ["The ferry", "The ferry - Pier news", "Pier news: The Ferry"])
def test_a_headline_above_is_the_first_heading(title: str) -> None:
    body = "<header><h1>The ferry</h1></header><main>" + "".join(f"<p>{line}</p>" for line in PARAGRAPHS) + "</main>"
    article = read_article(f"<html lang=en><body>{body}</body></html>", "https://pier.test/a", title)

    assert article.markdown.startswith("# The ferry\n")
    assert article.markdown.count("The ferry\n") == 1


@pytest.mark.parametrize("sign", ["¶", "#", "§", "🔗"])
def test_a_heading_s_link_to_itself_is_no_word_of_it(sign: str) -> None:
    article = article_of(f"<h2 id=winter>In winter<a href='#winter'>{sign}</a></h2>", "<main>{}</main>")

    assert "## In winter\n" in article.markdown
    assert "In winter\n" in article.text


def test_what_a_table_says_in_every_row_is_in_every_row() -> None:
    rows = "".join(f"<tr><td>{boat}</td><td>only in the summer</td></tr>" for boat in ("Heron", "Otter", "Swan"))
    article = article_of(f"<table><tr><th>Boat</th><th>Leaves</th></tr>{rows}</table>", "<main>{}</main>")

    assert article.text.count("only in the summer") == article.markdown.count("only in the summer") == 3
