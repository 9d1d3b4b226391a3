# `make demo` and `make test` need a Python 3.11 or newer with pip, and nothing else.
PYTHON ?= python3
PYTHONS := 3.11 3.12 3.13
# What is read once and kept compiled serves every process a run starts; empty means yes, whatever was set outside.
export PYTHONDONTWRITEBYTECODE :=
QUICK := tests/texting tests/smsit tests/store tests/slack tests/policy
VENV := .venv
BIN := $(VENV)/bin
DOCS := .venv-docs
SITE := NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build --strict
PIP := $(BIN)/python -m pip --disable-pip-version-check --require-virtualenv

# The bot is built here from what lies here; `dev` holds what builds it. A lock file is complete. Without --no-deps pip would choose versions once more, and refuse the file as soon as
# one of its packages has a newer release. The check says what a file that is not complete lacks. What is
# never imported need not be compiled, and the rest is when it is.
define install
	@$(PIP) install --quiet --no-compile --require-hashes --no-deps $(addprefix -r ,$(filter %.txt,$^))
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@$(PIP) check
endef

.DEFAULT_GOAL := help
.PHONY: help manifest demo tour test quick smoke pythons chaos soak fuzz lint check bench screenshots reference docs lock \
    build packaged sbom image clean

help:            ## Show what can be made.
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

demo: $(VENV)/.demo        ## Start the bot with a pretend Slack and SMS-iT, and open its page.
	@$(BIN)/smsit-bot demo $(ARGS)

tour: $(VENV)/.demo        ## Play a short story without a browser.
	@$(BIN)/smsit-bot demo --tour

test: $(VENV)/.dev         ## Run every test, the browser's and PostgreSQL's too; COVERAGE=1 tells what they reach.
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(if $(COVERAGE),--cov --cov-report=term) $(ARGS)

quick: $(VENV)/.dev        ## Run the tests that need neither a browser nor much time.
	$(BIN)/python -m pytest -n 2 --dist loadfile $(QUICK) $(ARGS)

smoke: $(VENV)/.dev        ## Run those of them that another Python could break, with few examples.
	$(BIN)/python -m pytest -n 2 --dist loadfile --hypothesis-profile=few -k "not postgresql and not linear" \
	    $(QUICK) $(ARGS)

# A shim of pyenv answers only when PYENV_VERSION names its version; to any other Python that says nothing.
pythons:         ## Play the tour and run the smoke tests on each other Python that we promise.
	@own=$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])') && \
	for version in $(PYTHONS); do \
	    if [ $$version = "$$own" ]; then continue; fi; \
	    if PYENV_VERSION=$$version python$$version -c 'import venv' 2>/dev/null; then \
	        echo "--- Python $$version"; \
	        PYENV_VERSION=$$version $(MAKE) --no-print-directory \
	            VENV=.venv-$$version PYTHON=python$$version smoke tour || exit 1; \
	    else missing="$$missing $$version"; fi; \
	done; \
	if [ -n "$$missing" ]; then echo "NOT TRIED, because not found: Python$$missing"; fi

manifest: $(VENV)/.dev     ## Write manifest.yml again, after bot/slack/surface.py was changed.
	$(BIN)/smsit-bot manifest > .manifest.new && mv .manifest.new manifest.yml

chaos: $(VENV)/.dev        ## Kill at every point, crowd and pile up for an hour: what `make test` does for a minute.
	CHAOS=1 $(BIN)/python -m tests.crashes
	CHAOS=1 $(BIN)/python -m pytest -m chaos --timeout 7200 -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

soak: $(VENV)/.dev         ## 200 commands a second while a list is sent, then twenty kills; figures in soak.json.
	CHAOS=1 $(BIN)/python -m tests.soak soak.json

fuzz: $(VENV)/.dev         ## Send a hundred thousand spoilt inputs by every way in: `make test` sends two thousand.
	FUZZ=100000 FUZZ_SEED=$(or $(FUZZ_SEED),$(shell $(PYTHON) -c 'import random; print(random.randrange(10**6))')) \
	    $(BIN)/python -m pytest tests/flows/test_fuzz.py --timeout 7200 -s $(ARGS)

