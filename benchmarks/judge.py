"""How long a judgement takes: a page of 300 blocks, and pages up to 20,000, beside reading the same survey from its JSON.

    python benchmarks/judge.py [--rounds N] [SURVEY.json ...]

The page is a mirror's: an article, menus, a list of partners with bought links in it, comments, keyword lines at the tail. Both
take turns; a figure is the median of its rounds, and the ratio is to reading the survey. Stored surveys are judged too.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from harness.deadline import Deadline
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.rules import load_packs
from harness.survey import Block, Box, Element, Head, Link, Piece, Survey
from harness.survey.wire import SurveyFile, SurveyRecord, dump, parse

SIZES = (300, 1_200, 5_000, 20_000)
BOX = Box(0.0, 0.0, 800.0, 20.0)
PROSE = "The {n}th boat of the day waits at the stone pier until the concert in the chapel is over, and then it leaves without a bell."
LINES = (
    ("Harbour museum {n}", "https://museum{n}.test/"),
    ("Notes of the {n}th summer", "/notes/{n}"),
    ("best casino bonus {n}", "https://sky-lab{n}.top/"),
    ("Tide tables {n}", "/tides/{n}"),
    ("时时彩平台 开奖直播 {n}", "https://line-bay.xyz/{n}"),
    ("A reader: I was there in the autumn of {n}", ""),
)


def page(blocks: int) -> Survey:
    """A page of so many blocks: a third running text, the rest short lines in lists of twenty."""
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "main", 1), element(3, "ul", 1)]
    made: list[Block] = []
    while len(made) < blocks:
        n = len(made)
        if n % 3 == 0:
            elements.append(element(len(elements), "p", 2))
            made.append(block(n, len(elements) - 1, PROSE.format(n=n), ""))
            continue
        if n % 60 == 1:
            elements.append(element(len(elements), "ul", 1))
            holder = len(elements) - 1
        text, url = LINES[n % len(LINES)]
        elements.append(element(len(elements), "li", holder))
        made.append(block(n, len(elements) - 1, text.format(n=n), url.format(n=n)))
    head = Head("best casino bonus - The ferry at eight", ("",), (), "", ())
    return Survey("https://pier-news.test/", "en", head, tuple(elements), tuple(made), False)


def element(index: int, tag: str, parent: int) -> Element:
    """An element that holds the next ones."""
    return Element(index, parent, parent, tag, tag, parent < 0, BOX, "", "static", 0.0)


def block(index: int, at: int, text: str, url: str) -> Block:
    """A block that is one link where it has an address."""
    whole = f"https://pier-news.test{url}" if url.startswith("/") else url
    links = (Link(0, len(text), whole, url),) if url else ()
    return Block(index, at, text, (Piece(index, 0, len(text)),), links, "", BOX, 0.0, False)


def median_ms(act: Callable[[], object], rounds: int) -> float:
    """The median of so many rounds, in ms; one before them does not count."""
    took = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took[1:])


def main() -> None:
    """Prints a line a page: blocks, milliseconds of each, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("surveys", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    matcher = Matcher(load_packs())
    pages = {f"{size} blocks": dump(page(size)) for size in SIZES}
    for path in args.surveys:
        pages[path.parent.name or path.name] = SurveyFile.decode(path.read_bytes()).survey
    for name, record in pages.items():
        data, survey = msgspec.json.encode(record), parse(record)
        rounds = max(1, args.rounds if len(survey.blocks) < 2_000 else args.rounds // 3)
        read = median_ms(lambda data=data: parse(msgspec.json.decode(data, type=SurveyRecord)), rounds)
        judged = median_ms(lambda survey=survey: judge_survey(survey, matcher, Deadline(600)), rounds)
        each = judged / max(len(survey.blocks), 1) * 1000
        print(
            f"{name:<40.40} judge {judged:9.1f} ms  ({each:6.1f} µs a block)  read {read:8.1f} ms  {judged / read:6.1f}x"
        )


if __name__ == "__main__":
    main()
