"""Floor 4: many pages: workers, the run's folder, one line a page."""

from typing import TYPE_CHECKING

from harness.batch.job import Job
from harness.lazy import lazily

if TYPE_CHECKING:
    from harness.batch.folder import RunFolder
    from harness.batch.workers import Workers

__all__ = ["Job", "RunFolder", "Workers"]

# A command line is read into jobs before anything that cleans is imported.
__getattr__ = lazily(
    __name__,
    {
        "RunFolder": "harness.batch.folder",
        "Workers": "harness.batch.workers",
    },
)
