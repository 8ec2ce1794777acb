"""Floor 5: what the owner of a site wants of a scan: which pages, which pieces, who put them there, where they lead, what to delete."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.address import host_of, same_document
from harness.inert import inert_line
from harness.model import CleanPage, Mark
from harness.survey.wire import SurveyFile, parse

__all__ = ["Piece", "Scan", "pieces_of", "scan_of"]

SERVED = "sent by the server"
UNKNOWN = "not known"
MAX_TARGETS = 50
MIN_LINE = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A mark as something to delete: where it is, who put it there, where its links lead, and (in a file) its line, from 1."""

    source: str
    mark: Mark
    by: str
    targets: tuple[str, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class Scan:
    """All pieces; `pages` by verdict, `failed` with the error of each."""

    pieces: tuple[Piece, ...]
    pages: dict[str, str]
    failed: dict[str, str]

    def by_maker(self) -> list[tuple[str, list[Piece]]]:
        """The pieces by who put them there, whoever did most first."""
        found: dict[str, list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            found[piece.by].append(piece)
        return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def hosts(self) -> list[tuple[str, int]]:
        """The hosts that the pieces lead to, the most linked first."""
        counted = Counter(host for piece in self.pieces for host in {host_of(url) for url in piece.targets} if host)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "schema_version": "1.0",
            "pages": self.pages,
            "failed": self.failed,
            "hosts": dict(self.hosts()),
            "pieces": [
                {
                    "source": piece.source,
                    "by": piece.by,
                    "kind": piece.mark.kind,
                    "action": piece.mark.action,
                    "score": piece.mark.score,
                    "selector": list(piece.mark.selector),
                    "text": piece.mark.text,
                    "targets": list(piece.targets),
                    "line": piece.line,
                    "rules": [e.rule for e in piece.mark.evidence if e.rule != "prior"],
                }
                for piece in self.pieces
            ],
        }


def scan_of(pages: Iterable[CleanPage]) -> Scan:
    """What a scan of these pages (cleaned with their survey kept) found."""
    pieces: list[Piece] = []
    verdicts: dict[str, str] = {}
    failed: dict[str, str] = {}
    for page in pages:
        if page.error or page.verdict is None:
            failed[page.source] = inert_line(page.error.message if page.error else "nothing was read")
            continue
        verdicts[page.source] = page.verdict.polluted
        pieces += pieces_of(page)
    return Scan(tuple(pieces), verdicts, failed)


def pieces_of(page: CleanPage) -> list[Piece]:
    """The page's marks as pieces."""
    links = _links(page)
    lines = _lines(page.source)
    return [
        Piece(page.source, mark, _by(mark, page.final_url or page.url), _targets(mark, links), _line(mark, lines))
        for mark in page.marks
    ]


def _by(mark: Mark, page: str) -> str:
    """What did it, with what brought that where it was not the page itself."""
    from_ = mark.provenance
    if from_.script_url:
        brought = from_.loaded_by if from_.loaded_by and not same_document(from_.loaded_by, page) else ""
        return inert_line(f"{from_.script_url}, loaded by {brought}" if brought else from_.script_url)
    return {"server": SERVED, "unknown": UNKNOWN}.get(from_.origin, "a script")


def _links(page: CleanPage) -> list[tuple[str, list[str]]]:
    """Each line of text that has links, and where they lead."""
    if page.survey is None:
        return []
    survey = parse(SurveyFile.decode(page.survey).survey)
    return [(inert_line(b.text), [inert_line(k.url) for k in b.links if k.url]) for b in survey.blocks if b.links]


def _targets(mark: Mark, links: Sequence[tuple[str, list[str]]]) -> tuple[str, ...]:
    own = {inert_line(line) for line in mark.text.split("\n")}
    urls = [
        url
        for text, found in links
        if text in own or any(len(o) >= MIN_LINE and o in text for o in own)
        for url in found
    ]
    return tuple(dict.fromkeys(urls))[:MAX_TARGETS]


def _lines(source: str) -> list[str]:
    """The lines of a source that is a file of HTML."""
    path = Path(source)
    if not path.is_file() or path.suffix.lower() not in {".html", ".htm", ".xhtml"}:
        return []
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def _line(mark: Mark, lines: Sequence[str]) -> int | None:
    """Where the mark's first words stand in the file; None where it is not so written there (a script made it)."""
    first = mark.text.split("\n")[0].strip()
    if len(first) < MIN_LINE or mark.provenance.script_url:
        return None
    return next((number for number, line in enumerate(lines, 1) if first in line), None)
