"""A run's folder: what was written stays, whatever happens to the next page."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from harness.batch import RunFolder
from harness.errors import OutputFailed
from harness.model import CleanPage, Reading


def page(name: str) -> CleanPage:
    return CleanPage(source=name, url=name, page=Reading(text="The ferry leaves at eight."))


def test_a_line_that_the_disk_does_not_take_leaves_the_lines_before_it_whole(tmp_path: Path) -> None:
    with RunFolder(tmp_path / "run") as folder:
        folder.write(page("first"))
        lines = folder._lines
        assert lines is not None
        folder._lines = full = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115
        with pytest.raises(OutputFailed, match="No space left on device"):
            folder.write(page("second"))
        folder._lines = lines
        with suppress(OSError):
            full.close()

    written = (tmp_path / "run" / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["source"] for line in written] == ["first"]
