# Everything a person does with the portal. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help run start hall upgrade restore restore-kept restore-back restore-forget \
	load bring-back practice practice-wipe \
	demo-reset test unit integration browser campaign bench \
	check format messages contracts venv venv-dev

PYTHON := .venv/bin/python
LAUNCH := exec $(PYTHON) -m config.launcher

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

run: venv ## Start the demo portal with its data (Ctrl-C stops it)
	@$(LAUNCH) run

start: venv ## Start an empty portal of your own, kept in var/portal
	@$(LAUNCH) start

hall: venv ## Serve your portal to the hall's network over HTTPS
	@$(LAUNCH) hall

upgrade: ## After taking a new version: back up, install, migrate
	@test ! -x $(PYTHON) || $(PYTHON) -m config.launcher idle
	@sh config/launcher/bootstrap.sh runtime
	@$(LAUNCH) upgrade $(if $(INSTANCE),--instance $(INSTANCE))

restore: venv ## Bring a backup back: make restore FILE=…
	@$(LAUNCH) restore "$(FILE)"

restore-kept: venv ## List what restores have put aside
	@$(LAUNCH) kept $(if $(INSTANCE),--instance $(INSTANCE))

restore-back: venv ## Undo a restore: make restore-back NAME=…
	@$(LAUNCH) back $(if $(INSTANCE),--instance $(INSTANCE)) "$(NAME)"

restore-forget: venv ## Remove what a restore has put aside: NAME=…
	@$(LAUNCH) forget $(if $(INSTANCE),--instance $(INSTANCE)) "$(NAME)"

load: venv ## Load a congress taken out elsewhere: FILE=….daihoi
	@$(LAUNCH) load "$(FILE)"

bring-back: venv ## Bring back what was done elsewhere: FILE=….daihoi
	@$(LAUNCH) bring-back $(if $(KEEP_HERE),--keep-here) "$(FILE)"

practice: venv ## A congress to practise with: CONGRESS=… HALL=1
	@$(LAUNCH) practice $(if $(HALL),--hall) \
		$(if $(INSTANCE),--instance $(INSTANCE)) "$(CONGRESS)"

practice-wipe: venv ## Forget the practice
	@$(LAUNCH) practice-wipe

demo-reset: venv ## Forget what was done in the demo
	@$(LAUNCH) demo-reset

test: venv-dev ## Run every test (unit, integration, browser)
	@$(LAUNCH) test

unit: venv-dev ## Run the tests that need no database
	@DJANGO_SETTINGS_MODULE=config.settings.test $(PYTHON) -m pytest tests/unit

integration: venv-dev ## Run the tests on a real PostgreSQL and Valkey
	@$(LAUNCH) test -- -n 2 tests/integration

browser: venv-dev ## Run the tests in a real Chromium
	@$(LAUNCH) test -- tests/browser

campaign: venv-dev ## Run the long proofs: faults, big counts
	@$(LAUNCH) test -- tests/campaign

bench: venv-dev ## Measure against the goals and print one table
	@$(LAUNCH) services -- $(PYTHON) -m tests.bench

check: venv-dev ## Check format, types, contracts, migrations, words, packages
	@$(LAUNCH) check

contracts: venv-dev ## Check who may import whom
	@.venv/bin/lint-imports

format: venv-dev ## Rewrite Python and templates in the agreed format
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} + || true
	@find templates -name '*.html' -exec .venv/bin/djhtml --tabwidth 2 {} + || true

messages: venv-dev ## Gather the words to translate and compile them
	@$(PYTHON) manage.py makemessages -l en --no-location --no-wrap \
		--ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
	@$(PYTHON) manage.py compilemessages --ignore '.venv/*' --ignore 'var/*'

venv:
	@sh config/launcher/bootstrap.sh runtime

venv-dev:
	@sh config/launcher/bootstrap.sh dev
