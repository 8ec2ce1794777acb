"""Floor 2: what a link's text and its host say of each other, and what a host's own shape says."""

import re
from collections import Counter
from collections.abc import Sequence

from harness.address import host_of, site_of, suffix_of
from harness.text.scripts import script_of
from harness.text.tokens import letters

__all__ = [
    "brands_of",
    "fits_country",
    "is_brand_host",
    "is_public_host",
    "lists_languages",
    "names_its_host",
    "says_language",
]

MIN_HOST = 3
MIN_LANGUAGES = 4
WORD = re.compile(r"[a-z0-9]+")
BRAND = re.compile(r"(?=.*[a-z])(?:[a-z]{3,}\d{2,4}[a-z]{0,3}|[a-z]{0,3}\d{3,4}[a-z]{1,8}|\d{2,4}[a-z]{3,8})$")
"""Letters and a lucky number: kaplanbet204, 789club. Whoever is blocked counts up and comes back."""
COUNTRIES = {
    "CYRILLIC": ("ru", "su", "ua", "by", "kz", "bg", "rs", "mk", "mn", "kg", "tj"), "GREEK": ("gr", "cy"), "HEBREW": ("il",),
    "ARABIC": ("sa", "ae", "eg", "ma", "dz", "tn", "jo", "lb", "iq", "sy", "qa", "kw", "om", "bh", "ye", "ly", "sd", "ps", "ir", "pk", "af"),
    "THAI": ("th",), "DEVANAGARI": ("in", "np"), "HANGUL": ("kr", "kp"), "CJK": ("jp", "cn", "tw", "hk", "mo", "sg", "kr", "my"),
}  # fmt: skip
"""The countries where each script is at home, by the endings of their hosts."""
PUBLIC = {"gov", "mil", "edu", "int"}
PUBLIC_OF_COUNTRIES = {"gov", "gob", "gouv", "gub", "govt", "gv", "go", "mil", "edu", "ac"}
"""What stands before a country's ending where only its government, its army and its schools are."""
CODE = re.compile(r"[a-z]{2,3}(?:-[a-z]+)*$")
LANGUAGES = {
    "ar", "bg", "cn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "jp", "ko",
    "kr", "lt", "lv", "ms", "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "tw", "ua", "uk", "vi", "zh",
}  # fmt: skip


def names_its_host(text: str, url: str) -> bool:
    """True where a link's text and its host have a word in common, as links have that people make: `Harper Collins`
    leads to harpercollins.com, sold words lead anywhere."""
    host = letters(host_of(url))
    words = WORD.findall(text.casefold())
    long = [w for w in words if len(w) >= MIN_HOST]
    initials = "".join(w[0] for w in words)
    return any(w in host or (len(host) >= 4 and host in w) for w in long) or (
        len(host) >= MIN_HOST and initials == host
    )


def fits_country(text: str, url: str) -> bool:
    """True where a link's text is in a script that is at home where its host is: a Japanese name leads to a .jp."""
    ending = suffix_of(url).rpartition(".")[2]
    return ending in COUNTRIES.get(script_of(text), ())


def is_brand_host(url: str) -> bool:
    """True for a host whose own name, or a part of it, is letters with a number, as gambling brands are named."""
    name = site_of(url).partition(".")[0]
    return any(BRAND.match(part) for part in name.split("-"))


def is_public_host(url: str) -> bool:
    """True for a host under an ending that is kept for governments, armies, schools and unions of states: nobody sells links to
    these."""
    parts = host_of(url).split(".")
    if parts[-1] in PUBLIC:
        return len(parts) > 1
    return len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in PUBLIC_OF_COUNTRIES


def brands_of(url: str) -> list[str]:
    """What stands in an address's site's name and may stand in a text as a name: parts with a digit, and long ones."""
    name = site_of(url).partition(".")[0]
    parts = {name.replace("-", ""), *name.split("-")}
    return sorted(p for p in parts if (len(p) >= 6 and any(c.isdigit() for c in p) and any(c.isalpha() for c in p)))


def says_language(url: str) -> bool:
    """Sites say a language as a part of the path, as a value in the query, or before the name of the host."""
    rest = url.partition("://")[2].casefold()
    parts = re.split(r"[/?&=#]", rest.partition("/")[2])
    parts.append(rest.partition(".")[0])
    return any(part[:2] in LANGUAGES and (len(part) == 2 or part[2] in "-_") for part in parts)


def lists_languages(urls: Sequence[str]) -> bool:
    """True where most of these addresses say a language, or their hosts are one but for a code before it."""
    if len(urls) < MIN_LANGUAGES:
        return False
    if sum(map(says_language, urls)) * 2 > len(urls):
        return True
    named = {host.partition(".")[::2] for host in map(host_of, urls)}
    coded = Counter(rest for code, rest in named if "." in rest and CODE.match(code))
    return max(coded.values(), default=0) * 2 > len(urls)
