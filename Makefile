# Two commands: `make lab` opens the course, `make test` checks everything. LOCK=1 installs the exact versions of
# requirements.lock, as CI does. PYTHON=python3.12 chooses another Python (3.11 to 3.15); without it python3 is used, or
# the newest that is here where python3 is missing or too old.
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
PYTHON ?= $(or $(shell for python in python3 python3.15 python3.14 python3.13 python3.12 python3.11; do \
	  "$$python" $(NEW_ENOUGH) && echo "$$python" && break; done), python3)
VENV := .venv
BIN := $(VENV)/bin
# One thread for each kernel: these matrices are too small to gain from more, and on a busy machine threads that wait
# for each other make it many times slower (docs/class.md).
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: lab test test-all mutation lint notebooks shots screens html bench bench-live bench-class hub test-hub new lock gif clean binder-check matrix \
        review values inventory colab lite lite-check site slides teacher badges test-adapters assignment marks reports \
        test-assignment
.DEFAULT_GOAL := lab

# uv, where it is at hand, installs in seconds what pip needs a minute for. NEW_ENV makes one more environment, with the
# Python that .venv was made with: python3 may be another one, and without venv.
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
NEW_ENV := $(UV) venv --quiet --seed --allow-existing --python $(BIN)/python
else
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
NEW_ENV := $(BIN)/python -m venv
endif

$(BIN)/python:
	@$(PYTHON) $(NEW_ENOUGH) || { echo "The course needs Python 3.11 or newer, and $(PYTHON) is older or not here." \
	  "Where another is installed: make $(MAKECMDGOALS) PYTHON=python3.12, for example."; exit 1; }
ifdef UV
	@$(UV) venv --quiet --seed --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
else
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is incomplete here. On Debian or" \
	  "Ubuntu: sudo apt install $(notdir $(PYTHON))-venv. On other systems install the package that brings" \
	  "'ensurepip'."; exit 1; }
	@echo "Making $(VENV), a Python environment of the course's own: some seconds …"
	@$(PYTHON) -m venv $(VENV)
endif

$(VENV)/.lab: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing the course into $(VENV)$(if $(UV), with uv: some seconds,: a minute or two, this once) …"
ifdef LOCK
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
else
	@$(INSTALL) -r requirements.txt -e .
endif
	@$(BIN)/jupyter labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements" 2>/dev/null
	@touch $@
	@echo "Installed."

$(VENV)/.test: $(VENV)/.lab requirements-test.txt
ifndef LOCK
	@echo "Installing what the tests need …"
	@$(INSTALL) -r requirements-test.txt
endif
	@touch $@

lab: $(VENV)/.lab   ## JupyterLab on the first notebook: opened in the browser, or its address printed
	@$(BIN)/python -m tools.lab $(ARGS)

# Browsers and kernels share two workers; WORKERS=0 runs the tests one after the other. MATRIX= leaves the matrix out.
WORKERS ?= 2
MATRIX ?= matrix
PYTEST = PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m pytest -n $(WORKERS)

test: lint build/lite-env/.done   ## everything that checks the course; it says how many nightly tests it leaves out
	$(PYTEST)

test-all: lint build/lite-env/.done   ## also what is not run at each push: nightly tests, marks, mutations, Binder, a hub, matrix
	COURSE_RELOADS=30 $(PYTEST) -m "nightly or not nightly"
	$(MAKE) test-assignment mutation binder-check test-hub review $(MATRIX)

mutation: $(VENV)/.test   ## break the library line by line in a copy: do the tests notice?
	$(BIN)/python -m tests.mutation

# ESLint comes with npm. Without it that check is left out, and says so; where a browser is required, so is npm.
ESLINT := build/eslint/node_modules/.bin/eslint
NPM := $(shell command -v npm 2>/dev/null)
ifdef NPM
LINT_JS = $(ESLINT) course_lib tests docs benchmarks
else
LINT_JS = @echo "JavaScript was not checked: npm is not here (sudo apt install npm)"; test "$(REQUIRE_BROWSER)" != 1
endif

$(ESLINT): eslint.config.mjs
	@echo "Installing ESLint into build/eslint …"
	@mkdir -p build/eslint
	@npm install --prefix build/eslint --no-fund --no-audit --silent eslint@9 @eslint/js@9 globals@16
	@touch $@

