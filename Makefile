# Every command of the project; `make help` lists them.
PORT ?= 8000
DATA ?= .demo
PEOPLE ?= 1500
SEED ?= 1
TODAY ?=
MUTANTS ?=
SIMULATE ?= 1
DATES ?= all
ARGS ?= help

UV := sh socialrx/deploy/uv.sh
PYTHON := .venv/bin/python
# Debian's own Python does the same in three quarters of the time of one that was built without its options.
DEBIAN := $(shell /usr/bin/python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null && echo --python /usr/bin/python3)
# A command with private servers of its own, which are gone afterwards.
WITH_SERVERS := $(PYTHON) -m socialrx.tools.servers

# Dozens of processes start from the same files: each file is compiled once, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo manage test test-dates test-long chaos fuzz mutants coverage check bench fix lock diagrams conformance screenshots vendor

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: .venv/synced ## the Python environment, exactly as locked

.venv/synced: requirements.lock
	@[ -x $(PYTHON) ] || $(UV) venv --quiet $(DEBIAN) .venv
	@$(UV) pip sync --quiet --compile-bytecode --python $(PYTHON) --require-hashes requirements.lock
	@touch $@

# exec: a signal to make has to reach the demo itself and not a shell in between.
demo: setup ## everything, running, with example data: PORT DATA PEOPLE SEED TODAY SIMULATE
	@exec $(PYTHON) -m socialrx.tools.demo --port "$(PORT)" --data "$(DATA)" --people "$(PEOPLE)" --seed "$(SEED)" --today "$(TODAY)" --simulate "$(SIMULATE)"

manage: setup ## manage.py with the environment of the demo in DATA: ARGS="reconcile --json"
	@$(PYTHON) -m socialrx.tools.demo.manage "$(DATA)" $(ARGS)

test: setup ## every test, on private servers
	@sh socialrx/deploy/test-programs.sh
	$(PYTHON) -m pytest

test-dates: setup ## every test on other days and at other hours: DATES=leap-day, in-turn or all
	@sh socialrx/deploy/test-programs.sh
	$(PYTHON) -m tests.dates "$(DATES)"

test-long: setup ## tests with full counts
	$(PYTHON) -m pytest -m long

chaos: setup ## tests that kill processes at random moments
	$(PYTHON) -m pytest -m chaos

fuzz: setup ## random input at full length
	$(PYTHON) -m pytest -m fuzz

mutants: setup ## the plain rules, changed in one place at a time: a test has to notice; MUTANTS="referrals.likeness.*"
	$(PYTHON) -m tests.mutants $(if $(MUTANTS),"$(MUTANTS)")

coverage: setup ## every test, and which branches of code and templates they miss
	$(PYTHON) -m pytest --cov --cov-report=term

check: setup ## every static check; all failures are listed
	@$(WITH_SERVERS) $(PYTHON) .ci/check.py

bench: setup ## the benchmark: ratios, also in build/bench.json
	@$(WITH_SERVERS) $(PYTHON) manage.py bench

fix: setup ## format, and mend what can be mended safely
	-$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	-$(PYTHON) -m djlint --reformat --quiet templates

diagrams: setup ## draw the state diagrams from the tables
	@$(WITH_SERVERS) $(PYTHON) manage.py diagrams

conformance: setup ## run the acceptance tests and ship their results with the product
	SOCIALRX_CONFORMANCE=socialrx/conformance.json $(PYTHON) -m pytest tests/conformance/test_c22.py tests/conformance/test_c37.py

screenshots: setup ## take the pictures in the documentation
	SOCIALRX_SCREENSHOTS=docs/screenshots SOCIALRX_DEMO_PEOPLE=300 $(PYTHON) -m pytest -n 0 -p no:randomly tests/journeys/test_screenshots.py

vendor: setup ## fetch the NHS.UK frontend anew and write its checksums
	$(PYTHON) -m socialrx.vendor

LOCKED := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock: ## resolve the dependencies anew, and of these production's
	$(UV) pip compile pyproject.toml --all-extras --group dev $(LOCKED) --upgrade -o requirements.lock
	$(UV) pip compile pyproject.toml $(LOCKED) --constraint requirements.lock -o requirements-production.lock
