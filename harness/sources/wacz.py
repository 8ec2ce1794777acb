"""Floor 1: exchanges written as a WACZ (Web Archive Collection Zipped, 1.1.1), for the replayers of others.

Read back by `harness.sources.archive`.
"""

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from harness.sources.protocol import Exchange, Redirected
from harness.sources.secrets import Secrets

__all__ = ["write_wacz"]


def write_wacz(file: Path, exchanges: Sequence[Exchange], page: str, at: datetime, secrets: Secrets) -> None:
    """Write what was got into this file, without what is secret; `page` is the address of its one page. Raises OSError."""
    warc, index = _warc(exchanges, at, secrets)
    date = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}, {"url": secrets.url(page), "ts": date}]
    contents = {
        "archive/data.warc.gz": warc,
        "indexes/index.cdx.gz": gzip.compress("".join(sorted(index)).encode(), mtime=0),
        "pages/pages.jsonl": "".join(json.dumps(line) + "\n" for line in lines).encode(),
    }
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "software": "harness",
        "created": date,
        "resources": [
            {"name": name.rpartition("/")[2], "path": name, "hash": f"sha256:{_sha256(data)}", "bytes": len(data)}
            for name, data in contents.items()
        ],
    }
    contents["datapackage.json"] = json.dumps(package, indent=1).encode()
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in contents.items():
            # Archives lie uncompressed, so that a replayer can read a part of them.
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)


def _warc(exchanges: Sequence[Exchange], at: datetime, secrets: Secrets) -> tuple[bytes, list[str]]:
    """The WARC, and a line of its index (CDXJ) for each response."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    index = []
    for exchange in exchanges:
        answer = exchange.answer
        if answer is None:
            continue
        if isinstance(answer, Redirected):
            headers, body = [("location", secrets.url(answer.location))], b""
        else:
            headers, body = list(secrets.headers(answer.headers)), answer.body
        url = secrets.url(exchange.request.url)
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(f"{answer.status} -", headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
        began = out.tell()
        writer.write_record(record)
        kind = next((value for name, value in headers if name == "content-type"), "")
        entry = {"url": url, "mime": kind.partition(";")[0], "status": str(answer.status), "filename": "data.warc.gz",
                 "offset": str(began), "length": str(out.tell() - began), "digest": f"sha256:{_sha256(body)}"}  # fmt: skip
        index.append(f"{_surt(url)} {at.astimezone(UTC).strftime('%Y%m%d%H%M%S')} {json.dumps(entry)}\n")
    return out.getvalue(), index


def _surt(url: str) -> str:
    """An address as indexes sort it: the host's names from the last to the first."""
    rest = url.partition("://")[2]
    host, slash, path = rest.partition("/")
    name, colon, port = host.partition(":")
    return f"{','.join(reversed(name.split('.')))}{colon}{port}){slash or '/'}{path}".lower()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
