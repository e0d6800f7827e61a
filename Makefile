# Everything runs from .venv, which is made on first use and again whenever
# pyproject.toml changes. Needs git, make and Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PACKAGES := lrmigrate.codemod lrmigrate.rules lrmigrate.lrsched

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint bench docs

help:
	@echo 'make demo   migrate a small training project and compare its learning rates'
	@echo 'make test   run the tests'
	@echo 'make lint   ruff and mypy'
	@echo 'make bench  time lrmigrate check next to ruff check'
	@echo 'make docs   write docs/rules anew from the rules'

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'lrmigrate needs Python 3.11 or newer, and $(PYTHON) is' \
	    "$$($(PYTHON) --version 2>/dev/null || echo missing)."; \
	  echo 'Name another one: make PYTHON=python3.12 ...'; exit 1; } >&2
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  echo 'Setting up $(VENV) (once; a minute or two)'; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY)
	@$(BIN)/python fixtures/demo.py

test: $(READY)
	@$(BIN)/python -m pytest --quiet --numprocesses auto --maxprocesses 8

# mypy finds the packages by their import name through the link.
lint: $(READY)
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@mkdir -p $(VENV)/typing
	@ln -sfn '$(CURDIR)' $(VENV)/typing/lrmigrate
	@cd $(VENV)/typing && '$(CURDIR)/$(BIN)/mypy' --no-error-summary \
	  --config-file '$(CURDIR)/pyproject.toml' $(PACKAGES:%=-p %)

bench: $(READY)
	@$(BIN)/python benchmarks/check_speed.py

docs: $(READY)
	@$(BIN)/python -m lrmigrate.codemod.document docs/rules
