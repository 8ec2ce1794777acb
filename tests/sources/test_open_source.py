"""What the user types becomes the right source, or one clear error."""

import asyncio
from pathlib import Path

import pytest

from harness.errors import FixtureInvalid, SourceNotFound, UsageError
from harness.sources import FileSource, FixtureSource, HtmlSource, UrlSource, open_source
from harness.sources.protocol import Answer, Answered, Refused, Request, Source

FIXTURE = "schema_version: 1\nsource: http://a.test/\norigins:\n  a.test: site\n"


def ask(source: Source, url: str, kind: str = "Document", method: str = "GET") -> Answer:
    return asyncio.run(source.answer(Request(url, method=method, resource_type=kind)))


def make_fixture(folder: Path, text: str = FIXTURE) -> Path:
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("<p>one</p>", encoding="utf-8")
    (folder / "fixture.yaml").write_text(text, encoding="utf-8")
    return folder


def test_an_address_is_left_to_the_network() -> None:
    source = open_source("HTTP://Example.com/a b")

    assert isinstance(source, UrlSource)
    assert source.opening.url == "http://example.com/a%20b"
    assert (source.answers, source.opening.offline) == (False, False)


@pytest.mark.parametrize("name", ["ftp://a.test/x", "file:///x.html", "file:x.html", "http://", "http://a.test:99999/"])
def test_an_address_that_cannot_be_opened_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError):
        open_source(name)


@pytest.mark.parametrize("name", ["gone.html", "", "example.test", "a\0b", "x" * 5000])
def test_a_file_that_is_not_there_is_said(name: str) -> None:
    with pytest.raises(SourceNotFound, match="is not there"):
        open_source(name)


def test_html_from_standard_input_answers_its_own_address_alone() -> None:
    source = open_source("-", html=b"<p>hello")

    assert isinstance(source, HtmlSource)
    assert (source.opening.url, source.opening.offline) == ("http://page.invalid/", True)
    answer = ask(source, "http://page.invalid/#top")
    assert isinstance(answer, Answered) and answer.body == b"<p>hello"
    assert isinstance(ask(source, "http://page.invalid/other"), Refused)


def test_a_base_url_lets_the_page_reach_the_network() -> None:
    source = open_source("-", html=b"<p>", base_url="http://a.test")

    assert (source.opening.url, source.opening.offline) == ("http://a.test/", False)


def test_a_file_answers_from_its_own_folder_and_no_further(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("no", encoding="utf-8")
    folder = tmp_path / "页"
    folder.mkdir()
    page = folder / "新闻 一.html"
    page.write_text("<p>你好</p>", encoding="utf-8")
    (folder / "a.css").write_text("p{}", encoding="utf-8")
    (folder / ".hidden").write_text("no", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")

    source = open_source(str(page))

    assert isinstance(source, FileSource) and source.opening.offline
    answer = ask(source, source.opening.url)
    assert isinstance(answer, Answered) and answer.body == page.read_bytes()
    style = ask(source, "http://saved-page.invalid/a.css", "Stylesheet")
    assert isinstance(style, Answered) and dict(style.headers)["content-type"] == "text/css"
    for path in ("..%2Fsecret.txt", "%2e%2e/secret.txt", ".hidden", "out.txt", "gone.png", "a%00b"):
        refused = ask(source, f"http://saved-page.invalid/{path}", "Image")
        assert isinstance(refused, Answered) and refused.status == 404, path
    assert isinstance(ask(source, "http://other.test/a.css"), Refused)


def test_a_fixture_answers_for_its_origins(tmp_path: Path) -> None:
    source = open_source(str(make_fixture(tmp_path, FIXTURE + "clock: 1970-01-01T00:01:00Z\nlocale: th-TH\n")))

    assert isinstance(source, FixtureSource)
    assert (source.opening.url, source.opening.clock_s, source.opening.locale, source.opening.offline) == (
        "http://a.test/",
        60.0,
        "th-TH",
        True,
    )
    answer = ask(source, "http://a.test/?q=1")
    assert isinstance(answer, Answered) and answer.body == b"<p>one</p>"
    gone = ask(source, "http://a.test/gone")
    assert isinstance(gone, Answered) and gone.status == 404
    posted = ask(source, "http://a.test/", method="POST")
    assert isinstance(posted, Answered) and posted.status == 405
    assert isinstance(ask(source, "http://b.test/"), Refused)


def test_a_folder_without_fixture_yaml_is_invalid(tmp_path: Path) -> None:
    with pytest.raises(FixtureInvalid, match=r"holds no fixture\.yaml"):
        open_source(str(tmp_path))


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        ("viewprot: [1, 2]\n", r":5: viewprot: no key 'viewprot'; did you mean 'viewport'"),
        ("expect:\n  contain: [a]\n", r":6: expect\.contain: no key 'contain'; did you mean 'contains'"),
        ("clock: noon\n", r":5: clock: "),
        ("seed: [\n", "not YAML"),
    ],
)
def test_what_is_wrong_in_a_fixture_is_said_with_its_line(tmp_path: Path, tail: str, said: str) -> None:
    with pytest.raises(FixtureInvalid, match=said):
        open_source(str(make_fixture(tmp_path, FIXTURE + tail)))


@pytest.mark.parametrize(
    "change", [("http://a.test/", "http://b.test/"), ("a.test: site", "a.test: .."), ("site", "no")]
)
def test_a_fixture_whose_places_do_not_fit_is_invalid(tmp_path: Path, change: tuple[str, str]) -> None:
    with pytest.raises(FixtureInvalid):
        open_source(str(make_fixture(tmp_path, FIXTURE.replace(*change))))
