"""Floor 2: what the page is about: its own hosts, its main content, its script and its language."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import py3langid
from publicsuffixlist import PublicSuffixList
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from harness.survey import Block, Survey

__all__ = [
    "Context",
    "characters",
    "is_prose",
    "language_gap",
    "leads_nowhere",
    "letters",
    "read_context",
    "script_of",
    "site_of",
]

NUMBERED = re.compile(r"\S*\d\S*|https?:\S+")
DENSE = 3
"""How many letters of an alphabet one sign of a script without one stands for."""
SENTENCE = re.compile(r"[.。！？!?…;；:：,，、।؟،]")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
SCRIPTS = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARABIC",
    "HEBREW",
    "THAI",
    "DEVANAGARI",
    "HANGUL",
    "HIRAGANA",
    "KATAKANA",
    "CJK",
)


@dataclass(frozen=True, slots=True)
class Context:
    """What blocks are held against; `first` and `last` are the main content's first and last block, -1 where none is."""

    own_sites: frozenset[str]
    first: int
    last: int
    text: str
    script: str
    language: str


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_modelpath(Path(py3langid.__file__).parent / MODEL_FILE, norm_probs=True)


@cache
def site_of(url: str) -> str:
    """The registrable domain that an address belongs to, or its host where it has none (an IP, `localhost`)."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    try:
        return str(ip_address(host))
    except ValueError:
        return _suffixes().privatesuffix(host) or host


def leads_nowhere(written: str) -> bool:
    """True for a link that no reader can follow: `#`, empty, `javascript:`."""
    written = written.strip().lower()
    return written in {"", "#"} or written.startswith("javascript:")


def characters(text: str) -> int:
    """Characters apart from white space and invisible ones."""
    return sum(1 for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def letters(text: str) -> str:
    """Letters and digits alone, in small letters: what two lines have in common whatever stands around them."""
    return "".join(c for c in text.casefold() if c.isalnum())


def is_prose(block: Block) -> bool:
    """Running text: long for its script, with sentence marks, and mostly not links."""
    size = characters(block.text)
    linked = sum(link.end - link.start for link in block.links)
    least = 40 if len(CJK.findall(block.text)) * 2 > size else 80
    return size >= least and linked < len(block.text) * 0.4 and bool(SENTENCE.search(block.text))


@cache
def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    script = next((script for script in SCRIPTS if name.startswith(script)), "OTHER")
    return "CJK" if script in {"HIRAGANA", "KATAKANA"} else script


def script_of(text: str) -> str:
    """The script that most letters of the text are in, by its Unicode name, or an empty string."""
    counts: Counter[str] = Counter()
    for char in text[:2000]:
        if char.isalpha():
            script = _script(char)
            counts[script] += DENSE if script in {"CJK", "HANGUL"} else 1
    return counts.most_common(1)[0][0] if counts else ""


def language_gap(text: str, context: Context) -> float:
    """How sure it is that this text is in another language than the main content, 0 to 1; 0 for text too short to tell."""
    text = NUMBERED.sub(" ", text)
    if not context.language or len(text) < 40 or script_of(text) != context.script or context.script == "CJK":
        return 0.0
    ranked = _identifier().rank(text[:600])
    own = next((float(p) for language, p in ranked if language == context.language), 0.0)
    best = float(ranked[0][1])
    return best if own < 0.01 else 0.0


def read_context(survey: Survey) -> Context:
    """What the page is about, from its longest prose and from what its head says of itself."""
    metas = dict(survey.head.metas)
    own = {site_of(url) for url in (survey.url, survey.head.canonical, metas.get("og:url", "")) if url}
    links = Counter(
        site for block in survey.blocks for link in block.links if (site := site_of(link.url)) and site not in own
    )
    if links:
        site, count = links.most_common(1)[0]
        if count >= 8 and count * 2 > links.total():
            own.add(site)
    main = _main_blocks(survey)
    text = "\n".join(block.text for block in main)
    language = _identifier().classify(text[:3000])[0] if len(text) >= 100 else survey.language.split("-")[0].lower()
    return Context(
        own_sites=frozenset(own - {""}),
        first=main[0].index if main else -1,
        last=main[-1].index if main else -1,
        text=text,
        script=script_of(text) or script_of(survey.head.title),
        language=language,
    )


def _main_blocks(survey: Survey) -> list[Block]:
    """The prose of the element that holds most of it, its children's counting whole and its grandchildren's half."""
    prose = [block for block in survey.blocks if not block.hidden_by and is_prose(block)]
    weight: Counter[int] = Counter()
    for block in prose:
        parent = survey.elements[block.element].parent
        if parent >= 0:
            weight[parent] += len(block.text)
            above = survey.elements[parent].parent
            if above >= 0:
                weight[above] += len(block.text) // 2
    if not weight:
        return []
    root = weight.most_common(1)[0][0]
    return [block for block in prose if _inside(survey, block.element, root)]


def _inside(survey: Survey, element: int, root: int) -> bool:
    while element >= 0:
        if element == root:
            return True
        element = survey.elements[element].parent
    return False
