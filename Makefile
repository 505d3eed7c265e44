# GNU make and a Python >= 3.12 are all that is needed: every target builds .venv first where it is missing or stale.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
PROMISES := $(sort $(wildcard tests/acceptance/*.sh))
PIP := $(BIN)/python -m pip -qq --no-input --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: acceptance bench cassettes check clean demo docs help lock peers picture setup test $(PROMISES)

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

setup: $(STAMP) ## build .venv from requirements.lock (PYTHON=path names the interpreter)
	@:

demo: setup ## the offline tour: record, check, replay, diff
	@$(BIN)/redial demo $(ARGS)

test: setup ## every test, in parallel (ARGS='-k cassette' narrows)
	@$(BIN)/python -m pytest --quiet --numprocesses auto --dist worksteal $(ARGS)

check: setup ## format, lint, types, walls, habits
	@$(BIN)/ruff format --quiet --check . || { echo "make check: '$(BIN)/ruff format .' sets the format right"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@walls=$$($(BIN)/lint-imports --no-logo) || { echo "$$walls"; exit 1; }
	@$(BIN)/python -m pytest --quiet -p no:randomly tests/architecture

acceptance: $(PROMISES) ## what each issue promised, as a user would type it (with --jobs=2 --output-sync two at once)

$(PROMISES): setup
	@echo "== $@"; env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS $@

bench: setup ## measure beside every peer that is here; a dated file in benchmarks/results (ARGS=serving: that part)
	@$(BIN)/python -m benchmarks $(ARGS)

peers: setup ## install what is measured beside, in benchmarks/peers; wrk and a Java are for you to install
	@$(BIN)/python -m venv benchmarks/peers/.venv
	@benchmarks/peers/.venv/bin/python -m pip -qq --no-input --disable-pip-version-check install -r benchmarks/peers/requirements.txt
	@npm install --prefix benchmarks/peers --no-package-lock --no-audit --no-fund --loglevel=error

lock: setup ## pin what pyproject.toml asks for (ARGS=--upgrade moves the pins)
	@[ -x $(BIN)/uv ] || $(PIP) install uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --extra proxy --extra cluster --extra dev \
		--custom-compile-command 'make lock' --output-file requirements.lock pyproject.toml $(ARGS)

cassettes: setup ## record the shipped cassettes again
	@for name in call-gone forward late phone simultaneous-ring tenant-mismatch throttled-then-accepted violation; do \
		rm -f "cassettes/.new.yaml" && $(BIN)/python -m harness.demo.scenarios "$$name" cassettes/.new.yaml && \
		mv cassettes/.new.yaml "cassettes/$$name.yaml" && echo "cassettes/$$name.yaml" || exit 1; \
	done

docs: setup ## make docs/rules/ from the docstrings of the rules
	@$(BIN)/python -m harness.rules

picture: setup ## take the picture of a report in the README again (needs Chromium)
	@$(BIN)/python -m tests.picture docs/report.png

clean: ## remove .venv, what was built, and every cache
	@rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A candidate counts when it runs: a pyenv shim may stand on the PATH and yet lead nowhere.
CANDIDATES = $(or $(PYTHON),python3.13 python3.12 python3 python "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/*/bin/python3)
FITS := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))
FOUND = $(shell for python in $(CANDIDATES); do if "$$python" -c '$(FITS)' >/dev/null 2>&1; then echo "$$python"; break; fi; done)
ADVICE := redial needs Python 3.12 or newer with its venv module: apt install python3.12-venv, brew install python@3.12, \
	pyenv install 3.12, or name one: make setup PYTHON=/path/to/python

# The stamp is written last and is a copy of the lock that .venv was built from: without it .venv is half made, with
# another lock in it the packages have changed, and both mean a new .venv; else only our own metadata has changed.
$(STAMP): pyproject.toml requirements.lock
	$(eval python := $(FOUND))$(if $(python),,$(error $(ADVICE)))
	@cmp -s requirements.lock $@ || { rm -f $@ && "$(python)" -m venv --clear $(VENV) && \
		echo "building $(VENV) with $$($(BIN)/python --version), once; that takes a minute or two" && \
		$(PIP) install --require-hashes --requirement requirements.lock; }
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@cp requirements.lock $@
