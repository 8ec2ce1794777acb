"""`harness` renders a polluted page in headless Chromium, marks the spam with its evidence, and hands back the honest page.

    from harness import clean

    page = clean("https://example.org/article")
    print(page.article.markdown)

`Cleaner` keeps a browser for many pages. What a page gives is a `CleanPage`; docs/python.md has more.
"""

from typing import TYPE_CHECKING, Any

from harness.errors import (
    AddressRefused,
    BrowserCrashed,
    BrowserNotFound,
    ConnectionFailed,
    DeadlineExceeded,
    FileMissing,
    FixtureInvalid,
    HarnessError,
    InternalError,
    NotHtml,
    OutputFailed,
    PageError,
    RulesInvalid,
    ScriptFailed,
    SourceNotFound,
    SurveyInvalid,
    UnknownHost,
    UsageError,
)
from harness.lazy import lazily
from harness.model import Article, CleanPage, Event, Evidence, Failure, Mark, Provenance, Reading, Shot, Verdict

if TYPE_CHECKING:
    from harness.browser.options import NetworkPolicy, VisitOptions
    from harness.cleaner import Cleaner, clean

    __version__: str

__all__ = [
    "AddressRefused",
    "Article",
    "BrowserCrashed",
    "BrowserNotFound",
    "CleanPage",
    "Cleaner",
    "ConnectionFailed",
    "DeadlineExceeded",
    "Event",
    "Evidence",
    "Failure",
    "FileMissing",
    "FixtureInvalid",
    "HarnessError",
    "InternalError",
    "Mark",
    "NetworkPolicy",
    "NotHtml",
    "OutputFailed",
    "PageError",
    "Provenance",
    "Reading",
    "RulesInvalid",
    "ScriptFailed",
    "Shot",
    "SourceNotFound",
    "SurveyInvalid",
    "UnknownHost",
    "UsageError",
    "Verdict",
    "VisitOptions",
    "__version__",
    "clean",
]

# What opens pages takes half a second to import; errors and the model are needed by all.
_found = lazily(
    __name__,
    {
        **dict.fromkeys(("NetworkPolicy", "VisitOptions"), "harness.browser.options"),
        **dict.fromkeys(("Cleaner", "clean"), "harness.cleaner"),
    },
)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("harness")
    return _found(name)
