"""Whatever our fixtures are written in, their articles' Markdown renders as the text in its order, with as many lists, tables and blocks
of code, and with no live HTML."""

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from markdown_it import MarkdownIt

from harness.inert import titled_markdown
from harness.model import Article
from harness.reading import read_article
from harness.text.tokens import letters

PAGES = sorted((Path(__file__).parents[2] / "fixtures").glob("**/site/**/index.html"))
RENDER = MarkdownIt("gfm-like", {"linkify": False, "html": True})
LIVE = {"html_block", "html_inline"}
COUNTED = ("ul", "ol", "table", "pre")


@pytest.fixture(scope="module")
def articles() -> dict[Path, tuple["lxml.html.HtmlElement", Article]]:
    found = {}
    for path in PAGES:
        html = path.read_text(encoding="utf-8", errors="replace")
        found[path] = lxml.html.document_fromstring(html), read_article(html, "https://page.test/", "")
    return found


def lines_of(text: str) -> Iterator[str]:
    """Every line and every cell, as letters."""
    for line in text.split("\n"):
        yield from filter(None, (letters(cell) for cell in line.split(" | ")))


def is_layout(element: "lxml.html.HtmlElement") -> bool:
    """True for a table that only says where things stand: it names no columns, and has one, or headings, lists or tables in its cells."""
    if element.tag != "table" or element.xpath(".//th"):
        return False
    return bool(element.xpath(".//table|.//ul|.//ol|.//h1|.//h2|.//h3|.//h4|.//pre")) or not element.xpath(
        ".//tr[count(td) > 1]"
    )


def test_the_words_are_there_in_their_order(articles: dict[Path, tuple["lxml.html.HtmlElement", Article]]) -> None:
    wrong = []
    for path, (_, article) in articles.items():
        shown = letters(lxml.html.fromstring(f"<div>{RENDER.render(article.markdown)}</div>").text_content())
        at = 0
        for line in lines_of(article.text):
            found = shown.find(line, at)
            if found < 0:
                wrong.append((path.parts[-3], line))
            else:
                at = found + len(line)

    assert sum(bool(article.text) for _, article in articles.values()) >= 40
    assert wrong == []


def test_lists_tables_and_code_are_there(articles: dict[Path, tuple["lxml.html.HtmlElement", Article]]) -> None:
    wrong, counted = [], 0
    for path, (page, article) in articles.items():
        told = letters(article.text)
        shown = lxml.html.fromstring(f"<div>{RENDER.render(article.markdown)}</div>")
        for tag in COUNTED:
            rendered = [letters(each.text_content()) for each in shown.iter(tag)]
            for each in page.iter(tag):
                own = letters(each.text_content())
                if (
                    len(own) < 30
                    or own not in told
                    or is_layout(each)
                    or next(each.iterancestors("nav"), None) is not None
                ):
                    continue
                counted += 1
                wrong += [(path.parts[-3], tag, own)] if own not in rendered else []

    assert counted >= 20
    assert wrong == []


def test_nothing_in_it_is_live(articles: dict[Path, tuple["lxml.html.HtmlElement", Article]]) -> None:
    live = []
    for path, (_, article) in articles.items():
        for block in RENDER.parse(titled_markdown(article.title, article.markdown)):
            live += [(path.parts[-3], t.content) for t in (block, *(block.children or ())) if t.type in LIVE]

    assert live == []
