# Emporium: `make up` runs it, `make test` proves it. Needs Python 3.11 or newer and make; nothing else.
SHELL := /bin/sh
ROOT := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
VENV := $(ROOT).venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMP := $(VENV)/.locked
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
TESTERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -gt 8 ] && echo 8 || echo $$n)

export PATH := $(BIN):$(PATH)
export REFLEX_TELEMETRY_ENABLED := false
export REFLEX_CHECK_LATEST_VERSION := false
export REFLEX_USE_SYSTEM_BUN := true
unexport VIRTUAL_ENV PYTHONPATH

.PHONY: up dev test check browser shots screens lock clean install
.DEFAULT_GOAL := up

up: install ## Run the marketplace in the foreground
	@cd "$(ROOT)" && exec "$(BIN)/emporium" up

dev: install ## The same with hot reload
	@cd "$(ROOT)" && exec "$(BIN)/emporium" up --dev

install: $(STAMP)

$(STAMP): $(ROOT)requirements.lock $(ROOT)pyproject.toml
	@test -n "$(PYTHON)" || { echo "Emporium needs Python 3.11 or newer. Install it, or run: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Installing what Emporium needs into $(VENV)"
	@test -x "$(PY)" || "$(PYTHON)" -m venv "$(VENV)" || { \
	  echo "The virtual environment could not be made. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@awk '/^uv==/ {on = 1; print; next} /^[a-z]/ {on = 0} on' "$(ROOT)requirements.lock" > "$(VENV)/uv.txt"
	@"$(PY)" -c 'import uv' 2>/dev/null || \
	  "$(PY)" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$(VENV)/uv.txt"
	@"$(PY)" -m uv pip install --quiet --python "$(PY)" --require-hashes --requirement "$(ROOT)requirements.lock"
	@cd "$(ROOT)" && "$(PY)" -m uv pip install --quiet --python "$(PY)" --no-deps --no-build-isolation --editable .
	@touch "$@"

browser: install
	@"$(PY)" "$(ROOT)tests/browser.py"

check: install ## Style, types and the directions of imports
	@cd "$(ROOT)" && "$(BIN)/ruff" check . && "$(BIN)/mypy" && "$(BIN)/lint-imports"

test: browser check ## Everything that must hold
	@cd "$(ROOT)" && EMPORIUM_FRONTEND_DIR="$${EMPORIUM_FRONTEND_DIR:-$(ROOT).emporium/frontend}" "$(BIN)/emporium" build
	@cd "$(ROOT)" && "$(PY)" -m pytest -n $(TESTERS) --dist loadgroup --max-worker-restart 0 $(ARGS)

shots: browser ## Pictures of every page at both widths and in both colours, with what axe and the console say
	@cd "$(ROOT)" && "$(PY)" -m tests.looks $(ARGS)

screens: browser ## The README's pictures into docs/screens
	@cd "$(ROOT)" && "$(PY)" -m tests.shots

lock: install ## Pin requirements.in anew
	@cd "$(ROOT)" && "$(PY)" -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links requirements.in --output-file requirements.lock

clean: ## Stop the embedded servers and forget what was built (data stays)
	@if [ -x "$(BIN)/emporium" ]; then "$(BIN)/emporium" stop || true; fi
	@cd "$(ROOT)" && rm -rf .venv .web .states .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
