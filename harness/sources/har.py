"""Floor 1: a visit's exchanges as a HAR file with its bodies beside it, written and read back.

HAR 1.2; bodies lie in files that `content._file` names, as Playwright's own recorder attaches them, so that either reads
what the other wrote. Text bodies are text files: they can be read, and compared in git.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.errors import FixtureInvalid
from harness.sources.protocol import OF_THE_TRANSFER, Answered, Conversation, Exchange, Message, Redirected, Request
from harness.sources.secrets import Secrets

__all__ = ["HAR_FILE", "read_conversations", "read_har", "write_har"]

HAR_FILE = "exchanges.har"
BODIES = "bodies"
ENDINGS = {
    "text/html": ".html", "text/css": ".css", "text/javascript": ".js", "application/javascript": ".js",
    "application/json": ".json", "text/plain": ".txt", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif",
    "image/webp": ".webp", "image/svg+xml": ".svg", "font/woff2": ".woff2", "font/woff": ".woff", "text/xml": ".xml",
}  # fmt: skip


def write_har(
    folder: Path, exchanges: Sequence[Exchange], conversations: Sequence[Conversation], secrets: Secrets, browser: str
) -> None:
    """Write the exchanges, and what WebSockets said, into this folder, without what is secret; equal bodies are one file. Raises OSError."""
    (folder / BODIES).mkdir(parents=True, exist_ok=True)
    entries = [_entry(folder, exchange, secrets) for exchange in exchanges]
    entries += [_socket_entry(folder, conversation, secrets) for conversation in conversations]
    log = {
        "version": "1.2",
        "creator": {"name": "harness", "version": "1"},
        "browser": {"name": "chromium", "version": browser},
        "entries": entries,
    }
    (folder / HAR_FILE).write_text(json.dumps({"log": log}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _entry(folder: Path, exchange: Exchange, secrets: Secrets) -> dict[str, Any]:
    request, answer = exchange.request, exchange.answer
    asked: dict[str, Any] = {
        "method": request.method,
        "url": secrets.url(request.url),
        "httpVersion": "HTTP/1.1",
        "headers": _pairs(secrets.headers((name.lower(), value) for name, value in sorted(request.headers.items()))),
        "queryString": [],
        "cookies": [],
        "headersSize": -1,
        "bodySize": len(request.body or b""),
    }
    if request.body is not None:
        asked["postData"] = {"mimeType": request.headers.get("Content-Type", ""), "_sha256": _digest(request.body)}
    return {
        "startedDateTime": "1970-01-01T00:00:00.000Z",
        "time": 0,
        "_at_ms": round(exchange.at_ms),
        "_resourceType": request.resource_type,
        **({"_failed": exchange.failed} if exchange.failed else {}),
        "request": asked,
        "response": _response(folder, answer, secrets),
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
    }


def _socket_entry(folder: Path, conversation: Conversation, secrets: Secrets) -> dict[str, Any]:
    """A WebSocket as browsers' developer tools put it into a HAR."""
    entry = _entry(folder, Exchange(Request(conversation.url), None, 0, 0.0), secrets)
    entry["_resourceType"] = "websocket"
    entry["_webSocketMessages"] = [
        {"type": "send" if m.sent else "receive", "time": 0, "opcode": 2 if m.binary else 1, "data": m.data}
        for m in conversation.messages
    ]
    return entry


def read_conversations(file: Path) -> list[Conversation]:
    """The WebSockets of a HAR file. Raises FixtureInvalid."""
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))["log"]["entries"]
        return [
            Conversation(
                entry["request"]["url"],
                tuple(Message(m["type"] == "send", str(m["data"]), m.get("opcode") == 2) for m in messages),
            )
            for entry in entries
            if (messages := entry.get("_webSocketMessages")) is not None
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FixtureInvalid(f"{file}: not a HAR file: {type(error).__name__}: {error}") from error


def _response(folder: Path, answer: Answered | Redirected | None, secrets: Secrets) -> dict[str, Any]:
    headers: tuple[tuple[str, str], ...] = ()
    content: dict[str, Any] = {"size": 0, "mimeType": ""}
    location = ""
    status = 0
    if isinstance(answer, Redirected):
        status, location = answer.status, secrets.url(answer.location)
        headers = (("location", location),)
    elif answer is not None:
        status, headers = answer.status, secrets.headers(answer.headers)
        kind = next((value for name, value in headers if name == "content-type"), "")
        content = {"size": len(answer.body), "mimeType": kind}
        if answer.body:
            content["_file"] = _kept(folder, kind, answer.body)
    return {
        "status": status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "headers": _pairs(headers),
        "cookies": [],
        "content": content,
        "redirectURL": location,
        "headersSize": -1,
        "bodySize": content["size"],
    }


def _kept(folder: Path, kind: str, body: bytes) -> str:
    name = f"{_digest(body)[:16]}{ENDINGS.get(kind.partition(';')[0].strip().lower(), '.bin')}"
    (folder / BODIES / name).write_bytes(body)
    return f"{BODIES}/{name}"


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _pairs(headers: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def read_har(file: Path) -> list[Exchange]:
    """The exchanges of a HAR file, in its order; those of requests that got nothing are left out. Raises FixtureInvalid.

    The body of a request is known by its SHA-256 alone where we wrote the file: it is given as that digest's bytes.
    """
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))["log"]["entries"]
        return [
            Exchange(_read_request(entry["request"], entry), answer, number, float(entry.get("_at_ms", 0)))
            for number, entry in enumerate(entries)
            if (answer := _read_answer(file.parent, entry["response"])) is not None
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FixtureInvalid(f"{file}: not a HAR file with its bodies: {type(error).__name__}: {error}") from error


def _read_request(asked: dict[str, Any], entry: dict[str, Any]) -> Request:
    post = asked.get("postData")
    body = None
    if post is not None:
        digest = post.get("_sha256") or _digest(str(post.get("text", "")).encode())
        body = bytes.fromhex(digest)
    headers = {header["name"].lower(): header["value"] for header in asked["headers"]}
    return Request(asked["url"], asked["method"], entry.get("_resourceType", "Other"), headers, body)


def _read_answer(folder: Path, response: dict[str, Any]) -> Answered | Redirected | None:
    status = int(response["status"])
    if status <= 0:
        return None
    headers = tuple((header["name"].lower(), header["value"]) for header in response["headers"])
    location = response.get("redirectURL") or next((value for name, value in headers if name == "location"), "")
    if 300 <= status < 400 and location:
        return Redirected(location, status)
    content = response.get("content", {})
    if "_file" in content:
        place = (folder / content["_file"]).resolve()
        if not place.is_relative_to(folder.resolve()):
            raise ValueError(f"{content['_file']} lies outside the folder")
        body = place.read_bytes()
    elif content.get("encoding") == "base64":
        body = base64.b64decode(content.get("text", ""))
    else:
        body = str(content.get("text", "")).encode()
    return Answered(status, tuple(header for header in headers if header[0] not in OF_THE_TRANSFER), body)
