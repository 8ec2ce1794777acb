"""A page that the machine has no time for is no page that is stuck: it is waited for, and its story says nothing of it."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from harness.browser import NetworkPolicy, VisitOptions
from harness.browser.memory import with_those_below
from tests.conftest import Cleaning
from tests.visits.server import serving

OPTIONS = VisitOptions(deadline_s=60.0, network=NetworkPolicy(allow_private=True))
PAUSE_S, HELD_S = 0.3, 3.5
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>The ferry</title>
<main><p>The small ferry leaves at eight and at ten, and in summer once more when the concert is over.</p><p id="late"></p></main>
<script>
setTimeout(() => fetch("held"), 200);
const move = () => { document.body.style.opacity = 0.9 + Math.random() / 10; if (performance.now() < 20000) requestAnimationFrame(move); };
move();
setTimeout(() => { document.getElementById("late").textContent = "The last boat waits for the bus from the valley."; }, 9000);
</script>"""
SERVER = """
from tests.browser.test_clock import hold_up

async def respond(request, writer):
    if request.path == "held":
        hold_up()
        await writer.whole("", "text/plain")
        return True
    return False
"""


def hold_up() -> None:
    """Those who draw the page are given no processor time for some seconds, in a moment."""

    def held() -> None:
        stopped = drawing()
        for process in stopped:
            os.kill(process, signal.SIGSTOP)
        threading.Timer(HELD_S, lambda: [os.kill(process, signal.SIGCONT) for process in stopped]).start()

    threading.Timer(PAUSE_S, held).start()


def drawing() -> list[int]:
    """The renderers of the browsers below this process, and what draws for them."""
    found = []
    for process in with_those_below(os.getpid()):
        try:
            command = Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            continue  # it ended meanwhile
        if any(kind in command for kind in (b"--type=renderer", b"--type=gpu-process")):
            found.append(process)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="who draws is looked up in /proc")
def test_a_page_that_gets_no_processor_time_for_a_while_is_not_told_to_be_stuck(
    cleaning: Cleaning, tmp_path: Path
) -> None:
    (tmp_path / "ferry").mkdir()
    (tmp_path / "ferry" / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "ferry" / "server.py").write_text(SERVER, encoding="utf-8")

    with serving(tmp_path) as server:
        page = cleaning(server.url("ferry"), options=OPTIONS)

    assert page.error is None
    assert "The last boat waits" in page.page.text
    assert (page.status, [event.detail for event in page.events if event.kind == "stuck"]) == ("ok", [])
