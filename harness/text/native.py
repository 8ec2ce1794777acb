"""Floor 0: code in C++ that no thread may be in when the interpreter ends.

A thread of the background is ended there as soon as it asks for the interpreter again, and C++ that is ended so aborts the process.
"""

import atexit
import threading

__all__ = ["native"]

LAST_WAIT_S = 5.0
native = threading.Lock()
"""Held by whoever is in such code. At the end the interpreter takes it for good: it waits for who is in, and nobody goes in any more."""
atexit.register(native.acquire, timeout=LAST_WAIT_S)
