"""Floor 4: a run as it lies on disk: `run.json` says what made it, `pages.jsonl` holds a page a line; both are read back here."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import msgspec

from harness.batch.judged_by import JudgedBy
from harness.errors import RunInvalid, SourceNotFound
from harness.model import CleanPage, RulePackVersion
from harness.page_files import write_whole

if TYPE_CHECKING:
    from harness.cleaner import Cleaner

__all__ = ["MANIFEST", "MANIFEST_VERSION", "PAGES", "Manifest", "Run", "StoredPage", "now"]

MANIFEST_VERSION = "1.0"
MANIFEST, PAGES = "run.json", "pages.jsonl"
KNOWN_MAJOR = "1."
SECRET = {"headers", "cookies"}
"""Settings whose values are nobody's business: a manifest is passed around."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What made a run. `judged_by` is a digest of the rules in force with their weights, and of how sure they have to be; `settings` one
    of the visit's options; times are UTC, ISO 8601; `finished` is None while it goes
    on, and where it was ended from outside."""

    harness: str = ""
    browser: str = ""
    rules: tuple[RulePackVersion, ...] = ()
    judged_by: str = ""
    settings: str = ""
    started: str = ""
    finished: str | None = None
    pages: int = 0
    failed: int = 0
    schema_version: str = MANIFEST_VERSION

    @classmethod
    def of(cls, cleaner: "Cleaner", judged_by: JudgedBy) -> Self:
        """For a run that begins now with this open Cleaner, which judges by these rules."""
        options = {name: value for name, value in asdict(cleaner.options).items() if name not in SECRET}
        told = json.dumps(options, sort_keys=True, default=_sorted)
        return cls(
            harness=version("harness"),
            browser=cleaner.browser_version,
            rules=cleaner.packs,
            judged_by=judged_by.digest,
            settings=hashlib.sha256(told.encode()).hexdigest()[:12],
            started=now(),
        )

    def write(self, root: Path) -> None:
        """Put it into the run's folder, whole or not at all. Raises OSError."""
        write_whole(root / MANIFEST, json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n")


def now() -> str:
    """This second, UTC, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page of a run, and the folder that its files' paths begin at."""

    page: CleanPage
    root: Path = field(repr=False)

    def file(self, name: str) -> Path | None:
        """The path of one of the page's files (a field of `Files`); None where it was not written or lies outside the run."""
        place = getattr(self.page.files, name)
        if not place:
            return None
        path = (self.root / place).resolve()
        return path if path.is_relative_to(self.root.resolve()) and path.is_file() else None


class Run:
    """A run that was written by `harness clean -o`, by this version or one before it."""

    def __init__(self, root: Path, manifest: Manifest) -> None:
        self.root = root
        self.manifest = manifest

    @classmethod
    def is_run(cls, path: str | Path) -> bool:
        """True for a folder that holds a run."""
        return (Path(path) / PAGES).is_file()

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """The run in this folder. Raises SourceNotFound where there is none, RunInvalid where its manifest cannot be read."""
        root = Path(path)
        if not cls.is_run(root):
            raise SourceNotFound(f"{path} holds no {PAGES}: give a folder that `harness clean -o` wrote")
        try:
            found = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(root, Manifest())  # runs had none before 1.2
        except (ValueError, OSError) as error:
            raise RunInvalid(f"{root / MANIFEST}: not a run's manifest: {error}") from error
        return cls(root, _converted(found, Manifest, root / MANIFEST))

    def pages(self) -> Iterator[StoredPage]:
        """Every page, in the order in which they were done, read one by one. A last line that was cut off by a kill is left
        out. Raises RunInvalid for any other line that is no page."""
        with (self.root / PAGES).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    found = json.loads(line)
                except ValueError as error:
                    if not line.endswith("\n"):
                        return
                    raise RunInvalid(f"{self.root / PAGES}:{number}: no JSON: {error}") from error
                where = f"{self.root / PAGES}:{number}"
                yield StoredPage(_converted(found, CleanPage, where), self.root)


def _converted(found: Any, kind: type[Any], where: object) -> Any:
    if not isinstance(found, Mapping) or not str(found.get("schema_version", "")).startswith(KNOWN_MAJOR):
        told = found.get("schema_version") if isinstance(found, Mapping) else None
        raise RunInvalid(f"{where}: of version {told!r}; this harness reads {KNOWN_MAJOR}x: clean the pages again")
    try:
        return msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        raise RunInvalid(f"{where}: {error}") from error
