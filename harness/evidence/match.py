"""Floor 2: finds the words of the rules in a text, at the places where they stand in the original."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import ahocorasick

from harness.address import words_of
from harness.evidence.finding import PRIOR
from harness.rules import Rule, RuleSet
from harness.rules.heads import load_heads
from harness.rules.load import built_in_folder
from harness.rules.vocabulary import MEANING
from harness.text.fold import Folded, fold
from harness.text.scripts import turns_between
from harness.text.tokens import SIGNS, glued_at

__all__ = ["HEADS", "TRADE", "Hit", "Matcher", "hits_within", "words_of_terms"]

PIECE, OVERLAP = 2_000, 200
HEADS = "meaning.npz"
TRADE = {"advertises", "topic"}
MIN_INSIDE = 6
"""A shorter term stands in too many honest names: `spin` in spinoza, `loan` in sloane."""
MAX_REMEMBERED = 20_000
MAX_PATTERN_S = 0.05
"""Real seconds that one pattern may take over one piece of text; a sound one takes microseconds."""
BROKEN = re.compile(r"(?<!\w)\w(?:[ .·•・*_|/~-]{1,2}\w(?!\w)){1,40}")
CJK_BROKEN = re.compile(r"[\u3400-\u9fff](?:[ .·•・*_|/~-]{1,2}[\u3400-\u9fff]){1,20}")
SIGN = re.compile(r"\w[^\w\s\x00-\x7f]\w")
TERM_WORD = re.compile(r"[^\W\d_]{3,}")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that met the original text from `start` to `end`."""

    rule: Rule
    start: int
    end: int


def hits_within(hits: Sequence[Hit], start: int, end: int) -> tuple[Hit, ...]:
    """Those of a text's hits, sorted by their starts, that lie in this range, counted from its start."""
    first, last = (bisect_left(hits, at, key=lambda h: h.start) for at in (start, end))
    return tuple(Hit(h.rule, h.start - start, h.end - start) for h in hits[first:last] if h.end <= end)


