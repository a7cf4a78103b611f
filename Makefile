# fiche: what one says at the keyboard. Every target sets up by itself; `make help` lists them.

MAKEFLAGS += --no-print-directory
SHELL     := /bin/sh
VENV      := .venv
PY        := $(VENV)/bin/python
JUDGES    := tests/judges
JOBS      ?= 2
PIP       := $(PY) -m pip --disable-pip-version-check -qq install --require-hashes --no-deps --only-binary :all:

# A virtual environment whose Python is gone (an upgrade, a copied folder) is made anew.
ifneq ($(shell $(PY) -c 'print("alive")' 2>/dev/null),alive)
STALE := stale
endif

.PHONY: site serve test check format bench bench-large bench-live bench-mentions bench-peers bench-publish lighthouse fuzz coverage wheel lock clean distclean help judges setup stale

site: $(VENV)/.site  ## build content/ into site/ (sets up first)
	@$(PY) build.py

serve: $(VENV)/.site  ## show the site while it is written, at http://localhost:8000/; ARGS="--open --follow"
	@$(PY) build.py serve $(ARGS)

test: $(VENV)/.dev $(VENV)/.texts judges  ## all checks and all tests
	@status=0; $(MAKE) check || status=1; $(PY) -m pytest -n $(JOBS) --dist loadgroup -q || status=1; exit $$status

check: $(VENV)/.dev  ## the linter and the type checker
	@$(PY) -m ruff check --output-format concise .
	@$(PY) -m mypy

format: $(VENV)/.dev  ## put imports and white space in order
	@$(PY) -m ruff check --fix-only --quiet . || true
	@$(PY) -m ruff format .

bench: $(VENV)/.site  ## measure against other generators (twelve minutes; those that `make bench-peers` installed); N=1000
	@$(PY) bench/peers.py $(if $(N),--briefs $(N)) $(ARGS)
	@$(PY) bench/conversion.py

bench-large: $(VENV)/.site  ## how the cost of a brief grows from 10,000 to 100,000
	@$(PY) bench/peers.py --briefs 10000,100000 --peers none --ours fiche-same-job --runs 1 --places tmpfs $(ARGS)

bench-mentions: $(VENV)/.site  ## how well actors are recognised in texts, and what it costs (five minutes)
	@$(PY) bench/recognition.py $(ARGS)

bench-live: $(VENV)/.dev  ## how long from a save to the page: the servers of fiche, Hugo and Eleventy (twenty minutes)
	@$(PY) bench/live.py $(if $(N),--briefs $(N)) --long $(ARGS)

bench-publish: $(VENV)/.dev  ## how long it takes to publish one edited brief of 10,000, and what is sent (minutes)
	@$(PY) bench/publish.py $(if $(N),--briefs $(N)) $(ARGS)

lighthouse: $(VENV)/.site  ## how Lighthouse judges the sample, published and shown by nginx (npm, Chromium; minutes)
	@$(PY) bench/lighthouse.py $(ARGS)

bench-peers: $(VENV)/.site  ## install the other generators into bench/work/tools (pip and npm)
	@$(PY) bench/peers.py --install

fuzz: $(VENV)/.dev  ## the long run of generated and broken inputs (minutes)
	@HYPOTHESIS_PROFILE=fuzz $(PY) -m pytest -n $(JOBS) -q -m fuzz

coverage: $(VENV)/.dev  ## branch coverage of fiche/, as a table and in htmlcov/
	@rm -f .coverage .coverage.*
	@$(PY) -m coverage run -m pytest -n $(JOBS) --dist loadgroup -q -m "not browser" || true
	@$(PY) -m coverage combine --quiet || true
	@$(PY) -m coverage html --quiet
	@$(PY) -m coverage report

wheel: $(VENV)/.dev  ## make the package in dist/
	@$(PY) -m hatchling build

lock:  ## write requirements*.txt anew from pyproject.toml and requirements-dev.in
	@$(FIND_PYTHON); "$$python" -m venv --clear $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip --disable-pip-version-check -qq install pip-tools
	@for name in requirements requirements-dev; do \
	  source=pyproject.toml; test $$name = requirements || source=requirements-dev.in; \
	  $(VENV)-lock/bin/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-emit-trusted-host --no-emit-options --strip-extras --no-header --constraint constraints.in --output-file $$name.txt $$source || exit 1; done
	@rm -rf $(VENV)-lock

clean:  ## remove what builds and tests made
	@rm -rf site .fiche dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis bench/work/.fiche-bench-*

distclean: clean  ## remove .venv, the npm judges and the other generators too
	@rm -rf $(VENV) $(JUDGES)/node_modules bench/work

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

# ---------------------------------------------------------------- set-up

setup: $(VENV)/.dev $(VENV)/.texts judges  ## everything that the tests need, and no test

# The first of these that runs, is 3.11 or newer and can make a virtual environment.
FIND_PYTHON = python=; \
	for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python; do \
	  if "$$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    python=$$name; break; fi; done; \
	if test -z "$$python"; then \
	  echo "fiche needs Python 3.11 or newer with its module venv (Debian, Ubuntu: apt-get install python3 python3-venv)." >&2; \
	  echo "Found: $$(python3 --version 2>&1 || echo no python3). Another one: make PYTHON=/path/to/python3.12" >&2; exit 1; fi

$(VENV)/bin/python: $(STALE)
	@$(FIND_PYTHON); \
	echo "setting up $(VENV) with $$("$$python" --version) (once; under a minute)"; \
	rm -rf $(VENV); "$$python" -m venv $(VENV)

$(VENV)/.site: requirements.txt $(STALE) | $(VENV)/bin/python
	@$(PIP) -r requirements.txt && touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt pyproject.toml $(VENV)/.site
	@echo "setting up what the tests need"
	@$(PIP) -r requirements-dev.txt
	@$(PY) -m pip --disable-pip-version-check -qq install --no-deps --no-build-isolation --editable . && touch $@

# The texts of Python-Markdown's own tests, which its source package has: ours must give the same of them.
$(VENV)/.texts: $(VENV)/.dev
	@version=$$($(PY) -c 'import markdown; print(markdown.__version__)'); rm -rf $(VENV)/texts; \
	if $(PY) -m pip --disable-pip-version-check -qq download --no-deps --no-binary :all: --dest $(VENV)/texts \
	  markdown==$$version; then touch $@; \
	else echo "pip could not bring the texts of Python-Markdown's tests: our tests on them are skipped"; test "$$CI" != true; fi

# The judges of the browser tests come from the npm registry. Without npm those tests are skipped and say so.
judges: $(JUDGES)/node_modules/.judges

$(JUDGES)/node_modules/.judges: $(JUDGES)/package-lock.json
	@if ! command -v npm >/dev/null 2>&1; then \
	  echo "no npm here: the tests that need axe-core or the Nu checker will be skipped"; test "$$CI" != true; \
	elif npm ci --prefix $(JUDGES) --ignore-scripts --no-audit --no-fund --loglevel=error; then touch $@; \
	else echo "npm could not bring the judges: their tests will be skipped"; test "$$CI" != true; fi
