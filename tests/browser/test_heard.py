"""The server's HTML is heard while the page is still settling, as the server sent it."""

import asyncio
from pathlib import Path

from harness.browser import Browser, VisitOptions
from harness.dom import page_script
from harness.sources import open_source

PAGE = b"""<!doctype html><meta charset=utf-8><title>Pier</title><p>The boat w\xc3\xa4its.</p>
<script>document.querySelector('p').textContent = 'It has left.'</script>"""


def test_what_the_server_sent_is_heard_once_and_before_scripts_changed_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE)
    heard: list[str] = []

    async def story() -> list[str]:
        async with Browser.launched(VisitOptions()) as browser:
            source = open_source(str(page))
            async with browser.visit(source, page_script(), heard=heard.append) as visit:
                return [block.text for block in (await visit.survey(())).blocks]

    assert asyncio.run(asyncio.wait_for(story(), 60)) == ["It has left."]
    assert heard == [PAGE.decode()]
