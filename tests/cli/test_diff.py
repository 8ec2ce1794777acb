"""`harness diff`: pictures, pages and runs; what counts, what does not, and what is said of it."""

import base64
import io
import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

HARNESS = Path(sys.executable).parent / "harness"
PAGE = "<!doctype html><meta charset=utf-8><title>T</title><h1>Harbour news</h1>{}<p id=p>The ferry leaves at {}.</p>"


def diff(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([HARNESS, "diff", *arguments], capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "old.html").write_text(PAGE.format("", "nine"), encoding="utf-8")
    (tmp_path / "new.html").write_text(PAGE.format("<div class=ad>Storm warning</div>", "ten"), encoding="utf-8")
    return tmp_path


def lines_of_text(picture: Image.Image, top: int, texts: list[str]) -> None:
    pen = ImageDraw.Draw(picture)
    for number, text in enumerate(texts):
        pen.text((20, top + number * 40), text, fill="black")


def test_a_banner_on_top_of_a_picture_came_and_the_rest_moved(tmp_path: Path) -> None:
    texts = ["The ferry leaves at nine", "Bring a coat", "Ask for Anna"]
    before, after = (Image.new("RGB", (400, 300), "white") for _ in range(2))
    lines_of_text(before, 20, texts)
    lines_of_text(after, 60, texts)
    ImageDraw.Draw(after).rectangle((0, 0, 399, 39), fill="orange")
    before.save(tmp_path / "before.png")
    after.save(tmp_path / "after.png")

    done = diff(tmp_path / "before.png", tmp_path / "after.png", "--format", "json")

    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert sorted(reason["kind"] for reason in found["reasons"]) == ["added", "moved"]
    assert next(r["detail"] for r in found["reasons"] if r["kind"] == "moved") == "by (0, 40)"
    assert found["unexplained"] == 0


def test_a_picture_a_pixel_wider_is_not_resampled(tmp_path: Path) -> None:
    for name, width in (("a", 400), ("b", 401)):
        picture = Image.new("RGB", (width, 200), "white")
        lines_of_text(picture, 20, ["The ferry leaves at nine", "Bring a coat"])
        picture.save(tmp_path / f"{name}.png")

    found = json.loads(diff(tmp_path / "a.png", tmp_path / "b.png", "--format", "json").stdout)

    assert (found["before_size"], found["after_size"]) == ([400, 200], [401, 200])
    assert found["pixels"] == 200  # the column that one of them lacks


def test_the_same_page_is_the_same(pages: Path) -> None:
    done = diff(pages / "old.html", pages / "old.html")

    assert (done.returncode, done.stdout.split()[0]) == (0, "same")


def test_a_changed_page_is_told_node_by_node_and_kept(pages: Path) -> None:
    done = diff(pages / "old.html", pages / "new.html", "-o", pages / "out")

    assert done.returncode == 1
    assert "added" in done.stdout and "Storm warning" in done.stdout
    assert "[-nine-]{+ten+}" in done.stdout
    (record,) = json.loads((pages / "out" / "diff.json").read_text(encoding="utf-8"))
    assert {reason["kind"] for reason in record["reasons"]} == {"added", "text", "moved"}
    assert len(json.loads((pages / "out" / "reg.json").read_text())["failedItems"]) == 1
    assert [len(list((pages / "out" / name).iterdir())) for name in ("before", "after", "diff")] == [1, 1, 1]


def test_what_is_ignored_does_not_count_and_is_still_told(pages: Path) -> None:
    (pages / "ten.html").write_text(PAGE.format("", "ten"), encoding="utf-8")

    done = diff(pages / "old.html", pages / "ten.html", "--ignore", "#p", "--format", "json")

    found = json.loads(done.stdout)
    assert found["pixels"] == 0 and found["ignored"] > 0
    assert [reason["kind"] for reason in found["reasons"]] == ["text"]


def test_limits_let_small_differences_pass(pages: Path) -> None:
    (pages / "ten.html").write_text(PAGE.format("", "ten"), encoding="utf-8")

    assert diff(pages / "old.html", pages / "ten.html", "--max-diff-pixels", "5000").returncode == 0
    assert diff(pages / "old.html", pages / "ten.html").returncode == 1


def test_two_runs_are_compared_page_by_page(pages: Path) -> None:
    page = pages / "page.html"
    for name, hour in (("monday", "nine"), ("tuesday", "ten")):
        page.write_text(PAGE.format("", hour), encoding="utf-8")
        (pages / "same.html").write_text(PAGE.format("", "noon"), encoding="utf-8")
        ran = subprocess.run(
            [HARNESS, "clean", page, pages / "same.html", "-o", pages / name, "--keep-survey", "-q"],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr

    done = diff(pages / "monday", pages / "tuesday", "--format", "reg")

    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["failedItems"], found["passedItems"]) == ([str(page)], [str(pages / "same.html")])


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["nowhere.html", "also.html"], "nowhere.html"),
        (["{old}", "{old}", "--threshold", "2"], "--threshold"),
        (["{picture}", "{picture}", "--ignore", "#p"], "give a box"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(pages: Path, arguments: list[str], said: str) -> None:
    Image.new("RGB", (10, 10)).save(pages / "p.png")
    given = [a.format(old=pages / "old.html", picture=pages / "p.png") for a in arguments]

    done = diff(*given)

    assert done.returncode == 2
    assert said in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_the_terminal_gets_no_escapes_of_a_page(pages: Path) -> None:
    (pages / "evil.html").write_text(PAGE.format("<p>\x1b[31mred\x1b[0m \u202egnp</p>", "nine"), encoding="utf-8")

    done = diff(pages / "old.html", pages / "evil.html")

    assert "\x1b" not in done.stdout and "\u202e" not in done.stdout


def seen_in_a_terminal(environment: dict[str, str], *arguments: str | Path) -> bytes:
    """What a terminal of this kind is sent by `harness diff`."""
    ours, theirs = pty.openpty()
    bare = {key: value for key, value in os.environ.items() if not key.startswith(("TERM", "KITTY", "KONSOLE"))}
    running = subprocess.Popen([HARNESS, "diff", *arguments], stdout=theirs, stderr=theirs, env=bare | environment)
    os.close(theirs)
    told = b""
    with suppress(OSError):  # the terminal is closed when the command ends
        while part := os.read(ours, 65_536):
            told += part
    os.close(ours)
    assert running.wait(60) == 1
    return told


@pytest.mark.parametrize(
    ("environment", "framed"),
    [
        ({"TERM": "xterm-kitty"}, rb"\x1b_G[^;]*;([^\x1b]*)\x1b\\"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, rb"\x1b]1337;File=inline=1;[^:]*:([^\x07]*)\x07"),
    ],
    ids=["kitty", "iterm2"],
)
def test_a_terminal_that_shows_pictures_is_shown_where_they_differ(
    tmp_path: Path, environment: dict[str, str], framed: bytes
) -> None:
    before, after = Image.new("RGB", (1000, 300), "white"), Image.new("RGB", (1000, 300), "white")
    ImageDraw.Draw(after).rectangle((100, 100, 300, 200), fill="black")
    before.save(tmp_path / "before.png")
    after.save(tmp_path / "after.png")

    told = seen_in_a_terminal(environment, tmp_path / "before.png", tmp_path / "after.png")

    data = base64.b64decode(b"".join(re.findall(framed, told)))
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.width == 900
        red, green, blue = picture.convert("RGB").getpixel((180, 135))  # type: ignore[misc]
    assert red > 150
    assert max(green, blue) < 100


@pytest.mark.parametrize("more", [[], ["--pictures", "never"]])
def test_another_terminal_is_sent_no_pictures(tmp_path: Path, more: list[str]) -> None:
    for name, color in (("before", "white"), ("after", "black")):
        Image.new("RGB", (100, 100), color).save(tmp_path / f"{name}.png")
    term = "xterm-kitty" if more else "xterm-256color"

    told = seen_in_a_terminal({"TERM": term}, tmp_path / "before.png", tmp_path / "after.png", *more)

    assert b"_G" not in told
    assert b"1337" not in told
