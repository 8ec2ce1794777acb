"""Floor 1: a fixture: a folder that holds a saved page, the origins it talks to, and what is expected of it."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from harness.errors import FixtureInvalid, UsageError
from harness.sources.folder import answer_from_folder
from harness.sources.har import read_conversations, read_har
from harness.sources.kinds import FIXTURE_FILE
from harness.sources.protocol import Answer, Opening, Refused, Request
from harness.sources.replay import Replay
from harness.sources.secrets import Secrets
from harness.sources.url import checked_url
from harness.strict_yaml import Problem, load_yaml

__all__ = ["Expectation", "FixtureSource", "FixtureSpec", "Recorded", "load_fixture"]


class ExpectedMark(BaseModel):
    """A mark that must be removed: by this rule (a glob over full ids) or with this text in it, or both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str | None = None
    text: str | None = None


class Expectation(BaseModel):
    """What the clean page must be: lines it has, lines it lacks, its title, the marks it takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = None
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    polluted: Literal["yes", "no", "unsure"] | None = None
    marks: tuple[ExpectedMark, ...] = ()
    min_marks: int | None = Field(default=None, ge=0)
    max_marks: int | None = Field(default=None, ge=0)
    max_removed_share: float | None = Field(default=None, ge=0, le=1)


class Recorded(BaseModel):
    """How a fixture was recorded: when, by which browser, with which fonts (see `harness.fixtures.environment`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: AwareDatetime
    browser: str
    fonts: str = ""


class FixtureSpec(BaseModel):
    """What `fixture.yaml` holds; unknown keys are refused. Its answers lie in a folder for each of its `origins`, or in the
    exchanges that were recorded, `har`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1]
    source: str
    origins: dict[str, str] = {}
    har: str | None = None
    recorded: Recorded | None = None
    viewport: tuple[Annotated[int, Field(gt=0, le=8192)], Annotated[int, Field(gt=0, le=8192)]] = (1280, 800)
    locale: str = "en-US"
    time_zone: str | None = None
    user_agent: str | None = None
    secrets: tuple[str, ...] = ()
    clock: AwareDatetime | None = None
    seed: int = 0
    expect: Expectation = Expectation()


class FixtureSource:
    """Replays a fixture: its origins' folders answer, everything else is refused."""

    answers = True

    def __init__(self, name: str, folder: Path) -> None:
        """Raises FixtureInvalid where the folder holds no fixture that loads."""
        self.name = name
        self.spec = load_fixture(folder)
        spec = self.spec
        self.opening = Opening(
            url=spec.source,
            clock_s=spec.clock.timestamp() if spec.clock else None,
            locale=spec.locale,
            time_zone=spec.time_zone,
            user_agent=spec.user_agent,
            viewport=spec.viewport,
            seed=spec.seed,
            offline=True,
            conversations=tuple(read_conversations(folder / spec.har)) if spec.har is not None else None,
        )
        self.folder = folder
        self._replay = (
            Replay(read_har(folder / spec.har), Secrets.with_more(spec.secrets)) if spec.har is not None else None
        )
        self._folders = {host.lower(): folder / name for host, name in self.spec.origins.items()}

    async def answer(self, request: Request) -> Answer:
        """The file of the origin's folder, 404 where it has none; a host that the fixture does not hold is refused."""
        if self._replay is not None:
            return self._replay.answer(request)
        folder = self._folders.get(urlsplit(request.url).netloc.rpartition("@")[2].lower())
        return (
            Refused(f"not in the source: {request.url}")
            if folder is None
            else await answer_from_folder(folder, request)
        )

    async def close(self) -> None:
        """Nothing is held."""


def load_fixture(folder: Path) -> FixtureSpec:
    """Read and check `folder/fixture.yaml`. Raises FixtureInvalid with the file, the line and what to do."""
    path = folder / FIXTURE_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FixtureInvalid(f"{folder} holds no {FIXTURE_FILE}: give a fixture's folder, or one HTML file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise FixtureInvalid(f"{path} cannot be read: {error}") from error
    try:
        spec = load_yaml(path, text, FixtureSpec)
    except Problem as error:
        raise FixtureInvalid(str(error)) from error
    _check_places(path, spec)
    return spec


def _check_places(path: Path, spec: FixtureSpec) -> None:
    try:
        url = checked_url(spec.source)
    except UsageError as error:
        raise FixtureInvalid(f"{path}: source: {error}") from error
    if spec.har is not None:
        return
    if not spec.origins:
        raise FixtureInvalid(f"{path}: needs origins (a folder for each), or har (what was recorded)")
    host = urlsplit(url).netloc
    if host not in {name.lower() for name in spec.origins}:
        raise FixtureInvalid(f"{path}: source: {host} is none of the origins; add it with its folder")
    root = path.parent.resolve()
    for host_name, name in spec.origins.items():
        folder = (root / name).resolve()
        if not folder.is_relative_to(root) or not folder.is_dir():
            raise FixtureInvalid(f"{path}: origins: {host_name}: {name!r} is no folder of this fixture")
