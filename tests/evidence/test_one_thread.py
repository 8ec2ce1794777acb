"""A judgement keeps to one thread: a second one of numpy's spins on a core that the browser needs. A caller's own threads come back."""

from collections.abc import Iterator
from typing import Any

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from harness.deadline import Deadline
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.text.one_thread import one_thread
from tests.evidence.pages import ARTICLE, page_of


def threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


@pytest.fixture
def two_threads() -> Iterator[None]:
    """numpy as it is on a machine of two cores."""
    with threadpool_limits(2, user_api="blas"):
        yield


class Watching(Deadline):
    """Looks at the threads whenever the judgement looks at the clock."""

    def __init__(self) -> None:
        super().__init__(60)
        self.seen: set[int] = set()

    def check(self, *about: Any) -> None:
        self.seen |= threads()


def test_a_page_is_judged_in_one_thread(matcher: Matcher, two_threads: None) -> None:
    watching = Watching()
    judge_survey(page_of(ARTICLE), matcher, watching)
    assert (watching.seen, threads()) == ({1}, {2})


def test_who_leaves_first_does_not_free_the_other(two_threads: None) -> None:
    with one_thread:
        with one_thread:
            pass
        assert threads() == {1}
    assert threads() == {2}
