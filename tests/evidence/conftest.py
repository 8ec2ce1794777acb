"""What the tests of the judgement share: the built-in rules, read once."""

import pytest

from harness.evidence.match import Matcher
from harness.rules import load_packs


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher(load_packs())


@pytest.fixture(scope="session")
def wordless() -> Matcher:
    """The built-in rules without any list of words."""
    return Matcher(load_packs(disable=["words.*"]))
