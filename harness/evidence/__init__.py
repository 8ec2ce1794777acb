"""Floor 2: from a survey and the rules to marks; pure functions that know no browser.

`judge_survey`, `Matcher` and what makes marks are imported when they are first asked for: a browser starts meanwhile.
"""

from typing import TYPE_CHECKING

from harness.lazy import lazily

if TYPE_CHECKING:
    from harness.evidence.ahead import read_ahead
    from harness.evidence.context import main_blocks
    from harness.evidence.finding import PRIORS
    from harness.evidence.judge import Judgement, judge_survey
    from harness.evidence.marks import marks_of, place_of, plan_of, verdict_of
    from harness.evidence.match import Matcher
    from harness.evidence.served import holds_served, taken_away
    from harness.evidence.shown import is_shown, shown_text

__all__ = [
    "PRIORS",
    "Judgement",
    "Matcher",
    "holds_served",
    "is_shown",
    "judge_survey",
    "main_blocks",
    "marks_of",
    "place_of",
    "plan_of",
    "read_ahead",
    "shown_text",
    "taken_away",
    "verdict_of",
]

__getattr__ = lazily(
    __name__,
    {
        **dict.fromkeys(("Judgement", "judge_survey"), "harness.evidence.judge"),
        **dict.fromkeys(("marks_of", "place_of", "plan_of", "verdict_of"), "harness.evidence.marks"),
        "main_blocks": "harness.evidence.context",
        "Matcher": "harness.evidence.match",
        "PRIORS": "harness.evidence.finding",
        **dict.fromkeys(("holds_served", "taken_away"), "harness.evidence.served"),
        **dict.fromkeys(("is_shown", "shown_text"), "harness.evidence.shown"),
        "read_ahead": "harness.evidence.ahead",
    },
)
