"""What a page spelled stays what a reader saw: as Markdown it renders to the same characters, and to nothing else."""

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from harness.inert import inert_line, inert_markdown, inert_text

RENDERERS = [MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False}), MarkdownIt("js-default")]
# Letters and all that Markdown and HTML are made of, so that markup comes about by chance.
spelled = st.lists(st.sampled_from(list("ab1 \t\\`*_{}[]()#+-.!<>&;:|~=\"'/@^$%") + ["&lt;", "&#60;", "](", "```", "http://t.test/", "<img ", "1. ", "- "]), max_size=40).map("".join)  # fmt: skip


def rendered(markdown: str, renderer: MarkdownIt) -> tuple[str, list[str]]:
    """The text that a reader sees, and the tags around it."""
    html = renderer.render(markdown)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split()), re.findall(r"<([a-z0-9]+)", html)


@given(spelled)
@example("[free](javascript:alert(1)) ![x](http://t.test/p.gif)")
@example(r"\<script>")
@example(r"\\<img src=x onerror=alert(1)>")
@example("# no heading #")
@example("1. no list")
@example("a_b _c_ __d__")
@example("&lt;b&gt; &amp;")
@example("|a|b|")
def test_text_as_markdown_shows_the_same_characters_and_makes_no_markup(text: str) -> None:
    seen = " ".join(text.split())

    for renderer in RENDERERS:
        shown, tags = rendered(inert_markdown(seen), renderer)

        assert shown == seen
        assert set(tags) <= {"p"}


@given(st.lists(spelled, max_size=4))
@example(["[free]", "(javascript:alert(1))"])
@example(["&", "lt;b&gt;"])
@example(["1", ". no list"])
@example(["<", "img src=x>"])
@example(["a | b", "\n|---|---|"])
def test_pieces_of_text_one_after_the_other_make_no_markup_either(pieces: list[str]) -> None:
    pieces = [" ".join(piece.split()) for piece in pieces]
    joined = "".join(map(inert_markdown, pieces))
    seen = " ".join("".join(pieces).split())

    for renderer in RENDERERS:
        shown, tags = rendered(joined, renderer)

        assert shown == seen
        assert set(tags) <= {"p"}


@given(spelled)
def test_a_heading_shows_the_same_characters(text: str) -> None:
    seen = " ".join(text.split())

    for renderer in RENDERERS:
        shown, tags = rendered("## " + inert_markdown(seen), renderer)

        assert shown == seen
        assert set(tags) <= {"h2"}


def test_words_are_left_readable() -> None:
    assert inert_markdown("snake_case costs $5.00 - or 3.5 (maybe) | a > b; AT&T well-known!") == (
        "snake_case costs $5.00 - or 3.5 (maybe) | a > b; AT&T well-known!"
    )


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\ud800"])
def test_control_and_bidi_characters_are_gone(control: str) -> None:
    assert inert_text(f"a{control}b") == "ab"
    assert inert_line(f" a{control}\n b ") == "a b"
