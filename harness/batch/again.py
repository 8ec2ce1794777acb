"""Floor 4: which pages of a run come out otherwise by the rules of today: their kept surveys are judged again, without a browser."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from harness.batch.run import Run
from harness.batch.spec import CleanerSpec
from harness.deadline import Deadline
from harness.errors import DeadlineExceeded, SurveyInvalid
from harness.evidence.judge import judge_survey
from harness.evidence.marks import marks_of
from harness.evidence.match import Matcher
from harness.model import Mark
from harness.survey.wire import SurveyFile, parse

__all__ = ["Again", "judged_again"]

PATIENCE_S = 30.0
AT_ONCE = 8
"""Pages that a process is given at a time."""


@dataclass(frozen=True, slots=True)
class Again:
    """What judging a run again found: the sources of the pages to clean again, and how many were judged."""

    changed: frozenset[str]
    judged: int


def judged_again(run: Run, spec: CleanerSpec, processes: int | None = None) -> Again:
    """Judge every page of the run whose survey was kept, in several processes; one whose marks come out otherwise has changed, and so
    has one without a survey, unless it failed. The rules are known to load. Raises RunInvalid for a run that cannot be read."""
    changed: set[str] = set()
    judged = 0
    # A process is begun anew rather than forked: threads of this one hold locks.
    context = multiprocessing.get_context("spawn")
    number = processes or os.cpu_count() or 1
    pages = (page for page in run.pages() if not page.page.error)
    with ProcessPoolExecutor(number, context, initializer=_begin, initargs=(spec,)) as pool:
        while batch := list(islice(pages, number * AT_ONCE * 4)):
            work = [(page.file("survey_json"), page.page.marks) for page in batch]
            for page, same in zip(batch, pool.map(_is_same, work, chunksize=AT_ONCE), strict=True):
                judged += same is not None
                if not same:
                    changed.add(page.page.source)
    return Again(frozenset(changed), judged)


_matcher: list[Matcher] = []
_suspects: list[bool] = []


def _begin(spec: CleanerSpec) -> None:
    """The rules of a process that judges."""
    cleaner = spec.make(lambda note: None)
    _matcher[:] = [cleaner.telling.rules.matcher()]
    _suspects[:] = [spec.remove_suspects]


def _is_same(work: tuple[Path | None, Sequence[Mark]]) -> bool | None:
    """True where the survey gives these marks, False where it gives others, None where there is none to judge."""
    path, before = work
    if path is None:
        return None
    try:
        stored = SurveyFile.decode(path.read_bytes())
        survey = parse(stored.survey)
        judgement = judge_survey(survey, _matcher[0], Deadline(PATIENCE_S), remove_suspects=_suspects[0])
    except (OSError, SurveyInvalid, DeadlineExceeded):
        return None
    return set(_keys(marks_of(survey, judgement, stored, stored.makers))) == set(_keys(before))


def _keys(marks: Iterable[Mark]) -> Iterator[tuple[object, ...]]:
    """What makes two marks the same: what they are, where they are, and what becomes of them; that one came back after all is no
    matter of the rules."""
    for mark in marks:
        yield mark.kind, mark.action == "suspect", mark.selector, mark.text, mark.after
