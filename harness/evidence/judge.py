"""Floor 2: the whole judgement: from a survey and the rules to verdicts on all that may go.

Evidence adds up in log-odds from a prior. What reaches 0 is removed, what comes within one half of it is suspect. A mark's score
is the plain sum of the evidence it lists. Two passes: what speaks for itself, then once more with what was found.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from harness.deadline import Deadline
from harness.evidence.choose import Weighed, leaves_nothing
from harness.evidence.containers import containers
from harness.evidence.extras import candidates_of, extra_findings, shown_apart
from harness.evidence.features import measured
from harness.evidence.features.looks import DRAWN
from harness.evidence.features.relations import RELATIONS
from harness.evidence.finding import PRIOR, Finding, element_finding, prior, title_finding
from harness.evidence.leftover import Cut, Leftovers, without
from harness.evidence.match import Matcher
from harness.evidence.propose import blocks_of, comments_of, parts_of
from harness.evidence.related import Cuts, related_to
from harness.evidence.repeated import repeated_in
from harness.evidence.sites import SiteTold
from harness.evidence.subject import Subject
from harness.evidence.threads import Item
from harness.evidence.title import Mended, mended_title
from harness.evidence.view import PageView
from harness.evidence.weigh import SUSPECT, Weigher, total
from harness.model import Evidence
from harness.rules.model import KINDS, REMOVE, Rule
from harness.rules.vocabulary import FEATURES
from harness.survey import Block, Said, Survey
from harness.text.one_thread import one_thread
from harness.text.tokens import characters, ends_sentence

__all__ = ["OWN_TRADE", "PRIOR", "SUSPECT", "Examination", "Finding", "Judgement", "judge_survey"]

ROUNDS = 2
OWN_TRADE = "context.own-trade"
DRAWN_LAYER, ALL, MIN_UNDER = "looks.drawn-layer", 0.8, 2
"""A drawing that holds so much of the view on top, and has so many paragraphs under it, lies over the page's text."""
WHOLE = {
    "relations.its-links",
    "relations.row-of-found",
    "looks.hidden-found",
    "meaning.sold-throughout",
    "meaning.sold-throughout-aside",
}
"""Rules that say of a block that what is left of it without its links, or its words, is there for their sake, or sells itself."""
MAX_ASIDE, MAX_ASIDES, MIN_REMARK = 40, 3, 8
"""Characters of a date, a place, a `Reply` beside what a comment says, how many of these there are, and characters of a sentence."""
MAX_REPEATED = 1_000
"""Places of a page where what was found is looked at once more."""
LEAST_EXTRA = 0.5
"""What is beside the text harms no reading: it is marked where that is surer than of a text."""
RELATED = {kind: [name for name in RELATIONS if kind in FEATURES[name].on] for kind in KINDS}
"""The relations that are measured on each kind of subject."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings of a page, its title as it was meant, the language it is in, the rules that took too long for it, and how
    many lines were not read for what they say. `said` is what those are worth that were read."""

    findings: tuple[Finding, ...]
    title: str
    language: str
    slow_rules: tuple[str, ...] = ()
    unread: int = 0
    said: Said | None = None


def judge_survey(
    survey: Survey,
    matcher: Matcher,
    deadline: Deadline,
    *,
    remove_suspects: bool = False,
    shown_to_others: Sequence[str] | None = None,
    site: SiteTold | None = None,
) -> Judgement:
    """Weigh all that may go, twice; choose; whole containers go whole. `remove_suspects` says that what is suspect goes too,
    `shown_to_others` what other readers are shown in the place of this page (see `harness.evidence.shown`), `site` what the pages of
    its site say together.

    Raises DeadlineExceeded where the page's deadline is over before it is judged.
    """
    with one_thread:
        examination = Examination(
            survey, matcher, deadline, remove_suspects=remove_suspects, shown_to_others=shown_to_others, site=site
        )
        judgement = examination.judgement()
        extras, said = _extras(examination, judgement)
    own = examination.view.meaning.said()
    both = Said(own.heads, {**own.worth, **said.worth}) if own and said else own or said
    return replace(judgement, findings=(*judgement.findings, *extras), said=both)


