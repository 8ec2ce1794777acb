"""Floor 0: `[tool.harness]` in a project's pyproject.toml: what every command takes where its own option is not given."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.errors import UsageError

__all__ = ["Project", "find_project"]


@dataclass(frozen=True, slots=True)
class Project:
    """The settings of the project around a folder, by option without its dashes (`max-height`); none where there is none."""

    file: Path | None = None
    settings: dict[str, Any] = field(default_factory=dict)

    def options(self) -> dict[str, Any]:
        """The settings by the names that functions have: `max_height`, and `format_` for `format`."""
        named = {key.replace("-", "_"): value for key, value in self.settings.items()}
        return {**named, **{f"{name}_": value for name, value in named.items()}}

    def listed(self, key: str) -> list[str]:
        """A setting that takes several values. Raises UsageError where it is no list of texts."""
        value = self.settings.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise UsageError(f'{self.file}: tool.harness.{key}: a list of texts is meant, as ["..."]')
        return value


def find_project(start: Path | None = None) -> Project:
    """The project of the nearest pyproject.toml at or above a folder that has a [tool.harness]. Raises UsageError for a
    file that is no TOML."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        file = folder / "pyproject.toml"
        if not file.is_file():
            continue
        import tomllib

        try:
            settings = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("harness")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise UsageError(f"{file}: cannot be read: {error}") from error
        if isinstance(settings, dict):
            return Project(file, settings)
    return Project()
