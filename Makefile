# make run    the dashboard, at http://localhost:8501 (PORT=... for another port)
# make quick  the tests that start nothing but themselves, without the audit (three minutes)
# make test   all tests, in a browser and on PostgreSQL and Spark too (WORKERS=0: one after another)
# make check  format, lint, types and layers
# make bench  how long things take (an hour, 15 GB of disk; SIZES="10k 1m" RIVALS=1m LARGE=1m for ten minutes)
# make lock   write anew which packages exactly are installed, with their hashes
# make audit  which of these have known weaknesses (asks the package registry)
# make clean  remove what these made

SHELL := /bin/sh
PORT ?= 8501
ENV := .venv
BIN := $(ENV)/bin
# Every package that is installed, with the hashes of its files: of the app, and of the tests too.
LOCK := requirements.lock
TESTS_LOCK := tests/requirements.lock
# Made when everything in the lock is installed: newer than it means nothing to do.
READY := $(ENV)/.ready
# The same for tests/engines.txt: PostgreSQL's driver, Spark, Node; the app itself runs without them.
ENGINES_READY := $(ENV)/.engines-ready
SUITABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

# How many processes run tests side by side: `auto` asks tests/support/side_by_side.py, at most four.
WORKERS ?= auto
SIDE_BY_SIDE := -n $(WORKERS) --maxprocesses 4
QUICK := not browser and not engine and not server and not office and not page and not process

# What make bench makes up (`tests/support/made_events.py`), and who is asked how much of it.
MADE ?= $(or $(TMPDIR),/tmp)/made
SIZES ?= 10k 100k 1m 10m 30m
RIVALS ?= 10m
LARGE ?= 10m
PEERS ?= 1m
# Rows that are imported, mangled files that are read, imports that are killed.
IMPORTED ?= 5000000
INPUTS ?= 10000
KILLS ?= 50

# Tests start many processes: what one has compiled, the next need not.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run quick test check format messages bench lock audit clean
.DELETE_ON_ERROR:

run: $(READY)
	@echo "Central Asia Monitor: http://localhost:$(PORT)"
	@exec $(BIN)/streamlit run streamlit_app.py --server.port $(PORT) --server.headless true

quick: $(READY)
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "$(QUICK)" --ignore=tests/audit $(ARGS)

test: $(ENGINES_READY)
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

check: $(ENGINES_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Every sentence that `wording.say` says, for who makes a catalogue of another language.
messages: $(READY)
	$(BIN)/pybabel -q extract -k say -k say_many:1,2 -k Column:2 --no-location --sort-output --omit-header \
		-o dashboard/locale/messages.pot dashboard pages streamlit_app.py

bench: $(READY)
	$(BIN)/python tests/bench/bench.py
	$(BIN)/python tests/bench/bench_briefing.py
	$(BIN)/python tests/bench/bench_engine.py $(SIZES) --rivals $(RIVALS) --made $(MADE)
	$(BIN)/python tests/support/made_events.py 1000 $(MADE)/1k
	$(BIN)/python tests/bench/bench_click.py --data $(MADE)/1k --data $(MADE)/$(LARGE) $(if $(BEFORE),--before $(BEFORE))
	$(BIN)/python tests/bench/bench_load.py --processes 2 $(if $(BEFORE),--before $(BEFORE))
	$(BIN)/python tests/bench/bench_peers.py $(MADE)/$(PEERS)
	$(BIN)/python tests/bench/bench_import.py --rows $(IMPORTED) --inputs $(INPUTS) --kills $(KILLS) --made $(MADE)/imports
	$(BIN)/python tests/bench/bench_faults.py --kills $(KILLS)
	$(BIN)/python tests/bench/bench_audit.py

# For every Python from 3.11 on and every system; what is not asked for keeps its version.
lock: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	sed "/^# For tests/,\$$d" requirements.txt | \
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" - -o $(LOCK)
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" -c $(LOCK) requirements.txt -o $(TESTS_LOCK)

audit: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r $(TESTS_LOCK)

clean:
	rm -rf $(ENV) .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): $(TESTS_LOCK)
	@python=; \
	for name in $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python; do \
		if command -v $$name >/dev/null 2>&1 && $$name -c '$(SUITABLE)' 2>/dev/null; then \
			python=$$name; break; \
		fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 or newer with venv is needed; none of python3.13, 3.12, 3.11 or" \
			"python3 is that. On Debian or Ubuntu: apt-get install python3 python3-venv." >&2; \
		exit 1; \
	fi; \
	echo "Installing into $(ENV) with $$python (once; a minute or two)"; \
	[ -x $(BIN)/python ] && $(BIN)/python -c '' 2>/dev/null || $$python -m venv --clear $(ENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(TESTS_LOCK)
	@touch $@

$(ENGINES_READY): tests/engines.txt $(READY)
	@echo "Installing into $(ENV) what tests and checks start (once; a minute or two)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/engines.txt
	@touch $@
