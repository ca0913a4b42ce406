# Two commands: `make lab` opens the course, `make test` checks everything. LOCK=1 installs the exact versions of
# requirements.lock, as CI does. PYTHON=python3.12 chooses another Python (3.11 to 3.13).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: lab test lint notebooks shots bench new lock gif clean
.DEFAULT_GOAL := lab

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' || \
	  { echo "The course needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is incomplete here. On Debian or" \
	  "Ubuntu: sudo apt install python3-venv. On other systems install the package that brings 'ensurepip'."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.lab: requirements.txt pyproject.toml | $(BIN)/python
ifdef LOCK
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -e .
endif
	@touch $@

$(VENV)/.test: $(VENV)/.lab requirements-test.txt
ifndef LOCK
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
endif
	@touch $@

lab: $(VENV)/.lab   ## open JupyterLab on the first notebook
	$(BIN)/jupyter lab notebooks/01_forward_pass.ipynb

test: $(VENV)/.test   ## everything that checks the course
	$(BIN)/ruff check .
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m pytest

lint: $(VENV)/.test   ## the style check alone
	$(BIN)/ruff check .

notebooks: $(VENV)/.test   ## execute and clean every notebook, and say which printed texts changed
	$(BIN)/python tools/notebooks.py

shots: $(VENV)/.test   ## screenshots of every explorer at both ends of every control, in shots/
	$(BIN)/python tools/shots.py

bench: $(VENV)/.test   ## training speed and the kernel's cost of a move, beside peers
	$(BIN)/python benchmarks/bench.py

new: $(VENV)/.test   ## the skeleton of another notebook: make new N=08 NAME=more_symmetry
	$(BIN)/python tools/new.py $(N) $(NAME)

lock: $(VENV)/.test   ## make requirements.lock anew from the two requirements files
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	  --custom-compile-command "make lock" -o requirements.lock requirements-test.txt requirements-build.txt

gif: $(VENV)/.test   ## the moving picture at the top of README
	$(BIN)/python tools/moving_picture.py

clean:
	rm -rf $(VENV) build shots *.egg-info