class Matcher:
    """The rules in force, with all their terms in one automaton and all patterns compiled; safe to use from many threads.

    `ruleset` is what it was made of, `prior` what every sum begins with, in log-odds.
    """

    def __init__(self, ruleset: RuleSet, prior: float = PRIOR) -> None:
        self.ruleset = ruleset
        self.prior = prior
        self.heads = (
            load_heads(built_in_folder() / HEADS) if any(rule.asks(MEANING) for rule in ruleset.rules) else None
        )
        self._addresses: dict[str, frozenset[str]] = {}
        self._address_words = ruleset.lists.get("address-words", frozenset())
        self._plain, self._tight = (ahocorasick.Automaton() for _ in range(2))
        self._patterns = _compiled(ruleset)
        self._languages: dict[str, set[str]] = {}
        plain: dict[str, list[Rule]] = {}
        tight: dict[str, list[Rule]] = {}
        for rule in ruleset.rules:
            for term in rule.terms:
                folded = fold(term).text.strip()
                plain.setdefault(folded, []).append(rule)
                self._languages.setdefault(folded, set()).add(rule.language)
                tight.setdefault(re.sub(r"\W", "", folded), []).append(rule)
        for automaton, terms in ((self._plain, plain), (self._tight, tight)):
            for term, rules in terms.items():
                if term:
                    automaton.add_word(term, (term, rules))
            automaton.make_automaton()

    @cached_property
    def term_words(self) -> frozenset[str]:
        """The words that the terms are made of, in scripts that set spaces between words; in small letters."""
        return words_of_terms(self.ruleset.rules)

    def find(self, text: str, slow: set[str] | None = None) -> list[Hit]:
        """Every hit in `text`, in the order of their starts.

        A pattern that takes too long is left off, here and wherever the same `slow` is given: its rule's id is put there.
        """
        folded = fold(text)
        hits = self._terms(self._plain, folded, text)
        for broken in (*BROKEN.finditer(folded.text), *CJK_BROKEN.finditer(folded.text)):
            kept = [i for i in range(*broken.span()) if folded.text[i].isalnum()]
            joined = Folded("".join(folded.text[i] for i in kept), [*(folded.offsets[i] for i in kept), 0])
            hits.extend(self._terms(self._tight, joined, text))
        hits.extend(self._between_signs(folded, text))
        hits.extend(self._by_pattern(folded, set() if slow is None else slow))
        return sorted(
            {(h.rule.id, h.start, h.end): h for h in hits}.values(), key=lambda h: (h.start, h.end, h.rule.id)
        )

    def _between_signs(self, folded: Folded, text: str) -> list[Hit]:
        """Terms with signs between their letters (a star, a diamond), as the text reads without them."""
        if not SIGN.search(folded.text):
            return []
        kept = [at for at, char in enumerate(folded.text) if unicodedata.category(char) not in SIGNS]
        joined = Folded("".join(folded.text[at] for at in kept), [*(folded.offsets[at] for at in kept), len(text)])
        return self._terms(self._plain, joined, text)

    def languages_of(self, term: str) -> int:
        """In how many languages' packs a term stands: the name of a drug or a game belongs to none."""
        return len(self._languages.get(fold(term).text.strip(), ()))

    def in_address(self, url: str) -> frozenset[str]:
        """The terms of trades in a web address: words of its host and path, and longer ones run together in its host."""
        found = self._addresses.get(url)
        if found is None:
            host, path = words_of(url)
            terms = {
                part[h.start : h.end].casefold()
                for part in (host, path)
                for h in self.find(part)
                if h.rule.role in TRADE
            }
            terms |= self._address_words.intersection(fold(f"{host} {path}").text.split())
            for label in host.split():
                terms |= {term for term in self._inside(label) if len(term) >= MIN_INSIDE}
                terms |= {word for word in self._address_words if len(word) >= MIN_INSIDE and word in label}
            found = frozenset(terms)
            if len(self._addresses) < MAX_REMEMBERED:
                self._addresses[url] = found
        return found

    def _inside(self, label: str) -> list[str]:
        if not len(self._tight):
            return []
        found = self._tight.iter(fold(label).text)
        return [term for _, (term, rules) in found if any(rule.role in TRADE for rule in rules)]

    def _by_pattern(self, folded: Folded, slow: set[str]) -> list[Hit]:
        hits: list[Hit] = []
        for rule, pattern in self._patterns:
            if rule.id in slow:
                continue
            try:
                for at in range(0, max(len(folded.text), 1), PIECE - OVERLAP):
                    piece = folded.text[at : at + PIECE]
                    found = pattern.finditer(piece, timeout=MAX_PATTERN_S)
                    hits.extend(_hit(rule, folded, at + m.start(), at + m.end()) for m in found if m[0])
            except TimeoutError:
                slow.add(rule.id)
        return hits

    def _terms(self, automaton: Any, folded: Folded, text: str) -> list[Hit]:
        if not len(automaton):
            return []
        return [
            _hit(rule, folded, last + 1 - len(term), last + 1)
            for last, (term, rules) in automaton.iter(folded.text)
            if _may_part(folded, last + 1 - len(term), text) and _may_part(folded, last + 1, text)
            for rule in rules
        ]


def words_of_terms(rules: Iterable[Rule]) -> frozenset[str]:
    """The words that the terms of these rules are made of, in scripts that set spaces between words; in small letters."""
    return frozenset(
        word
        for rule in rules
        for term in rule.terms
        for word in TERM_WORD.findall(term.casefold())
        if not UNSPACED.search(word)
    )


def _compiled(ruleset: RuleSet) -> list[tuple[Rule, Any]]:
    """The rules' patterns, by a package that can be told how long one may take; most packs have none, and it is slow to
    import."""
    patterns = [(rule, rule.pattern) for rule in ruleset.rules if rule.pattern]
    if not patterns:
        return []
    import regex

    return [(rule, regex.compile(pattern, regex.I)) for rule, pattern in patterns]


def _hit(rule: Rule, folded: Folded, start: int, end: int) -> Hit:
    return Hit(rule, folded.offsets[start], folded.offsets[end - 1] + 1)


def _may_part(folded: Folded, at: int, text: str) -> bool:
    """True where a word may begin or end: no letter goes on, or the script has no spaces, or a capital follows a small
    letter without a space, as where a phrase was glued to what stood there."""
    if at in (0, len(folded.text)):
        return True
    pair = folded.text[at - 1], folded.text[at]
    if any(UNSPACED.match(char) or not char.isalnum() for char in pair) or turns_between(*pair):
        return True
    return glued_at(text, folded.offsets[at])
