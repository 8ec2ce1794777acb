"""Floor 4: many pages: workers, the run's folder, one line a page."""

from harness.batch.folder import RunFolder, page_record
from harness.batch.workers import Job, Workers

__all__ = ["Job", "RunFolder", "Workers", "page_record"]