lint: $(VENV)/.dev $(DOCS)/.made  ## Style, types, the import rules, dependencies, the files for running it, and the site.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy bot tools benchmarks
	$(BIN)/lint-imports
	$(BIN)/deptry bot
	$(BIN)/hadolint Dockerfile
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml compose.demo.yaml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/zizmor --offline --quiet .github/workflows
	$(BIN)/kubernetes-validate --strict --quiet ops/kubernetes.yaml
	@if command -v promtool >/dev/null; then promtool check rules ops/alerts.yml && promtool test rules ops/alerts.test.yml; \
	else echo "NOT TRIED, because not found: promtool (on Debian in the package prometheus)"; fi
	$(SITE)

check: lint                ## Style, types, the import rules and every test, with branch coverage: what has to pass.
	@$(MAKE) --no-print-directory test COVERAGE=1

bench: $(VENV)/.dev        ## Measure the speeds we claim.
	@missed=0; for bench in ack client list_send groups follow_ups history home footprint; do \
		$(BIN)/python benchmarks/$$bench.py $(if $(AGAINST),--against $(AGAINST)) || missed=1; done; exit $$missed

screenshots: $(VENV)/.dev  ## Draw the pictures of the documents again from the running demo.
	$(BIN)/python -m tests.browser.screenshots

reference: $(VENV)/.dev    ## Write the pages of reference again, from the sources.
	$(BIN)/python -m tools.reference
	$(BIN)/python -m tests.service.doctor

docs: $(DOCS)/.made        ## Build the documents as a site, in site/; any doubtful link stops it.
	$(SITE)
	@echo "Open site/index.html, or have it served, for its search: $(DOCS)/bin/mkdocs serve"

lock: $(VENV)/.dev         ## Write the lock files again from pyproject.toml.
	PATH="$(CURDIR)/$(BIN):$$PATH" requirements/lock.sh

build: $(VENV)/.dev        ## Make the wheel and the source archive, in dist/.
	@rm -f dist/*.whl dist/*.tar.gz
	$(BIN)/python -m hatchling build -d dist

packaged: build  ## Install each of them into an empty environment, and play the tour there.
	@for package in dist/*.whl dist/*.tar.gz; do \
	    echo "--- $$package" && rm -rf .venv-packaged && $(PYTHON) -m venv .venv-packaged && \
	    .venv-packaged/bin/pip install --quiet --require-hashes --no-deps -r requirements/demo.txt -r requirements/build.txt && \
	    .venv-packaged/bin/pip install --quiet --no-deps --no-build-isolation $$package && \
	    .venv-packaged/bin/pip check && \
	    (cd / && $(CURDIR)/.venv-packaged/bin/smsit-bot demo --tour) || exit 1; \
	done

sbom: $(VENV)/.dev         ## Write dist/sbom.json: all that the production lock installs, as CycloneDX.
	@mkdir -p dist
	$(BIN)/python -W ignore::UserWarning -m cyclonedx_py requirements requirements/production.txt \
	    --pyproject pyproject.toml --output-reproducible --output-file dist/sbom.json

image:           ## Build both images with Docker, and play the tour in the demo's.
	docker build --pull --tag smsit-bot .
	docker build --tag smsit-bot-demo --target demo .
	docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --env HOME=/tmp smsit-bot-demo demo --tour

clean:           ## Remove the private environment and what tools left behind.
	rm -rf $(VENV) $(DOCS) site .venv-packaged $(PYTHONS:%=.venv-%) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov dist

# One private environment. `dev` holds all that `demo` holds, so making it satisfies both.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with: make PYTHON=python3.11 ...")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.demo: requirements/demo.txt requirements/build.txt pyproject.toml | $(VENV)/.python
	@echo "Setting up $(VENV) (a minute, the first time) ..."
	$(install)
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/.python
	@echo "Setting up $(VENV) for development (two minutes, the first time) ..."
	$(install)
	@touch $@ $(VENV)/.demo

# The site is made from documents alone, so its environment holds nothing of the bot.
$(DOCS)/.made: requirements/docs.txt | $(VENV)/.python
	@echo "Setting up $(DOCS) for the site (half a minute, the first time) ..."
	@$(PYTHON) -m venv $(DOCS)
	@$(DOCS)/bin/pip --disable-pip-version-check install --quiet --require-hashes --no-deps -r requirements/docs.txt
	@$(DOCS)/bin/pip --disable-pip-version-check check
	@touch $@
