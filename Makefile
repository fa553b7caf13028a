# What a person does with this repository. `make` alone lists it.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
REQUIREMENTS := requirements/uv.txt requirements/base.txt requirements/dev.txt
TRANSLATIONS := $(wildcard jalon/*/locale/*/LC_MESSAGES/*.po)
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check format messages texts requirements ci clean lives

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) messages ## the environment alone: packages from their hashes, the command .venv/bin/jalon

$(READY): $(REQUIREMENTS) jalon/site/setup.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Jalon needs Python 3.11 or newer. Say where it is: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { echo "This Python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes $(REQUIREMENTS)
	$(BIN)/python -m compileall -q jalon tests
	PYTHONPATH=. $(BIN)/python -m jalon.site.setup
	@touch $@

demo: setup ## show the plan with a simulated life of the centres (ARGS=--no-serve: print its state and stop)
	@$(BIN)/jalon demo $(ARGS)

serve: setup ## serve the pages of this data folder
	@$(BIN)/jalon serve $(ARGS)

test: setup ## run every test (ARGS="tests/kernel -k money" runs some)
	@$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(ARGS)

check: setup ## style, types, import order, templates, translations, migrations
	@./.ci/checks

format: setup ## write the code the way it is checked
	$(BIN)/ruff check --fix --quiet jalon tests manage.py
	$(BIN)/ruff format --quiet jalon tests manage.py

messages: $(READY) ## compile the translations that changed
	@$(BIN)/python -m jalon.site.messages > /dev/null

lives: $(READY) ## draw docs/lives.md from the tables of the kernel
	@PYTHONPATH=. $(BIN)/python tools/draw_lives.py

texts: setup ## collect the texts to translate into each app's locale folder (needs gettext)
	@for app in $(sort $(dir $(wildcard jalon/*/locale/.))); do \
		(cd $$app && ../../$(BIN)/django-admin makemessages -l fr -l ar --no-wrap --no-location -v 0); \
	done

requirements: $(READY) ## resolve requirements/*.in again into pinned versions with hashes
	@for name in uv base dev; do \
		$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-header requirements/$$name.in -o requirements/$$name.txt; \
	done

ci: ## what the continuous integration runs
	@./.ci/run

clean: ## remove what was made, except the data folder
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis test-results
	find jalon tests -name __pycache__ -prune -exec rm -rf {} +
	find jalon -name '*.mo' -delete