lint: $(VENV)/.test $(if $(NPM),$(ESLINT))   ## the style checks alone: Python with ruff, JavaScript with ESLint
	$(BIN)/ruff check .
	$(LINT_JS)

notebooks: $(VENV)/.test   ## execute and clean every notebook, and say which printed texts changed
	$(BIN)/python -m tools.heads
	$(BIN)/python -m tools.notebooks

shots: $(VENV)/.test   ## screenshots of every explorer at both ends of every control, in shots/
	$(BIN)/python -m tools.shots

screens: $(VENV)/.test   ## every explorer from a phone to a projector, in shots/screens, and whether it fits on the screen
	$(BIN)/python -m tools.screens $(ARGS)

# PYODIDE=folder puts Python for the pages of html, site and slides beside them; without it they ask Pyodide's CDN.
export PYODIDE

html: $(VENV)/.test   ## the notebooks as pages, alive without a server's Python, in build/html (needs npm once)
	$(BIN)/python -m tools.pages

bench: $(VENV)/.test   ## training speed, the kernel's cost of a move, beside peers; what the reading misses and invents
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/bench_reading.py

build/adapters-env/.done: requirements-adapters.txt requirements.txt | $(BIN)/python
	$(NEW_ENV) build/adapters-env
	build/adapters-env/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-adapters.txt -e .
	@touch $@

test-adapters: build/adapters-env/.done   ## networks.from_* against PyTorch, Keras, scikit-learn and Flax themselves
	KERAS_BACKEND=jax build/adapters-env/bin/python -m pytest -o python_files='real_*.py' -o filterwarnings=default \
	  tests/adapters

build/bench-env/.done: benchmarks/requirements-live.txt requirements.txt | $(BIN)/python
	$(NEW_ENV) build/bench-env
	build/bench-env/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements-live.txt -e .
	@touch $@

bench-live: build/bench-env/.done   ## slider to pixel in a real browser, beside interact, ipympl, bqplot and plotly
	PATH="$(abspath build/bench-env/bin):$$PATH" build/bench-env/bin/python -m benchmarks.bench_live $(ARGS)

bench-class: $(VENV)/.test   ## thirty kernels on this machine: memory of each, ten sliders at once
	$(BIN)/python benchmarks/bench_class.py

# The hub, what The Littlest JupyterHub installs beside it, and the course, in an environment of their own; its proxy.
build/hub-env/.done: deploy/requirements.txt requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing JupyterHub into build/hub-env: a minute or two, this once …"
	@$(NEW_ENV) build/hub-env
	@build/hub-env/bin/python -m pip install --quiet --disable-pip-version-check -r deploy/requirements.txt \
	  -r requirements.txt -e .
	@build/hub-env/bin/jupyter labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements" \
	  2>/dev/null
	@npm install --prefix build/hub-env --no-fund --no-audit --silent configurable-http-proxy@5
	@touch $@

hub: build/hub-env/.done   ## a hub for a class, on this machine and for it alone, with the settings of deploy/; PORT=8000
	@build/hub-env/bin/python -m tools.hub $(PORT)

test-hub: $(VENV)/.test build/hub-env/.done   ## thirty learners on that hub, three in browsers: memory, seconds, failures
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m benchmarks.bench_hub $(ARGS)

new: $(VENV)/.test   ## the skeleton of another notebook: make new N=12 NAME=one_more
	$(BIN)/python -m tools.new $(N) $(NAME)

$(BIN)/uv: | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

lock: $(BIN)/uv   ## make requirements.lock and Binder's list anew from the requirements files
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	  --custom-compile-command "make lock" -o requirements.lock requirements-test.txt requirements-build.txt
	$(BIN)/uv pip compile --python-version 3.12 --python-platform linux --no-annotate --quiet \
	  --custom-compile-command "make lock" -c binder/base.txt -o binder/requirements.txt requirements.txt \
	  requirements-build.txt

binder-check: $(BIN)/uv   ## Binder's list in a fresh Python 3.12: time, size, nbval, the browser test
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m tools.binder_check $(BINDER_PYTHON)

matrix: $(BIN)/uv   ## unit tests and nbval on each Python with the oldest and the newest requirements (tox.ini)
	$(BIN)/uv pip install --quiet --python $(BIN)/python tox tox-uv
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/tox run $(if $(ENVS),-e $(ENVS))

