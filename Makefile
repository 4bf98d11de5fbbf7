# `make help` lists what there is to make.
PYTHON ?= python3
VENV ?= .venv
DOCS ?= data/sample
BIN := $(VENV)/bin

.PHONY: help run test coverage benchmark pictures notebooks lock clean
.DEFAULT_GOAL := help
# Tests start many processes: where no bytecode is kept, each would compile the project anew.
test coverage: export PYTHONDONTWRITEBYTECODE :=

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run ## open the app on the shipped sample, or on DOCS=path
	$(BIN)/streamlit run streamlit_app.py --server.address=localhost -- $(DOCS) --owner

test: $(VENV)/.dev ## linters, type check and all tests, with a real browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/chromium.py
	$(BIN)/pytest -n auto --dist worksteal

coverage: $(VENV)/.dev ## all tests, and which lines and branches they do not reach
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term-missing:skip-covered

benchmark: $(VENV)/.run .venv.benchmark/.done ## quality and speed, beside other extractors
	$(BIN)/python -m benchmarks.concepts
	$(BIN)/python -m benchmarks.speed

pictures: $(VENV)/.dev ## take the pictures of the documentation anew
	$(BIN)/python tests/chromium.py
	$(BIN)/python -m docs.pictures

notebooks: $(VENV)/.dev ## run the examples again, and store what they show
	$(BIN)/python -m examples.execute

lock: $(VENV)/.run ## compile the pinned requirements anew
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	for name in requirements requirements-cluster requirements-dev; do \
		$(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
			--generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-header \
			$$name.in --output-file $$name.txt || exit 1; \
	done

clean: ## remove the environment and what tools left behind
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.run: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=python3.12 run")'
	@echo "Installing about 500 MB into $(VENV); this takes a minute or two."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

.venv.benchmark/.done: benchmarks/requirements.txt
	$(PYTHON) -m venv .venv.benchmark
	.venv.benchmark/bin/pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	touch $@
