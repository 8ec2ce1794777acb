"""How time and memory grow with a page's nodes, with its marks, and with the pages of a run: a table, and a plot beside it.

    python benchmarks/growth.py [--plot FILE.svg] [--rounds N]

The pages are made here: honest paragraphs and links, and lines that are sold between them. Seconds are the median of the rounds of a
whole page, opened, settled, judged, swept and read, without pictures; memory is what this process holds more after a round than
before the first one, in MiB. Ideal is the first row's figure times the growth.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from harness import Cleaner, VisitOptions
from harness.loop import run

NODES = (1_000, 4_000, 16_000, 64_000)
MARKS = (10, 100, 1_000)
PAGES = (10, 40, 160)
FEW = 2_000
"""Nodes of the pages that marks grow on, for each ten marks at most a fifth of the page."""
PROSE = "The {n}th boat of the day waits at the stone pier until the concert in the chapel is over, and then it leaves without a bell."
SOLD = "best online casino bonus {n}, free spins and jackpot"
WIDTH, HEIGHT, MARGIN = 320, 200, 40
INKS = ("#1971c2", "#c92a2a", "#2f9e44")


def page_of(nodes: int, marks: int) -> bytes:
    """An article of about so many elements, with so many lines that are sold at its end, each with a dead link."""
    rows = max(1, (nodes - 2 * marks) // 2)
    honest = "".join(f"<p>{PROSE.format(n=n)} <a href='/notes/{n}'>notes {n}</a></p>" for n in range(rows))
    sold = "".join(f"<p><a href='#'>{SOLD.format(n=n)}</a></p>" for n in range(marks))
    page = (
        f"<!doctype html><html lang=en><title>The pier</title><h1>The pier</h1><main>{honest}</main><div>{sold}</div>"
    )
    return page.encode()


def held_mib() -> float:
    """What this process holds of the machine's memory."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


async def timed(cleaner: Cleaner, html: bytes, rounds: int) -> tuple[float, float, int]:
    """Seconds, MiB more than before, and how many lines were marked as sold."""
    before, took, marked = held_mib(), [], 0
    for _ in range(rounds):
        began = time.perf_counter()
        page = await cleaner.clean("-", html=html)
        took.append(time.perf_counter() - began)
        marked = sum(mark.text.count("casino") for mark in page.marks if mark.removed)
    return statistics.median(took), held_mib() - before, marked


async def measured(rounds: int) -> dict[str, list[tuple[int, float, float]]]:
    """Per series its rows: how many, seconds, MiB."""
    found: dict[str, list[tuple[int, float, float]]] = {"nodes": [], "marks": [], "pages": []}
    async with Cleaner(options=VisitOptions(deadline_s=300)) as cleaner:
        await cleaner.clean("-", html=page_of(500, 5))
        for nodes in NODES:
            seconds, mib, _ = await timed(cleaner, page_of(nodes, 0), rounds)
            found["nodes"].append((nodes, seconds, mib))
        for marks in MARKS:
            seconds, mib, marked = await timed(cleaner, page_of(max(FEW, 10 * marks), marks), rounds)
            found["marks"].append((marks, seconds, mib))
            print(f"<!-- {marks} lines that are sold: {marked} marked -->")
        for pages in PAGES:
            before, began = held_mib(), time.perf_counter()
            for n in range(pages):
                await cleaner.clean("-", html=page_of(500 + n, 5))
            found["pages"].append((pages, time.perf_counter() - began, held_mib() - before))
    return found


def table(series: dict[str, list[tuple[int, float, float]]]) -> str:
    """The rows in Markdown; `beside ideal` is how much longer than the first row, grown in step, a row took."""
    lines = ["| | | seconds | beside ideal | MiB more |", "|---|---|---|---|---|"]
    for name, rows in series.items():
        first, least, _ = rows[0]
        for count, seconds, mib in rows:
            lines.append(
                f"| {name} | {count:,} | {seconds:.2f} | {seconds / (least * count / first):.2f}x | {mib:.0f} |"
            )
    return "\n".join(lines)


def plot(series: dict[str, list[tuple[int, float, float]]]) -> str:
    """The seconds of each series against its numbers, each from 0 to its own largest, as SVG; the grey line is in step."""
    shapes = []
    for at, (name, rows) in enumerate(series.items()):
        left, most, longest = at * (WIDTH + MARGIN) + MARGIN, rows[-1][0], max(row[1] for row in rows)
        places = [(left + WIDTH * n / most, HEIGHT - (HEIGHT - 20) * s / longest) for n, s, _ in rows]
        shapes.append(
            f'<line x1="{left}" y1="{HEIGHT}" x2="{left + WIDTH}" y2="{places[-1][1]:.0f}" stroke="#adb5bd"/>'
        )
        shapes.append(_line(places, INKS[at]))
        shapes.append(f'<text x="{left}" y="{HEIGHT + 18}">{name}, up to {most:,} in {rows[-1][1]:.1f} s</text>')
        shapes.append(f'<path d="M{left} 10V{HEIGHT}H{left + WIDTH}" fill="none" stroke="#212529"/>')
    size = f'width="{3 * (WIDTH + MARGIN) + MARGIN}" height="{HEIGHT + 30}"'
    style = 'font-family="sans-serif" font-size="13"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}><rect {size} fill="#fff"/>{"".join(shapes)}</svg>\n'


def _line(places: Sequence[tuple[float, float]], ink: str) -> str:
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{ink}"/>' for x, y in places)
    return f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="2"/>{dots}'


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--plot", type=Path, help="where the plot goes, as SVG")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    found = run(measured(given.rounds))
    print(table(found))
    if given.plot:
        given.plot.write_text(plot(found), encoding="utf-8")


if __name__ == "__main__":
    main()
