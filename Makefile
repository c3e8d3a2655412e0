# make demo: the whole way, once. make test: every check. Both set up what they need.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3.11
UV_VERSION := 0.13.9
UV := .tools/bin/uv
VENV := .venv
READY := $(VENV)/.ready
NER_OUT ?= .waymark/ner
export UV_LINK_MODE ?= copy

.PHONY: help setup demo test check lint types layers golden ner lock clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(READY) ## .venv with the entry point waymark

$(UV):
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is missing: install Python 3.11, or give its path: make PYTHON=/path/to/python3.11" >&2; exit 3; }
	@echo "setting up uv $(UV_VERSION) in .tools/"
	@$(PYTHON) -m venv .tools && .tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(READY): requirements.lock pyproject.toml | $(UV)
	@echo "setting up .venv/ from requirements.lock: about 230 packages, 1 GB, a minute where they are cached"
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	@# Compiled once, the packages start twice as fast (Airflow's every process imports thousands of modules).
	@set -o pipefail; $(UV) pip sync --python $(VENV)/bin/python --require-hashes --compile-bytecode requirements.lock 2>&1 | { grep -vE '^ [+~-] ' || true; }
	@$(UV) pip install --quiet --python $(VENV)/bin/python --no-deps --editable .
	@touch $@

demo: $(READY) ## Elasticsearch, Airflow and the demo's sites; ONCE=1 exits by itself
	@exec $(VENV)/bin/waymark demo $(if $(ONCE),--once)

test: $(READY) ## every check: style, types, layers, all tests
	@$(MAKE) --no-print-directory check
	@# Two processes, each with a node of its own: most tests wait for Elasticsearch, Airflow or a browser.
	@$(VENV)/bin/pytest --numprocesses 2 --dist loadfile

check: lint types layers ## the quick checks before a commit

lint: $(READY)
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .

types: $(READY)
	@$(VENV)/bin/mypy

layers: $(READY)
	@$(VENV)/bin/lint-imports

golden: $(READY) ## accept what pages and texts yield now; review the difference with git diff
	@$(VENV)/bin/pytest --golden=accept -q tests -m golden

ner: $(READY) ## trains the model of places (nlp/training) on the corpora in CORPORA=folder, in at most 25 minutes
	@test -d "$(CORPORA)" || { echo "make ner: no folder of corpora: make ner CORPORA=folder; nlp/training/README.md says which" >&2; exit 2; }
	@$(VENV)/bin/python -m nlp.training.prepare "$(CORPORA)" "$(NER_OUT)" tests/golden/extraction tests/gold/more demo/world
	@# One thread: with more, sums are added up in another order, and the same seed gives other weights.
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 timeout 25m nice -n 15 $(VENV)/bin/python -m spacy train nlp/training/config.cfg --output "$(NER_OUT)/model" --paths.train "$(NER_OUT)/train.spacy" --paths.dev "$(NER_OUT)/dev.spacy"

lock: $(UV) ## requirements.lock anew from pyproject.toml
	@$(UV) pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --quiet --output-file requirements.lock

clean: ## removes the environment, not the data
	@rm -rf $(VENV) .tools
