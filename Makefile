# Everything a newcomer needs: `make run` serves the desk, `make test` checks the product.
# Both do their own set-up and say what they do; a second run starts at once.

PY     ?= python3
V      := .venv
PORT   ?= 8000
UV     ?=
STAMP  := $(V)/.stamp
SOURCES := pyproject.toml src/entendu/__init__.py

# pip obeys whatever index and certificates the machine is configured for; UV=1 is the fast path where uv is installed.
PIP     = $(V)/bin/python -m pip install -qq --disable-pip-version-check
ifeq ($(UV),)
INSTALL = $(PIP) --require-hashes --no-deps -r
else
INSTALL = uv pip install --quiet --python $(V)/bin/python --require-hashes --no-deps -r
endif

.PHONY: help run setup setup-dev packages test check-fast check-long bench stories lint lock messages models servers clean

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make run         set up what is missing and serve the desk on http://127.0.0.1:8000
run: setup
	@exec $(V)/bin/entendu serve --port $(PORT)

## make setup       the run-time environment in .venv, with the entendu command, and dictionaries to spell with
setup: $(STAMP)-run
	@$(V)/bin/python tools/dictionaries.py

$(V)/bin/python:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Entendu needs Python 3.11 or newer; $(PY) is older. Nothing was changed. Run: make PY=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making a virtual environment in $(V) …"
	@$(PY) -m venv $(V) || { echo "Python's venv module is missing. Nothing was changed. Install it (Debian: apt-get install python3-venv) and run make again."; exit 1; }

$(STAMP)-run: requirements/run.txt requirements/build.txt $(SOURCES) | $(V)/bin/python
	@echo "Installing the pinned libraries, about a minute the first time …"
	@$(INSTALL) requirements/build.txt
	@$(INSTALL) requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMP)-dev: requirements/dev.txt $(STAMP)-run
	@echo "Installing the pinned test libraries …"
	@$(INSTALL) requirements/dev.txt
	@touch $@

setup-dev: $(STAMP)-dev

PYTEST = $(V)/bin/python -m pytest $(ARGS)
# A worker takes a file at a time, in the order of collection: each starts its own servers, and browsers come last.
BY_FILE = --dist loadfile --no-loadscope-reorder

# The tests start the desk's programs many times: these may keep their bytecode, whatever the surroundings say.
test check-fast check-long stories bench: export PYTHONDONTWRITEBYTECODE :=

## make test        all checks but the long ones: style, types, every fast test, those of the database on PostgreSQL too
test: setup-dev packages lint
	@echo "Running the tests, with the database tests on SQLite …"
	@$(PYTEST) -n 2 -m "not long and not servers"
	@echo "Running the tests that start servers and browsers …"
	@$(PYTEST) -n 2 $(BY_FILE) -m "not long and servers"
	@echo "Running the database tests again on PostgreSQL …"
	@$(V)/bin/python -m tests.servers.postgres $(PYTEST) -n 2 $(BY_FILE) -m "not long" --database-only

## make check-fast  while you work: style, types and the tests that start no server (ARGS="-k threading" for some)
check-fast: setup-dev lint
	@$(PYTEST) -m "not long and not servers"

## make check-long  what takes minutes: stories, state machines, kill loops, benchmarks
check-long: setup-dev packages
	@$(PYTEST) -m long -o faulthandler_timeout=1800

## make stories     the whole stories in a browser, with a picture of each step in build/stories
stories: setup-dev packages
	@ENTENDU_STORY_SHOTS=$(CURDIR)/build/stories $(PYTEST) -m long -o faulthandler_timeout=1800 tests/stories
	@echo "The pictures are in build/stories."

## make bench       how quick and how large the desk is, beside others; about ten minutes
bench: setup-dev packages
	@$(V)/bin/python -m bench $(BENCH)
	@$(V)/bin/python -m bench.decisions
	@$(V)/bin/python -m bench.wording

## make lint        style, the directions of imports, types
lint: setup-dev
	@$(V)/bin/ruff check --quiet --output-format concise
	@said=$$($(V)/bin/lint-imports) || { echo "$$said"; exit 1; }
	@$(V)/bin/mypy --no-error-summary

## make servers     PostgreSQL, IMAP, LMTP, SMTP and OAuth to try the desk against, until Ctrl-C
servers: setup-dev packages
	@$(V)/bin/python -m tests.servers

packages: $(V)/bin/python
	@$(V)/bin/python tools/debian_packages.py test

## make lock        write the lock files anew from pyproject.toml (needs uv)
LOCK = uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --python-platform x86_64-unknown-linux-gnu
lock:
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	$(LOCK) --extra models -c requirements/run.txt pyproject.toml -o requirements/models.txt
	echo 'flit_core>=3.12,<4' | $(LOCK) - -o requirements/build.txt

## make messages    gather the interface's texts for French and Romanian, and compile what is translated
messages: setup
	@$(PY) tools/debian_packages.py test
	@cd src/entendu && DJANGO_SETTINGS_MODULE=entendu.config.settings ../../$(V)/bin/django-admin makemessages -l fr -l ro --no-location --no-obsolete -v 0
	@cd src/entendu && ../../$(V)/bin/django-admin compilemessages -v 0

## make models      the models of the wording checks anew, from the sentences in data/prose
models: $(STAMP)-models
	@$(V)/bin/python tools/make_models.py

$(STAMP)-models: requirements/models.txt $(STAMP)-run
	@echo "Installing the pinned library that makes models …"
	@$(INSTALL) requirements/models.txt
	@touch $@

clean:
	rm -rf $(V) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
