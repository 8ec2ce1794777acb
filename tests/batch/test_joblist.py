"""A list of pages as long as it likes: each once, in its order, in the memory of a short one."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from harness.batch import Job, JobList
from harness.batch.choice import chosen, shared
from harness.cli.listing import listed_jobs


def test_each_is_there_once_in_the_order_in_which_it_was_named() -> None:
    jobs = JobList(
        [Job("b.html"), Job("a.html", "http://a.test/"), Job("b.html", "http://late.test/"), Job("-", None, b"<p>")]
    )

    assert list(jobs) == [Job("b.html"), Job("a.html", "http://a.test/"), Job("-", None, b"<p>")]
    assert (len(jobs), jobs.named) == (3, 4)
    assert (jobs.add(Job("a.html")), jobs.add(Job("c.html"))) == (False, True)


def test_names_that_are_no_unicode_are_names() -> None:
    name = b"caf\xe9.html".decode("utf-8", "surrogateescape")

    assert [job.source for job in JobList([Job(name)])] == [name]


def test_what_is_done_and_what_is_beyond_the_limit_is_left_out() -> None:
    jobs = JobList(Job(f"{n}.html") for n in range(2_500))

    choice = chosen(jobs, lambda source: int(source.removesuffix(".html")) % 2 == 0, 1_100)

    assert isinstance(choice.jobs, Iterator)
    assert [job.source for job in choice.jobs][-1] == "2199.html"
    assert (choice.total, choice.cut) == (1_100, True)
    assert len(shared(jobs, lambda job: job.source.startswith("1"))) == 1_111  # type: ignore[arg-type]


def test_a_long_list_takes_the_memory_of_a_short_one(tmp_path: Path) -> None:
    listing = tmp_path / "urls.txt"
    listing.write_text(
        "".join(f"https://pier.test/notes/of-the-{n}th-summer\n" for n in range(60_000)), encoding="utf-8"
    )
    said: list[str] = []
    tracemalloc.start()

    jobs = listed_jobs(listing, None, said.append)
    number = sum(1 for _ in jobs)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (number, said) == (60_000, [])
    assert peak < 2_000_000  # as objects they are twelve million bytes
