"""Floor 4: what a Cleaner is made of, as a value that can be sent to another machine."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from harness.browser.options import VisitOptions
from harness.cleaner import Cleaner
from harness.evidence.in_force import Profile
from harness.model import ShotFormat
from harness.reading.options import Hidden, Images

__all__ = ["CleanerSpec"]


@dataclass(frozen=True, slots=True)
class CleanerSpec:
    """The parameters of a Cleaner; rule packs of the user's own have to lie at these paths wherever it is made."""

    options: VisitOptions = field(default_factory=VisitOptions)
    rules: tuple[Path, ...] = ()
    disable: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    remove_suspects: bool = False
    profile: Profile = "normal"
    links: bool = True
    images: Images = "drop"
    hidden: Hidden = "drop"
    shots: bool | ShotFormat = False
    shot_width_px: int | None = None
    keep_survey: bool = False
    as_: tuple[str, ...] = ()
    across: bool = False

    def make(self, note: Callable[[str], None] = warnings.warn) -> Cleaner:
        """A Cleaner that is not open yet. Raises TypeError for a value of the wrong kind."""
        return Cleaner(
            options=self.options,
            rules=self.rules,
            disable=self.disable,
            keep=self.keep,
            remove=self.remove,
            remove_suspects=self.remove_suspects,
            profile=self.profile,
            links=self.links,
            images=self.images,
            hidden=self.hidden,
            shots=self.shots,
            shot_width_px=self.shot_width_px,
            keep_survey=self.keep_survey,
            as_=self.as_,
            across=self.across,
            note=note,
        )
