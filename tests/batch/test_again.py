"""Judging a run again: the same pages come out otherwise whether all are judged or those alone that have a word of the new rules."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from harness import Cleaner, clean
from harness.batch import Manifest, RunFolder
from harness.batch.again import judged_again
from harness.batch.judged_by import JudgedBy
from harness.batch.run import Run
from harness.batch.spec import CleanerSpec

PROSE = "".join(
    f"<p>The {n} o'clock ferry waits at the stone pier until the concert is over, and then it leaves without a bell.</p>"
    for n in range(1, 5)
)
BODIES = {
    "plain": "<p>Ask for zorblaxium today.</p>",
    "capitals": "<p>ZORBLAXIUM ZORBLAXIUM</p>",
    "broken up": "<p>z.o.r.b.l.a.x.i.u.m</p>",
    "other letters": "<p>zоrblаxium</p>",
    "wide letters": "<p>ｚｏｒｂｌａｘｉｕｍ</p>",
    "with signs": "<p>zor★blaxium</p>",
    "linked": "<p><a href='https://other.test/zorblaxium'>zorblaxium here</a></p>",
    "hidden": "<p style='display:none'>zorblaxium zorblaxium</p>",
    "none": "<p>Ask for the harbour master.</p>",
    "none either": "<p><a href='https://other.test/tides'>Tide tables</a></p>",
}
PACK = """
id: pier
title: Of the pier
why: What is sold there.
rules:
  - id: sold
    says: is what is sold at the pier
    weight: 6
    role: advertises
    match: {terms: [zorblaxium]}
    examples: {spam: [ask for zorblaxium], clean: [ask for the ferry]}
"""


async def run_of(folder: Path) -> JudgedBy:
    async with Cleaner(keep_survey=True) as cleaner:
        judged_by = JudgedBy.of(cleaner)
        with RunFolder(folder, Manifest.of(cleaner, judged_by), judged_by) as written:
            for name, body in BODIES.items():
                title = "zorblaxium - The ferry" if name == "linked" else "The ferry"
                html = f"<!doctype html><html lang=en><title>{title}</title><h1>The ferry</h1>{PROSE}{body}"
                page = await cleaner.clean("-", html=html.encode())
                written.write(replace(page, source=name))
    return judged_by


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, JudgedBy]:
    folder = tmp_path_factory.mktemp("again") / "run"
    return folder, asyncio.run(run_of(folder))


def by(spec: CleanerSpec) -> JudgedBy:
    return JudgedBy.of(spec.make(lambda note: None))


def test_the_pages_without_a_word_of_the_new_rules_are_spared_and_none_is_missed(
    run: tuple[Path, JudgedBy], tmp_path: Path
) -> None:
    folder, before = run
    (tmp_path / "pier.yaml").write_text(PACK)
    spec = CleanerSpec(rules=(tmp_path / "pier.yaml",))
    words = by(spec).words_against(before)
    assert words is not None

    all_of_them = judged_again(Run.open(folder), spec, processes=1)
    fewer = judged_again(Run.open(folder), spec, words, processes=1)

    assert all_of_them.judged == len(BODIES) and all_of_them.spared == 0
    assert fewer.changed == all_of_them.changed
    assert "plain" in fewer.changed and "broken up" in fewer.changed
    assert (fewer.judged, fewer.spared) == (len(BODIES) - 2, 2)


def test_a_rule_of_how_things_look_may_concern_every_page(run: tuple[Path, JudgedBy]) -> None:
    _, before = run

    assert by(CleanerSpec(disable=("meaning.*",))).words_against(before) is None
    assert by(CleanerSpec(profile="strict")).words_against(before) is None
    assert by(CleanerSpec(remove_suspects=True)).words_against(before) is None


def test_what_a_run_was_judged_by_is_read_back_as_it_was(run: tuple[Path, JudgedBy]) -> None:
    folder, before = run

    assert JudgedBy.read(folder) == before
    assert by(CleanerSpec()).digest == before.digest
    assert Run.open(folder).manifest.judged_by == before.digest


def test_a_run_that_went_on_by_other_rules_is_judged_by_neither(tmp_path: Path) -> None:
    first, second = by(CleanerSpec()), by(CleanerSpec(disable=("words.*",)))
    root = tmp_path / "run"
    page = clean("-", html=b"<p>hello")
    written = RunFolder(root, Manifest(judged_by=first.digest), first)
    with written:
        written.write(page)
        written.whole = False
    with RunFolder(root, Manifest(judged_by=second.digest), second) as goes_on:
        assert goes_on.goes_on

    assert JudgedBy.read(root) is None
    assert Run.open(root).manifest.judged_by == ""


def test_a_page_that_was_never_asked_for_a_selector_is_cleaned_again(
    run: tuple[Path, JudgedBy], tmp_path: Path
) -> None:
    folder, _ = run
    pack = PACK.replace("role: advertises\n    match: {terms: [zorblaxium]}", "match: {selectors: ['p + p']}")
    pack = pack.replace(
        "examples: {spam: [ask for zorblaxium], clean: [ask for the ferry]}", "examples: {spam: [], clean: []}"
    )
    (tmp_path / "pier.yaml").write_text(pack)

    found = judged_again(Run.open(folder), CleanerSpec(rules=(tmp_path / "pier.yaml",)), processes=1)

    assert len(found.changed) == len(BODIES)
