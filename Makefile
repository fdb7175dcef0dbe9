# What people do with this checkout. `make help` lists it; `make run` and `make test` need nothing before them.
PYTHON ?= python3
BARAZA = .venv/bin/baraza
.DEFAULT_GOAL := help
# One target at a time: the targets share one environment and one database.
.NOTPARALLEL:
.PHONY: help setup setup-dev run test lint format bench accessibility pictures demo converse clean lock audit

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

setup: ## Install what running needs; a second time it is done at once
	@$(PYTHON) tools/prepare.py

setup-dev: ## Install what the tests need, too
	@$(PYTHON) tools/prepare.py --dev

run: setup ## Start everything on this machine, with a demonstration in it; Ctrl-C stops it
	@$(BARAZA) serve

test: setup-dev ## Run every check and every test, as the continuous integration does
	@.venv/bin/python tools/check.py

lint: setup-dev ## Run the checks without the tests
	@.venv/bin/python tools/check.py --without-tests

format: setup-dev ## Put the code into its layout and mend what can be mended
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

audit: ## Ask the public registers whether a locked library has a known weakness (needs the network)
	@$(PYTHON) tools/audit.py

bench: setup-dev ## Measure the published figures again
	@.venv/bin/python benchmarks/run.py

accessibility: setup-dev ## Walk the checker through the residents' pages; their statement shows what it finds
	@.venv/bin/pytest tests/journeys/test_portal_accessibility.py

pictures: setup-dev ## Take the documents' pictures anew (beside a running `make run`)
	@.venv/bin/python tools/pictures.py $(address)

demo: setup ## Fill the demonstration anew (beside a running `make run`)
	@$(BARAZA) demo seed

converse: setup ## Play a dialogue in the terminal, as on a feature phone: make converse service=complaints channel=ussd
	@$(BARAZA) converse $(or $(service),complaints) --channel $(or $(channel),ussd)

clean: ## Remove what was built here; the database stays (see docs/runbooks/start-and-stop.md)
	@rm -rf .venv var/stamps var/browser var/chromium var/log frontend/node_modules frontend/dist tools/browser/node_modules

lock: ## Choose the newest libraries that fit and write the lock files
	@command -v uv >/dev/null || { echo "This needs uv: python3 -m pip install uv (or pipx install uv)"; exit 1; }
	@cd requirements && for name in main dev node uv audit; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-header --no-emit-index-url --no-emit-find-links "$$name.in" -o "$$name.txt" || exit 1; \
	done
	@cd frontend && npm install --package-lock-only --ignore-scripts --no-audit --no-fund
	@cd tools/browser && npm install --package-lock-only --ignore-scripts --no-audit --no-fund
