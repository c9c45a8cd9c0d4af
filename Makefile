# What one does with this house. `make` alone says it in words.

PYTHON := .venv/bin/python
# Two processes a core: many tests wait for a browser, a disk or a kill.
JOBS ?= $(shell expr 2 \* $$(getconf _NPROCESSORS_ONLN))
PYTEST_ARGS ?=
# Compiled once, not at every start of a process: the tests start many.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test suite check style mypy pyright imports tools bench torture fix texts clean update pythons

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 14

run: .venv/.ready-to-run ## open the practice village in a browser (FRESH=1 begins anew)
	@exec $(PYTHON) bot.py village $(if $(filter-out 0 no,$(FRESH)),--fresh)

# What is quick to fail comes first; the types are checked beside the tests, which wait at times.
test: .venv/.ready-to-test ## every check and every test; nothing may be skipped
	@$(MAKE) --no-print-directory -j 3 style imports tools
	@$(MAKE) --no-print-directory -j 3 LATER=nice suite mypy pyright

suite: .venv/.ready-to-test
	rm -rf .counted
	SAAKH_STRICT=1 $(PYTHON) -m pytest -p tests.counting.plugin -n $(JOBS) --dist worksteal --durations=10 $(PYTEST_ARGS)
	$(PYTHON) -m tests.counting.report

check: style mypy pyright imports ## style, types and who may import whom

style: .venv/.ready-to-test
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

mypy pyright: .venv/.ready-to-test
	$(LATER) $(PYTHON) -m $(subst pyright,basedpyright,$@)

imports: .venv/.ready-to-test
	$(PYTHON) -c 'from importlinter.cli import lint_imports_command as run; run()'

tools:
	@bash .ci/tools
	@bash .ci/telegram-script
	@bash .ci/other-telegram

bench: .venv/.ready-to-test ## print the speeds of performance.md, medians, beside plain versions
	@$(PYTHON) -m tests.benchmarks.run

torture: .venv/.ready-to-test tools ## kills, bad disks, lost power, all twins at length (PARTS="polling power" names some)
	@$(PYTHON) -m tests.torture.run $(PARTS)

fix: .venv/.ready-to-test ## put style right where a tool can
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

texts: .venv/.ready-to-test ## gather every sentence into locale/, and list those without Hindi
	@$(PYTHON) -m tests.texts.gather

clean: ## remove what make created; databases stay
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .counted

update: .venv/.ready-to-test ## lock the newest versions that the requirements allow, and run the tests
	@bash .ci/lock
	@$(MAKE) --no-print-directory test

pythons: ## try the run-time packages and modules on every Python from 3.11 on that is here
	@bash .ci/pythons

.venv/.ready-to-run: requirements.lock .ci/environment
	@bash .ci/environment requirements.lock
	@touch $@

.venv/.ready-to-test: requirements.lock requirements-dev.lock .ci/environment
	@bash .ci/environment requirements-dev.lock
	@touch $@ .venv/.ready-to-run
