"""Floor 2: features of the row of short lines that a block stands in."""

from harness.evidence.features.registry import Measure, measures
from harness.evidence.subject import Subject, Value
from harness.evidence.view import PageView

__all__: list[str] = []

FIELDS = {
    "run_length": "length", "run_link_share": "link_share", "run_dead_links": "dead_links",
    "run_outside_links": "outside_links", "run_outside_hosts": "outside_hosts", "run_inside_links": "inside_links",
    "run_shared_head": "shared_head", "run_language_gap": "language_gap", "run_named_hosts": "named_hosts",
    "run_latin_links": "latin_links", "run_repeats": "repeats", "run_lines": "lines",
}  # fmt: skip


def _field(name: str) -> Measure:
    def measure(view: PageView, subject: Subject) -> Value:
        value: Value = getattr(view.rows[subject.block], name)
        return value

    return measure


for _feature, _name in FIELDS.items():
    measures(_feature)(_field(_name))
