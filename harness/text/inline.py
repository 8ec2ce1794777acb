"""Floor 0: two texts in one line, with what went and what came."""

import difflib
import re

__all__ = ["changed_inline", "changed_words"]

WORD = re.compile(r"[^\W_]+|\s+|.", re.DOTALL)
MAX_WORDS = 4_000


def changed_inline(old: str, new: str) -> str:
    """By character: `[-gone-]` and `{+come+}`."""
    return _joined(old, new)


def changed_words(old: str, new: str) -> str:
    """The same by word; by character where a text has no spaces to tell words by."""
    first, second = WORD.findall(old), WORD.findall(new)
    if len(first) < 4 or len(second) < 4 or max(len(first), len(second)) > MAX_WORDS:
        return _joined(old, new) if max(len(old), len(new)) <= MAX_WORDS else f"[-{old}-]{{+{new}+}}"
    return _joined(first, second)


def _joined(old: str | list[str], new: str | list[str]) -> str:
    out = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append("".join(old[a:b]))
            continue
        if b > a:
            out.append(f"[-{''.join(old[a:b])}-]")
        if d > c:
            out.append(f"{{+{''.join(new[c:d])}+}}")
    return "".join(out)
