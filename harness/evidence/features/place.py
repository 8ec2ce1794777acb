"""Floor 2: features of where a text stands, how it came there, and which script and language it is in."""

from harness.evidence.context import language_gap as gap
from harness.evidence.features.registry import measures
from harness.evidence.shown import is_shown
from harness.evidence.subject import Subject
from harness.evidence.view import HEADINGS, PageView
from harness.text.scripts import script_of
from harness.text.tokens import characters

__all__: list[str] = []

MIN_SCRIPT_CHARACTERS, MIN_SCRIPT_LINK, MIN_LATIN_WORDS = 8, 4, 3


@measures("prose")
def prose(view: PageView, subject: Subject) -> bool:
    return view.prose[subject.block]


@measures("place")
def place(view: PageView, subject: Subject) -> str:
    first, last = view.context.first, view.context.last
    if first < 0 or first <= subject.block <= last:
        return "main"
    return "before" if subject.block < first else "after"


@measures("said_again")
def said_again(view: PageView, subject: Subject) -> float:
    return view.said_again.get(subject.block, 0)


@measures("quoted")
def quoted(view: PageView, subject: Subject) -> bool:
    return view.quoting[view.block_of(subject.block).element]


@measures("heading")
def heading(view: PageView, subject: Subject) -> bool:
    element = view.survey.elements[view.block_of(subject.block).element]
    return bool({element.tag, view.survey.elements[element.parent].tag} & HEADINGS)


@measures("by_script")
def by_script(view: PageView, subject: Subject) -> bool:
    return view.block_of(subject.block).at_ms > 0


@measures("shown_to_some")
def shown_to_some(view: PageView, subject: Subject) -> bool:
    text = view.block_of(subject.block).text
    return any(not is_shown(text, shown) for shown in view.shown_to_others or ())


@measures("script_box")
def script_box(view: PageView, subject: Subject) -> bool:
    return subject.block in view.boxes


@measures("late_ms")
def late_ms(view: PageView, subject: Subject) -> float:
    return view.block_of(subject.block).at_ms


@measures("among_server_prose")
def among_server_prose(view: PageView, subject: Subject) -> bool:
    return subject.block in view.among_server_prose


@measures("script_gap")
def script_gap(view: PageView, subject: Subject) -> bool:
    script = script_of(subject.text)
    foreign = script not in {"", "LATIN", view.context.script}
    least = MIN_SCRIPT_CHARACTERS if subject.kind == "block" else MIN_SCRIPT_LINK
    return bool(view.context.text) and foreign and characters(subject.text) >= least


@measures("latin_gap")
def latin_gap(view: PageView, subject: Subject) -> bool:
    latin = script_of(subject.text) == "LATIN" != view.context.script
    return bool(view.context.text) and latin and len(subject.text.split()) >= MIN_LATIN_WORDS


@measures("language_gap")
def language_gap(view: PageView, subject: Subject) -> float:
    return gap(subject.text, view.context)


@measures("row_foreign")
def row_foreign(view: PageView, subject: Subject) -> float:
    return view.row_foreign[subject.block]
