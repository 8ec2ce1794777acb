"""Writes harness/dom/wire.d.ts from harness/survey/wire.py; with --check it only says whether the file is current.

The page's script and Python tell each other named records. They are said once, in Python; the script's side is made here.
"""

import sys
import typing
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

from made_file import write_or_check

from harness.survey import wire

FILE = Path(wire.__file__).parent.parent / "dom" / "wire.d.ts"
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null"}
PYTHON_ONLY = {"SaidRecord", "SettingsRecord", "MakerRecord", "MeasuredRecord", "SurveyFile"}


def types() -> str:
    """All records that cross the wire, as TypeScript interfaces."""
    records = [
        kind
        for kind in vars(wire).values()
        if isinstance(kind, type) and issubclass(kind, wire.Record) and kind is not wire.Record
    ]
    return (
        "// Made by tools/write_wire_types.py from harness/survey/wire.py: what is changed here is lost.\n"
        + "".join(_interface(record) for record in records if record.__name__ not in PYTHON_ONLY)
    )


def _interface(record: type[wire.Record]) -> str:
    said = " ".join((record.__doc__ or "").split())
    fields = typing.get_type_hints(record)
    lines = "".join(f"  {name}: {_type(fields[name])};\n" for name in record.__struct_fields__)
    return f"\n/** {said} */\ninterface {record.__name__} {{\n{lines}}}\n"


def _type(kind: Any) -> str:
    if kind in PLAIN:
        return PLAIN[kind]
    inside = typing.get_args(kind)
    if isinstance(kind, UnionType):
        return " | ".join(_type(each) for each in inside)
    if typing.get_origin(kind) is typing.Literal:
        return " | ".join(f"'{each}'" for each in inside)
    return f"{_type(inside[0])}[]" if inside else str(kind.__name__)


if __name__ == "__main__":
    sys.exit(write_or_check(FILE, types(), "harness/survey/wire.py"))
