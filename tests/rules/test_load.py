"""Rule packs that do not hold are refused in one line that leads to the mistake."""

import os
from pathlib import Path

import pytest

from harness.errors import RulesInvalid
from harness.rules import load_packs


def test_a_misspelt_key_is_named_with_its_line_and_the_nearest_right_one(tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text("id: x\ntitle: y\nwhy: z\nrulez: []\n", encoding="utf-8")

    with pytest.raises(RulesInvalid, match=r"pack\.yaml:4: .*rulez.*did you mean 'rules'"):
        load_packs([pack])


def test_a_folder_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesInvalid, match="no rule pack"):
        load_packs([tmp_path])


def test_every_pack_that_comes_along_has_an_id_of_its_own_and_rules() -> None:
    ruleset = load_packs()

    assert len({pack.id for pack in ruleset.packs}) == len(ruleset.packs) > 50
    assert {rule.id.rpartition(".")[0] for rule in ruleset.rules} == {pack.id for pack in ruleset.packs} - {"lists"}


def test_no_word_that_comes_along_is_listed_twice_or_is_both_the_sellers_alone_and_honest() -> None:
    listed: dict[tuple[str, str], list[str]] = {}
    for rule in load_packs().rules:
        if rule.role in ("advertises", "topic"):
            for term in rule.terms:
                listed.setdefault((rule.language, term.casefold()), []).append(rule.id)

    assert {term: ids for term, ids in listed.items() if len(ids) > 1} == {}


def test_a_glob_that_fits_no_rule_is_noted_with_the_nearest() -> None:
    ruleset = load_packs(disable=["word.*", "structure.random-tokn", "words.zh.*"])

    assert ruleset.notes == (
        "--disable 'word.*' fits no rule; did you mean 'words.*'?",
        "--disable 'structure.random-tokn' fits no rule; did you mean 'structure.random-token'?",
    )


def test_a_key_that_stands_in_the_wrong_place_is_told_its_own(tmp_path: Path) -> None:
    pack = tmp_path / "pier.yaml"
    pack.write_text(
        "id: pier\ntitle: t\nwhy: w\nrules:\n  - id: sold\n    says: s\n    weight: 6\n    terms: [a term]\n"
    )
    with pytest.raises(RulesInvalid, match=r":8: rules\.0\.terms: no key 'terms' here; it stands under 'match'"):
        load_packs([pack])


def test_the_cache_of_who_writes_a_pack_does_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "harness").mkdir()
    for age in range(20):
        old = tmp_path / "harness" / f"packs-{age:02}.json"
        old.write_text("[]")
        os.utime(old, (1_000_000 - age, 1_000_000 - age))

    ruleset = load_packs()

    kept = sorted(file.name for file in (tmp_path / "harness").glob("packs-*.json"))
    assert kept[:7] == [f"packs-{age:02}.json" for age in range(7)]
    assert len(kept) == 8
    assert load_packs().rules == ruleset.rules
