"""Archives made by others are read right: a WARC and a WACZ written by warcio, a HAR by Playwright, an MHTML by Chromium."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
import zstandard
from playwright.sync_api import Browser, sync_playwright
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from harness import clean
from harness.browser.find import find_browser
from harness.errors import UsageError
from harness.sources import open_source
from harness.sources.archive import read_archive
from tests.fixtures.site import serving

HARNESS = Path(sys.executable).parent / "harness"
FIRST = "<!doctype html><title>First</title><p>The boat leaves at six. <script src=/late.js></script><script src=/more.js></script>"
SECOND = "<!doctype html><title>Second</title><p>The boat comes back at noon: пристань."


def write_warc(stream: io.BufferedIOBase, *, zipped: bool) -> None:
    writer = WARCWriter(stream, gzip=zipped)
    answers = [
        ("http://boats.test/", 200, "text/html", FIRST.encode(), ()),
        ("http://boats.test/late.js", 200, "text/javascript",
         brotli.compress(b"document.querySelector('p').append(' It is late.')"), (("Content-Encoding", "br"),)),
        ("http://boats.test/more.js", 200, "text/javascript",
         zstandard.ZstdCompressor().compress(b"document.querySelector('p').append(' Later.')"), (("Content-Encoding", "zstd"),)),
        ("http://boats.test/old", 301, "text/html", b"", (("Location", "http://boats.test/second"),)),
        ("http://boats.test/second", 200, "text/html; charset=utf-8", SECOND.encode(), ()),
        ("http://boats.test/gone", 404, "text/html", b"<p>gone", ()),
    ]  # fmt: skip
    for url, status, kind, body, more in answers:
        headers = StatusAndHeaders(f"{status} X", [("Content-Type", kind), *more], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers,
                                      warc_headers_dict={"WARC-Date": "2024-03-05T10:00:00Z"})
        )  # fmt: skip


@pytest.fixture(params=["warc", "warc.gz", "wacz"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"boats.{request.param}"
    if request.param == "wacz":
        packed = io.BytesIO()
        write_warc(packed, zipped=True)
        with zipfile.ZipFile(path, "w") as wacz:
            wacz.writestr("archive/data.warc.gz", packed.getvalue())
            lines = [{"format": "json-pages-1.0"}, {"url": "http://boats.test/"}, {"url": "http://boats.test/second"}]
            wacz.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, lines)))
    else:
        with path.open("wb") as file:
            write_warc(file, zipped=path.suffix == ".gz")
    return path


def test_an_archive_is_cleaned_page_by_page_with_its_scripts(archive: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [HARNESS, "clean", archive, "-o", tmp_path / "run", "--no-shots"], capture_output=True, text=True, check=False
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in (tmp_path / "run" / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {record["source"] for record in records} == {
        f"{archive}#http://boats.test/",
        f"{archive}#http://boats.test/second",
    }
    texts = {record["page"]["title"]: record["page"]["text"] for record in records}
    assert texts == {
        "First": "The boat leaves at six. It is late. Later.",
        "Second": "The boat comes back at noon: пристань.",
    }


def test_one_page_of_an_archive_also_over_its_redirect(archive: Path) -> None:
    done = subprocess.run(
        [HARNESS, "clean", archive, "--page", "http://boats.test/second"], capture_output=True, text=True, check=False
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "пристань" in done.stdout
    assert read_archive(archive).clock_s == 1709632800.0


def test_a_page_that_an_archive_does_not_hold_is_said_with_those_it_does(archive: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no page http://boats\.test/third; it holds http://boats\.test/"):
        open_source(f"{archive}#http://boats.test/third")


@pytest.mark.parametrize(
    "content",
    [bytes(range(255, 5, -1)) * 2, b"\x16 \x01 \x02 \x03 9\n" + bytes(range(255, 5, -1))],
    ids=["bytes", "five words"],
)
@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz", "x.wacz", "x.har", "x.mhtml"])
def test_what_is_no_archive_is_one_line(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)

    done = subprocess.run([HARNESS, "clean", tmp_path / name], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and "defect" not in done.stderr


@pytest.fixture(scope="module")
def playwrights() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser().path), chromium_sandbox=False)
        yield browser
        browser.close()


def test_a_har_that_playwright_wrote_is_read(playwrights: Browser, tmp_path: Path) -> None:
    with serving() as address:
        context = playwrights.new_context(record_har_path=tmp_path / "site.har", record_har_content="embed")
        page = context.new_page()
        page.goto(address)
        page.wait_for_function("document.getElementById('random').textContent")
        context.close()

    cleaned = clean(tmp_path / "site.har")

    assert cleaned.final_url == address
    assert "came after 2" in cleaned.page.text and "posted one, posted two" in cleaned.page.text
    assert "arrived after a redirect" in cleaned.page.text


def test_an_mhtml_that_chromium_wrote_is_read(playwrights: Browser, tmp_path: Path) -> None:
    with serving() as address:
        page = playwrights.new_page()
        page.goto(address)
        page.wait_for_function("document.getElementById('random').textContent")
        snapshot = page.context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
        page.close()
    (tmp_path / "site.mhtml").write_text(snapshot, encoding="utf-8", newline="")

    cleaned = clean(tmp_path / "site.mhtml")

    assert cleaned.final_url == address
    assert "Paragraph 4 of the report" in cleaned.page.text and "fetched: 港口 был" in cleaned.page.text
