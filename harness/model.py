"""Floor 0: the nouns of the story, as values. What `harness` writes as JSON is this model, versioned.

`docs/schema/clean-page.schema.json` is generated from it. A field's meaning, unit and shape stand here and nowhere else.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

__all__ = [
    "SCHEMA_VERSION",
    "Answer",
    "Article",
    "CleanPage",
    "Event",
    "Evidence",
    "Failure",
    "Files",
    "Mark",
    "Provenance",
    "Reading",
    "Request",
    "RulePackVersion",
    "Shot",
    "Source",
    "Verdict",
]

SCHEMA_VERSION = "1.0"

Box = tuple[float, float, float, float]
"""x, y, width, height in CSS px of the page, from its top left corner."""

Status = Literal["ok", "partial", "timeout", "crash", "blocked", "refused", "failed"]
"""ok: the whole story was told; partial: read before all had settled, or a limit was reached; timeout, crash, failed:
nothing was read; blocked: the site answered with a wall (403, 429, a challenge); refused: an address we do not visit."""

MarkKind = Literal["element", "text", "title", "meta", "attribute", "generated", "image", "frame", "link", "layer"]
MarkAction = Literal["removed", "suspect", "kept"]


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the page, as a Source is asked for it."""

    url: str
    method: str = "GET"
    resource_type: str = "Document"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a Source answers to a request; header names as they come, repeated ones as repeated pairs."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Source(Protocol):
    """Where a page comes from: it says what to open and answers the requests it has answers for.

    `name` is what the user typed (it comes back as `CleanPage.source`); `url` is the address to open; `offline` says
    that requests it does not answer are refused rather than carried by the door; `clock_s` (seconds since 1970) and
    `locale`, `viewport` are set by fixtures, `None` elsewhere.
    """

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def answers(self) -> bool:
        """True if `answer` may return anything but None; then every request is shown to it."""
        ...

    @property
    def offline(self) -> bool: ...
    @property
    def clock_s(self) -> float | None: ...
    @property
    def locale(self) -> str | None: ...
    @property
    def viewport(self) -> tuple[int, int] | None: ...

    async def answer(self, request: Request) -> Answer | None:
        """The answer to this request, or None where this source has none."""
        ...

    async def close(self) -> None:
        """Let go of what the source holds (servers, files)."""
        ...


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on the way; `at_ms` is virtual time since navigation."""

    kind: str
    detail: str
    at_ms: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: the rule's full id, its weight in log-odds as counted here, and what it saw."""

    rule: str
    weight: float
    detail: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who put the node there; `unknown` rather than wrong. `at_ms` is virtual time since navigation."""

    origin: Literal["server", "document.write", "script", "unknown"] = "unknown"
    script_url: str | None = None
    function: str | None = None
    line: int | None = None
    third_party: bool | None = None
    at_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of spam with its evidence. `score` is the sum of the evidence's weights (log-odds, the prior among them).

    `selector` has one CSS selector per frame or shadow root on the way; `text` is what a reader (or, if hidden, an
    extractor) saw; `removed` is True where `action` is `removed`: the text is out of the readings and the clean HTML.
    """

    id: str
    kind: MarkKind
    action: MarkAction
    removed: bool
    selector: tuple[str, ...]
    text: str
    score: float
    evidence: tuple[Evidence, ...]
    provenance: Provenance = Provenance()
    visible: bool = True
    hidden_by: str | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All the visible text that is left, in reading order; `title` is the document's, mended."""

    title: str = ""
    text: str = ""
    markdown: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """The main content; `title` is the headline."""

    title: str = ""
    byline: str | None = None
    date: str | None = None
    text: str = ""
    markdown: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the page is polluted; `probability` from the strongest marks' scores, `reason` in one plain sentence."""

    polluted: Literal["yes", "no", "unsure"]
    probability: float
    reason: str


@dataclass(frozen=True, slots=True)
class RulePackVersion:
    """A rule pack that judged this page: its id and the digest of its text."""

    id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of the whole page: encoded bytes, format, and size in pixels."""

    data: bytes
    format: Literal["png", "jpeg"]
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of this page lie, relative to the run's folder; None for those that were not written."""

    clean_md: str | None = None
    clean_html: str | None = None
    marks_json: str | None = None
    survey_json: str | None = None
    before: str | None = None
    marked: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a page failed: the error's code (see errors.py) and one line that says what to do."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CleanPage:
    """All that one page gives: readings, marks, events, and where its files lie.

    `timings_ms` are real milliseconds by phase. `html` and `shots` and `survey` never go into the JSON: they are files.
    """

    source: str
    url: str
    final_url: str | None = None
    http_status: int | None = None
    language: str | None = None
    status: Status = "ok"
    verdict: Verdict | None = None
    page: Reading = Reading()
    article: Article = Article()
    marks: tuple[Mark, ...] = ()
    events: tuple[Event, ...] = ()
    rules: tuple[RulePackVersion, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    files: Files = Files()
    error: Failure | None = None
    schema_version: str = SCHEMA_VERSION
    html: str = field(default="", repr=False, metadata={"json": False})
    shots: dict[str, Shot] = field(default_factory=dict, repr=False, metadata={"json": False})
    survey: dict[str, Any] | None = field(default=None, repr=False, metadata={"json": False})
