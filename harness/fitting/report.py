"""Floor 5: the report of a fit, in Markdown."""

import math
from collections.abc import Iterable, Sequence

from harness.fitting.fit import Curve, Held, Report
from harness.fitting.heads import Fitted
from harness.fitting.sides import Sides

__all__ = ["markdown_of", "markdown_of_heads"]

OPEN, CLOSE = "<!-- made by `harness rules fit`; what stands between these marks is written anew -->", "<!-- end -->"


def markdown_of(report: Report, note: str) -> str:
    """What the fit is worth, first on what it had not seen."""
    found, spam, wrong, honest = report.folds
    low, high = _interval(found, spam)
    parts = [
        OPEN,
        f"{note}\n\n{report.lines[0]} lines of what is sold, {report.lines[1]} honest ones, {report.pages} labelled pages.",
        "### What a held-out family loses\n\nSpam texts that were found by weights fitted without the family (in three quarters of the "
        "pages words, or meaning, are switched off), and by weights that had seen it.",
        _table(("family", "texts", "not seen", "seen", "lost"), map(_held, report.families)),
        "### Held-out techniques",
        _table(("technique", "texts", "not seen", "seen", "lost"), map(_held, report.techniques)),
        f"### Held-out pages\n\nOf {spam} spam texts {found} were found ({found / max(spam, 1):.3f}, 95 % interval {low:.3f} to "
        f"{high:.3f}), of {honest} honest ones {wrong} would go ({10_000 * wrong / max(honest, 1):.1f} in 10,000).",
        "### What a probability means\n\nOn held-out pages, of all that was weighed.",
        _table(
            ("probability", "texts", "said", "spam"),
            ((f"{c.low:.1f} to {c.high:.1f}", c.subjects, f"{c.said:.3f}", f"{c.true:.3f}") for c in report.curve),
        ),
        "### Profiles\n\nThree points on this curve: `--profile` takes out what is at least so probable.",
        _table(
            ("profile", "probability", "of what goes, spam", "of the spam, found"),
            _profiles(report.curve, max(spam, 1)),
        ),
        *_heads(report.heads, report.sides),
        CLOSE,
    ]
    return "\n\n".join(parts) + "\n"


def markdown_of_heads(heads: Fitted, sides: Sides, lines: tuple[int, int], note: str) -> str:
    """What heads that were fitted alone are worth on what they had not heard."""
    counted = f"{lines[0]} lines of what is sold, {lines[1]} honest ones."
    return "\n\n".join([OPEN, f"{note}\n\n{counted}", *_heads(heads, sides), CLOSE]) + "\n"


def _heads(heads: Fitted, sides: Sides) -> list[str]:
    return [
        "### The heads: held-out trades and languages\n\nShare of lines found where 3, 1, 0.3 and 0.1 % of the honest lines of held-out "
        "pages are taken for spam; the trade of every line, and a quarter of the pages, had not been seen.",
        _table(
            ("trade", "lines", "3 %", "1 %", "0.3 %", "0.1 %"),
            [("all", "", *heads.all), *((k, n, *v) for k, (n, v) in heads.trades.items())],
        ),
        _table(
            ("language", "lines", "3 %", "1 %", "0.3 %", "0.1 %"),
            ((k, n, *v) for k, (n, v) in heads.languages.items()),
        ),
        "### The heads for comments: held-out languages\n\nShare of lines of praise found among what readers write, and of keywords "
        "among names, where 3, 1, 0.3 and 0.1 % of the latter are taken for the former.",
        _table(("head", "lines", "3 %", "1 %", "0.3 %", "0.1 %"), ((k, n, *v) for k, (n, v) in sides.rows.items())),
    ]


def _profiles(curve: Sequence[Curve], spam: int) -> Iterable[tuple[object, ...]]:
    """Precision and recall of each profile, from the curve's pieces: a profile's threshold is an edge of them."""
    for name, low in (("careful", 0.7), ("normal", 0.5), ("strict", 0.3)):
        above = [piece for piece in curve if piece.low >= low]
        gone = sum(piece.subjects for piece in above)
        true = sum(piece.subjects * piece.true for piece in above)
        yield name, f"{low:.1f}", f"{true / max(gone, 1):.3f}", f"{true / spam:.3f}"


def _held(row: Held) -> tuple[object, ...]:
    return row.name, row.subjects, f"{row.found:.3f}", f"{row.seen:.3f}", f"{row.seen - row.found:.3f}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def _interval(found: int, total: int) -> tuple[float, float]:
    """Wilson's interval of a share, at 95 %."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, found / total
    middle = share + z * z / (2 * total)
    width = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - width) / (1 + z * z / total), (middle + width) / (1 + z * z / total)
