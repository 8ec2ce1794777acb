"""Our scripts in the page: what they answer to a page that names its nodes after the DOM, and what happens when they throw."""

from pathlib import Path

import pytest

import harness.attempts
from harness import CleanPage, clean
from harness.dom import page_script

ARTICLE = "".join(
    f"<p>Paragraph {n} of the report says that the harbour was dredged in spring, and that the ferry runs again.</p>"
    for n in range(1, 5)
)
SPAM = "".join(f"<p><a href='#'>best online casino bonus {n}</a></p>" for n in range(5))


def page_of(body: str) -> bytes:
    return f"<!doctype html><html lang=en><title>Harbour</title><h1>Harbour</h1><main>{ARTICLE}</main>{body}".encode()


def events(page: CleanPage) -> dict[str, str]:
    return {event.kind: event.detail for event in page.events}


def throwing(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own script, with one step of it broken."""
    broken = page_script() + f"\nharness.{step} = () => {{ throw new Error('broken on purpose'); }};"
    monkeypatch.setattr(harness.attempts, "page_script", lambda: broken)


def test_marks_that_cannot_be_measured_cost_their_boxes_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    throwing("measure", monkeypatch)
    honest = "The parade passes the town hall at noon, and the band plays on the bridge until the evening comes."
    spliced = f"<p>{honest}no deposit bonus codes best online casino</p></main>"

    page = clean("-", html=page_of("").replace(b"</main>", spliced.encode()))

    assert page.error is None
    assert "casino" not in page.page.text
    assert honest in page.page.text
    assert "broken on purpose" in events(page)["script_failed"]
    assert all(mark.boxes for mark in page.marks if mark.kind == "text")


def test_a_sweep_that_throws_is_answered_by_one_reading_without_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = page_script() + (
        "\n{ const read = harness.read; harness.read = (plan) => {"
        " if (plan.elements.length) throw new Error('broken on purpose'); return read(plan); }; }"
    )
    monkeypatch.setattr(harness.attempts, "page_script", lambda: broken)

    page = clean("-", html=page_of(SPAM))

    assert page.error is None
    assert page.page.text.count("ferry runs again") == 4
    assert "nothing taken out" in events(page)["script_failed"]
    assert {mark.action for mark in page.marks} == {"kept"}
    assert not any(mark.removed for mark in page.marks)


def test_a_survey_that_always_throws_is_a_page_that_failed_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    throwing("survey", monkeypatch)

    page = clean("-", html=page_of(""))

    assert (page.status, page.error and page.error.code) == ("failed", "script_failed")
    assert page.error and "broken on purpose" in page.error.message


def test_links_in_a_frame_resolve_against_the_frames_own_base(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "frame.html").write_text("<p>In the frame: <a href=deep.html>a deep page</a>")
    srcdoc = "<base href='http://elsewhere.test/x/'><p>Written in: <a href='y.html'>another page</a>"
    body = f'<p><a href="top.html">the top page</a><iframe src="inner/frame.html"></iframe><iframe srcdoc="{srcdoc}"></iframe>'
    page_file = tmp_path / "page.html"
    page_file.write_bytes(page_of(body))

    page = clean(page_file)

    assert 'href="http://elsewhere.test/x/y.html"' in page.html
    assert 'href="inner/deep.html"' in page.html
    assert 'href="top.html"' in page.html


def test_selectors_lead_through_frames_shadow_roots_and_slots() -> None:
    host = """<div id=host><p>best online casino bonus, casino free spins, slot casino login</p><p>The quay.</p></div><script>
      host.attachShadow({mode: 'open'}).innerHTML = '<section><b>Harbour</b><slot></slot></section><p>casino bonus codes, best online casino, free spins</p>';
      </script>"""
    frame = '<iframe srcdoc="<p>The wall.</p><p>casino free spins bonus, online casino</p>"></iframe>'

    page = clean("-", html=page_of(f"<div>{host}</div>{frame}"))

    found = {mark.text.split(",")[0]: mark.selector for mark in page.marks if mark.removed}
    assert found["best online casino bonus"] == ("html > body > div > div > p:nth-of-type(1)",)
    assert found["casino bonus codes"] == ("html > body > div > div", "p")
    assert found["casino free spins bonus"] == ("html > body > iframe", "html > body > p:nth-of-type(2)")


def test_an_anchor_that_a_cut_leaves_empty_goes_too() -> None:
    honest = "The parade passes the town hall at noon, and the band plays on the bridge until the evening comes."
    bought = "<a href='http://bought.test/'><b>no deposit bonus codes best online casino</b></a>"
    kept = "<a href='http://picture.test/'><img src=x alt=''></a><a name=anchor></a>"

    page = clean(
        "-", html=page_of("").replace(b"</main>", f"<p>{honest} {bought}</p><p>{kept} The quay.</p></main>".encode())
    )

    assert "casino" not in page.page.text
    assert "bought.test" not in page.html
    assert "picture.test" in page.html
    assert honest in page.page.text
