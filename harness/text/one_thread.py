"""Floor 0: matrices reckoned in one thread.

What is multiplied here is small. A second thread of numpy's would gain nothing, and after each product it spins on its core for the
next: judging a page took the time of two cores for that of one, and the browser was the one that waited for it.
"""

import threading
from functools import cache
from typing import Any

__all__ = ["one_thread"]


@cache
def _controller() -> Any:
    """The libraries that are loaded, looked for once."""
    import numpy  # noqa: F401 - its own is one of them
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


class _OneThread:
    """For as long as anyone is in it; then the process has as many threads again as it had, as it may be a user's own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._limit: Any = None

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._limit = _controller().limit(limits=1, user_api="blas")
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limit.restore_original_limits()


one_thread = _OneThread()
"""A context that any number of threads may be in. Whoever limits the threads by a context of its own (the encoder's package does) has to be
inside this one: the two would each give back what the other had set."""
