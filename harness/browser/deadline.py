"""Floor 2: the one deadline of a page, held from outside the browser over every await."""

import time

__all__ = ["Deadline"]

LEAST_S = 0.5


class Deadline:
    """Ends `seconds` from now on the machine's monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left_s(self) -> float:
        """Real seconds that are left; negative once it is over."""
        return self._end - time.monotonic()

    def at_most(self, seconds: float) -> float:
        """What one await may take: at most `seconds`, never 0 (a bound of 0 means none at all to some calls)."""
        return max(LEAST_S, min(seconds, self.left_s))

    def reserving(self, seconds: float) -> "Deadline":
        """The same deadline, this much earlier: what is kept back is for what comes after."""
        return Deadline(self.left_s - seconds)
