"""Ray: the same rows as local workers, also where an actor is killed on the way, and over Ray Data."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import ray

from harness.batch import CleanerSpec, Job
from harness.ray import RayWorkers, clean_dataset

HARNESS = Path(sys.executable).parent / "harness"
PAGES = int(os.environ.get("HARNESS_RAY_PAGES", "5"))
POISON = max(1, PAGES // 50)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of one cluster for all tests: each of its own takes half a minute to begin and to end."""
    ray.init(num_cpus=3, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield ray.get_runtime_context().gcs_address
    ray.shutdown()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("pages")
    for at in range(PAGES):
        html = f"<!doctype html><title>Page {at}</title><h1>Harbour</h1><p>The ferry of line {at} leaves at nine."
        (folder / f"{at}.html").write_text(html)
    for at in range(POISON):
        (folder / f"poison{at}.html").write_bytes(b"%PDF-1.7 no page at all")
    return [str(path) for path in sorted(folder.iterdir())]


def bare(line: str) -> dict[str, object]:
    row = json.loads(line)
    return {**row, "timings_ms": {}, "files": {}}


def test_the_rows_are_those_of_local_workers(pages: list[str], cluster: str, tmp_path: Path) -> None:
    for engine, more in (("local", []), ("ray", ["--address", cluster])):
        done = subprocess.run(
            [HARNESS, "clean", *pages, "-o", tmp_path / engine, "--engine", engine, *more, "--workers", "2", "--no-shots", "-q"],
            capture_output=True, text=True, check=False, timeout=280 + 4 * PAGES,
        )  # fmt: skip
        assert done.returncode == 1, done.stderr  # one of the pages is none

    local, rayed = (
        sorted((bare(line) for line in (tmp_path / engine / "pages.jsonl").read_text().splitlines()), key=str)
        for engine in ("local", "ray")
    )
    assert [row["source"] for row in local] == [row["source"] for row in rayed]
    assert len(rayed) == PAGES + POISON
    pairs = zip(local, rayed, strict=True)
    differ = [
        (one["source"], key, one[key], other.get(key))
        for one, other in pairs
        for key in one
        if one[key] != other.get(key)
    ]
    assert differ == []  # named one by one: of two whole lists nobody sees what is not the same
    assert local == rayed


def test_what_a_dead_actor_had_is_done_by_another(pages: list[str], cluster: str) -> None:
    async def story() -> list[str]:
        found = []
        async with RayWorkers.opened(CleanerSpec(), 2) as workers:
            async for page in workers.clean([Job(source) for source in pages]):
                found.append(page.source)
                if len(found) == 2:
                    ray.kill(workers.actors[0])
        return found

    assert sorted(asyncio.run(story())) == sorted(pages)


def test_a_dataset_is_cleaned_into_flat_rows(pages: list[str], cluster: str) -> None:
    given = ray.data.from_items([{"url": source} for source in pages])
    rows = clean_dataset(given, concurrency=1, batch_size=4).take_all()

    assert sorted(row["source"] for row in rows) == sorted(pages)
    by_name = {Path(row["source"]).name: row for row in rows}
    assert by_name["2.html"]["text"].endswith("The ferry of line 2 leaves at nine.")
    assert by_name["poison0.html"]["error"] == "not_html"
    assert json.loads(by_name["2.html"]["page"])["status"] == "ok"


@pytest.mark.skipif(
    "HARNESS_RAY_PAGES" not in os.environ, reason="a cluster of its own takes half a minute: make prove"
)
def test_without_an_address_there_is_a_cluster_of_this_machine(pages: list[str]) -> None:
    done = subprocess.run(
        [HARNESS, "clean", *pages[:4], "--engine", "ray", "--format", "jsonl", "-q"],
        capture_output=True, text=True, check=False, timeout=280,
    )  # fmt: skip

    assert sorted(json.loads(line)["source"] for line in done.stdout.splitlines()) == sorted(pages[:4])


def test_a_cluster_that_is_not_there_is_told(pages: list[str]) -> None:
    done = subprocess.run(
        [HARNESS, "clean", pages[0], pages[1], "--engine", "ray", "--address", "127.0.0.1:1", "--format", "jsonl"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 2
    assert "Ray cluster at 127.0.0.1:1" in done.stderr
