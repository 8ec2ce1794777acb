"""Floor 6: `harness diff`: what became of one page in another, node by node, and which pixels that accounts for."""

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from harness.browser.options import VisitOptions
from harness.cli.inline import inline_picture, protocol_of
from harness.cli.judging import Disable, Rules, cleaner_of
from harness.cli.visiting import visiting
from harness.errors import OutputFailed, UsageError
from harness.survey.model import Box

if TYPE_CHECKING:
    from harness.report.pairs import Pair
    from harness.visual.difference import Difference

__all__ = ["diff_command"]

BOX = re.compile(r"\s*-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?){3}\s*")
WIDE = 100
Told = list[tuple["Pair", "Difference"]]


@visiting
def diff_command(
    *,
    options: VisitOptions,
    before: Annotated[str, typer.Argument(help="A picture, a URL, an HTML file, a fixture, or a run's folder.")],
    after: Annotated[str, typer.Argument(help="Another one, of the same kind.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A folder for diff.json, reg.json, the pictures and a report.")
    ] = None,
    format_: Annotated[Literal["table", "json", "reg"], typer.Option("--format", help="What to print.")] = "table",
    state: Annotated[
        Literal["before", "after"], typer.Option(help="The pages as they were found, or after the cleaning.")
    ] = "before",
    threshold: Annotated[
        float, typer.Option(help="How far two colours may be apart, 0 to 1, before a pixel differs.")
    ] = 0.1,
    max_diff_pixels: Annotated[int, typer.Option(help="So many pixels may differ.")] = 0,
    max_diff_ratio: Annotated[float, typer.Option(help="So much of the picture may differ, 0 to 1.")] = 0.0,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="SELECTOR|X,Y,W,H", help="What is there does not count.")
    ] = None,
    pictures: Annotated[
        Literal["auto", "never"], typer.Option(help="Where they differ, in a terminal that shows pictures.")
    ] = "auto",
    disable: Disable = None,
    rules: Rules = None,
) -> None:
    """Compare two pages, pictures or runs: nodes first, then pixels. Exit code 1 where they differ past the limits.

    Examples: harness diff old.html new.html; harness diff run-monday run-tuesday -o changes; harness diff a.png b.png
    """
    from harness.report.pairs import compared, kind_of, pairs_of_runs
    from harness.report.told import difference_record, reason_lines, reg_record, summary_line

    if not 0 <= threshold <= 1 or not 0 <= max_diff_ratio <= 1 or max_diff_pixels < 0:
        raise UsageError("--threshold and --max-diff-ratio take 0 to 1, --max-diff-pixels a number of pixels")
    boxes = [Box(*(float(v) for v in each.split(","))) for each in ignore or () if BOX.fullmatch(each)]
    selectors = [each for each in ignore or () if not BOX.fullmatch(each)]
    kinds = {kind_of(before), kind_of(after)}
    if selectors and kinds != {"source"}:
        raise UsageError("--ignore takes selectors where both pages are visited now: give a box, as 0,0,1280,40")
    if kinds == {"run"}:
        pairs = list(pairs_of_runs(Path(before), Path(after), state))
    elif "run" in kinds:
        raise UsageError("a run is compared with another run: give two folders that `harness clean -o` wrote")
    else:
        pairs = [_pair(before, after, state, options, rules, disable, selectors)]
    found: Told = [(p, compared(p, threshold, boxes, selectors)) for p in pairs if p.before and p.after]
    failed = [p.name for p, d in found if _past(d, max_diff_pixels, max_diff_ratio)]
    passed = [p.name for p, d in found if p.name not in failed]
    reg = reg_record(passed, failed, [p.name for p in pairs if not p.before], [p.name for p in pairs if not p.after])
    records = [difference_record(p.name, d) for p, d in found]
    if output:
        _write(output, found, records, reg)
    if format_ == "table":
        columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE
        for pair, difference in found:
            typer.echo(summary_line(pair.name, difference))
            for line in reason_lines(difference, columns - 2):
                typer.echo(f"  {line}".encode("utf-8", "replace").decode())
            if pictures == "auto":
                _shown_inline(pair, difference)
        for name in reg["newItems"]:
            typer.echo(f"new  {name}")
        for name in reg["deletedItems"]:
            typer.echo(f"deleted  {name}")
    else:
        told = reg if format_ == "reg" else records[0] if kinds != {"run"} else records
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode())
    if failed or reg["newItems"] or reg["deletedItems"]:
        raise typer.Exit(1)


