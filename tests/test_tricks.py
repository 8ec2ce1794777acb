"""What spam does to a page, trick by trick, without a word that any pack knows: shape, seam and way of coming give it away."""

import json
from pathlib import Path

import pytest

from harness import CleanPage, clean

LINES = [
    "The ferry to the island leaves at eight from the stone pier, and it comes back when the tide is high enough for it.",
    "Its captain says that the old boat has two more winters in it, and that the new one is being built in the north.",
    "Tickets are sold on board, since the office by the harbour was closed after the storm in the autumn of last year.",
    "In summer there are four boats a day, and the last one waits until the concert in the chapel on the hill is over.",
]


def page_of(more: str = "", title: str = "The island ferry") -> CleanPage:
    article = "".join(f"<p>{line}</p>" for line in LINES)
    html = f"<!doctype html><html lang=en><title>{title}</title><h1>The island ferry</h1><main>{article}</main>{more}"
    return clean("-", html=html.encode())


def removed(page: CleanPage) -> str:
    return "\n".join(mark.text for mark in page.marks if mark.removed)


def test_a_link_that_a_script_puts_into_a_sentence_is_cut_and_the_sentence_is_whole_again() -> None:
    script = """<script>setTimeout(() => { const text = document.querySelector('main p').firstChild;
      const rest = text.splitText(45); const link = document.createElement('a');
      link.href = 'https://qorvex.example/'; link.textContent = 'quorble vantix'; rest.before(link); }, 100)</script>"""

    page = page_of(script)

    assert "quorble vantix" in removed(page)
    assert all(line in page.page.text for line in LINES)


def test_a_word_of_the_sentence_itself_that_a_script_makes_a_link_stays() -> None:
    script = """<script>setTimeout(() => { const text = document.querySelector('main p').firstChild;
      const word = text.splitText(4); const rest = word.splitText(5); const link = document.createElement('a');
      link.href = 'https://ferries.example/'; rest.before(link); link.append(word); }, 100)</script>"""

    page = page_of(script)

    assert removed(page) == ""
    assert all(line in page.page.text for line in LINES)


@pytest.mark.parametrize("joiner", ["\u200b", "\u2060", " "], ids=["zero width", "word joiner", "space"])
def test_lines_with_their_letters_apart_go(joiner: str) -> None:
    lines = [joiner.join(words) for words in ("quorble vantix deals", "vantix online quorble", "best vantix quorbles")]

    page = page_of("<div>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>")

    assert all(line not in page.page.text for line in lines)
    assert all(line in page.page.text for line in LINES)


def test_a_title_that_a_script_replaces_wholly_comes_back() -> None:
    page = page_of("<script>setTimeout(() => { document.title = 'Quorble Vantix 77'; }, 200)</script>")

    assert page.page.title == "The island ferry"
    assert any(mark.kind == "title" and mark.removed for mark in page.marks)


def test_a_title_that_a_script_mends_is_left_alone() -> None:
    page = page_of(
        "<script>setTimeout(() => { document.title = 'The island ferry - Harbour News'; }, 200)</script>", "Loading"
    )

    assert page.page.title == "The island ferry - Harbour News"


def test_a_block_that_its_page_puts_back_is_not_in_the_readings() -> None:
    lines = "".join(f"<p><a href='#'>no deposit bonus casino {n}</a></p>" for n in range(5))
    script = f"""<script>const put = () => {{ const box = document.createElement('div'); box.innerHTML = {json.dumps(lines)};
      document.body.append(box); return box; }}; let box = put();
      new MutationObserver(() => {{ if (!box.isConnected) box = put(); }}).observe(document, {{ childList: true, subtree: true }});
      </script>"""

    page = page_of(script)

    assert "deposit" not in page.page.text
    assert all(line in page.page.text for line in LINES)


def test_what_a_small_page_holds_from_the_start_is_not_called_a_scripts() -> None:
    page = page_of("<p>EMCm7DuGMf9IBRLV</p>")

    assert [mark.provenance.at_ms for mark in page.marks if mark.removed] == [None]


def test_a_page_whose_reader_is_sent_away_while_it_loads_is_read_whole_with_its_other_scripts(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><title>Ferry</title><script src=away.js></script><main></main><script src=article.js></script>",
        encoding="utf-8",
    )
    (tmp_path / "away.js").write_text("setTimeout(() => location.replace('http://elsewhere.test/'), 0);")
    (tmp_path / "article.js").write_text(f"document.querySelector('main').innerHTML = '<p>' + {json.dumps(LINES[0])};")

    cleaned = clean(page)

    assert LINES[0] in cleaned.page.text
    assert any(event.kind == "retried" and "away.js" in event.detail for event in cleaned.events)
