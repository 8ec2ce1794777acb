"""How quickly the command starts: `--help`, and one small page cleaned, as ratios to importing Playwright in the same run.

    python benchmarks/start.py [--rounds N]

The three take turns, so that what else runs here meets all alike; a figure is the median of its rounds.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

HARNESS = str(Path(sys.executable).parent / "harness")
COMMANDS: dict[str, tuple[list[str], bytes]] = {
    "import playwright": ([sys.executable, "-c", "import playwright.async_api"], b""),
    "--help": ([HARNESS, "--help"], b""),
    "hello page": ([HARNESS, "clean", "-"], b"<p>hello"),
}


def main() -> None:
    """Prints a line for each: median seconds, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    took: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds + 1):  # the first fills the caches, and does not count
        for name, (command, given) in COMMANDS.items():
            began = time.monotonic()
            subprocess.run(command, input=given, check=True, capture_output=True)
            took[name].append(time.monotonic() - began)
    medians = {name: statistics.median(times[1:]) for name, times in took.items()}
    peer = medians["import playwright"]
    for name, median in medians.items():
        print(f"{name:<18} {median:6.3f} s  {median / peer:5.2f}x  (slowest {max(took[name][1:]):.3f})")


if __name__ == "__main__":
    main()
