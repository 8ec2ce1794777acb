"""The main job, end to end, in real Chromium: a polluted page in, the honest page out."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from harness import Cleaner, clean

ARTICLE = "".join(
    f"<p>Paragraph {n} of the report says that the harbour was dredged in spring, and that the ferry runs again.</p>"
    for n in range(1, 5)
)


def page_of(body: str, title: str = "The harbour report") -> bytes:
    return f"<!doctype html><html lang=en><title>{title}</title><body><h1>{title}</h1><main>{ARTICLE}</main>{body}</body>".encode()


def test_an_honest_page_comes_out_whole() -> None:
    page = clean("-", html=page_of("<footer><a href='/about'>About us</a> <a href='/contact'>Contact</a></footer>"))

    assert page.status == "ok"
    assert [m for m in page.marks if m.removed] == []
    assert page.page.text.count("ferry runs again") == 4
    assert "About us" in page.page.text
    assert page.page.title == "The harbour report"


def test_a_tail_of_dead_casino_links_that_a_script_writes_goes_with_its_evidence() -> None:
    lines = "".join(
        f"<p><a href='#'>{word}</a></p>"
        for word in (
            "online casino bonus",
            "casino free spins",
            "slot gacor login",
            "best online casino",
            "slot gacor maxwin",
        )
    )
    script = f"<script>addEventListener('load',()=>setTimeout(()=>document.body.insertAdjacentHTML('beforeend',{json.dumps(f'<div>{lines}</div>')}),8000))</script>"

    page = clean("-", html=page_of(script))

    assert "slot gacor" not in page.page.text
    assert page.page.text.count("ferry runs again") == 4
    removed = [m for m in page.marks if m.removed]
    assert removed and all(m.evidence for m in removed)
    for mark in removed:
        assert abs(sum(e.weight for e in mark.evidence) - mark.score) < 1e-3


def test_a_paragraph_that_is_in_no_line_of_the_article_is_told_of_with_its_text() -> None:
    beside = "Readers who sail here in winter should ring the harbour office first, as the lock is closed on most days."
    body = page_of("").replace(b"</main>", f"<aside><p>{beside}</p></aside></main>".encode())

    page = clean("-", html=body)

    told = [event.detail for event in page.events if event.kind == "left_out"]
    assert beside in page.page.text
    assert beside not in page.article.text
    assert told == [beside]


def test_a_page_whose_article_holds_all_its_prose_tells_of_nothing_left_out() -> None:
    page = clean("-", html=page_of("<nav><a href='/about'>About us</a></nav>"))

    assert page.article.text.count("ferry runs again") == 4
    assert [event for event in page.events if event.kind == "left_out"] == []


def test_a_random_token_on_a_line_of_its_own_goes() -> None:
    page = clean("-", html=page_of("<p>EMCm7DuGMf9IBRLV</p>"))

    assert "EMCm7DuGMf9IBRLV" not in page.page.text


def test_with_every_rule_off_nothing_is_removed() -> None:
    page = clean("-", html=page_of("<p>EMCm7DuGMf9IBRLV</p>"), disable=["*"])

    assert page.marks == ()
    assert "EMCm7DuGMf9IBRLV" in page.page.text


def test_two_pages_with_one_cleaner_and_pictures_of_each() -> None:
    async def both() -> list[str]:
        async with Cleaner(shots=True) as cleaner:
            pages = [await cleaner.clean("-", html=page_of(f"<p>number {n}</p>")) for n in (1, 2)]
        return [p.page.text[-8:] for p in pages if set(p.shots) == {"before", "marked", "after"}]

    assert asyncio.run(both()) == ["number 1", "number 2"]


def test_the_pictures_of_a_page_from_which_nothing_goes_are_one_and_of_another_three() -> None:
    async def both() -> list[int]:
        async with Cleaner(shots=True) as cleaner:
            pages = [await cleaner.clean("-", html=page_of(more)) for more in ("", "<p>EMCm7DuGMf9IBRLV</p>")]
        return [len({shot.data for shot in page.shots.values()}) for page in pages]

    assert asyncio.run(both()) == [1, 3]


def test_the_command_prints_markdown_from_standard_input() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "harness", "clean", "-", "--scope", "page"],
        input=b"<p>hello",
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().strip() == "hello"


def test_a_run_folder_has_one_line_for_every_page_also_for_those_that_fail(tmp_path: Path) -> None:
    good = tmp_path / "good.html"
    good.write_bytes(page_of(""))
    listing = tmp_path / "list.txt"
    listing.write_text(f"{good}\n{tmp_path / 'gone.html'}\n", encoding="utf-8")
    out = tmp_path / "run"

    done = subprocess.run(
        [Path(sys.executable).parent / "harness", "clean", "--from", listing, "-o", out],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr.decode()
    rows = [json.loads(line) for line in (out / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["error"]["code"] if row["error"] else row["status"] for row in rows} == {"ok", "file_missing"}
    files = next(row["files"] for row in rows if not row["error"])
    assert all(
        (out / files[name]).is_file() for name in ("clean_md", "clean_html", "marks_json", "before", "marked", "after")
    )


def test_a_source_on_the_command_line_that_is_not_there_starts_nothing() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "harness", "clean", "no-such-page.html"], capture_output=True, check=False
    )

    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_one_word_of_the_trade_inside_an_honest_sentence_is_not_cut() -> None:
    sentence = (
        "The parliament debated whether sports betting should be taxed like any other service, and voted in June."
    )

    page = clean("-", html=page_of("").replace(b"</main>", f"<p>{sentence}</p></main>".encode()))

    assert sentence in page.page.text


def test_a_headline_below_spam_lines_keeps_its_honest_part() -> None:
    headline = "晚点独家报道：渡轮公司在春天恢复夜间航班"
    prose = "".join(
        f"<p>第{n}段：渡轮公司说，从四月起每晚增加两班船，票价不变，码头的候船室也会开到半夜十二点。</p>"
        for n in "一二三"
    )
    body = f"<p>大胖子彩票中奖200亿</p><p>EMCm7DuGMf9IBRLV</p><p>大胖子彩票中奖200亿{headline}</p>{prose}"

    page = clean("-", html=f"<!doctype html><meta charset=utf-8><body>{body}".encode())

    assert headline in page.page.text
    assert "彩票" not in page.page.text


def test_a_phrase_is_cut_exactly_after_signs_that_scripts_count_twice() -> None:
    sentence = "🎉🎉 The parade 🥁 passes the town hall at noon, and the band plays on the bridge until the evening 🎺."
    spam = "no deposit bonus codes best online casino"

    page = clean("-", html=page_of("").replace(b"</main>", f"<p>{sentence}{spam}</p></main>".encode()))

    assert sentence in page.page.text
    assert "casino" not in page.page.text
