"""Floor 2: what a visit may do and how long it may take, as frozen values made once at the door."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["NetworkPolicy", "VisitOptions"]


@dataclass(frozen=True, slots=True)
class NetworkPolicy:
    """Which addresses pages may reach; without `allow_private` no private, loopback or link-local one."""

    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class VisitOptions:
    """`deadline_s` real seconds for one page, all included; `settle_ms` virtual milliseconds a page is given to finish."""

    deadline_s: float = 30.0
    settle_ms: int = 15000
    viewport: tuple[int, int] = (1280, 900)
    follow: Literal["never", "same-site", "any"] = "same-site"
    max_height_px: int = 16000
    network: NetworkPolicy = NetworkPolicy()
