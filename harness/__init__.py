"""`harness` renders a polluted page in headless Chromium, marks the spam with its evidence, and hands back the honest page.

    from harness import clean

    page = clean("https://example.org/article")
    print(page.article.markdown)

`Cleaner` keeps a browser for many pages. What a page gives is a `CleanPage`; docs/python.md has more.
"""

from typing import TYPE_CHECKING, Any

from harness.lazy import lazily

if TYPE_CHECKING:
    from harness.browser.options import NetworkPolicy, VisitOptions
    from harness.cleaner import Cleaner, clean
    from harness.errors import HarnessError, PageError, UsageError
    from harness.model import Article, CleanPage, Event, Evidence, Failure, Mark, Provenance, Reading, Shot, Verdict

    __version__: str

__all__ = [
    "Article",
    "CleanPage",
    "Cleaner",
    "Event",
    "Evidence",
    "Failure",
    "HarnessError",
    "Mark",
    "NetworkPolicy",
    "PageError",
    "Provenance",
    "Reading",
    "Shot",
    "UsageError",
    "Verdict",
    "VisitOptions",
    "__version__",
    "clean",
]

MODEL = (
    "Article", "CleanPage", "Event", "Evidence", "Failure", "Mark", "Provenance", "Reading", "Shot", "Verdict",
)  # fmt: skip
_found = lazily(
    __name__,
    {
        **dict.fromkeys(MODEL, "harness.model"),
        **dict.fromkeys(("HarnessError", "PageError", "UsageError"), "harness.errors"),
        **dict.fromkeys(("NetworkPolicy", "VisitOptions"), "harness.browser.options"),
        **dict.fromkeys(("Cleaner", "clean"), "harness.cleaner"),
    },
)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("harness")
    return _found(name)
