"""A wheel, installed where no checkout is, does the main job and finds its rule packs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
UV = Path(sys.executable).parent / "uv"


def test_a_wheel_in_an_empty_environment_cleans_a_page(tmp_path: Path) -> None:
    subprocess.run([UV, "build", "--wheel", "--quiet", "-o", tmp_path / "dist", ROOT], check=True)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    install = [UV, "pip", "install", "--quiet", "--python", python]
    subprocess.run([*install, "--require-hashes", "-r", ROOT / "requirements.lock"], check=True)
    subprocess.run([*install, "--no-deps", wheel], check=True)
    harness = tmp_path / "env" / "bin" / "harness"

    cleaned = subprocess.run(
        [harness, "clean", "-", "--scope", "page"], input=b"<p>hello", capture_output=True, check=False, cwd=tmp_path
    )
    checked = subprocess.run([harness, "rules", "check"], capture_output=True, check=False, cwd=tmp_path)

    assert (cleaned.returncode, cleaned.stdout) == (0, b"hello\n"), cleaned.stderr.decode()
    assert checked.returncode == 0
    assert not checked.stderr.startswith(b"0 packs")
