"""Floor 0: every error a user can meet, each with its code for JSON and its exit code for the shell.

HarnessError
├── UsageError                 exit 2: nothing was started
│   ├── SourceNotFound         a file or folder on the command line that is not there
│   ├── FixtureInvalid         a folder without a fixture.yaml, or one that does not hold
│   ├── RulesInvalid           a rule pack that does not load
│   ├── RunInvalid             a run's folder that another version wrote, or whose files are no run's
│   ├── SurveyInvalid          a stored survey of another version, or a file that is no survey
│   └── BrowserNotFound        no Chromium anywhere
├── OutputFailed               exit 1: what was found cannot be written (a full disk); what was written stays
└── PageError                  exit 1: this page failed, the rest goes on; a line with `error.code` and `status`
    ├── UnknownHost            the name does not resolve
    ├── ConnectionFailed       refused, reset, TLS, a server that does not respond
    ├── AddressRefused         an address that a page may not reach (private, loopback, file:)
    ├── RobotsRefused          what the site's robots.txt forbids, where that is heeded
    ├── NotHtml                a PDF, a picture, JSON, a download
    ├── FileMissing            a file named in a list that is not there
    ├── DeadlineExceeded       the page's one deadline is over and nothing could be read
    ├── BrowserCrashed         the browser went away in the middle of a page
    ├── ScriptFailed           our own script in the page threw, also without the page's scripts
    └── InternalError          a defect of ours; the line says where, the rest of the run goes on
"""

import traceback
from pathlib import Path
from typing import ClassVar

from harness.model import Event, Status

__all__ = [
    "AddressRefused",
    "BrowserCrashed",
    "BrowserNotFound",
    "ConnectionFailed",
    "DeadlineExceeded",
    "FileMissing",
    "FixtureInvalid",
    "HarnessError",
    "InternalError",
    "NotHtml",
    "OutputFailed",
    "PageError",
    "RobotsRefused",
    "RulesInvalid",
    "RunInvalid",
    "ScriptFailed",
    "SourceNotFound",
    "SurveyInvalid",
    "UnknownHost",
    "UsageError",
]


class HarnessError(Exception):
    """The root of all that `harness` raises on purpose; `str()` is one line that says what is wrong and what to do."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1


class UsageError(HarnessError):
    """Nothing was started: an option or a source on the command line cannot be used."""

    code: ClassVar[str] = "usage"
    exit_code: ClassVar[int] = 2


class SourceNotFound(UsageError):
    """A file or folder that was named on the command line is not there."""

    code: ClassVar[str] = "source_not_found"


class FixtureInvalid(UsageError):
    """A folder without `fixture.yaml`, or one whose `fixture.yaml` does not hold."""

    code: ClassVar[str] = "fixture_invalid"


class RunInvalid(UsageError):
    """A run's folder that cannot be read: of another version, or no run's files."""

    code: ClassVar[str] = "run_invalid"


class RulesInvalid(UsageError):
    """A rule pack does not load; nothing of it is used."""

    code: ClassVar[str] = "rules_invalid"


class SurveyInvalid(UsageError):
    """A stored survey is of another version, or the file is no survey."""

    code: ClassVar[str] = "survey_invalid"


class BrowserNotFound(UsageError):
    """No Chromium was found, or the one that was named does not start."""

    code: ClassVar[str] = "browser_not_found"


class OutputFailed(HarnessError):
    """What was found cannot be written: the disk is full, or the folder is gone. What was written stays."""

    code: ClassVar[str] = "output_failed"


class PageError(HarnessError):
    """One page failed; a batch goes on with the next. `status` is what its line says, beside the code, `events` what was
    noted on the page until then."""

    code: ClassVar[str] = "failed"
    status: ClassVar[Status] = "failed"
    events: tuple[Event, ...] = ()


class UnknownHost(PageError):
    """The host's name does not resolve."""

    code: ClassVar[str] = "unknown_host"


class ConnectionFailed(PageError):
    """The host is known and cannot be talked to: refused, reset, a broken TLS handshake, an empty response."""

    code: ClassVar[str] = "connection_failed"


class AddressRefused(PageError):
    """The source lies at an address that a page may not reach; `--allow-private` opens private ones."""

    code: ClassVar[str] = "address_refused"
    status: ClassVar[Status] = "refused"


class RobotsRefused(PageError):
    """The site's robots.txt forbids the page to programs; `--robots ignore` asks for it all the same."""

    code: ClassVar[str] = "robots"
    status: ClassVar[Status] = "blocked"


class NotHtml(PageError):
    """The source is no HTML page: a PDF, a picture, JSON, a download."""

    code: ClassVar[str] = "not_html"


class FileMissing(PageError):
    """A file that a list names is not there."""

    code: ClassVar[str] = "file_missing"


class DeadlineExceeded(PageError):
    """The page's one deadline is over and nothing of it could be read."""

    code: ClassVar[str] = "deadline"
    status: ClassVar[Status] = "timeout"


class BrowserCrashed(PageError):
    """The browser, or the page's renderer, went away in the middle of the page."""

    code: ClassVar[str] = "crash"
    status: ClassVar[Status] = "crash"


class ScriptFailed(PageError):
    """Our own script threw in the page, also without the page's scripts."""

    code: ClassVar[str] = "script_failed"


class InternalError(PageError):
    """A defect of ours that one page brought to light."""

    code: ClassVar[str] = "internal"

    @classmethod
    def of(cls, error: Exception) -> "InternalError":
        """What went wrong and where in our code, in one line that a report can quote."""
        ours = [f for f in traceback.extract_tb(error.__traceback__) if "harness" in Path(f.filename).parts]
        where = f" in {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
        said = " ".join(str(error).split())[:300]
        return cls(f"a defect in harness{where}: {type(error).__name__}: {said}; please report it with the page")
