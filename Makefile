# Two commands on a fresh machine: `make demo` and `make test`. `make install` is the set-up alone.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install demo test lint

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml tools/make_venv.sh
	sh tools/make_venv.sh $(PYTHON)
	$(BIN)/harness install
	touch $@

demo: install
	$(BIN)/harness clean fixtures/lottery-mirror
	$(BIN)/harness marks fixtures/lottery-mirror
	rm -rf build/demo
	$(BIN)/harness clean fixtures/lottery-mirror -o build/demo
	@ls build/demo/*/*.png

test: lint
	$(BIN)/pytest -n 2 -q

lint: install
	$(BIN)/ruff check -q harness tests
	$(BIN)/ruff format --check -q harness tests
	$(BIN)/mypy
	$(BIN)/lint-imports
