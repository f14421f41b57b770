# Everything a contributor runs. `make help` lists the targets. Nothing asks, nothing is installed outside this folder.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: bench clean demo docs help install lint lock test tools
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
# One more than the two cores of a small machine: tests wait a good deal, for servers and for one another's processes.
WORKERS ?= 3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.dev tools  ## Create .venv with what development needs, and .tools with the pinned opa, act and actionlint

test: $(VENV)/.demo tools  ## Run every test, the demo's too (ARGS="-k name" to choose)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(VENV)/.dev tools  ## Run ruff, mypy, the schemas against their metaschema, the policies through opa, the workflows
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/check-jsonschema --check-metaschema schemas/*.schema.json
	@if [ -x .tools/bin/opa ]; then .tools/bin/opa check --strict policies; else echo "no opa: policies not checked"; fi
	@if [ -x .tools/bin/actionlint ]; then .tools/bin/actionlint; else echo "no actionlint: workflows not checked"; fi
	$(BIN)/zizmor --offline --pedantic --quiet .

demo: $(VENV)/.demo  ## Build a real repository in ./demo-out and judge a bad and a good change of its model
	$(BIN)/python -m demo.build demo-out

docs: $(VENV)/.dev .tools/bin/opa  ## Write what is made from schemas, policies and commands: docs/, the index, compiled rules
	$(BIN)/python -m govml.policy.index
	$(BIN)/python -m tools.compile .tools/bin/opa
	$(BIN)/python -m tools.docs docs

bench: $(VENV)/.dev .tools/bin/opa .tools/bin/conftest  ## Compare speed with what a user would pick instead (ARGS="--only …")
	$(BIN)/python benchmarks/bench.py $(ARGS)

lock:  ## Resolve the dependencies again (needs uv)
	uv pip compile pyproject.toml --extra dev $(LOCK) -o requirements.lock
	uv pip compile pyproject.toml --extra demo $(LOCK) -c requirements.lock -o requirements-demo.lock
	echo 'hatchling>=1.27,<2' | uv pip compile pyproject.toml - $(LOCK) -c requirements.lock -o requirements-action.lock
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -q

clean:  ## Remove what make made
	rm -rf $(VENV) .tools demo-out dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "govml needs Python 3.11 or later; say which with: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.dev: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing requirements.lock into $(VENV): about a minute, once"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.demo: requirements-demo.lock $(VENV)/.dev
	@echo "Installing requirements-demo.lock into $(VENV): torch is large, some minutes, once"
	@$(BIN)/python -m pip install --progress-bar off --require-hashes -r requirements-demo.lock \
	  | awk '/^(Downloading|Using cached|Installing)/ {print substr($$0, 1, 100); fflush()}'
	@touch $@

# The engine that the tests hold the embedded one against, and what runs and lints the workflows. Without Go their tests
# are skipped, except on a CI machine.
tools:
	@if command -v go >/dev/null; then $(MAKE) --no-print-directory .tools/bin/opa .tools/bin/act; \
	elif command -v opa >/dev/null || [ -n "$${GOVML_OPA:-}" ]; then :; \
	elif [ -n "$${CI:-}" ]; then echo "no Go and no opa on this CI machine" >&2; exit 1; \
	else echo "no Go and no opa here: tests that need a real OPA are skipped"; fi

.tools/bin/opa: tools/go.mod tools/go.sum
	@echo "Building opa as pinned in tools/go.mod"
	@cd tools && GOBIN=$(CURDIR)/.tools/bin go install tool && touch $(CURDIR)/$@

.tools/bin/act: tools/workflows/go.mod tools/workflows/go.sum
	@echo "Building act and actionlint as pinned in tools/workflows/go.mod"
	@cd tools/workflows && GOBIN=$(CURDIR)/.tools/bin go install tool && touch $(CURDIR)/$@

.tools/bin/conftest: tools/conftest/go.mod tools/conftest/go.sum
	@echo "Building conftest as pinned in tools/conftest/go.mod"
	@cd tools/conftest && GOBIN=$(CURDIR)/.tools/bin go install tool && touch $(CURDIR)/$@
