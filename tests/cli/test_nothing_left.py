"""Nothing is left behind: no process, no temporary folder, no listening port, however a run ends."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.visits.server import SiteServer, serving

HARNESS = Path(sys.executable).parent / "harness"
ROOT = Path(__file__).parents[2] / "fixtures" / "hostile"
PATIENCE_S = 20.0
MARK = "HARNESS_TEST_MARK"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked for in /proc")


@pytest.fixture(scope="module")
def sites() -> Iterator[SiteServer]:
    with serving(ROOT) as server:
        yield server


def processes_of(mark: str) -> list[str]:
    """What still runs of all that was started with this mark in its environment."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if f"{MARK}={mark}".encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:100])
        except OSError:
            continue  # it ended while it was looked at
    return found


def gone(mark: str) -> list[str]:
    """What is left once all had the time to end."""
    until = time.monotonic() + PATIENCE_S
    while (left := processes_of(mark)) and time.monotonic() < until:
        time.sleep(0.1)
    return left


@pytest.mark.parametrize("ending", ["by itself", "Ctrl-C", "kill -9"])
def test_nothing_is_left_after_a_run_that_ends(ending: str, sites: SiteServer, tmp_path: Path) -> None:
    mark, temporary = uuid.uuid4().hex, tmp_path / "tmp"
    temporary.mkdir()
    pages = [sites.url(name) for name in ("service-worker", "loop-in-a-worker", "download-in-a-frame", "recursion")]
    run = subprocess.Popen(
        [HARNESS, "clean", *pages, "--allow-private", "--deadline", "10", "-q", "-o", tmp_path / "out"],
        env={**os.environ, MARK: mark, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    if ending != "by itself":
        until = time.monotonic() + PATIENCE_S
        while len(processes_of(mark)) < 4 and time.monotonic() < until:
            time.sleep(0.1)  # until a browser and its renderers stand
        time.sleep(1.0)
        run.send_signal(signal.SIGINT if ending == "Ctrl-C" else signal.SIGKILL)

    code = run.wait(60)

    assert code == {"by itself": 0, "Ctrl-C": 130, "kill -9": -signal.SIGKILL}[ending]
    assert gone(mark) == []
    assert sorted(path.name for path in temporary.iterdir()) == []