build/review-env/.done: .github/requirements-review.txt | $(BIN)/python
	$(NEW_ENV) build/review-env
	build/review-env/bin/python -m pip install --quiet --disable-pip-version-check -r .github/requirements-review.txt
	@touch $@

REVIEW := build/review-env/bin
SCHEMA = $(REVIEW)/check-jsonschema --quiet --builtin-schema
review: build/review-env/.done   ## what strangers see first: workflows, metadata, CITATION.cff, all offline (2 seconds)
	$(REVIEW)/zizmor --offline --quiet .github
	$(REVIEW)/repo-review .
	$(SCHEMA) vendor.citation-file-format CITATION.cff
	$(SCHEMA) vendor.dependabot .github/dependabot.yml
	$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	$(SCHEMA) vendor.github-issue-forms .github/ISSUE_TEMPLATE/*.yml

values: $(VENV)/.test   ## deploy/z2jh.yaml by the newest schema of the Helm chart, which this fetches
	$(BIN)/python -m tools.values $(ARGS)

colab: $(VENV)/.lab   ## the notebooks as Colab needs them, in build/colab; nothing while project.urls is unset
	rm -rf build/colab
	$(BIN)/python -m tools.channels colab build/colab

badges: $(VENV)/.lab   ## the launch badges of README, from project.urls; none while it is unset
	$(BIN)/python -m tools.channels readme

build/lite-env/.done: requirements-docs.txt | $(BIN)/python
	$(NEW_ENV) build/lite-env
	build/lite-env/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-docs.txt
	@touch $@

lite: build/lite-env/.done   ## JupyterLite in build/lite: the notebooks with Python in the browser, no server
	build/lite-env/bin/python -m tools.lite $(if $(RUNTIME),--runtime $(RUNTIME))

lite-check: $(VENV)/.test   ## run notebooks of build/lite in Chromium, Pyodide's CDN answered from the folder RUNTIME
	$(BIN)/python -m tools.lite_check $(RUNTIME) $(NOTEBOOKS)

site: $(VENV)/.test lite   ## the web site in build/site: pages with live sliders, reference, teacher's guide, JupyterLite
	$(BIN)/python -m tools.site
	build/lite-env/bin/python -m sphinx -W --keep-going -q -b html -c docs/site -d build/site-doctrees \
	  build/site-source build/site
	rm -rf build/site/lite && cp -R build/lite build/site/lite

slides: $(VENV)/.test   ## a notebook as slides in the browser: make slides N=05
	$(BIN)/python -m tools.slides $(N)

teacher: $(VENV)/.test   ## every exercise solved, and the clinic's answers, in build/teacher: make teacher N=10
	$(BIN)/python -m tools.teacher $(N)

inventory: $(VENV)/.lab   ## a class's lines of notebook 99, before and after: make inventory FOLDER=lines
	$(BIN)/python -m tools.inventory $(FOLDER)

build/nbgrader-env/.done: requirements-homework.txt requirements.txt | $(BIN)/python
	@echo "Installing nbgrader into build/nbgrader-env …"
	@$(NEW_ENV) build/nbgrader-env
	@build/nbgrader-env/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-homework.txt -e .
	@touch $@

POINTS ?= 1
assignment: build/nbgrader-env/.done   ## a notebook to hand out, graded by nbgrader: make assignment N=03 POINTS=2
	@build/nbgrader-env/bin/python -m tools.homework.assignment "$(N)" $(POINTS)

marks: build/nbgrader-env/.done   ## grade what was handed in, in homework/submitted: make marks N=03
	@build/nbgrader-env/bin/python -m tools.homework.marks "$(N)"

reports: $(VENV)/.lab   ## a folder of learners' report-….txt as a table: make reports FOLDER=inbox
	@$(BIN)/python -m tools.homework.reports "$(FOLDER)"

test-assignment: build/nbgrader-env/.done   ## from handing out to marks with nbgrader itself, honest and not
	build/nbgrader-env/bin/python -m pytest -o python_files='real_*.py' -o filterwarnings=default tests/homework

gif: $(VENV)/.test   ## the moving picture at the top of README
	$(BIN)/python -m tools.moving_picture

clean:
	rm -rf $(VENV) .tox build shots *.egg-info
