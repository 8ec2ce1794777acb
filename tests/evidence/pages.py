"""Surveys for the tests of the judgement, made of texts: no browser is asked."""

from collections.abc import Iterable, Sequence

from harness.deadline import Deadline
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.survey import NO_BOX, Block, Box, Element, Head, Link, Piece, Survey

BOX = Box(0.0, 0.0, 800.0, 20.0)
ARTICLE = [
    "The ferry to the island leaves at eight from the stone pier, and it comes back when the tide is high enough for it.",
    "Its captain says that the old boat has two more winters in it, and that the new one is being built in the north.",
    "Tickets are sold on board, since the office by the harbour was closed after the storm in the autumn of last year.",
    "In summer there are four boats a day, and the last one waits until the concert in the chapel on the hill is over.",
]
ARTICLE_RU = [
    "Вечерний паром ждёт у каменного причала, пока в часовне не закончится концерт, и только потом уходит.",
    "Капитан говорит, что старому судну осталось две зимы, а новое уже строят на севере, и оно будет вдвое больше.",
    "Кто опоздает, может пройти по дамбе: она сухая два часа в день, и около часа по ней приятно гулять.",
    "Билеты продаёт дочь капитана, и на море она готова смотреть целыми днями, даже когда идёт дождь.",
]
"""Much the same in Russian."""


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


def beside(article: Sequence[str], tag: str) -> tuple[list[Element], list[Block]]:
    """An article in element 2, and an empty element of this tag, number 3, after it."""
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "main", 1), element(3, tag, 1)]
    blocks = []
    for line in article:
        elements.append(element(len(elements), "p", 2))
        blocks.append(block(len(blocks), len(elements) - 1, line))
    return elements, blocks


def listed(items: Sequence[tuple[str, str]], article: Sequence[str] = ARTICLE) -> Survey:
    """An article, and a list with a link in every item."""
    elements, blocks = beside(article, "ul")
    for text, url in items:
        elements.append(element(len(elements), "li", 3))
        blocks.append(block(len(blocks), len(elements) - 1, text, links=[Link(0, len(text), url, url)]))
    return survey_of(blocks, elements)


def removed(survey: Survey, matcher: Matcher) -> str:
    """All that is taken out of the page, a line each."""
    return "\n".join(
        finding.text for finding in judge_survey(survey, matcher, Deadline(60)).findings if finding.removed
    )


__all__ = ["ARTICLE", "BOX", "NO_BOX", "beside", "block", "element", "listed", "page_of", "removed", "survey_of"]
