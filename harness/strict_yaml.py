"""Floor 0: YAML that people write, read strictly in one place: what does not hold is named with its line and the nearest
right key."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from harness.text.nearest import nearest

__all__ = ["Problem", "load_yaml"]

# libyaml reads our packs in 20 ms, where the loader in Python takes 700; both are safe ones.
BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(BASE):  # type: ignore[misc]
    """YAML in which `true` and `false` alone are true and false, as since YAML 1.2: a key `on` is a word, and so is `no`."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in BASE.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)

T = TypeVar("T", bound=BaseModel)
REFERENCE = re.compile(r"#/\$defs/(\w+)")


class Problem(Exception):
    """Why a file does not hold: one line that begins with its path and, where it is known, the line. `all` are the lines
    for all that is wrong in it, that one first."""

    def __init__(self, *lines: str) -> None:
        super().__init__(lines[0])
        self.all = lines


def load_yaml(path: Path, text: str, model: type[T]) -> T:
    """What the text of this file holds, as the model says. Raises Problem for broken YAML, an unknown key, a wrong value."""
    try:
        data = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        raise Problem(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        tree = yaml.compose(text, _Loader)
        # An unknown key says more than one that is missing in its place.
        found = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        raise Problem(*dict.fromkeys(f"{path}:{_explained(one, tree, model)}" for one in found)) from error


def _explained(error: ErrorDetails, tree: yaml.Node | None, model: type[BaseModel]) -> str:
    """What is wrong, as `line: key: what`."""
    where = [step for step in error["loc"] if _is_step(step)]
    said = ".".join(str(step) for step in where) or "the file"
    if error["type"] == "extra_forbidden":
        name = str(where[-1])
        elsewhere = _holders(model, name)
        hint = f" here; it stands under {elsewhere}" if elsewhere else nearest(name, _keys(model))
        return f"{_line_of(tree, where)}: {said}: no key {name!r}{hint}"
    return f"{_line_of(tree, where)}: {said}: {error['msg'].removeprefix('Value error, ')}"


def _is_step(step: str | int) -> bool:
    """False for what pydantic puts between the steps of a path where a value may be of several kinds."""
    return isinstance(step, int) or not (step in {"bool", "str", "_Range"} or "[" in step)


def _keys(model: type[BaseModel]) -> list[str]:
    """Every key that the model and those below it know."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return sorted({key for part in parts for key in part.get("properties", {})})


def _holders(model: type[BaseModel], name: str) -> str:
    """The keys under which this one is known, or `the file` where it is one of the outermost; empty where it is known nowhere."""
    schema = model.model_json_schema()
    parts = schema.get("$defs", {})
    found = {"the file"} if name in schema.get("properties", {}) else set()
    for part in (schema, *parts.values()):
        for key, below in part.get("properties", {}).items():
            inner = [parts.get(place, {}) for place in REFERENCE.findall(str(below))]
            found |= {repr(key) for each in inner if name in each.get("properties", {})}
    return " or ".join(sorted(found))


def _line_of(node: yaml.Node | None, where: Sequence[str | int]) -> int:
    """The line (from 1) of the key that `where` leads to, or of the last step of it that is there."""
    line: int = node.start_mark.line + 1 if node else 1
    for step in where:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
    return line
