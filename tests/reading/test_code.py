"""Code reads as it was written, however a page numbers and breaks its lines."""

import pytest

from harness.reading.markdown import markdown_of

LINES = "def tide(hour):\n    return hour % 12\n\nprint(tide(15))"
HTML = {
    "a table with a column of numbers": (
        f"<table><tr><td class=g><pre>1\n2\n3\n4</pre></td><td><pre>{LINES}</pre></td></tr></table>"
    ),
    "an element a line, with its number": (
        "<pre><code>"
        + "".join(f"<div><span>{n}</span><span>{line}</span></div>" for n, line in enumerate(LINES.split("\n"), 7))
        + "</code></pre>"
    ),
    "breaks for newlines": "<pre>{}</pre>".format(LINES.replace("\n", "<br>")),
    "a list of lines": "<pre><ol>" + "".join(f"<li>{line}</li>" for line in LINES.split("\n")) + "</ol></pre>",
    "a box in a box": f"<pre><pre>{LINES}</pre></pre>",
}


@pytest.mark.parametrize("way", HTML)
def test_the_code_is_the_code(way: str) -> None:
    assert (
        markdown_of(f"<div><p>Before.</p>{HTML[way]}<p>After.</p></div>") == f"Before.\n\n```\n{LINES}\n```\n\nAfter."
    )


def test_numbers_that_are_code_stay() -> None:
    html = "<pre><div><span>1</span><span>one</span></div><div><span>5</span><span>five</span></div></pre>"

    assert markdown_of(html) == "```\n1one\n5five\n```"


def test_a_table_of_data_with_code_in_it_stays_a_table() -> None:
    html = "<table><tr><th>call<th>gives</tr><tr><td><pre>tide(15)</pre></td><td>3</td></tr></table>"

    assert markdown_of(html).splitlines()[0] == "| call | gives |"


@pytest.mark.parametrize(
    "holder, inner", [("language-python", ""), ("", "lang-python"), ("highlight-source-python", "")]
)
def test_its_language_is_named(holder: str, inner: str) -> None:
    html = f'<pre class="{holder}"><code class="{inner}">x = 1\ny = 2</code></pre>'

    assert markdown_of(html) == "```python\nx = 1\ny = 2\n```"
