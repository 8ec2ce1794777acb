"""Floor 5: pages that nobody labelled and nobody polluted: some lines of each are heard as honest ones.

What leads to other sites is left out, as honest pages have advertising too.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.deadline import Deadline
from harness.errors import UsageError
from harness.evidence.match import Matcher
from harness.evidence.view import PageView
from harness.fitting.heads import PageLine
from harness.fitting.labelled import Labelled
from harness.survey import Survey
from harness.survey.wire import SurveyFile, parse
from harness.text.tokens import letters

__all__ = ["LINES_OF_A_PAGE", "lines_of_honest"]

LINES_OF_A_PAGE, LINKS_OF_A_PAGE = 20, 8
"""Lines of any kind, and links that stand in a longer text. Enough for a page to be heard, and so few that hundreds of them do not outweigh the lines of the trades."""
PAGE_S = 60.0


def lines_of_honest(runs: Sequence[Path], matcher: Matcher) -> list[PageLine]:
    """So many lines of every page of these runs; a run that is given twice counts twice. Raises UsageError for a run without
    surveys."""
    found: list[PageLine] = []
    for run in runs:
        files = sorted(run.glob("*/survey.json"))
        if not files:
            raise UsageError(f"{run}: no page with a survey.json: make a run with harness clean --keep-survey")
        for file in files:
            survey = parse(SurveyFile.decode(file.read_bytes()).survey)
            sold = frozenset(map(letters, _may_be_sold(survey, matcher))) - {""}
            name = file.parent.name
            found += Labelled(name, name, survey, (), unsure=sold).honest_lines(LINES_OF_A_PAGE, LINKS_OF_A_PAGE)
    return found


def _may_be_sold(survey: Survey, matcher: Matcher) -> Iterator[str]:
    """The short lines that lead to other sites, and their links."""
    view = PageView(survey, matcher, Deadline(PAGE_S))
    for block in survey.blocks:
        if view.outside[block.index] and not view.prose[block.index]:
            yield block.text
            yield from (block.text[link.start : link.end] for link in block.links)
