"""Floor 4: one page to clean, as a value."""

from dataclasses import dataclass

__all__ = ["Job"]


@dataclass(frozen=True, slots=True)
class Job:
    """What the user named, the address that its HTML shall have, and the HTML of standard input."""

    source: str
    base_url: str | None = None
    html: bytes | None = None
