"""Nothing waits for ever, and no error is lost: a browser that does not close, a task that fails, work past its deadline."""

import asyncio
import os
import signal
import time
from typing import Any

import pytest

from harness.browser import Browser, VisitOptions
from harness.browser.tasks import Tasks
from harness.deadline import Deadline, off_the_loop
from harness.errors import BrowserCrashed, DeadlineExceeded


def test_a_browser_that_does_not_respond_is_ended_from_outside() -> None:
    async def story() -> tuple[int, float]:
        async with Browser.launched(VisitOptions()) as browser:
            process = browser.process
            assert process is not None
            os.kill(process, signal.SIGSTOP)
            began = time.monotonic()
        return process, time.monotonic() - began

    process, took = asyncio.run(asyncio.wait_for(story(), 60))

    assert took < 20
    with pytest.raises(ProcessLookupError):
        for _ in range(50):
            os.kill(process, 0)
            time.sleep(0.1)


def said_by(*works: Any) -> list[tuple[str, str]]:
    async def story() -> list[tuple[str, str]]:
        said: list[tuple[str, str]] = []
        tasks = Tasks(lambda kind, detail: said.append((kind, detail)))
        for work in works:
            tasks.spawn(work())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await tasks.close()
        return said

    return asyncio.run(story())


def test_a_task_that_fails_is_an_event_whatever_it_raises() -> None:
    async def gone() -> None:
        raise BrowserCrashed("the page is gone")

    async def ours() -> None:
        raise KeyError("frameId")

    said = said_by(gone, ours)

    assert said[0] == ("unanswered", "the page is gone")
    assert said[1][0] == "defect" and "KeyError" in said[1][1]


def test_a_task_that_still_runs_ends_with_its_owner() -> None:
    ended: list[str] = []

    async def long() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("ended")

    assert said_by(long) == []
    assert ended == ["ended"]


def test_work_off_the_loop_gives_its_answer_its_error_or_the_deadline() -> None:
    async def story() -> None:
        assert await off_the_loop(lambda: 7, Deadline(5), "counting") == 7
        with pytest.raises(KeyError):
            await off_the_loop(lambda: {}["x"], Deadline(5), "looking")
        with pytest.raises(DeadlineExceeded, match="passed while sleeping"):
            await off_the_loop(lambda: time.sleep(3), Deadline(0), "sleeping")

    asyncio.run(story())


def test_an_event_of_the_browser_that_we_cannot_take_is_told_and_the_page_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from harness import clean
    from harness.browser.traffic import Traffic

    def broken(self: Traffic, method: str, params: dict[str, Any]) -> None:
        raise KeyError("requestId")

    monkeypatch.setattr(Traffic, "note", broken)

    page = clean("-", html=b"<title>Ferry</title><p>The ferry leaves at eight.")

    assert page.page.text == "The ferry leaves at eight."
    assert any(event.kind == "defect" and "requestId" in event.detail for event in page.events)


def test_a_request_that_we_cannot_decide_fails_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from harness import clean
    from harness.browser.traffic import Traffic

    async def broken(self: Traffic, request: dict[str, Any], identity: str, kind: str) -> bool:
        if kind == "Document":
            return await answered(self, request, identity, kind)
        raise RuntimeError("broken on purpose")

    answered = Traffic._answered
    monkeypatch.setattr(Traffic, "_answered", broken)

    page = clean("-", html=b"<title>Ferry</title><script src=a.js></script><p>The ferry leaves at eight.")

    assert page.page.text == "The ferry leaves at eight."
    assert any(event.kind == "defect" and "broken on purpose" in event.detail for event in page.events)
