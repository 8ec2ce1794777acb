"""Surveys for the tests of the judgement, made of texts: no browser is asked."""

from collections.abc import Iterable, Sequence

from harness.survey import NO_BOX, Block, Box, Element, Head, Link, Piece, Survey

BOX = Box(0.0, 0.0, 800.0, 20.0)


def element(index: int, tag: str, parent: int) -> Element:
    return Element(index, parent, parent, tag, tag, parent < 0, BOX, "", "static", 0.0)


def block(
    index: int,
    at: int,
    text: str,
    *,
    was: str | None = None,
    links: Sequence[Link] = (),
    quotes: Sequence[tuple[int, int]] = (),
    pieces: Sequence[tuple[int, int]] | None = None,
) -> Block:
    spans = [(0, len(text))] if pieces is None else pieces
    made = tuple(Piece(index * 100_000 + n, start, length) for n, (start, length) in enumerate(spans))
    return Block(index, at, text, made, tuple(links), "", BOX, 0.0, False, was, tuple(quotes))


def survey_of(blocks: Iterable[Block], elements: Iterable[Element], title: str = "A title") -> Survey:
    return Survey("http://a.test/", "en", Head(title, (title,), (), "", ()), tuple(elements), tuple(blocks), False)


def page_of(texts: Sequence[str], title: str = "A title") -> Survey:
    """One paragraph a text, side by side in one body."""
    elements = [element(0, "html", -1), element(1, "body", 0)]
    elements += [element(n + 2, "p", 1) for n in range(len(texts))]
    return survey_of([block(n, n + 2, text) for n, text in enumerate(texts)], elements, title)


__all__ = ["BOX", "NO_BOX", "block", "element", "page_of", "survey_of"]
