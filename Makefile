# The two commands of the README are `make demo` and `make test`; `make check` is the gate of every change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check gates browser clean evaluate

demo: $(VENV)/.core
	$(BIN)/conflictmap map seeds -o outputs/demo --each

test: $(VENV)/.dev browser
	$(BIN)/pytest -n auto

check: gates test

gates: $(VENV)/.dev
	$(BIN)/ruff check src tests benchmarks data docs
	$(BIN)/ruff format --check src tests benchmarks data docs
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/conflictmap gazetteer check

evaluate: $(VENV)/.dev
	$(BIN)/python benchmarks/evaluate.py

# Debian and Ubuntu have the browser; elsewhere the browser tests say that they did not run.
browser:
	@if command -v chromium || command -v chromium-browser || command -v google-chrome; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then \
		sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "No Chromium here and no right to install one: the browser tests will not run."; fi

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "conflictmap needs Python 3.11 or newer; set PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.core

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
