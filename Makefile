# Everything runs from .venv, which is made on first use and again whenever
# pyproject.toml changes. Needs git, make and Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BROWSER := $(VENV)/browser
PACKAGES := lrmigrate.codemod lrmigrate.rules lrmigrate.lrsched
# Releases of Flax and Optax that there is an environment for; the suite runs a few.
ready = $(patsubst tests/environments/%.txt,$(VENV)/%/.ready,$(1))
every = $(call ready,$(wildcard tests/environments/$(1)-*.txt))
SUITE_READY := $(patsubst %,$(VENV)/flax-%/.ready,0.10.7 0.11.0 0.12.8)
FLAX_READY := $(SUITE_READY) $(patsubst %,$(VENV)/flax-%/.ready,0.10.1 0.12.0)
OPTAX_READY := $(VENV)/optax-0.2.6/.ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo picture fast test lint bench docs site rule flax-matrix nnx-uses \
  nnx-programs programs kills feed mutants optax-matrix python-matrix verified

help:
	@echo 'make demo   migrate a small training project and compare its learning rates'
	@echo 'make fast   run the tests that need no JAX'
	@echo 'make test   run all tests'
	@echo 'make lint   ruff and mypy'
	@echo 'make bench [TREE=site-packages OUT=file.md]  time it next to others'
	@echo 'make docs   write anew what is made of the code: rules/indexed.py, pages, addresses'
	@echo 'make site   build the documentation as a site, in .venv/site'
	@echo 'make picture   take the picture of the page that the README shows'
	@echo 'make rule CODE=LRS123 SLUG=some-slug   begin a rule: its file, row and line'
	@echo 'make flax-matrix   run the NNX programs under each Flax, old and new'
	@echo 'make optax-matrix [STRIDE=3]   judge the schedules of each Optax, and write docs/releases.md'
	@echo 'make python-matrix [PYTHONS=...]   run tests under each Python, 3.11 to 3.14'
	@echo 'make nnx-uses   print the uses of NNX, and what their programs do'
	@echo 'make programs [COUNT=3000 SEED=0]   compose programs, run them before fix and after'
	@echo 'make kills [COUNT=300 SEED=0]   kill runs at random instants, and look at the files'
	@echo 'make feed [TREE=folder COUNT=200 SEED=0]   feed it the files of Python and its packages'
	@echo 'make mutants [COUNT=2000 SEED=0]   make right rewrites wrong, and ask the verifier'
	@echo 'make nnx-programs [COUNT=2000 SEED=0]   the same with programs that train NNX models'

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'lrmigrate needs Python 3.11 or newer, and $(PYTHON) is' \
	    "$$($(PYTHON) --version 2>/dev/null || echo missing)."; \
	  echo 'Name another one: make PYTHON=python3.12 ...'; exit 1; } >&2
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  echo 'Setting up $(VENV) (once; a minute or two)'; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# What a release stands on, as its pins begin: the JAX that it shares with others.
.SECONDEXPANSION:
.SECONDARY:
jax_of = $(call ready,$(shell sed -n 's,^-r ,tests/environments/,p' tests/environments/$(1).txt))

define set_up
@echo 'Setting up $(@D) (once; half a minute)'
@$(BIN)/python -m venv --clear --without-pip $(@D)
@$(foreach jax,$(patsubst %/.ready,%,$(filter %/.ready,$^)), \
  cd $(@D)/lib/python3*/site-packages && \
  echo ../../../../$(notdir $(jax))/lib/python3*/site-packages >jax.pth)
@$(BIN)/python -m pip --python $(@D)/bin/python install --quiet \
  --disable-pip-version-check --only-binary :all: --requirement $<
@touch $@
endef

$(VENV)/jax-%/.ready: tests/environments/jax-%.txt | $(READY)
	$(set_up)

# Releases of Flax that NNX programs are run under, before and after their migration.
$(VENV)/flax-%/.ready: tests/environments/flax-%.txt $$(call jax_of,flax-$$*) | $(READY)
	$(set_up)

# Releases of Optax that curves are computed with, beside the current one.
$(VENV)/optax-%/.ready: tests/environments/optax-%.txt $$(call jax_of,optax-$$*) | $(READY)
	$(set_up)

demo: $(READY)
	@$(BIN)/python fixtures/demo/demo.py '$(VENV)/demo'

# A headless Chromium for the tests of the HTML report.
$(BROWSER)/.ready: $(READY) tests/report/html/browser/install.py
	@$(BIN)/python tests/report/html/browser/install.py $(BROWSER)
	@mkdir -p $(BROWSER) && touch $@

# The README's picture of the page that the demo leaves.
picture: demo $(BROWSER)/.ready
	@$(BIN)/python tests/support/page_picture.py '$(VENV)/demo/report.html' \
	  docs/images/report.png

# Half of the time of a short process is to compile our modules, where none may keep them.
fast verified test: export PYTHONDONTWRITEBYTECODE :=

# What runs without JAX, a browser, an old Flax or Optax, an installation or a network.
fast: $(READY)
	@PYTHONPATH='$(CURDIR)/tests/support/fast' $(BIN)/python -m pytest --quiet \
	  --numprocesses auto --maxprocesses 8 --dist worksteal tests \
	  --ignore tests/flax --ignore tests/repository --ignore tests/report/html/browser \
	  --ignore tests/curves/releases --ignore tests/releases

# What the verifier says, computed with the JAX of this Python.
verified: $(READY)
	@$(BIN)/python -m pytest --quiet tests/verify

