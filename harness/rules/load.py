"""Floor 1: the rules in force: the packs that come along and the user's, without what is switched off.

Packs that were read and checked once are kept in the user's cache, by their content: reading them anew takes a third of a
second, of which most is the import of what reads and checks YAML.
"""

import hashlib
import os
import tempfile
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from harness.cache import cache_folder
from harness.errors import RulesInvalid
from harness.model import RulePackVersion
from harness.rules.model import Pack, Rule, RuleSet
from harness.text.nearest import nearest

__all__ = ["WEIGHTS", "built_in_folder", "load_packs", "pack_files"]

WEIGHTS = "weights.yaml"
ENDINGS = {".yaml", ".yml"}
CACHE_FORMAT = 3
"""Counted up whenever the shape of a Pack, or what makes one valid, changes."""
CACHED = 8
"""How many sets of packs are kept, the newest: who writes a pack reads another set after every line changed, and each takes a
quarter of a megabyte."""


def built_in_folder() -> Path:
    """The folder of the packs that come along: inside the wheel, or at the root of a checkout."""
    package = Path(__file__).resolve().parent.parent
    wheel = package / "_rules"
    return wheel if wheel.is_dir() else package.parent / "rules"


def load_packs(paths: Sequence[Path] = (), disable: Sequence[str] = (), *, fitted: bool = True) -> RuleSet:
    """The built-in packs and those at `paths` (files or folders), without rules whose full id a glob in `disable` fits;
    its `notes` name the globs that fit none. Not `fitted` are the weights as their packs have them.

    Raises RulesInvalid with one line that names file, line and the nearest right key.
    """
    rules: dict[str, Rule] = {}
    groups: dict[str, float] = {}
    lists: dict[str, set[str]] = {}
    packs: dict[str, Path] = {}
    versions: list[RulePackVersion] = []
    for file, pack in _read_all([*pack_files(built_in_folder()), *(f for path in paths for f in pack_files(path))]):
        if pack.id in packs:
            raise RulesInvalid(f"{file}: the pack id {pack.id!r} is taken by {packs[pack.id]}: give yours another")
        packs[pack.id] = file
        versions.append(RulePackVersion(pack.id, pack.digest))
        groups |= pack.groups
        for name, values in pack.lists.items():
            lists.setdefault(name, set()).update(values)
        for rule in pack.rules:
            if rule.id in rules:
                raise RulesInvalid(f"{file}: the rule id {rule.id!r} is there twice")
            rules[rule.id] = rule
    weights = _fitted(rules) if fitted else {}
    kept = tuple(
        replace(rule, weight=weights.get(rule.id, rule.weight))
        for rule in rules.values()
        if not any(fnmatchcase(rule.id, glob) for glob in disable)
    )
    return RuleSet(
        rules=kept,
        packs=tuple(versions),
        notes=_notes(disable, list(rules)),
        groups=groups,
        lists={name: frozenset(values) for name, values in lists.items()},
    )


def _fitted(known: Collection[str]) -> dict[str, float]:
    """The weights that `harness rules fit` found for built-in rules: a layer over those written in their packs, which say
    what each rule is for. Raises RulesInvalid."""
    file = built_in_folder() / WEIGHTS
    if not file.is_file():
        return {}
    # one `rule id: weight` a line, as fit writes it: reading it takes no YAML
    found: dict[str, float] = {}
    for number, line in enumerate(_content(file).decode("utf-8").splitlines(), 1):
        name, _, value = line.partition("#")[0].partition(":")
        if not name.strip():
            continue
        try:
            found[name.strip()] = float(value)
        except ValueError as error:
            raise RulesInvalid(f"{file}:{number}: `rule id: weight` is meant, not {line!r}") from error
        if name.strip() not in known:
            raise RulesInvalid(f"{file}:{number}: no rule {name.strip()!r}{nearest(name.strip(), known)}")
    return found


def pack_files(path: Path) -> list[Path]:
    """The packs that a path names: itself, or all .yaml and .yml files below it. Raises RulesInvalid where there is none."""
    if path.is_dir():
        found = sorted(
            file
            for file in path.rglob("*")
            if file.suffix.lower() in ENDINGS and file.is_file() and file != built_in_folder() / WEIGHTS
        )
        if not found:
            raise RulesInvalid(f"{path}: no rule pack in this folder: packs are .yaml files")
        return found
    if not path.is_file():
        raise RulesInvalid(f"{path}: no such rule pack")
    return [path]


def _read_all(files: Sequence[Path]) -> list[tuple[Path, Pack]]:
    """Every file's pack; from the cache where it was read before with just this content."""
    contents = [(file, _content(file)) for file in files]
    digests = [hashlib.sha256(content).hexdigest() for _, content in contents]
    cache = _cache_file("".join(digests))
    cached = _cached(cache)
    if cached is not None and len(cached) == len(contents):
        return [(file, pack) for (file, _), pack in zip(contents, cached, strict=True)]
    from harness.rules.pack import read_pack
    from harness.strict_yaml import Problem

    packs = []
    for (file, content), digest in zip(contents, digests, strict=True):
        try:
            packs.append(read_pack(file, content.decode("utf-8"), digest[:12]))
        except Problem as error:
            more = f" (and {len(error.all) - 1} more: see harness rules check)" if len(error.all) > 1 else ""
            raise RulesInvalid(f"{error}{more}") from error
        except UnicodeDecodeError as error:
            raise RulesInvalid(f"{file}: cannot be read: not UTF-8 text") from error
    _keep(cache, packs)
    return [(file, pack) for (file, _), pack in zip(contents, packs, strict=True)]


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RulesInvalid(f"{file}: cannot be read: {error.strerror}") from error


def _cache_file(digests: str) -> Path | None:
    """Where packs of this content are kept; None where the user has no place for it."""
    folder = cache_folder()
    key = hashlib.sha256(f"{CACHE_FORMAT} {digests}".encode()).hexdigest()[:32]
    return folder / f"packs-{key}.json" if folder else None


def _cached(file: Path | None) -> list[Pack] | None:
    """What is kept there; None where nothing is, or what is there is of no use."""
    if file is None:
        return None
    try:
        return msgspec.json.decode(file.read_bytes(), type=list[Pack])
    except (OSError, msgspec.MsgspecError):
        return None


def _keep(file: Path | None, packs: list[Pack]) -> None:
    """Keep the packs for the next time: written aside and moved into place, so that no other process reads half of it. A
    disk that takes nothing costs a third of a second, next time again."""
    if file is None:
        return
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(dir=file.parent, prefix=".packs-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(msgspec.json.encode(packs))
            os.replace(written, file)
        except OSError:
            os.unlink(written)
            raise
        kept = sorted(file.parent.glob("packs-*.json"), key=lambda each: each.stat().st_mtime)
        for old in kept[:-CACHED]:
            old.unlink(missing_ok=True)


def _notes(disable: Sequence[str], ids: Sequence[str]) -> tuple[str, ...]:
    """A line for each glob that switches nothing off: nobody writes one for that."""
    without_effect = [glob for glob in disable if not any(fnmatchcase(each, glob) for each in ids)]
    if not without_effect:
        return ()
    known = {*ids, *(f"{each.rpartition('.')[0]}.*" for each in ids), *(f"{each.split('.')[0]}.*" for each in ids)}
    return tuple(f"--disable {glob!r} fits no rule{nearest(glob, known)}" for glob in without_effect)
