"""Floor 6: `harness judge`: judge stored surveys again, without a browser."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from harness.address import origin_of
from harness.cli.judging import Disable, Rules, ruleset_of
from harness.deadline import Deadline
from harness.errors import DeadlineExceeded, SourceNotFound, SurveyInvalid, UsageError
from harness.evidence.judge import judge_survey
from harness.evidence.marks import marks_of
from harness.evidence.match import Matcher
from harness.evidence.sites import Sites
from harness.inert import inert_line
from harness.model import Mark
from harness.page_files import marks_json
from harness.survey import Survey
from harness.survey.wire import SurveyFile

__all__ = ["judge_command"]

SURVEY, MARKS = "survey.json", "marks.json"


@dataclass(frozen=True, slots=True)
class _Judged:
    """A stored survey, judged: where it lies, the page's name, its marks now, and those that lie beside it, if any do."""

    path: Path
    source: str
    marks: tuple[Mark, ...]
    before: list[dict[str, object]] | None

    @property
    def changes(self) -> tuple[int, int]:
        """How many marks came and how many went, against those that lie beside the survey."""
        now = [_key(asdict(mark)) for mark in self.marks]
        before = [_key(mark) for mark in self.before or ()]
        return sum(key not in before for key in now), sum(key not in now for key in before)


def judge_command(
    paths: Annotated[
        list[Path], typer.Argument(help="survey.json files, page folders, or runs made with --keep-survey.")
    ],
    format_: Annotated[Literal["lines", "json"], typer.Option("--format", help="What to print.")] = "lines",
    write: Annotated[bool, typer.Option("--write", help="Write each page's marks.json anew.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit 1 where marks differ from marks.json.")] = False,
    across: Annotated[
        bool, typer.Option("--across", help="Let the pages of a site speak for each other (docs/scale.md).")
    ] = False,
    deadline: Annotated[float, typer.Option(help="Seconds a page.")] = 30.0,
    disable: Disable = None,
    rules: Rules = None,
) -> None:
    """Judge stored surveys again without a browser: new rules need no new visit.

    Prints a line for each page: how many marks came and went against its marks.json.

    Example: harness judge run --rules my-pack.yaml
    """
    files = [file for path in paths for file in _surveys(path)]
    matcher = Matcher(ruleset_of(rules, disable))
    began, differing = time.monotonic(), 0
    for judged in _judged(files, matcher, deadline, _seen(files) if across else None):
        differing += marks_json(judged.marks) != _bytes_of(judged.path.with_name(MARKS))
        typer.echo(_line(judged) if format_ == "lines" else _json(judged))
        if write:
            judged.path.with_name(MARKS).write_bytes(marks_json(judged.marks))
    took = time.monotonic() - began
    typer.echo(f"{len(files)} pages judged in {took:.1f} s, {differing} with other marks than before", err=True)
    if check and differing:
        raise typer.Exit(1)


def _surveys(path: Path) -> list[Path]:
    """The surveys that a path names: itself, the one in a page's folder, or those of a run."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise SourceNotFound(f"{path} is not there: give a survey.json, a page's folder, or a run's folder")
    found = [path / SURVEY] if (path / SURVEY).is_file() else sorted(path.glob(f"*/{SURVEY}"))
    if not found:
        raise UsageError(f"{path} holds no {SURVEY}: clean the pages with --keep-survey")
    return found


def _read(file: Path) -> tuple[SurveyFile, Survey]:
    try:
        stored = SurveyFile.decode(file.read_bytes())
        return stored, stored.seen()
    except SurveyInvalid as error:
        raise SurveyInvalid(f"{file}: {error}") from error


def _seen(files: Sequence[Path]) -> Sites:
    """What the pages say of each other's sites."""
    sites = Sites()
    for file in files:
        stored, survey = _read(file)
        sites.see(stored.source, survey)
    return sites


def _judged(files: Sequence[Path], matcher: Matcher, deadline_s: float, sites: Sites | None) -> Iterator[_Judged]:
    for file in files:
        stored, survey = _read(file)
        site = sites.told(origin_of(survey.url)) if sites else None
        try:
            judgement = judge_survey(survey, matcher, Deadline(deadline_s), site=site)
        except DeadlineExceeded as error:
            raise DeadlineExceeded(f"{file}: not judged within --deadline {deadline_s:g}") from error
        before = _bytes_of(file.with_name(MARKS))
        yield _Judged(
            path=file,
            source=stored.source,
            marks=marks_of(survey, judgement, stored, stored.makers),
            before=json.loads(before) if before is not None else None,
        )


def _bytes_of(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _key(mark: dict[str, object]) -> tuple[object, ...]:
    """What makes two marks the same: what they are, where they are, and what becomes of them."""
    return (mark["kind"], mark["action"], tuple(mark["selector"]), mark["text"])  # type: ignore[arg-type]


def _line(judged: _Judged) -> str:
    removed = sum(mark.removed for mark in judged.marks)
    came, went = judged.changes
    against = "" if judged.before is None else f", {came} new, {went} gone" if came or went else ", as before"
    return f"{inert_line(judged.source)}  {removed} removed, {len(judged.marks) - removed} suspect{against}"


def _json(judged: _Judged) -> str:
    record = {"source": judged.source, "survey": str(judged.path), "marks": [asdict(mark) for mark in judged.marks]}
    return json.dumps(record, ensure_ascii=False)