PYTHONS ?= python3.11 python3.12 python3.13 python3.14
python-matrix:
	@missing= failed=; for python in $(PYTHONS); do \
	  name=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) \
	    || { missing="$$missing $$python"; continue; }; \
	  echo "== Python $$name ($$python)"; \
	  $(MAKE) --no-print-directory PYTHON="$$python" VENV="$(VENV)/python-$$name" \
	    fast verified || failed="$$failed $$name"; \
	done; \
	echo "not found:$${missing:- none}"; echo "failed:$${failed:- none}"; test -z "$$failed"

# The processes that tests start compile the same small programs as others before.
test: export JAX_COMPILATION_CACHE_DIR := $(CURDIR)/$(VENV)/jax
test: export JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS := 0
test: export JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES := -1
test: $(READY) $(SUITE_READY) $(OPTAX_READY) $(BROWSER)/.ready
	@rm -rf '$(VENV)/jax'
	@$(BIN)/python -m pytest --quiet --numprocesses auto --maxprocesses 8 \
	  --dist worksteal tests

flax-matrix: $(READY) $(call every,flax)
	@PYTHONPATH=tests/support $(BIN)/python tests/flax/matrix.py

# What is found of each release is kept beside it: a run that is broken off goes on.
JUDGES := $(wildcard tests/releases/*.py lrsched/*.py codemod/verify/*.py) \
  tests/support/schedule_table.py
$(VENV)/optax-%/judged.json: $(VENV)/optax-%/.ready $(JUDGES)
	@echo 'Judging Optax $*'
	@$(@D)/bin/python tests/releases/judge.py $(CURDIR)/$(VENV)/lib/python3*/site-packages \
	  $(or $(STRIDE),3) >$@

optax-matrix: $(patsubst %/.ready,%/judged.json,$(call every,optax))
	@PYTHONPATH=tests/support $(BIN)/python tests/releases/table.py $^

nnx-uses nnx-programs: export PYTHONPATH := tests/flax:tests/programs:tests/support

nnx-uses: $(READY) $(FLAX_READY)
	@$(BIN)/python -m uses.table

nnx-programs: $(READY) $(SUITE_READY)
	@rm -rf '$(VENV)/nnx-programs'
	@$(BIN)/python -m nnx_programs '$(VENV)/nnx-programs' \
	  $(or $(COUNT),2000) $(or $(SEED),0)

# Composed programs that make schedules; the same seed composes the same ones.
programs: $(READY)
	@PYTHONPATH=tests/support $(BIN)/python -W ignore tests/programs/schedules.py \
	  $(or $(COUNT),3000) $(or $(SEED),0)

# Runs of fix, of baseline and of a lock; the same seed kills at about the same instants.
kills: $(READY)
	@$(BIN)/python tests/programs/kills.py $(or $(COUNT),300) $(or $(SEED),0)

# Real files, as they are and with calls put in; COUNT=0 is all of them.
feed: $(READY)
	@PYTHONPATH=tests/support $(BIN)/python tests/programs/feed.py \
	  $(or $(COUNT),200) $(or $(SEED),0) $(TREE:%=--tree '%')

# Right rewrites with one thing changed; the same seed changes the same things. Many
# of their curves are the same small programs: they are compiled once.
mutants: export JAX_COMPILATION_CACHE_DIR := $(CURDIR)/$(VENV)/jax-mutants
mutants: export JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS := 0
mutants: export JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES := -1
mutants: $(READY)
	@PYTHONPATH=tests/support $(BIN)/python -W ignore tests/programs/mutants.py \
	  $(or $(COUNT),2000) $(or $(SEED),0)

# mypy finds the packages by their import name through the link.
lint: $(READY)
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@mkdir -p $(VENV)/typing
	@ln -sfn '$(CURDIR)' $(VENV)/typing/lrmigrate
	@cd $(VENV)/typing && '$(CURDIR)/$(BIN)/mypy' --no-error-summary \
	  --config-file '$(CURDIR)/pyproject.toml' $(PACKAGES:%=-p %)

# On any folder: make bench TREE=../project OUT=bench.md RUNS=5 GROWTH=100000
$(VENV)/bench/.ready: benchmarks/others.txt | $(READY)
	$(set_up)

bench: $(READY) $(VENV)/bench/.ready
	@$(BIN)/python benchmarks/bench.py $(TREE) --start --runs $(or $(RUNS),3) \
	  $(if $(GROWTH),--growth $(GROWTH)) $(if $(OUT),--out '$(OUT)') $(BENCH)
	@$(BIN)/python benchmarks/check_notebooks.py
	@$(BIN)/python benchmarks/verify_speed.py

docs: $(READY)
	@$(BIN)/python tests/support/addresses.py
	@$(BIN)/python tests/support/rule_index.py
	@$(BIN)/python -m lrmigrate.codemod.report.rule_page docs/rules
	@$(BIN)/python -m lrmigrate.codemod.report.key_page docs
	@$(BIN)/python tests/support/stations.py
	@cd fixtures/readme && '$(CURDIR)/$(BIN)/lrmigrate' curves --quiet --format svg \
	  --output-file '$(CURDIR)/docs/images/curves.svg' curves.py:6
	@COLUMNS=100 PYTHONUTF8=1 $(BIN)/python fixtures/demo/demo.py '$(VENV)/demo' \
	  docs/images/demo.svg >'$(VENV)/demo.txt'

site: $(READY)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build

rule: $(READY)
	@$(BIN)/python tests/support/new_rule.py '$(CODE)' '$(SLUG)'
	@$(MAKE) --no-print-directory docs
