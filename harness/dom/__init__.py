"""Floor 1: the script that runs in the page, one file a step, joined in this order and given to the browser as text.

It lives in an isolated world, knows no word and weighs nothing: it sees, cuts and reads.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

__all__ = ["idle_script", "page_script", "seed_script", "sockets_script"]

STEPS = (
    "dom",
    "observe",
    "reader",
    "select",
    "hiding",
    "extras",
    "survey",
    "measure",
    "looks",
    "maker",
    "sweep",
    "read",
)


@cache
def page_script() -> str:
    """The whole script, to be evaluated at the start of every document in a world of its own."""
    return "\n".join(files(__name__).joinpath(f"{step}.js").read_text(encoding="utf-8") for step in STEPS)


@cache
def idle_script() -> str:
    """For the page's own world: idle callbacks as short timers."""
    return files(__name__).joinpath("idle.js").read_text(encoding="utf-8")


@cache
def seed_script(seed: int) -> str:
    """For the page's own world: its random numbers begin with this seed."""
    text = files(__name__).joinpath("seed.js").read_text(encoding="utf-8")
    return f"globalThis.SEED = {seed & 0xFFFFFFFF};\n{text}"


def sockets_script(conversations: Mapping[str, Sequence[Sequence[Mapping[str, object]]]]) -> str:
    """For the page's own world: WebSockets that answer with these conversations, by address; see sockets.js."""
    text = files(__name__).joinpath("sockets.js").read_text(encoding="utf-8")
    return f"globalThis.SOCKETS = {json.dumps(conversations)};\n{text}"
