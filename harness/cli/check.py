"""Floor 6: `harness check` and `harness approve`: fixtures as tests, without a test runner."""

import json
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from harness.cli.judging import Disable, Rules, cleaner_of
from harness.cli.terminal import counted
from harness.inert import inert_line, inert_text
from harness.loop import run

if TYPE_CHECKING:
    from harness.fixtures.check import Outcome

__all__ = ["approve_command", "check_command"]

FOLDERS = typer.Argument(help="Fixtures by folder or name, or folders of fixtures; `fixtures` without.")


def check_command(
    folders: Annotated[list[Path] | None, FOLDERS] = None,
    json_: Annotated[Path | None, typer.Option("--json", help="Write the outcomes as JSON.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write the outcomes as JUnit XML.")] = None,
    disable: Disable = None,
    rules: Rules = None,
) -> None:
    """Clean every fixture and compare with what is expected of it: text, marks, pictures; exit 1 where one differs.

    Example: harness check fixtures --junit report.xml
    """
    outcomes = run(_checked(folders or [Path("fixtures")], rules, disable))
    if json_:
        json_.write_text(json.dumps([_record(each) for each in outcomes], ensure_ascii=False, indent=1) + "\n", "utf-8")
    if junit:
        ElementTree.ElementTree(_junit(outcomes)).write(junit, encoding="utf-8", xml_declaration=True)
    failed = sum(not outcome.holds for outcome in outcomes)
    took = sum(outcome.took_s for outcome in outcomes)
    typer.echo(
        f"{counted(len(outcomes), 'fixture')}: {len(outcomes) - failed} hold, {failed} differ, in {took:.1f} s",
        err=True,
    )
    if failed:
        raise typer.Exit(1)


async def _checked(folders: Sequence[Path], rules: list[Path] | None, disable: list[str] | None) -> "list[Outcome]":
    from harness.fixtures.check import check, find_fixtures

    fixtures = find_fixtures(folders)
    outcomes = []
    async with cleaner_of(rules, disable) as cleaner:
        async for outcome in check(fixtures, cleaner):
            outcomes.append(outcome)
            _say(outcome)
    return outcomes


def _say(outcome: "Outcome") -> None:
    typer.echo(f"{'holds' if outcome.holds else 'DIFFERS'}  {inert_line(str(outcome.fixture))}")
    for difference in outcome.differences:
        for number, line in enumerate(difference.said.split("\n")):
            typer.echo(f"  {difference.kind if number == 0 else '':<12}{inert_text(line)}")


def _record(outcome: "Outcome") -> dict[str, object]:
    return {
        "fixture": str(outcome.fixture),
        "holds": outcome.holds,
        "took_s": round(outcome.took_s, 3),
        "differences": [{"kind": each.kind, "said": inert_text(each.said)} for each in outcome.differences],
    }


def _junit(outcomes: "Sequence[Outcome]") -> ElementTree.Element:
    suite = ElementTree.Element(
        "testsuite",
        name="harness check",
        tests=str(len(outcomes)),
        failures=str(sum(not outcome.holds for outcome in outcomes)),
        time=f"{sum(outcome.took_s for outcome in outcomes):.3f}",
    )
    for outcome in outcomes:
        case = ElementTree.SubElement(
            suite, "testcase", classname="fixtures", name=str(outcome.fixture), time=f"{outcome.took_s:.3f}"
        )
        if not outcome.holds:
            failing = [difference for difference in outcome.differences if difference.fails]
            failure = ElementTree.SubElement(case, "failure", message=", ".join(each.kind for each in failing))
            failure.text = inert_text("\n".join(f"{each.kind}: {each.said}" for each in failing))
    return suite


def approve_command(
    folders: Annotated[list[Path] | None, FOLDERS] = None,
    only: Annotated[
        Literal["text", "marks", "pictures"] | None, typer.Option(help="Only these files are written.")
    ] = None,
    pictures: Annotated[bool, typer.Option("--pictures", help="Pictures too, where none are expected yet.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Without asking.")] = False,
    disable: Disable = None,
    rules: Rules = None,
) -> None:
    """Show what fixtures give today against what is expected, and take it as expected from now on.

    Example: harness approve fixtures/example --only marks
    """
    run(_approved(folders or [Path("fixtures")], only, pictures, yes, rules, disable))


async def _approved(
    folders: Sequence[Path],
    only: Literal["text", "marks", "pictures"] | None,
    pictures: bool,
    yes: bool,
    rules: list[Path] | None,
    disable: list[str] | None,
) -> None:
    from harness.fixtures.check import approve, check_fixture, find_fixtures
    from harness.fixtures.expected import Expected, Kind

    async with cleaner_of(rules, disable) as cleaner:
        for fixture in find_fixtures(folders):
            kinds: list[Kind] = [only] if only else ["text", "marks"]
            if not only and (pictures or Expected.of(fixture).pictures):
                kinds.append("pictures")
            outcome = await check_fixture(fixture, cleaner, pictures="pictures" in kinds)
            _say(outcome)
            asked = not yes and sys.stdin.isatty()
            if asked and not typer.confirm(f"take what {fixture} gives as expected?"):
                continue
            written = approve(outcome, kinds, cleaner.browser_version)
            for file in written:
                typer.echo(f"  wrote {file}", err=True)
            if not written:
                typer.echo("  nothing to write", err=True)
