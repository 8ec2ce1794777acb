"""The article's own facts: a date only where the page says it is its date."""

import pytest

from harness.reading import read_article

PROSE = "".join(
    f"<p>Paragraph {n} of the report says that the harbour was dredged in spring, and that the ferry runs again.</p>"
    for n in range(1, 6)
)


def date_of(more: str) -> str | None:
    return read_article(
        f"<html><body><main><h1>Ferry</h1>{PROSE}{more}</main></body></html>", "http://a.test/", ""
    ).date


@pytest.mark.parametrize(
    "more",
    [
        "<p>© 2024 The Harbour Paper</p>", "<footer>Copyright 2023</footer>", "<meta name=date content=2023>",
        "<p>On 5 March 2024 the old wall fell.</p>", "<p>Version 1.2 of 2019, see 2020/05/06 there.</p>",
    ],
)  # fmt: skip
def test_a_date_that_is_not_the_pages_own_is_not_given(more: str) -> None:
    assert date_of(more) is None


@pytest.mark.parametrize(
    "more",
    [
        '<meta property="article:published_time" content="2024-03-05T10:00:00Z">',
        '<p><time datetime="2024-03-05">March 5</time></p>',
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-05"}</script>',
    ],
)
def test_a_date_that_the_page_says_is_its_own_is_given(more: str) -> None:
    assert date_of(more) == "2024-03-05"
