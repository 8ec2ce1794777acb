"""Floor 6: `harness explain`: why a piece of a page was removed, or was not."""

import json
import shutil
import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from harness.browser.options import VisitOptions
from harness.cli.judging import Disable, Keep, Remove, Rules, cleaner_of
from harness.cli.single import clean_one
from harness.cli.visiting import visiting
from harness.errors import HarnessError, UsageError
from harness.inert import inert_line

if TYPE_CHECKING:
    from harness.cleaner import Cleaner
    from harness.evidence.explain import Explanation

__all__ = ["explain_command", "explanation_lines"]

MAX_COLUMNS, MIN_COLUMNS = 100, 60
MAX_NEAR = 8


@visiting
def explain_command(
    *,
    options: VisitOptions,
    source: Annotated[str, typer.Argument(help="A URL, an HTML file, a fixture folder, or a survey.json.")],
    text: Annotated[str, typer.Argument(help="A piece of the page's text, or of its title.")] = "",
    node: Annotated[str | None, typer.Option(metavar="SELECTOR", help="All in what this CSS selector selects.")] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many pieces at most, the strongest first.")] = 3,
    format_: Annotated[Literal["table", "json"], typer.Option("--format", help="What to print.")] = "table",
    base_url: Annotated[
        str | None, typer.Option(help="The address of the HTML in a file or on standard input.")
    ] = None,
    disable: Disable = None,
    keep: Keep = None,
    remove: Remove = None,
    rules: Rules = None,
) -> None:
    """Say why a piece of a page was removed, or was not: every rule that held, the sum and where it would have been enough,
    and what missed by one condition.

    Example: harness explain fixtures/lottery-mirror "a phrase of the page"
    """
    if bool(text) == bool(node):
        raise UsageError("what is to be explained? Give a text of the page, or --node and a CSS selector")

    def make() -> "Cleaner":
        # Kept or not, what --node names is looked up in the page with the rest: the verdict is made anew below.
        named = [*(keep or ()), *([node] if node else ())]
        return cleaner_of(rules, disable, named, remove, options=options, keep_survey=True)

    stored = Path(source).read_bytes() if Path(source).name == "survey.json" else _survey(source, base_url, make)
    found = _explained(stored, text, node, rules, disable, keep, remove)
    if not found:
        raise UsageError(f"nothing on the page has {text!r} in it" if text else f"{node!r} selects no text")
    if format_ == "json":
        typer.echo(json.dumps([_record(one) for one in found], ensure_ascii=False, indent=1))
        return
    columns = max(MIN_COLUMNS, min(MAX_COLUMNS, shutil.get_terminal_size().columns))
    for number, one in enumerate(found[:most]):
        if number:
            typer.echo()
        for line in explanation_lines(one, columns):
            typer.echo(line.encode("utf-8", "replace").decode())
    if len(found) > most:
        typer.echo(f"\n{len(found) - most} more: --most {len(found)}", err=True)


def _survey(source: str, base_url: str | None, make: "Any") -> bytes:
    """What was seen in the page, as the bytes of a survey.json."""
    from harness.cli.listing import checked_jobs

    jobs = checked_jobs([source], base_url)
    page = clean_one(jobs[0], make)
    if page.error or page.survey is None:
        said = page.error.message if page.error else "nothing was seen in it"
        raise HarnessError(f"{inert_line(source)}: {inert_line(said)}")
    return page.survey


def _explained(
    stored: bytes, text: str, node: str | None, rules: list[Path] | None, disable: list[str] | None,
    keep: list[str] | None, remove: list[str] | None,
) -> "list[Explanation]":  # fmt: skip
    from harness.deadline import Deadline
    from harness.evidence.explain import explained
    from harness.evidence.judge import Examination
    from harness.evidence.match import Matcher
    from harness.rules import load_packs
    from harness.survey.wire import SurveyFile, parse

    survey = parse(SurveyFile.decode(stored).survey)
    elements: Collection[int] = ()
    if node:
        known = dict(survey.selected)
        if node not in known:
            raise UsageError(f"this survey was made without {node!r}: give the page itself")
        elements = frozenset(known[node] or ())
    ruleset = load_packs(rules or (), disable or ()).with_selectors(keep or (), remove or ())
    examination = Examination(survey, Matcher(ruleset), Deadline(60.0))
    return explained(examination, text=text, elements=elements) if text or elements else []


def explanation_lines(one: "Explanation", columns: int) -> Iterator[str]:
    """The explanation as a table of this width: the piece, what became of it, each rule with its weight, the sum, and what
    was near."""
    yield from textwrap.wrap(f"{one.kind}: {one.text}", columns, subsequent_indent="  ", max_lines=3, placeholder=" …")
    yield f"  {one.outcome}; the sum is {one.score:+.2f}: removed from {one.removed_at:+.2f} on, suspect from {one.suspect_at:+.2f}"
    for evidence in one.evidence:
        yield from _row(f"{evidence.weight:+6.2f}", f"{evidence.rule}: {inert_line(evidence.detail)}", columns)
    if one.near:
        yield "  missed by one condition:"
    # Nearest is what met all its other conditions, and had some.
    nearest = sorted(one.near, key=lambda m: (len(m.rule.features) < 2 and not m.rule.of_words, -abs(m.rule.weight)))
    for miss in nearest[:MAX_NEAR]:
        yield from _row(f"{miss.rule.weight:+6.2f}", f"{miss.rule.id}: {inert_line(miss.why[0])}", columns)
    hidden = len(one.near[MAX_NEAR:])
    yield (
        f"  {hidden + one.far} rules missed by more"
        if not hidden
        else f"  {hidden} more missed by one, {one.far} by more"
    )


def _row(weight: str, said: str, columns: int) -> Sequence[str]:
    return textwrap.wrap(
        said, columns, initial_indent=f"  {weight}  ", subsequent_indent=" " * 12, max_lines=3, placeholder=" …"
    )


def _record(one: "Explanation") -> dict[str, Any]:
    record = asdict(one)
    record["near"] = [{"rule": m.rule.id, "weight": m.rule.weight, "why": list(m.why)} for m in one.near]
    return record
