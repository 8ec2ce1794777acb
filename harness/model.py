"""Floor 0: the nouns of the story, as values. What `harness` writes as JSON is this model, versioned.

`docs/schema/clean-page.schema.json` is generated from it. A field's meaning, unit and shape stand here and nowhere else.
"""

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Literal

__all__ = [
    "SCHEMA_VERSION",
    "Article",
    "CleanPage",
    "Event",
    "Evidence",
    "Failure",
    "Files",
    "Mark",
    "Provenance",
    "Reading",
    "RulePackVersion",
    "Shot",
    "Verdict",
]

SCHEMA_VERSION = "1.5"

Box = tuple[float, float, float, float]
"""x, y, width, height in CSS px of the page, from its top left corner."""

ShotFormat = Literal["png", "jpeg", "webp"]
"""How a picture is written: without loss, or smaller."""
Status = Literal["ok", "partial", "timeout", "crash", "blocked", "refused", "failed"]
"""ok: the whole story was told; partial: read before all had settled, or a limit was reached; timeout, crash, failed:
nothing was read; blocked: the site answered with a wall (403, 429, a challenge); refused: an address we do not visit."""

MarkKind = Literal[
    "element", "text", "title", "meta", "attribute", "generated", "unrendered", "image", "frame", "link", "layer"
]
MarkAction = Literal["removed", "suspect", "kept"]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on the way; `at_ms` is virtual time since navigation."""

    kind: str
    """What happened, in one word; the words stand in docs/output.md."""
    detail: str
    """What it happened to: an address, a message, a limit."""
    at_ms: float
    """Virtual milliseconds since navigation."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: the rule's full id, its weight in log-odds as counted here, and what it saw."""

    rule: str
    """The rule's full id, `<pack>.<rule>`; `prior` is what every sum begins with."""
    weight: float
    """Log-odds, as counted here; above 0 speaks for spam, below 0 against."""
    detail: str
    """What the rule says, and in brackets what it saw."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who put the node there; `unknown` rather than wrong. `at_ms` is virtual time since navigation."""

    origin: Literal["server", "document.write", "script", "unknown"] = "unknown"
    """`server`: no script made it; `script`: one did, or changed it, or it came after the parser had been there; `unknown`:
    nothing says who."""
    script_url: str | None = None
    """The address of the script that made the node, where it is known."""
    function: str | None = None
    """The function in that script."""
    line: int | None = None
    """The line in that script, counted from 1."""
    third_party: bool | None = None
    """True where that script is of another site than the page."""
    at_ms: float | None = None
    """Virtual milliseconds since navigation, when the node came."""
    loaded_by: str | None = None
    """What brought that script: the script that asked for it, or the document that names it; null for one in a document."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of spam with its evidence. `score` is the sum of the evidence's weights (log-odds, the prior among them).

    `selector` has one CSS selector per frame or shadow root on the way; `text` is what a reader (or, if hidden, an
    extractor) saw; `removed` is True where `action` is `removed`: the text is out of the readings and the clean HTML.
    """

    id: str
    """`m1`, `m2`, ...: unique in its page, and the number at its outline in the picture `marked`."""
    kind: MarkKind
    """What it is in the page. `text` is a part of a text node, `layer` an element that lies over the page."""
    action: MarkAction
    """`removed`: taken out; `suspect`: close to it, left in; `kept`: was to be taken out, and could not be."""
    removed: bool
    """True where `action` is `removed`."""
    selector: tuple[str, ...]
    """CSS selectors, from the outermost document inwards: one for each frame or shadow root on the way."""
    text: str
    """The text of the mark, a line for each block in it."""
    score: float
    """Log-odds: the sum of `evidence`. 0 and more is removed."""
    evidence: tuple[Evidence, ...]
    """The reasons, `prior` first."""
    provenance: Provenance = Provenance()
    """Who put it there."""
    visible: bool = True
    """True where a reader sees it."""
    hidden_by: str | None = None
    """How it is hidden, as the style that does it; null where it is visible."""
    name: str | None = None
    """For a meta element or an attribute its name, for generated text the selector of the style rule, for what is served and never
    shown `noscript` or `template`, for an image the address that its link leads to, for a link of the
    head its relation or `refresh`; null for other marks."""
    before: str | None = None
    """For a title: all of it, as it stood; null for other marks."""
    after: str | None = None
    """For a title: what became of it; null for other marks."""
    boxes: tuple[Box, ...] = ()
    """Where it stands on the picture `before`: x, y, width, height in CSS px; none where it is hidden or the title."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All the visible text that is left, in reading order; `title` is the document's, mended."""

    title: str = ""
    """The document's title, without what was glued to it."""
    text: str = ""
    """Plain text, a line for each block."""
    markdown: str = ""
    """The same as Markdown without raw HTML: headings, list items and quotes are kept."""


