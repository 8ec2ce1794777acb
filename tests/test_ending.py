"""A command that is done before its background is ends all the same: with its own exit code, and without a word."""

import subprocess
import sys

import pytest

LOADING = """
import threading, time
import harness.cleaner
from harness.text import encoder

def again():
    while True:
        encoder._loaded.clear(), encoder._remembered.clear()
        encoder.warm_up()

threading.Thread(target=again, daemon=True).start()
while not encoder._loaded:
    time.sleep(0.01)
time.sleep({later})
"""
"""A thread of the background that loads the sentence encoder again and again, and a main thread that ends meanwhile."""


@pytest.mark.parametrize("later", [0.0, 0.07, 0.19, 0.31])
def test_the_interpreter_ends_while_the_encoder_is_being_loaded(later: float) -> None:
    code = LOADING.format(later=later)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