def _extras(examination: "Examination", judgement: Judgement) -> tuple[list[Finding], Said | None]:
    """What goes of what the page says beside its text, and what that said."""
    view = examination.view
    numbers = candidates_of(
        view, {f.element for f in judgement.findings if f.removed and not f.ranges and f.kind != "title"}
    )
    if not numbers:
        return [], None
    apart, first = shown_apart(view.survey, set(examination.gone), view.prose, numbers)
    beside = Examination(apart, view.matcher, view.deadline)
    return extra_findings(view.survey, numbers, beside.blocks[first:], LEAST_EXTRA), beside.view.meaning.said()


class Examination:
    """A page under judgement: its subjects with their evidence, kept so that every verdict can be explained."""

    def __init__(
        self,
        survey: Survey,
        matcher: Matcher,
        deadline: Deadline,
        *,
        remove_suspects: bool = False,
        shown_to_others: Sequence[str] | None = None,
        site: SiteTold | None = None,
    ) -> None:
        self._remove_suspects = remove_suspects
        self.view = PageView(survey, matcher, deadline, shown_to_others, site)
        self.weigher = Weigher(self.view)
        blocks, comments = blocks_of(self.view), comments_of(self.view)
        self._read([*blocks, *comments])
        self.blocks: list[Weighed] = self._weighed(blocks)
        self.comments: list[Weighed] = self._weighed(comments)
        proposed = {
            block.index: parts
            for block, (_, evidence) in zip(survey.blocks, self.blocks, strict=True)
            if (total(evidence) < 0 or self._may_keep(block)) and (parts := parts_of(self.view, block))
        }
        self._read(part for parts in proposed.values() for part in parts)
        self.parts: dict[int, list[Weighed]] = {index: self._weighed(parts) for index, parts in proposed.items()}
        self._left = Leftovers(self.view, self.weigher, self.parts)
        self.title: Mended = self._mended()
        for _ in range(ROUNDS):
            self._relate()
        self.title = self._mended()

    def _read(self, subjects: Iterable[Subject]) -> None:
        """What these say, and what is beside them in their sentences, read together: one by one takes three times as long."""
        heard = [subject for subject in subjects if subject.kind in FEATURES["meaning"].on]
        rests = (self.view.rest_of_sentence(subject) for subject in heard if subject.kind == "cluster")
        self.view.meaning.prepare([*(subject.text for subject in heard), *rests])

    def _weighed(self, subjects: Sequence[Subject]) -> list[Weighed]:
        found = []
        for subject in subjects:
            self.view.check()
            found.append((subject, self.weigher.evidence(subject)))
        return found

    def _spam(self) -> set[int]:
        """The blocks that go: by themselves, with their comment, or since all that they say is cut."""
        heavy = [(s.block, evidence) for s, evidence in self.blocks if total(evidence) >= 0]
        spam = {index for index, evidence in heavy if _goes_whole(evidence) or not self._left.are_honest(index)}
        spam |= {index for index in self.parts if index not in spam and self._left.are_stump(index)}
        for subject, evidence in self.comments:
            if total(evidence) >= 0:
                spam.update(range(subject.block, subject.last + 1))
        for item in self.view.items:
            if item.name not in spam and self._is_spoken_for(item, spam):
                spam.update(range(item.first, item.last + 1))
        return spam

    def _is_spoken_for(self, item: Item, spam: set[int]) -> bool:
        """True where all that an item says goes, and what is left is its author's name and the like."""
        others = item.others
        said = [i for i in others if i in spam and not self.view.block_of(i).hidden_by]
        left = [i for i in others if i not in spam]
        if not said or len(left) > MAX_ASIDES:
            return False
        return not any(self.view.prose[i] or _is_remark(self.view.block_of(i).text) for i in left)

    def _may_keep(self, block: Block) -> bool:
        """True for a block that may be honest without the parts that are cut out of it, however much they weigh."""
        linked = sum(link.end - link.start for link in block.links)
        one = len(block.links) == 1 and linked >= len(block.text.strip())
        heading = self.view.is_heading(block.index)
        return heading or self.view.prose[block.index] or block.was is not None or (bool(block.links) and not one)

    def _cuts(self, spam: set[int]) -> Cuts:
        """What is cut out of the blocks that stay."""
        return {index: cuts for index in self.parts if index not in spam and (cuts := self._left.cuts_in(index))}

    @cached_property
    def _verdict(self) -> tuple[frozenset[int], Cuts]:
        """The blocks that go in the end, and what is cut out of those that stay."""
        spam = self._spam()
        return frozenset(spam), self._cuts(spam)

    @property
    def gone(self) -> frozenset[int]:
        """The blocks that go."""
        return self._verdict[0]

    def _mended(self) -> Mended:
        spam = self._spam()
        return mended_title(self.view, self.weigher, self._headings(spam), frozenset(spam))

    def _headings(self, spam: set[int]) -> list[str]:
        """What the page's headings say, without what is cut out of them."""
        cuts = self._cuts(spam)
        found = []
        for block in self.view.survey.blocks:
            if self.view.tag_of(block.index) in {"h1", "h2"} and block.index not in spam:
                found.append(without(block.text, cuts.get(block.index, ())))
        return [text for text in found if text.strip()][:5]

    def _relate(self) -> None:
        """The second pass: what was found says something of what stands beside it, leads where it leads, or reads as it does."""
        spam = self._spam()
        cuts = self._cuts(spam)
        titled = self.title.gone or any(total(evidence) >= 0 for _, evidence in self.title.parts)
        if not (spam or cuts or titled):
            return  # what nothing was found beside, nothing relates to
        weighed_all = (self.blocks, self.comments, self.parts)
        self.view.beside = related_to(self.view, spam, cuts, weighed_all, self.title)
        self._propose_repeated(spam)
        for weighed in (self.blocks, self.comments, *self.parts.values()):
            for number, (subject, evidence) in enumerate(weighed):
                open_yet = total(evidence) < 0 or (subject.kind == "block" and subject.block in cuts)
                if open_yet and self._changes(subject):
                    weighed[number] = (subject, self.weigher.evidence(subject))

    def _propose_repeated(self, spam: set[int]) -> None:
        """What was found may stand again inside a text that stays, where nothing else told it from the words around it."""
        view = self.view
        found = repeated_in(view.survey.blocks, view.hits, view.beside.found.texts, spam)
        for subject in islice(found, MAX_REPEATED):
            parts = self.parts.setdefault(subject.block, [])
            if not any(_is_taken(subject, part, total(evidence)) for part, evidence in parts):
                parts.append((subject, self.weigher.evidence(subject)))

    def _changes(self, subject: Subject) -> bool:
        """Measure the relations anew; True where one of them says something now."""
        repeated = subject.features.pop("span_repeats", None)
        for name in RELATIONS:
            subject.features.pop(name, None)
        if repeated is False and measured(self.view, subject, "span_repeats"):
            return True
        return any(measured(self.view, subject, name) for name in RELATED[subject.kind])

    def weighed(self) -> Iterator[Weighed]:
        """All that was weighed, with its evidence."""
        yield from self.blocks
        yield from self.comments
        for parts in self.parts.values():
            yield from parts
        for subject, evidence in self.title.parts:
            yield subject, list(evidence)

    def outcome(self, subject: Subject, evidence: Sequence[Evidence]) -> str:
        """What became of a subject: `removed`, `removed with` what holds it, `cut` to its parts, `suspect` or `kept`."""
        spam, all_cuts = self._verdict
        score = total(evidence)
        if subject.kind == "title":
            return "removed" if score >= 0 and self.title.evidence else "kept"
        if subject.block in spam:
            return "removed" if score >= 0 else "removed with what holds it"
        cuts = all_cuts.get(subject.block, ())
        if any(part is subject for _, _, (part, _) in cuts):
            return "removed"
        if subject.kind == "block":
            if cuts:
                return "kept, without what is cut out of it"
            return "suspect" if SUSPECT <= score < 0 else "kept"
        if any(start <= subject.start and subject.end <= end for start, end, _ in cuts):
            return "removed with what holds it"
        return "kept"

    def judgement(self) -> Judgement:
        """What is to go, what is suspect, and the title."""
        view = self.view
        spam, cuts = set(self._verdict[0]), dict(self._verdict[1])
        evidence = [found for _, found in self.blocks]
        for subject, found in self.comments:
            for index in range(subject.block, subject.last + 1) if total(found) >= 0 else ():
                if total(evidence[index]) < total(found):
                    evidence[index] = found
        for index in spam:
            if total(evidence[index]) < 0 and (stump := self._left.cuts_in(index)):
                evidence[index] = _strongest(stump)
        for index, parts in list(cuts.items()):
            if leaves_nothing(view.block_of(index).text, [(start, end) for start, end, _ in parts]):
                evidence[index] = _strongest(parts)
                spam.add(index)
                del cuts[index]
        scores = [total(found) for found in evidence]
        findings = [
            *containers(view.survey, spam, evidence, scores),
            *(
                view.ranges_of(index).finding(start, end, found)
                for index, parts in cuts.items()
                for start, end, (_, found) in parts
            ),
            *self._suspects(spam, evidence, scores),
        ]
        findings += self._drawn_over()
        findings += self._named_by_user({finding.element for finding in findings if not finding.ranges})
        if self.title.evidence:
            findings.append(title_finding(self.title.gone, self.title.evidence))
        return Judgement(
            tuple(findings), self.title.text, view.context.language, tuple(sorted(view.slow)), view.meaning.unread
        )

    def _rule(self, name: str) -> Rule | None:
        return next((rule for rule in self.view.matcher.ruleset.rules if rule.id == name), None)

    def _drawn_over(self) -> list[Finding]:
        """Drawings that lie over the page's text: they have none, and no block to be judged by."""
        view = self.view
        rule = self._rule(DRAWN_LAYER)
        under = [block.box for block in view.survey.blocks if view.prose[block.index] and not block.hidden_by]
        if rule is None or view.matcher.prior + rule.weight < 0:
            return []
        why = (prior(view.matcher.prior), Evidence(rule.id, rule.weight, rule.says))
        return [
            replace(element_finding(element, why), kind="layer")
            for element in view.survey.elements
            if element.tag == DRAWN
            and element.layer >= ALL
            and sum(element.box.meets(box) for box in under) >= MIN_UNDER
        ]

    def _named_by_user(self, gone: set[int]) -> list[Finding]:
        """Elements that --remove names and that hold no text: a picture, an empty frame."""
        view = self.view
        rule = self._rule(REMOVE)
        if rule is None:
            return []
        named = {e for selector, found in view.survey.selected if selector in rule.selectors for e in found or ()}
        told = {at for block in view.survey.blocks for at in view.above(block.element)}
        why = (prior(view.matcher.prior), Evidence(rule.id, rule.weight, f"{rule.says} ({', '.join(rule.selectors)})"))
        empty = [e for e in sorted(named - told) if not gone.intersection(view.above(e))]
        return [element_finding(view.survey.elements[e], why) for e in empty]

    def _suspects(
        self, spam: set[int], evidence: Sequence[Sequence[Evidence]], scores: Sequence[float]
    ) -> list[Finding]:
        return [
            self.view.ranges_of(block.index).whole(evidence[block.index], removed=self._remove_suspects)
            for block in self.view.survey.blocks
            if block.index not in spam and (SUSPECT <= scores[block.index] < 0 or _is_own_trade(evidence[block.index]))
        ]


def _goes_whole(evidence: Sequence[Evidence]) -> bool:
    """True for a block of whose parts so much was found that the rest is there for them."""
    return any(each.rule in WHOLE for each in evidence)


def _is_remark(text: str) -> bool:
    """True for more than a date, a place, or a `Reply`."""
    size = characters(text)
    return size > MAX_ASIDE or (size >= MIN_REMARK and ends_sentence(text.strip()))


def _strongest(cuts: Sequence[Cut]) -> list[Evidence]:
    """The evidence of the part that weighs most."""
    return max((found for _, _, (_, found) in cuts), key=total)


def _is_taken(subject: Subject, part: Subject, score: float) -> bool:
    """True where a part that is judged already is this one, or goes and holds it."""
    same = (part.start, part.end) == (subject.start, subject.end)
    return same or (score >= 0 and part.start <= subject.start and subject.end <= part.end)


def _is_own_trade(evidence: Sequence[Evidence]) -> bool:
    """True for what would go anywhere but on a host that is named for it: a user may want to know."""
    own = sum(e.weight for e in evidence if e.rule == OWN_TRADE)
    return own < 0 <= total(evidence) - own
