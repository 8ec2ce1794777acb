"""Floor 2: features of a part of the document's title."""

from harness.evidence.features.registry import measures
from harness.evidence.subject import Subject
from harness.evidence.view import PageView
from harness.text.scripts import script_of

__all__: list[str] = []


@measures("title_flipped")
def flipped(view: PageView, subject: Subject) -> bool:
    return bool(subject.features.get("title_flipped", False))


@measures("title_script_gap")
def title_script_gap(view: PageView, subject: Subject) -> bool:
    return _foreign(view, subject.text) not in {"", "LATIN"}


@measures("title_latin_gap")
def title_latin_gap(view: PageView, subject: Subject) -> bool:
    return _foreign(view, subject.text) == "LATIN"


def _foreign(view: PageView, text: str) -> str:
    """The text's script where it is another than the main content's, or an empty string."""
    script = script_of(text)
    return script if view.context.text and script != view.context.script else ""


@measures("unwitnessed")
def unwitnessed(view: PageView, subject: Subject) -> bool:
    return bool(subject.features.get("unwitnessed", False))


@measures("title_leads")
def title_leads(view: PageView, subject: Subject) -> bool:
    return bool(subject.features.get("title_leads", False))


@measures("before_own_title")
def before_own_title(view: PageView, subject: Subject) -> bool:
    if subject.kind == "title":
        return bool(subject.features.get("before_own_title", False))
    return 0 < subject.end <= view.planted_in_headline(subject.block)


@measures("title_outside")
def title_outside(view: PageView, subject: Subject) -> bool:
    return bool(subject.features.get("title_outside", False))


@measures("title_between")
def title_between(view: PageView, subject: Subject) -> bool:
    return bool(subject.features.get("title_between", False))
