"""Floor 1: a fixture: a folder that holds a saved page, the origins it talks to, and what is expected of it."""

import difflib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from harness.errors import FixtureInvalid, UsageError
from harness.model import Answer, Request
from harness.sources.folder import answer_from_folder
from harness.sources.url import checked_url

__all__ = ["FIXTURE_FILE", "Expectation", "FixtureSource", "FixtureSpec", "load_fixture"]

FIXTURE_FILE = "fixture.yaml"


class Expectation(BaseModel):
    """What the clean page must be: lines it has, lines it lacks, its title, the marks it takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = None
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    polluted: Literal["yes", "no", "unsure"] | None = None
    min_marks: int | None = Field(default=None, ge=0)
    max_marks: int | None = Field(default=None, ge=0)
    max_removed_share: float | None = Field(default=None, ge=0, le=1)


class FixtureSpec(BaseModel):
    """What `fixture.yaml` holds; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1]
    source: str
    origins: dict[str, str] = Field(min_length=1)
    viewport: tuple[Annotated[int, Field(gt=0, le=8192)], Annotated[int, Field(gt=0, le=8192)]] = (1280, 800)
    locale: str = "en-US"
    clock: AwareDatetime | None = None
    seed: int = 0
    expect: Expectation = Expectation()


class FixtureSource:
    """Replays a fixture: its origins' folders answer, everything else is refused."""

    answers = True
    offline = True

    def __init__(self, name: str, folder: Path) -> None:
        """Raises FixtureInvalid where the folder holds no fixture that loads."""
        self.name = name
        self.spec = load_fixture(folder)
        self.url = self.spec.source
        self.seed = self.spec.seed
        self.clock_s: float | None = self.spec.clock.timestamp() if self.spec.clock else None
        self.locale: str | None = self.spec.locale
        self.viewport: tuple[int, int] | None = self.spec.viewport
        self._folders = {host.lower(): folder / place for host, place in self.spec.origins.items()}

    async def answer(self, request: Request) -> Answer | None:
        """The file of the origin's folder, 404 where it has none; None for a host that the fixture does not hold."""
        folder = self._folders.get(urlsplit(request.url).netloc.rpartition("@")[2].lower())
        return None if folder is None else await answer_from_folder(folder, request)

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
        data = yaml.safe_load(text)
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise FixtureInvalid(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    try:
        spec = FixtureSpec.model_validate(data)
    except ValidationError as error:
        raise FixtureInvalid(f"{path}{_explain(error, tree)}") from error
    _check_places(path, spec)
    return spec


def _check_places(path: Path, spec: FixtureSpec) -> None:
    try:
        url = checked_url(spec.source)
    except UsageError as error:
        raise FixtureInvalid(f"{path}: source: {error}") from error
    host = urlsplit(url).netloc
    if host not in {name.lower() for name in spec.origins}:
        raise FixtureInvalid(f"{path}: source: {host} is none of the origins; add it with its folder")
    root = path.parent.resolve()
    for name, place in spec.origins.items():
        folder = (root / place).resolve()
        if not folder.is_relative_to(root) or not folder.is_dir():
            raise FixtureInvalid(f"{path}: origins: {name}: {place!r} is no folder of this fixture")


def _explain(error: ValidationError, tree: yaml.Node | None) -> str:
    """The first thing that is wrong, as `:line: key: what`; for an unknown key the nearest known one."""
    first = error.errors()[0]
    where = [str(step) for step in first["loc"]]
    line = _line_of(tree, where)
    said = ".".join(where) or "the file"
    if first["type"] != "extra_forbidden":
        return f":{line}: {said}: {first['msg']}"
    known = Expectation.model_fields if len(where) > 1 else FixtureSpec.model_fields
    near = difflib.get_close_matches(where[-1], known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
    return f":{line}: unknown key {said!r}: {hint}"


def _line_of(node: yaml.Node | None, where: list[str]) -> int:
    """The line (from 1) of the key that `where` leads to, or of the last step of it that is there."""
    line = node.start_mark.line + 1 if node else 1
    for step in where:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            node = node.value[int(step)]
            line = node.start_mark.line + 1
        else:
            break
    return line
