"""How well the article reading finds an article, beside extractors that others use, on the same rendered documents.

    python benchmarks/reading.py FOLDER

FOLDER has a folder for each page, with `page.html`, the document as a browser rendered it, and `gold.txt`, the text that people
took for its article. Recall, precision and F1 are those of runs of four words (four characters in scripts that set no spaces), as in
the article extraction benchmark of scrapinghub; means over the pages. Peers that are not installed are left out with a line: `pip
install readability-lxml resiliparse`.
"""

import argparse
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import lxml.html
import trafilatura

from harness.reading import read_article, warm_up

Reader = Callable[[str], str]
RUN = 4
TOKEN = re.compile(
    r"[\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+"
)
URL = "https://page.invalid/"


def ours(html: str) -> str:
    """The reading of this house."""
    return read_article(html, URL, "").text


def trafilatura_reads(html: str, **mode: bool) -> str:
    """trafilatura in one of its modes."""
    return trafilatura.extract(html, url=URL, **mode) or ""


def readers() -> Iterator[tuple[str, Reader]]:
    """Everyone who is asked, under the name that stands in the table."""
    yield "harness", ours
    yield "trafilatura, precise", partial(trafilatura_reads, favor_precision=True)
    yield "trafilatura", trafilatura_reads
    yield "trafilatura, recall", partial(trafilatura_reads, favor_recall=True)
    try:
        import readability
    except ImportError:
        print("readability-lxml is not installed", file=sys.stderr)
    else:
        yield (
            "readability-lxml",
            lambda html: lxml.html.fromstring(readability.Document(html).summary()).text_content(),
        )
    try:
        from resiliparse.extract.html2text import extract_plain_text
    except ImportError:
        print("resiliparse is not installed", file=sys.stderr)
    else:
        yield "resiliparse", lambda html: str(extract_plain_text(html, main_content=True))


def runs_of(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text, how often each."""
    tokens = TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())
    if len(tokens) < RUN:
        return Counter([tuple(tokens)])
    return Counter(zip(*(tokens[at:] for at in range(RUN)), strict=False))


def scored(gold: Counter[tuple[str, ...]], text: str) -> tuple[float, float, float]:
    """Recall, precision and F1, each 0 to 1."""
    got = runs_of(text)
    common = (gold & got).total()
    recall, precision = common / max(gold.total(), 1), common / max(got.total(), 1)
    return recall, precision, 2 * recall * precision / (recall + precision) if common else 0.0


def main() -> None:
    """Read the arguments and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    folder = parser.parse_args().folder
    cases = [(page.read_text("utf-8"), page.with_name("gold.txt")) for page in sorted(folder.glob("*/page.html"))]
    if not cases:
        parser.error(f"{folder}: no page.html in any folder of it")
    golds = [runs_of(gold.read_text("utf-8")) for _, gold in cases]
    warm_up()
    print(f"| {len(cases)} pages | recall | precision | F1 | median ms | failed |\n|---|---|---|---|---|---|")
    for name, read in readers():
        scores, took, failed = [], [], 0
        for (html, _), gold in zip(cases, golds, strict=True):
            began = time.perf_counter()
            try:
                text = read(html)
            except Exception:  # a peer's own: it counts as nothing read, and is said
                text, failed = "", failed + 1
            took.append((time.perf_counter() - began) * 1000)
            scores.append(scored(gold, text))
        means = " | ".join(f"{statistics.mean(column):.3f}" for column in zip(*scores, strict=True))
        print(f"| {name} | {means} | {statistics.median(took):.0f} | {failed} |")


if __name__ == "__main__":
    main()
