"""Floor 5: a scan in the formats that other tools read: SARIF 2.1.0 (code scanning), JUnit XML (test reports)."""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from harness.inert import inert_line
from harness.scan.findings import Piece, Scan

__all__ = ["junit_of", "sarif_of"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
RULES = {
    "injected": "Spam that was put into the page",
    "suspect": "Text that is close to spam",
}
MAX_MESSAGE = 600


def sarif_of(scan: Scan) -> dict[str, Any]:
    """SARIF 2.1.0 (OASIS, 2020): a result for each piece; a page that is no file is named by its address."""
    return {
        "version": "2.1.0",
        "$schema": SCHEMA,
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "harness",
                        "version": version("harness"),
                        "rules": [
                            {"id": name, "name": name.capitalize(), "shortDescription": {"text": text}}
                            for name, text in RULES.items()
                        ],
                    }
                },
                "results": [_result(piece) for piece in scan.pieces],
                "invocations": [
                    {
                        "executionSuccessful": not scan.failed,
                        "toolExecutionNotifications": [
                            {"level": "error", "message": {"text": f"{inert_line(source)}: {why}"}}
                            for source, why in scan.failed.items()
                        ],
                    }
                ],
                "columnKind": "unicodeCodePoints",
            }
        ],
    }


def _result(piece: Piece) -> dict[str, Any]:
    mark = piece.mark
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(piece.source)}}
    if piece.line:
        location["region"] = {"startLine": piece.line}
    key = "\n".join((piece.source, *mark.selector, mark.text))
    return {
        "ruleId": "injected" if mark.removed else "suspect",
        "level": "error" if mark.removed else "warning",
        "message": {"text": _message(piece)},
        "locations": [
            {
                "physicalLocation": location,
                "logicalLocations": [{"fullyQualifiedName": " >> ".join(mark.selector), "kind": "element"}],
            }
        ],
        "partialFingerprints": {"mark/v1": hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]},
        "properties": {"score": mark.score, "by": piece.by, "targets": list(piece.targets)},
    }


def _message(piece: Piece) -> str:
    leads = f" It leads to {', '.join(piece.targets[:3])}." if piece.targets else ""
    return f'"{inert_line(piece.mark.text)[:MAX_MESSAGE]}" was put in by: {piece.by}.{leads}'


def _uri(source: str) -> str:
    """A reference as SARIF takes it: a web address as it is, a path with its signs escaped."""
    return source if source.startswith(("http://", "https://")) else quote(Path(source).as_posix())


def junit_of(scan: Scan) -> bytes:
    """A test a page: one that is polluted fails, one that could not be read is an error."""
    polluted = [source for source, verdict in scan.pages.items() if verdict == "yes"]
    suite = ElementTree.Element(
        "testsuite",
        name="harness scan",
        tests=str(len(scan.pages) + len(scan.failed)),
        failures=str(len(polluted)),
        errors=str(len(scan.failed)),
    )
    for source, verdict in scan.pages.items():
        case = ElementTree.SubElement(suite, "testcase", classname="harness", name=inert_line(source))
        if verdict == "yes":
            told = [_message(p) for p in scan.pieces if p.source == source and p.mark.removed]
            failure = ElementTree.SubElement(case, "failure", message=f"{len(told)} pieces of spam")
            failure.text = "\n".join(told)
    for source, why in scan.failed.items():
        case = ElementTree.SubElement(suite, "testcase", classname="harness", name=inert_line(source))
        ElementTree.SubElement(case, "error", message=why)
    return bytes(ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True))
