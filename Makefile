# Everything is run through this file. Git, make and Python 3.11 or newer are enough: each target sets up what it needs.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test lint accuracy bench samples screenshots lock clean

# The first of these that runs and is new enough; another one: make PYTHON=/path/to/python3
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CAMELOT := build/camelot/bin/python
REFERENCE := samples/zhanjiang-2021-xinfangju.txt

# Programs that tests and reports need, each with its Debian package. One that is missing is installed where that can be
# done, and otherwise done without: what needs it is skipped, and says so.
OFFICE := soffice=libreoffice-writer
SHEETS := /usr/lib/libreoffice/program/libsclo.so=libreoffice-calc
FONTS := /usr/share/fonts/truetype
BROWSER := chromium=chromium $(FONTS)/wqy/wqy-zenhei.ttc=fonts-wqy-zenhei
PRINTERS := $(BROWSER) $(OFFICE) weasyprint=weasyprint wkhtmltopdf=wkhtmltopdf \
	$(FONTS)/arphic/uming.ttc=fonts-arphic-uming \
	$(FONTS)/arphic/ukai.ttc=fonts-arphic-ukai

# Installs what is missing: $(call install,PROGRAM=PACKAGES ...,what they are for)
define install
	missing=; for need in $(1); do \
		{ command -v "$${need%%=*}" || test -e "$${need%%=*}"; } >/dev/null || missing="$$missing $${need#*=}"; done; \
	sudo=; test "$$(id -u)" -eq 0 || sudo=sudo; \
	if test -n "$$missing" && command -v apt-get >/dev/null && { test -z "$$sudo" || command -v $$sudo >/dev/null; }; then \
		echo "Installing$$missing, $(2)"; \
		$$sudo apt-get -qq update; \
		$$sudo apt-get -qq -y --no-install-recommends install $$missing </dev/null || echo "Not all could be installed"; \
	fi
endef

help: ## Say what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

demo: $(READY) ## Extract the samples into build/demo/ and show the reference form
	@mkdir -p build/demo
	$(BIN)/jixiao extract samples/*.txt samples/*.docx samples/*.pdf -o build/demo/
	$(BIN)/jixiao extract --summary $(REFERENCE)
	@echo
	@echo "The JSON of each sample, with the source of every value, is in build/demo/"

test: lint ## Run all checks and tests, those of the built wheel among them
	@$(call install,$(OFFICE) $(BROWSER),by which older office files are read and pages are opened)
	$(BIN)/python -m pytest

lint: $(READY) ## Check style, types and the order of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

accuracy: $(READY) ## Read 1,000 generated forms whose records are known, and compare
	@$(call install,$(PRINTERS),by which the forms are printed)
	$(BIN)/python -m tests.accuracy

bench: $(READY) $(CAMELOT) ## Measure the time and the memory that extraction takes, beside other libraries
	$(BIN)/python -m tests.bench --camelot $(CAMELOT)
	$(BIN)/python -m tests.bench_exports
	$(BIN)/python -m tests.bench_scans

screenshots: $(READY) ## Take the pictures that the READMEs show
	@$(call install,$(BROWSER) $(OFFICE) $(SHEETS),by which pages and workbooks are opened)
	$(BIN)/python samples/screenshots.py
	$(BIN)/python samples/workbook_picture.py

samples: $(READY) ## Make the sample files again (needs the programs that samples/README.md names)
	$(BIN)/python samples/build.py

lock: $(READY) ## Write the lock files again after pyproject.toml or tests/bench.in names other packages
	$(PIP) install uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
		--no-emit-find-links --custom-compile-command "make lock" -o requirements.lock >/dev/null
	$(BIN)/uv pip compile tests/bench.in --python-version 3.11 --universal --generate-hashes --no-emit-index-url \
		--no-emit-find-links --custom-compile-command "make lock" -o tests/bench.lock >/dev/null

clean: ## Remove all that make has made, the virtual environment too
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml | $(BIN)/pip
	@echo "Installing what requirements.lock names into .venv (once; about a minute)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# camelot stands apart: it is heavy, and its OpenCV and pandas are no business of the program or of its tests.
$(CAMELOT): tests/bench.lock | $(READY)
	@echo "Installing what tests/bench.lock names into build/camelot (once; about 400 MB)"
	@rm -rf build/camelot
	@$(BIN)/python -m venv build/camelot
	@$@ -m pip --disable-pip-version-check --quiet install --require-hashes -r tests/bench.lock || { rm -rf build/camelot; exit 1; }

# Debian and Ubuntu leave the module that puts pip into a virtual environment out of their python3 package.
HAS_VENV = $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null

$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install python3, or run: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(HAS_VENV) || { \
		package=$$($(PYTHON) -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))'); \
		sudo=; test "$$(id -u)" -eq 0 || sudo=sudo; \
		if command -v apt-get >/dev/null && { test -z "$$sudo" || command -v $$sudo >/dev/null; }; then \
			echo "Installing $$package, without which $(PYTHON) makes no virtual environment"; \
			$$sudo apt-get -qq update; \
			$$sudo apt-get -qq -y --no-install-recommends install $$package </dev/null; \
		fi; \
		$(HAS_VENV) || { echo "$(PYTHON) makes no virtual environment: install $$package, then run make again" >&2; exit 1; }; }
	$(PYTHON) -m venv --clear .venv