@dataclass(frozen=True, slots=True)
class Article:
    """The main content; `title` is the headline."""

    title: str = ""
    """The headline."""
    byline: str | None = None
    """Who wrote it, as the page says; null where it does not."""
    date: str | None = None
    """When it was published, as YYYY-MM-DD; null where the page does not say."""
    text: str = ""
    """Plain text, a line for each paragraph."""
    markdown: str = ""
    """The same as Markdown without raw HTML."""
    kind: Literal["article", "thread", "product", "listing", "documentation", "none"] = "none"
    """What kind of page it is, as it says itself or as it is built; `none`: there is no content to speak of."""
    site_name: str | None = None
    """The name of the site, as the page says; null where it does not."""
    canonical: str | None = None
    """The address that the page gives as its own; null where it gives none."""
    image: str | None = None
    """The address of the picture that stands for the page, as it says; null where it does not."""
    read_from: dict[str, str] = field(default_factory=dict)
    """Where byline, date, site_name, canonical and image were read, by name: `JSON-LD author`, `meta og:image`, `byline line`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the page is polluted; `probability` from the strongest marks' scores, `reason` in one plain sentence."""

    polluted: Literal["yes", "no", "unsure"]
    """`yes`: something was removed; `unsure`: something is suspect; `no`: neither."""
    probability: float
    """0 to 1: the strongest mark's score as a probability."""
    reason: str
    """One plain sentence."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that one reader of the page is shown and the first is not (`--as`)."""

    to: str
    """To whom: one of the names that --as takes."""
    text: str
    """The text."""
    spam: bool = False
    """True where it would be removed from that reader's page."""
    score: float = 0.0
    """Log-odds that it is spam; 0 where nothing was found in it."""
    evidence: tuple[Evidence, ...] = ()
    """What speaks for and against, as in a mark."""


