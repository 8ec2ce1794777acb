"""Floor 2: the rules that a run judges by: packs, what is disabled, what the user keeps and removes, and how sure to be."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import harness.rules

if TYPE_CHECKING:
    from harness.evidence.match import Matcher

__all__ = ["Profile", "RulesInForce"]

Profile = Literal["careful", "normal", "strict"]


class RulesInForce:
    """The rules in force, loaded once for all who share them, whoever asks first; safe to ask from any thread."""

    def __init__(
        self,
        paths: tuple[Path, ...],
        disable: tuple[str, ...],
        note: Callable[[str], None],
        keep: tuple[str, ...],
        remove: tuple[str, ...],
        profile: Profile,
    ) -> None:
        self.profile: Profile = profile
        self._paths, self._disable, self._note = paths, disable, note
        self.keep, self.remove = keep, remove
        self._loading = threading.Lock()
        self._matcher: Matcher | None = None

    def matcher(self) -> "Matcher":
        """The rules, ready to judge by. Raises RulesInvalid."""
        from harness.evidence.finding import PRIORS
        from harness.evidence.match import Matcher  # a browser starts while these are imported

        with self._loading:
            if self._matcher is None:
                ruleset = harness.rules.load_packs(self._paths, self._disable)
                for note in ruleset.notes:
                    self._note(note)
                self._matcher = Matcher(ruleset.with_selectors(self.keep, self.remove), PRIORS[self.profile])
            return self._matcher
