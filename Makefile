# make run    the window (without a display: a video of the default experiment)
# make test   every check: format, lint, types, architecture, tests
# make bench  the benchmarks
# make clean  remove what these made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

FETCH := echo "Installing into $(VENV); PyTorch and Qt are large, so this takes a while."; \
	.ci/torch $(BIN)/python

# A virtual environment that works is kept, also one made by hand. One that was left half made, lost
# its interpreter or was moved is made anew, and everything follows.
USABLE := $(shell .ci/venv --usable $(VENV) && echo yes)

.PHONY: run test bench clean anew

run: $(VENV)/installed
	@.ci/start $(BIN)/python

test: $(VENV)/installed-for-tests
	@.ci/qt-libraries $(BIN)/python
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

bench: $(VENV)/installed-for-tests
	@.ci/qt-libraries $(BIN)/python
	@$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) out build dist *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

$(VENV)/made: $(if $(USABLE),,anew)
	@.ci/venv $(PYTHON) $(VENV)
	@pwd -P > $@

$(VENV)/installed: $(VENV)/made pyproject.toml constraints.txt
	@$(FETCH)
	@$(PIP) -e .
	@touch $@

$(VENV)/installed-for-tests: $(VENV)/made pyproject.toml constraints.txt
	@$(FETCH)
	@$(PIP) -e '.[test]'
	@touch $(VENV)/installed $@