@dataclass(frozen=True, slots=True)
class RulePackVersion:
    """A rule pack that judged this page: its id and the digest of its text."""

    id: str
    """The pack's id."""
    digest: str
    """The first 12 hexadecimal digits of a digest of its text; another text has another one."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of the whole page, from its left upper corner on. A page that was read back from a run has no `data`: that is
    in the picture's file."""

    format: ShotFormat
    """How it is encoded."""
    width_px: int
    """Width in the picture's own pixels."""
    height_px: int
    """Height in the picture's own pixels; of `marked` with the legend under it."""
    scale: float = 1.0
    """Pixels of the picture for one CSS pixel of the page, in which boxes are told."""
    cut_px: int = 0
    """CSS pixels of the page's height that are beyond the picture's end."""
    data: bytes = field(default=b"", repr=False, metadata={"json": False})
    """The picture as encoded."""

    @property
    def ending(self) -> str:
        """What its file's name ends with."""
        return ".jpg" if self.format == "jpeg" else f".{self.format}"


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of this page lie, relative to the run's folder; None for those that were not written."""

    clean_md: str | None = None
    """The article's Markdown."""
    clean_html: str | None = None
    """The swept document as HTML that runs nothing and loads nothing."""
    marks_json: str | None = None
    """`marks` as a file of its own."""
    survey_json: str | None = None
    """What was seen in the page, and with which settings: with --keep-survey."""
    survey_after_json: str | None = None
    """The same of what was left after the sweep: with --keep-survey."""
    before: str | None = None
    """The page as it was found: a picture of its whole height."""
    marked: str | None = None
    """The same picture with a numbered outline around every removed mark."""
    after: str | None = None
    """The page after the sweep."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a page failed: the error's code (see errors.py) and one line that says what to do."""

    code: str
    """One of the codes in docs/output.md."""
    message: str
    """What is wrong and what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class CleanPage:
    """All that one page gives: readings, marks, events, and where its files lie.

    `timings_ms` are real milliseconds by phase. `html`, `survey` and what `shots` show never go into the JSON: they are files.
    """

    source: str
    """What the user named: a URL, a file, a folder, `-`."""
    url: str
    """The address that was opened."""
    final_url: str | None = None
    """The address of the document that was read, after redirects; null where none was read."""
    http_status: int | None = None
    """The main document's status; null where none was read."""
    retry_after_s: float | None = None
    """Seconds for which the server asks to be left alone (Retry-After); null where it does not."""
    language: str | None = None
    """The main content's language as ISO 639-1; null where there is too little text to tell."""
    status: Status = "ok"
    """How far the story was told."""
    verdict: Verdict | None = None
    """Whether the page is polluted; null where nothing was read."""
    page: Reading = Reading()
    """All the visible text that is left."""
    article: Article = Article()
    """The main content."""
    marks: tuple[Mark, ...] = ()
    """What was found, removed or not."""
    shown: tuple[Shown, ...] = ()
    """What others are shown and this reader is not; empty without --as."""
    events: tuple[Event, ...] = ()
    """What happened on the way, in order; at most 400, and 100 of a kind."""
    rules: tuple[RulePackVersion, ...] = ()
    """The packs that judged the page, those that --disable emptied among them."""
    timings_ms: dict[str, float] = field(default_factory=dict)
    """Real milliseconds by phase: open, settle, shoot, survey, judge, sweep, read."""
    files: Files = Files()
    """Where this page's files lie."""
    error: Failure | None = None
    """Why the page failed; null where it did not."""
    schema_version: str = SCHEMA_VERSION
    """The version of this contract."""
    html: str = field(default="", repr=False, metadata={"json": False})
    shots: dict[str, Shot] = field(default_factory=dict, repr=False)
    """The pictures by name, `before`, `marked`, `after`: what they are; the pictures themselves are files."""
    survey: bytes | None = field(default=None, repr=False, metadata={"json": False})
    survey_after: bytes | None = field(default=None, repr=False, metadata={"json": False})

    def to_json(self, indent: int | None = None) -> str:
        """The page as the JSON that the command line gives: docs/schema says its shape."""
        from harness.page_files import page_json  # which needs this module

        return page_json(self, indent)

    def save(self, folder: str | Path) -> Files:
        """Write clean.md, clean.html, marks.json, and what pictures and survey there are into this folder, made where it is
        not there; where each file is, relative to the folder above. Raises OSError."""
        from harness.page_files import write_files

        Path(folder).mkdir(parents=True, exist_ok=True)
        return write_files(self, Path(folder))

    def __repr__(self) -> str:
        found = self.error.code if self.error else f"{sum(mark.removed for mark in self.marks)} removed"
        return f"<CleanPage {self.source!r} {self.status}, {found}, {len(self.article.text)} characters of article>"

    def _repr_html_(self) -> str:
        """For a notebook: what was removed, and the article's text."""
        rows = "".join(
            f"<tr><td>{escape(mark.id)}</td><td>{escape(mark.action)}</td><td>{mark.score:+.1f}</td>"
            f"<td>{escape(mark.text[:200])}</td></tr>"
            for mark in self.marks
        )
        said = escape(self.error.message if self.error else self.verdict.reason if self.verdict else "")
        title = escape(self.article.title or self.page.title or self.source)
        text = "".join(f"<p>{escape(line)}</p>" for line in self.article.text.split("\n")[:40])
        return f"<div><h3>{title}</h3><p><b>{escape(self.status)}</b> {said}</p><table>{rows}</table>{text}</div>"
