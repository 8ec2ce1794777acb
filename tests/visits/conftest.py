"""Tests: the sites of `fixtures/visits/`, served on loopback once a worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.visits.server import SiteServer, serving

ROOT = Path(__file__).parent.parent.parent / "fixtures" / "visits"


@pytest.fixture(scope="session")
def sites() -> Iterator[SiteServer]:
    """The server of all sites."""
    with serving(ROOT) as server:
        yield server
