"""Floor 6: pictures in a terminal that shows them, by the protocols of kitty and of iTerm2.

Kitty's is spoken by kitty, Ghostty and Konsole (sw.kovidgoyal.net/kitty/graphics-protocol), iTerm2's by iTerm2 and WezTerm
(iterm2.com/documentation-images.html). What is sent is a PNG of ours in base64: nothing that a page wrote.
"""

import base64
import io
import sys
from collections.abc import Iterator, Mapping
from typing import Literal

__all__ = ["inline_picture", "protocol_of"]

Protocol = Literal["kitty", "iterm2"]
CHUNK = 4096
"""Base64 characters of one piece in kitty's protocol."""
MAX_WIDTH_PX, MAX_HEIGHT_PX = 900, 700
KITTY, ITERM2 = {"kitty", "ghostty", "konsole"}, {"iTerm.app", "WezTerm"}


def protocol_of(environment: Mapping[str, str]) -> Protocol | None:
    """How the terminal on standard output shows pictures; None where it is none, or shows none."""
    if not sys.stdout.isatty():
        return None
    program, term = environment.get("TERM_PROGRAM", ""), environment.get("TERM", "")
    if program in ITERM2:
        return "iterm2"
    known = program.lower() in KITTY or "KITTY_WINDOW_ID" in environment or "KONSOLE_VERSION" in environment
    return "kitty" if known or term in {"xterm-kitty", "xterm-ghostty"} else None


def inline_picture(png: bytes, protocol: Protocol) -> str:
    """A PNG as what a terminal draws, made small enough for one: the upper part of a long page."""
    from PIL import Image  # slow to import, and few terminals show pictures

    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    if picture.width > MAX_WIDTH_PX:
        picture = picture.resize(
            (MAX_WIDTH_PX, max(1, picture.height * MAX_WIDTH_PX // picture.width)), reducing_gap=3.0
        )
    out = io.BytesIO()
    picture.crop((0, 0, picture.width, min(picture.height, MAX_HEIGHT_PX))).save(out, format="PNG")
    told = base64.b64encode(out.getvalue()).decode()
    if protocol == "iterm2":
        return f"\x1b]1337;File=inline=1;size={len(out.getvalue())};preserveAspectRatio=1:{told}\x07"
    return "".join(_pieces(told))


def _pieces(told: str) -> Iterator[str]:
    """Kitty takes a picture in pieces: `f=100` is PNG, `a=T` shows it, `m=1` says that more comes."""
    for at in range(0, len(told), CHUNK):
        first = "f=100,a=T," if at == 0 else ""
        yield f"\x1b_G{first}m={int(at + CHUNK < len(told))};{told[at : at + CHUNK]}\x1b\\"
