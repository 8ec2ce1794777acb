"""The pages of `fixtures/hostile/`: each tries one trick on its reader, and `hostile.yaml` says which and what is to come of it."""

from pathlib import Path

import yaml
from lxml import html
from pydantic import BaseModel, ConfigDict

from harness import CleanPage

__all__ = ["FOLDERS", "ROOT", "Hostile", "amiss", "hostile_of"]

ROOT = Path(__file__).parents[2] / "fixtures" / "hostile"
FOLDERS = sorted(file.parent for file in ROOT.glob("*/hostile.yaml"))
HONEST = tuple(p.text_content().strip() for p in html.fromstring((ROOT / "honest.html").read_text("utf-8")).iter("p"))
AWAY = "Spin now and win"
TITLE = "The ferry timetable"


class Hostile(BaseModel):
    """What `hostile.yaml` holds: the trick in a sentence, an event that has to tell of it, spam that has to go, the code of
    the error where there is no page at all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: str
    event: str | None = None
    spam: tuple[str, ...] = ()
    error: str | None = None
    honest: bool = True


def hostile_of(folder: Path) -> Hostile:
    return Hostile.model_validate(yaml.safe_load((folder / "hostile.yaml").read_text(encoding="utf-8")))


def amiss(expected: Hostile, page: CleanPage) -> list[str]:
    """What a user would complain of; empty where all is well."""
    if expected.error:
        code = page.error.code if page.error else None
        return [] if code == expected.error else [f"the error is {code}"]
    if page.error:
        return [f"{page.error.code}: {page.error.message}"]
    text = page.page.text
    found = [f"not read: {line[:40]}" for line in HONEST if line not in text]
    found += [f"still there: {line}" for line in (AWAY, *expected.spam) if line in text]
    if not page.page.title.startswith(TITLE):
        found.append(f"the title is {page.page.title[:60]!r}")
    marked = [mark.text for mark in page.marks if mark.removed]
    found += [f"not marked: {line}" for line in expected.spam if not any(line in text for text in marked)]
    kinds = {event.kind for event in page.events}
    if expected.event and expected.event not in kinds:
        found.append(f"no event {expected.event}, but {', '.join(sorted(kinds)) or 'none'}")
    return found
