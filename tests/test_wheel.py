"""A wheel, installed where no checkout is and with no more than it asks for, does the main job and finds its rule packs."""

import os
import re
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.fixtures.test_docs import go_as_the_docs_say

ROOT = Path(__file__).parent.parent
UV = Path(sys.executable).parent / "uv"
ONE_BY_ONE = (
    "import sys\nfor example in sys.argv[1:]:\n    exec(compile(example, 'example', 'exec'), {'__name__': '__main__'})"
)


def asked_for(distribution: str) -> set[str]:
    """What an installed distribution asks for on this machine, its extras apart, and what that asks for in its turn."""
    found: set[tuple[str, str]] = set()
    waiting = [(distribution, "")]
    while waiting:
        name, extra = waiting.pop()
        for wanted in map(Requirement, requires(name) or []):
            if not wanted.marker or wanted.marker.evaluate({"extra": extra}):
                asked = {(canonicalize_name(wanted.name), more) for more in ("", *wanted.extras)}
                waiting.extend(asked - found)
                found |= asked
    return {name for name, _ in found}


def pins_of(names: set[str]) -> str:
    """The part of requirements.lock that pins these, hashes and all."""
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip())
    return "\n".join(block for block in blocks if canonicalize_name(block.partition("==")[0]) in names) + "\n"


def test_a_wheel_in_an_empty_environment_cleans_a_page_and_finds_its_rules(tmp_path: Path) -> None:
    build = [UV, "build", "--wheel", "--quiet", "--no-build-isolation", "--python", sys.executable]
    subprocess.run([*build, "-o", tmp_path / "dist", ROOT], check=True)
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    install = [UV, "pip", "install", "--quiet", "--python", python, "--no-deps"]
    (tmp_path / "pins.txt").write_text(
        pins_of(asked_for("harness") | asked_for("pytest") | {"pytest"}), encoding="utf-8"
    )
    subprocess.run([*install, "--require-hashes", "-r", tmp_path / "pins.txt"], check=True)
    subprocess.run([*install, *(tmp_path / "dist").glob("*.whl")], check=True)
    outside = {"cwd": tmp_path, "env": {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}}
    harness = tmp_path / "env" / "bin" / "harness"

    cleaned = subprocess.run([harness, "clean", "-"], input=b"<p>hello\n", capture_output=True, check=False, **outside)
    checked = subprocess.run([harness, "rules", "check"], capture_output=True, check=False, **outside)
    place = [python, "-c", "from harness.rules.load import built_in_folder; print(built_in_folder())"]
    packs = Path(subprocess.run(place, capture_output=True, check=True, text=True, **outside).stdout.strip())

    doctor = subprocess.run([harness, "doctor"], capture_output=True, check=False, **outside)
    examples = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "docs" / "python.md").read_text(encoding="utf-8"), re.M | re.S
    )
    offline = [example for example in examples if "https://" not in example]
    ran = subprocess.run([python, "-c", ONE_BY_ONE, *offline], capture_output=True, check=False, **outside)
    (tmp_path / "user.py").write_text(offline[1], encoding="utf-8")
    strict = [sys.executable, "-m", "mypy", "--strict", "--python-executable", python, tmp_path / "user.py"]
    typed = subprocess.run(strict, capture_output=True, check=False, **outside)

    assert (cleaned.returncode, cleaned.stdout) == (0, b"hello\n"), cleaned.stderr.decode()
    assert doctor.returncode == 0, doctor.stdout.decode()
    assert len(offline) >= 3 and ran.returncode == 0, ran.stderr.decode()
    assert typed.returncode == 0, typed.stdout.decode()
    assert checked.returncode == 0, checked.stderr.decode()
    assert packs.is_relative_to(tmp_path)
    (tmp_path / "docs").mkdir()
    go_as_the_docs_say(tmp_path / "env" / "bin", tmp_path / "docs")
    written = {file.relative_to(ROOT / "rules") for file in (ROOT / "rules").rglob("*.yaml")}
    assert {file.relative_to(packs) for file in packs.rglob("*.yaml")} == written
