"""Floor 4: many pages: workers, the run's folder, one line a page."""

from typing import TYPE_CHECKING

from harness.batch.job import Job
from harness.batch.joblist import JobList
from harness.lazy import lazily

if TYPE_CHECKING:
    from harness.batch.choice import Choice, chosen, shared
    from harness.batch.folder import RunFolder
    from harness.batch.manners import Manners
    from harness.batch.run import Manifest, Run, StoredPage
    from harness.batch.sink import Sink
    from harness.batch.spec import CleanerSpec
    from harness.batch.workers import Workers

__all__ = [
    "Choice",
    "CleanerSpec",
    "Job",
    "JobList",
    "Manifest",
    "Manners",
    "Run",
    "RunFolder",
    "Sink",
    "StoredPage",
    "Workers",
    "chosen",
    "shared",
]

# A command line is read into jobs before anything that cleans is imported.
__getattr__ = lazily(
    __name__,
    {
        "Choice": "harness.batch.choice",
        "CleanerSpec": "harness.batch.spec",
        "Manifest": "harness.batch.run",
        "Manners": "harness.batch.manners",
        "Run": "harness.batch.run",
        "RunFolder": "harness.batch.folder",
        "Sink": "harness.batch.sink",
        "StoredPage": "harness.batch.run",
        "Workers": "harness.batch.workers",
        "chosen": "harness.batch.choice",
        "shared": "harness.batch.choice",
    },
)
