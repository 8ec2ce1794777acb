"""Floor 2: what a reading keeps of the article beside its text."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Hidden", "Images", "ReadingOptions"]

Images = Literal["keep", "alt", "drop"]
Hidden = Literal["keep", "drop"]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """`links` says whether the article's Markdown keeps them; `images` whether its pictures are kept with their addresses, told by
    their alternative text, or left out; `hidden` whether closed panels and tabs of the article are read, which no reader sees before
    he opens them."""

    links: bool = True
    images: Images = "drop"
    hidden: Hidden = "drop"
