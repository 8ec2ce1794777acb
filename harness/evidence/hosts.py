"""Floor 2: what a link's text and its host say of each other, and what a host's own shape says."""

import re

from harness.address import host_of, site_of, suffix_of
from harness.text.scripts import script_of
from harness.text.tokens import letters

__all__ = ["brands_of", "fits_country", "is_brand_host", "names_its_host"]

MIN_HOST = 3
WORD = re.compile(r"[a-z0-9]+")
BRAND = re.compile(r"(?=.*[a-z])(?:[a-z]{3,}\d{2,4}[a-z]{0,3}|[a-z]{0,3}\d{3,4}[a-z]{1,8}|\d{2,4}[a-z]{3,8})$")
"""Letters and a lucky number: kaplanbet204, 789club. Whoever is blocked counts up and comes back."""
COUNTRIES = {
    "CYRILLIC": ("ru", "su", "ua", "by", "kz", "bg", "rs", "mk", "mn", "kg", "tj"), "GREEK": ("gr", "cy"), "HEBREW": ("il",),
    "ARABIC": ("sa", "ae", "eg", "ma", "dz", "tn", "jo", "lb", "iq", "sy", "qa", "kw", "om", "bh", "ye", "ly", "sd", "ps", "ir", "pk", "af"),
    "THAI": ("th",), "DEVANAGARI": ("in", "np"), "HANGUL": ("kr", "kp"), "CJK": ("jp", "cn", "tw", "hk", "mo", "sg", "kr", "my"),
}  # fmt: skip
"""The countries where each script is at home, by the endings of their hosts."""


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


def brands_of(url: str) -> list[str]:
    """What stands in an address's site's name and may stand in a text as a name: parts with a digit, and long ones."""
    name = site_of(url).partition(".")[0]
    parts = {name.replace("-", ""), *name.split("-")}
    return sorted(p for p in parts if (len(p) >= 6 and any(c.isdigit() for c in p) and any(c.isalpha() for c in p)))
