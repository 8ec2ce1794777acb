#!/bin/sh
# Makes .venv with the pinned dependencies and the project itself; says in one line what is missing where it cannot.
set -eu
python=${1:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "harness needs Python 3.11 or newer; call make with PYTHON=/path/to/python3.11" >&2; exit 1; }
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "$python lacks ensurepip: the package python3-venv is missing (apt-get install python3-venv)" >&2
    [ "$(id -u)" = 0 ] || exit 1
    apt-get update -qq && apt-get install -y -qq python3-venv
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
