"""Floor 4: which pages of a run come out otherwise by the rules of today: their kept surveys are judged again, without a browser."""

import multiprocessing
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

import ahocorasick

from harness.address import host_of
from harness.batch.run import Run
from harness.batch.spec import CleanerSpec
from harness.deadline import Deadline
from harness.errors import DeadlineExceeded, SurveyInvalid
from harness.evidence.judge import judge_survey
from harness.evidence.marks import marks_of
from harness.evidence.match import Matcher
from harness.model import Mark
from harness.survey.wire import SurveyFile, SurveyRecord
from harness.text.fold import fold

__all__ = ["Again", "judged_again"]

PATIENCE_S = 30.0
AT_ONCE = 8
"""Pages that a process is given at a time."""
NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Again:
    """What judging a run again found: the sources of the pages to clean again, how many were judged, and how many were not, as no
    word of the rules that changed stands in them."""

    changed: frozenset[str]
    judged: int
    spared: int = 0


def judged_again(
    run: Run, spec: CleanerSpec, words: Collection[str] | None = None, processes: int | None = None
) -> Again:
    """Judge every page of the run whose survey was kept, in several processes; one whose marks come out otherwise has changed, and so
    has one without a survey, unless it failed. Where `words` are given, a page that has none of them comes out as it did. The rules
    are known to load. Raises RunInvalid for a run that cannot be read."""
    changed: set[str] = set()
    judged = spared = 0
    # A process is begun anew rather than forked: threads of this one hold locks.
    context = multiprocessing.get_context("spawn")
    number = processes or os.cpu_count() or 1
    pages = (page for page in run.pages() if not page.page.error)
    with ProcessPoolExecutor(number, context, initializer=_begin, initargs=(spec, words)) as pool:
        while batch := list(islice(pages, number * AT_ONCE * 4)):
            work = [(page.file("survey_json"), page.page.marks) for page in batch]
            for page, found in zip(batch, pool.map(_held_against, work, chunksize=AT_ONCE), strict=True):
                judged += found in {"same", "other"}
                spared += found == "spared"
                if found in {"other", "unknown"}:
                    changed.add(page.page.source)
    return Again(frozenset(changed), judged, spared)


_matcher: list[Matcher] = []
_suspects: list[bool] = []
_words: "list[_Words | None]" = []


def _begin(spec: CleanerSpec, words: Collection[str] | None) -> None:
    """The rules of a process that judges."""
    cleaner = spec.make(lambda note: None)
    _matcher[:] = [cleaner.telling.rules.matcher()]
    _suspects[:] = [spec.remove_suspects]
    _words[:] = [None if words is None else _Words(words)]


def _held_against(work: tuple[Path | None, Sequence[Mark]]) -> Literal["same", "other", "spared", "unknown"]:
    """Whether the survey gives these marks or others, need not be judged as no word that matters stands in it, or is not there, or
    does not say what a rule's selector selects."""
    path, before = work
    if path is None:
        return "unknown"
    try:
        stored = SurveyFile.decode(path.read_bytes())
        if _words[0] and not _words[0].are_in(stored.survey):
            return "spared"
        survey = stored.seen()
        asked = {selector for selector, _ in survey.selected}
        if not asked.issuperset(_matcher[0].ruleset.selectors(host_of(survey.url))):
            return "unknown"  # what a new selector selects, the page alone can say
        judgement = judge_survey(survey, _matcher[0], Deadline(PATIENCE_S), remove_suspects=_suspects[0])
    except (OSError, SurveyInvalid, DeadlineExceeded):
        return "unknown"
    now = marks_of(survey, judgement, stored, stored.makers)
    return "same" if set(_keys(now)) == set(_keys(before)) else "other"


def _keys(marks: Iterable[Mark]) -> Iterator[tuple[object, ...]]:
    """What makes two marks the same: what they are, where they are, and what becomes of them; that one came back after all is no
    matter of the rules."""
    for mark in marks:
        yield mark.kind, mark.action == "suspect", mark.selector, mark.text, mark.after


class _Words:
    """Words to look for, however they are written: broken up, run together, or with other letters that look the same."""

    def __init__(self, words: Collection[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word in {_bare(word) for word in words} - {""}:
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def are_in(self, survey: SurveyRecord) -> bool:
        """True where one of them may stand in what the page says or in an address that it leads to. Never False where one does."""
        head = survey.head
        texts = [survey.url, head.title, head.canonical, *head.titles, *head.headlines]
        texts += [meta.content for meta in head.metas]
        for block in survey.blocks:
            texts += [block.text, block.was or "", *(link.url for link in block.links)]
        for extra in survey.extras:
            texts += [extra.name, extra.value]
        return bool(len(self._automaton)) and next(self._automaton.iter(_bare("\n".join(texts))), None) is not None


def _bare(text: str) -> str:
    return NO_LETTERS.sub("", fold(text).text)
