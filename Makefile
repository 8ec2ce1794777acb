# Two commands on a fresh machine: `make demo` and `make test`. `make install` is the set-up alone.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install demo test lint docs bench prove

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml tools/make_venv.sh
	sh tools/make_venv.sh $(PYTHON)
	$(BIN)/harness install
	touch $@

demo: install
	@echo; echo "== The page without its spam: harness clean fixtures/lottery-mirror"; echo
	@$(BIN)/harness clean fixtures/lottery-mirror
	@echo; echo "== What was removed, and why: harness marks fixtures/lottery-mirror"; echo
	@$(BIN)/harness marks -q fixtures/lottery-mirror
	@echo; echo "== Before, after and every mark, to look at: harness report fixtures/lottery-mirror -o build/demo"; echo
	@rm -rf build/demo
	@$(BIN)/harness report fixtures/lottery-mirror -o build/demo
	@ls build/demo/run/*/*.png

test: lint
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -q

lint: install
	$(BIN)/ruff check -q harness tests benchmarks tools
	$(BIN)/ruff format --check -q harness tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	sh tools/check_js.sh
	$(BIN)/python tools/write_schema.py --check
	$(BIN)/python tools/write_wire_types.py --check
	$(BIN)/python -m cogapp --check --diff docs/cli.md docs/output.md docs/rules.md

# Writes what is made from the code: the types of the wire, the JSON Schema, every command's help, the tables of fields and errors.
docs: install
	$(BIN)/python tools/write_schema.py
	$(BIN)/python tools/write_wire_types.py
	$(BIN)/python -m cogapp -r docs/cli.md docs/output.md docs/rules.md

# This engine beside a bare Playwright loop, over a folder of cases: make bench CASES=folder
bench: install
	$(BIN)/python benchmarks/engine.py $(CASES)

# What runs long: every late-coming spam is seen twenty times of twenty, twenty replays are the same
# to the byte, a run of 2,000 pages that is killed three times has every page once, and 300 hostile pages in a row
# leave nothing behind; and a full Chromium, where there is one, sees the same.
prove: install
	HARNESS_HOSTILE_PAGES=300 $(BIN)/pytest -q -s tests/hostile/test_in_a_row.py
	HARNESS_REPLAYS=20 $(BIN)/pytest -q -s tests/fixtures/test_record.py
	HARNESS_CRAWL_PAGES=60 $(BIN)/pytest -q tests/batch/test_crawl.py
	HARNESS_RAY_PAGES=300 $(BIN)/pytest -q tests/batch/test_ray.py
	HARNESS_RESUME_PAGES=2000 $(BIN)/pytest -q tests/batch/test_resume.py -k killed
	if full=$$(command -v chromium || command -v google-chrome); then HARNESS_BROWSER=$$full $(BIN)/pytest -q tests/visits; fi
	for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do $(BIN)/pytest -n 2 -q tests/visits || exit 1; done
