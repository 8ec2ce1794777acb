"""Floor 5: what `harness diff` compares: two pictures, two sources or fixtures (visited now), two runs (as they lie on disk)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from harness.batch.run import Run, StoredPage
from harness.errors import SurveyInvalid, UsageError
from harness.loop import run
from harness.model import CleanPage, Shot
from harness.sources.kinds import FIXTURE_FILE
from harness.survey.model import Box
from harness.survey.wire import SurveyFile, parse
from harness.visual.difference import Difference, Seen, compare

if TYPE_CHECKING:
    from harness.cleaner import Cleaner

__all__ = [
    "Pair",
    "State",
    "compared",
    "kind_of",
    "pairs_of_runs",
    "picture_of",
    "seen_in",
    "visited",
]

State = Literal["before", "after"]
Kind = Literal["picture", "run", "source"]
PICTURES = {".png", ".jpg", ".jpeg", ".webp"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two of the same name, one of which may be missing."""

    name: str
    before: Seen | None
    after: Seen | None


def kind_of(name: str) -> Kind:
    """What a name on the command line is."""
    path = Path(name)
    if path.suffix.lower() in PICTURES and path.is_file():
        return "picture"
    if Run.is_run(name) and not (path / FIXTURE_FILE).exists():
        return "run"
    return "source"


def picture_of(path: Path) -> Seen:
    """A picture file, as it is. Raises UsageError where it is none."""
    from PIL import Image, UnidentifiedImageError

    data = path.read_bytes()
    try:
        with Image.open(path) as opened:
            width, height = opened.size
    except (UnidentifiedImageError, OSError) as error:
        raise UsageError(f"{path}: not a picture that can be read") from error
    return Seen(Shot("png" if path.suffix.lower() == ".png" else "jpeg", width, height, data=data))


def seen_in(page: CleanPage, state: State) -> Seen:
    """What a page that was just cleaned (with pictures, and its survey kept) looked like."""
    stored = page.survey if state == "before" else page.survey_after
    return _seen(page.shots.get(state), stored)


def _seen(picture: Shot | None, stored: bytes | None) -> Seen:
    if stored is None:
        return Seen(picture)
    file = SurveyFile.decode(stored)
    return Seen(picture, parse(file.survey), file.looks)


def visited(cleaner: "Cleaner", sources: Sequence[str]) -> list[CleanPage]:
    """Each source visited now, one after the other, in one browser."""

    async def story() -> list[CleanPage]:
        async with cleaner as opened:
            return [await opened.clean(source) for source in sources]

    return run(story())


def pairs_of_runs(before: Path, after: Path, state: State) -> Iterator[Pair]:
    """The pages of two runs by source, in the order of the second; those of the first alone come last."""
    first = {stored.page.source: stored for stored in Run.open(before).pages() if not stored.page.error}
    known = set()
    for stored in Run.open(after).pages():
        if stored.page.error:
            continue
        known.add(stored.page.source)
        other = first.get(stored.page.source)
        yield Pair(stored.page.source, _stored(other, state) if other else None, _stored(stored, state))
    for source, stored in first.items():
        if source not in known:
            yield Pair(source, _stored(stored, state), None)


def _stored(stored: StoredPage, state: State) -> Seen:
    picture = stored.file(state)
    survey = stored.file("survey_json" if state == "before" else "survey_after_json")
    try:
        seen = _seen(None, survey.read_bytes() if survey else None)
    except SurveyInvalid:
        seen = Seen(None)  # another version's: the pictures still say what differs
    if picture is None:
        return seen
    taken = stored.page.shots.get(state)  # runs before 1.5 told nothing of their pictures
    data = picture.read_bytes()
    return replace(seen, picture=replace(taken, data=data) if taken else picture_of(picture).picture)


def compared(pair: Pair, threshold: float, ignored: Sequence[Box], selectors: Sequence[str] = ()) -> Difference:
    """What became of the first in the second. Raises UsageError where one of the two is missing."""
    if pair.before is None or pair.after is None:
        raise UsageError(f"{pair.name}: there is nothing to compare it with")
    boxes = [*ignored, *_selected(pair.before, selectors), *_selected(pair.after, selectors)]
    return compare(pair.before, pair.after, threshold=threshold, ignored=boxes)


def _selected(seen: Seen, selectors: Sequence[str]) -> Iterator[Box]:
    """The boxes of what these selectors select, where the survey was asked for them."""
    if seen.survey is None:
        return
    for selector, elements in seen.survey.selected:
        if selector in selectors:
            yield from (seen.survey.elements[number].box for number in elements or ())