def _shown_inline(pair: "Pair", difference: "Difference") -> None:
    """Where the two differ, in a terminal that shows pictures."""
    from harness.visual.difference import mask_picture

    protocol = protocol_of(os.environ)
    if protocol and difference.pixels and pair.after and pair.after.picture:
        typer.echo(inline_picture(mask_picture(pair.after.picture, difference).data, protocol))


def _past(difference: "Difference", pixels: int, ratio: float) -> bool:
    """True where the two differ by more than they may; without pictures every reason counts."""
    if not difference.area:
        return bool(difference.reasons)
    if difference.before_size != difference.after_size and not (pixels or ratio):
        return True
    return difference.pixels > max(pixels, ratio * difference.area) or (
        not difference.pixels and bool(difference.reasons)
    )


def _pair(
    before: str,
    after: str,
    state: Literal["before", "after"],
    options: VisitOptions,
    rules: list[Path] | None,
    disable: list[str] | None,
    selectors: list[str],
) -> "Pair":
    """Two pages that are visited now, two pictures, or one of each."""
    from harness.report.pairs import Pair, kind_of, picture_of, seen_in, visited

    names = (before, after)
    sources = [name for name in names if kind_of(name) == "source"]
    pages = []
    if sources:
        from harness.cli.listing import checked_jobs

        for job in checked_jobs(sources, None):
            if job.html is not None:
                raise UsageError("diff does not read standard input: give a file")
        # As they were found nothing is judged; what is to be ignored is looked up as what a user keeps.
        switched_off = ["*"] if state == "before" else disable
        make = cleaner_of(rules, switched_off, keep=selectors, options=options, shots=True, keep_survey=True)
        pages = visited(make, sources)
        for page in pages:
            if page.error:
                raise OutputFailed(f"{page.source}: {page.error.code}: {page.error.message}")
    seen = iter([seen_in(page, state) for page in pages])
    both = [next(seen) if kind_of(name) == "source" else picture_of(Path(name)) for name in names]
    return Pair(after if before == after else f"{before} -> {after}", both[0], both[1])


def _write(output: Path, found: Told, records: list[dict[str, object]], reg: dict[str, object]) -> None:
    """diff.json, reg.json, and for each pair that has pictures before, after and where they differ."""
    from harness.batch.folder import slug_of
    from harness.report.changes import entries_of_differences
    from harness.report.write import write_report
    from harness.visual.difference import mask_picture

    try:
        output.mkdir(parents=True, exist_ok=True)
        (output / "diff.json").write_bytes(json.dumps(records, ensure_ascii=False, indent=1).encode("utf-8", "replace"))
        (output / "reg.json").write_bytes(json.dumps(reg, ensure_ascii=False, indent=1).encode("utf-8", "replace"))
        for pair, difference in found:
            if not (pair.before and pair.after and pair.before.picture and pair.after.picture):
                continue
            shots = {
                "before": pair.before.picture,
                "after": pair.after.picture,
                "diff": mask_picture(pair.after.picture, difference),
            }
            for name, shot in shots.items():
                (output / name).mkdir(exist_ok=True)
                (output / name / f"{slug_of(pair.name)}{shot.ending}").write_bytes(shot.data)
        write_report(entries_of_differences(found), output, title="harness diff")
    except OSError as error:
        raise OutputFailed(f"{output} cannot be written: {error.strerror}") from error
