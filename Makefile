# The commands of the house. `make run` and `make test` need Python 3.11 or newer, make and git.

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check format languages bench screenshots lock clean

run: .venv/run.stamp  ## serve the whole demo at http://127.0.0.1:8000/ (PORT=… for another port)
	@exec $(BIN)/consult serve --demo

# What asks the database: every station, without a browser.
STATIONS := $(addprefix tests/,people partnership plan survey respond safeguarding themes results evidence board feedback)

test: .venv/dev.stamp  ## every test on SQLite, and the stations once more on PostgreSQL
	$(BIN)/pytest -n 2
	$(BIN)/pytest -n 2 --database=postgresql -m "not browser" --ignore=tests/survey/exchange $(STATIONS) tests/house/test_migrations.py

check: .venv/dev.stamp  ## style, types, import directions, templates, dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/pip check

format: .venv/dev.stamp
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

WORDS := .venv/messages.pot
languages: .venv/dev.stamp  ## bring the translations up to date with the words in templates and code
	$(BIN)/pybabel -q extract -F pyproject.toml --ignore-dirs=".*" -k "in_any_language _l AnswerRefused FileRefused NoReply SurveyClosed" --no-location --sort-output --project=consult -o $(WORDS) .
	$(BIN)/pybabel -q update -i $(WORDS) -d consult/translations --no-fuzzy-matching --ignore-obsolete --no-wrap
	$(BIN)/pybabel -q compile -d consult/translations --statistics

bench: .venv/dev.stamp  ## the benchmarks: one JSON object a line, ratios against a baseline
	@$(BIN)/python -m tests.bench

screenshots: .venv/dev.stamp  ## every page of the demo at 390 and 1280 wide, into screenshots/
	@$(BIN)/python -m tests.screenshots

lock:  ## pin what pyproject.toml asks for (needs uv)
	uv pip compile --universal --generate-hashes --no-header --no-annotate -q pyproject.toml --group build -o requirements/run.lock
	uv pip compile --universal --generate-hashes --no-header --no-annotate -q pyproject.toml --group build --group dev -o requirements/dev.lock

clean:
	rm -rf .venv screenshots .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/run.stamp: requirements/run.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("consult needs Python 3.11 or newer: this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "Setting up: this happens once and takes about a minute." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/pip install --quiet --require-hashes -r requirements/run.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.lock pyproject.toml | .venv/run.stamp
	@$(BIN)/pip install --quiet --require-hashes -r requirements/dev.lock
	@touch $@
