"""What a page says of itself is told with the place where it says so; what it does not say is not told. Its kind likewise."""

import pytest

from harness.model import Article
from harness.reading import read_article

PROSE = "".join(
    f"<p>Paragraph {n} of the report says that the harbour was dredged in spring, and that the ferry runs again, rain or shine.</p>"
    for n in range(1, 6)
)
POST = "<div class=post><p><a href='/u/{n}'>keeper{n}</a> <time datetime='2024-03-0{n}'>March {n}</time></p><p>I was at the pier on day {n}, and the boat came in late but full of people and bicycles.</p></div>"
CARD = "<div class=card><h3><a href='/story/{n}'>The {n}th boat of the day</a></h3><p>It leaves at {n}.</p></div>"


def read(more: str = "", *, body: str = PROSE) -> Article:
    html = f"<html><head>{more}</head><body><main><h1>The report</h1>{body}</main></body></html>"
    return read_article(html, "https://pier.test/reports/1", "The report")


@pytest.mark.parametrize(
    ("more", "name", "value", "where"),
    [
        ('<meta property="og:site_name" content="Pier News">', "site_name", "Pier News", "meta og:site_name"),
        ('<link rel="canonical" href="/reports/one">', "canonical", "https://pier.test/reports/one", "link rel=canonical"),
        ('<meta property="og:image" content="/img/boat.jpg">', "image", "https://pier.test/img/boat.jpg", "meta og:image"),
        ('<meta name="author" content="Ada Lind">', "byline", "Ada Lind", "meta author"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "author": "no"}, '
            '{"@type": ["NewsArticle"], "author": [{"name": "Ada Lind"}, {"name": "Bo Ek"}]}]}</script>',
            "byline", "Ada Lind, Bo Ek", "JSON-LD author",
        ),
        (
            '<script type="application/ld+json">{"@type": "Article", "datePublished": "2024-03-05T08:00:00Z"}</script>'
            '<meta name="date" content="2020-01-01">',
            "date", "2024-03-05", "JSON-LD datePublished",
        ),
        ('<meta property="article:published_time" content="2024-03-05T08:00+02:00">', "date", "2024-03-05", "meta article:published_time"),
    ],
)  # fmt: skip
def test_it_is_told_with_the_place(more: str, name: str, value: str, where: str) -> None:
    article = read(more)

    assert getattr(article, name) == value
    assert article.read_from[name] == where


@pytest.mark.parametrize(
    "more",
    [
        '<meta property="og:image" content="data:image/png;base64,AAAA">',
        '<link rel="canonical" href="javascript:alert(1)">',
        '<script type="application/ld+json">{"@type": "Article", "author": {"name": 7}, "image": [[["x"]]]</script>',
        '<script type="application/ld+json">' + "[" * 20_000 + "</script>",
        '<meta name="author" content="https://social.test/ada">',
        '<meta name="date" content="once upon a time">',
    ],
)
def test_what_is_no_value_is_not_told(more: str) -> None:
    article = read(more)

    assert (article.byline, article.date, article.canonical, article.image) == (None, None, None, None)
    assert article.read_from == {}


@pytest.mark.parametrize(
    ("more", "body", "kind"),
    [
        ("", PROSE, "article"),
        ("", "<p>Nothing.</p>", "none"),
        ('<meta property="og:type" content="product">', PROSE, "product"),
        ('<meta name="generator" content="Sphinx 7.2">', PROSE, "documentation"),
        ('<script type="application/ld+json">{"@type": "QAPage"}</script>', PROSE, "thread"),
        ("", "".join(POST.format(n=n) for n in range(1, 8)), "thread"),
        ("", "".join(CARD.format(n=n) for n in range(1, 12)), "listing"),
    ],
)
def test_the_kind_is_as_the_page_says_or_is_built(more: str, body: str, kind: str) -> None:
    assert read(more, body=body).kind == kind
