"""A site is crawled from its start page: every page once, politely, and its pages speak for each other."""

import http.server
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from harness.deadline import Deadline
from harness.evidence.judge import judge_survey
from harness.evidence.match import Matcher
from harness.evidence.sites import Sites
from harness.rules import load_packs
from harness.survey import Survey
from harness.survey.wire import SurveyFile, parse

from .slot_site import SlotPage, catalogue, slot_site

HARNESS = Path(sys.executable).parent / "harness"
PAGES = int(os.environ.get("HARNESS_CRAWL_PAGES", "20"))  # `make prove` makes it 60
ROBOTS = "User-agent: *\nDisallow: /topic/\nDisallow: /about\nDisallow: /contact\n"


@dataclass
class Site:
    """A site that is served, and what was asked of it."""

    root: str
    asked: Counter[str] = field(default_factory=Counter)


@contextmanager
def served(pages: dict[str, str]) -> Iterator[Site]:
    site = Site("")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked[self.path] += 1
            body = pages.get(self.path.replace("?utm_source=letter", ""))
            self.send_response(200 if body is not None else 404)
            kind = "text/html" if self.path.endswith(("/", ".html")) else "text/plain"
            self.send_header("content-type", f"{kind}; charset=utf-8")
            self.end_headers()
            self.wfile.write((body or "<p>There is no such page.</p>").encode())

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.root = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def crawled(url: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [str(HARNESS), "crawl", url, "-o", str(folder), "--allow-private", "--no-shots", "--delay", "0", *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)


def rows(folder: Path) -> dict[str, dict]:
    found = [json.loads(line) for line in (folder / "pages.jsonl").read_text().splitlines()]
    by_path = {urlsplit(row["source"]).path: row for row in found}
    assert len(by_path) == len(found), "a page stands twice in the run"
    return by_path


def surveys(folder: Path) -> list[tuple[str, Survey]]:
    files = [SurveyFile.decode(file.read_bytes()) for file in sorted(folder.glob("*/survey.json"))]
    return [(file.source, parse(file.survey)) for file in files]


@dataclass
class Crawled:
    pages: list[SlotPage]
    folder: Path
    site: Site
    told: str


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """The mirror site, crawled in two goes, with a copy of its first story and a link that counts its readers."""
    pages = slot_site(pages=PAGES)
    first = pages[1]
    print_link = (
        '<p><a href="/print/1.html">For printing</a> <a href="/story/2.html?utm_source=letter">Next</a></p></main>'
    )
    texts = {page.path: page.html for page in pages}
    texts[first.path] = first.html.replace("</main>", print_link)
    texts["/print/1.html"] = texts[first.path]
    folder = tmp_path_factory.mktemp("crawl") / "run"
    with served(texts) as site:
        listed = "".join(f"<url><loc>{site.root}{page.path}</loc></url>" for page in pages[-3:])
        texts["/robots.txt"] = f"{ROBOTS}Sitemap: {site.root}/map.xml\n"
        texts["/map.xml"] = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'
        begun = crawled(f"{site.root}/", folder, "--limit", "2", "-q")
        assert begun.returncode == 0, begun.stderr
        assert len(rows(folder)) == 2
        gone_on = crawled(f"{site.root}/", folder, "--workers", "2", "--keep-survey")
        assert gone_on.returncode == 0, gone_on.stderr
    return Crawled(pages, folder, site, gone_on.stderr)


def test_every_page_is_there_once_and_copies_are_left_out(mirror: Crawled) -> None:
    assert set(rows(mirror.folder)) == {page.path for page in mirror.pages}
    assert "going on with the run" in mirror.told
    assert "1 page left out: copies of others" in mirror.told
    assert mirror.site.asked["/story/2.html?utm_source=letter"] == 0


def test_what_robots_txt_forbids_is_not_asked_for(mirror: Crawled) -> None:
    assert not [path for path in mirror.site.asked if path.startswith(("/topic", "/about", "/contact"))]
    assert "robots.txt forbids them" in mirror.told


def test_what_fills_the_slots_of_a_template_goes_and_the_rest_stays(mirror: Crawled) -> None:
    found = rows(mirror.folder)
    wrong = []
    # The crawl's first two pages were judged when nothing else of the site was known.
    for page in mirror.pages[1:]:
        row = found[page.path]
        if urlsplit(row["source"]).path in early(mirror):
            continue
        said = row["page"]["text"] + row["page"]["title"]
        left = [phrase for phrase in page.sold if phrase in said]
        lost = [line for line in page.honest if line not in row["page"]["text"]]
        if left or lost or row["page"]["title"] != f"{page.headline} - The Valley Courier":
            wrong.append((page.path, left, lost, row["page"]["title"]))
    assert wrong == []
    rules = {e["rule"] for row in found.values() for mark in row["marks"] for e in mark["evidence"]}
    assert {"sites.slot", "sites.slots", "sites.framed", "sites.slot-title"} <= rules


def early(mirror: Crawled) -> list[str]:
    lines = (mirror.folder / "pages.jsonl").read_text().splitlines()[:2]
    return [urlsplit(json.loads(line)["source"]).path for line in lines]


def test_a_page_alone_shows_nothing_of_it(mirror: Crawled) -> None:
    matcher = Matcher(load_packs((), ()))
    alone = [judge_survey(survey, matcher, Deadline(30)) for _, survey in surveys(mirror.folder)[:4]]
    assert not any(e.rule.startswith("sites.") for each in alone for f in each.findings for e in f.evidence)


def test_judging_stored_surveys_again_sees_it_too(mirror: Crawled) -> None:
    done = subprocess.run(
        [str(HARNESS), "judge", str(mirror.folder), "--across"], capture_output=True, text=True, check=True, timeout=120
    )
    assert (
        len([line for line in done.stdout.splitlines() if "removed" in line and " 0 removed" not in line]) >= PAGES - 2
    )


def test_an_honest_template_with_slots_of_its_own_is_left_alone(tmp_path: Path) -> None:
    pages = catalogue(PAGES)
    with served({page.path: page.html for page in pages}) as site:
        done = crawled(f"{site.root}/", tmp_path / "run", "--workers", "2", "-q", "--keep-survey", "--no-sitemaps")
    assert done.returncode == 0, done.stderr
    matcher, sites = Matcher(load_packs((), ())), Sites()
    seen = surveys(tmp_path / "run")
    for source, survey in seen:
        told = sites.see(source, survey)
    for _, survey in seen:
        together, alone = (judge_survey(survey, matcher, Deadline(30), site=site) for site in (told, None))
        assert together.title == alone.title
        assert [f.text for f in together.findings if f.removed] == [f.text for f in alone.findings if f.removed]


@pytest.mark.parametrize(
    ("more", "said"),
    [(["ftp://e.example/"], "is no web address"), (["http://e.example/", "--depth", "-1"], "0 and more")],
)
def test_what_cannot_be_is_said_in_one_line(tmp_path: Path, more: list[str], said: str) -> None:
    done = crawled(more[0], tmp_path / "run", *more[1:])
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
