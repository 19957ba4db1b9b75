# Two commands matter: `make demo` and `make test`. They need Python 3.11 or newer and make, nothing else.
#
# The plain way, without make:
#   python3 -m venv .venv
#   .venv/bin/pip install -e '.[cli]'
#   .venv/bin/python -m supervise review examples/register.jsonl --as-of 2026-06-30
#
# Another interpreter: make test PYTHON=python3.13

VENV   ?= .venv
PYTHON ?= python3
PY     := $(VENV)/bin/python
JOBS   ?= 2

# Processes of one run of tests; 0: none beside its own. As many as there are jobs, but see `test`.
WORKERS ?= $(JOBS)

export PYTHON
# What was compiled is kept, whatever the shell says: hundreds of processes start here, and each would compile all anew.
export PYTHONDONTWRITEBYTECODE =
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore
export PIP_NO_INPUT = 1

.DEFAULT_GOAL := help
# One thing after the other, but for what `make test` says may go together.
ifneq ($(MAKECMDGOALS),parts)
.NOTPARALLEL:
endif
.PHONY: help demo test parts lint format types layers cover plain pytest docs site wheel oldest holidays spark bench changelog \
    sbom bundle clean

help:
	@echo "make demo    review the example register"
	@echo "make test    everything that must hold before a change is merged (includes the nine from lint to holidays)"
	@echo "make lint    ruff: rules and format        make types   mypy and pyright"
	@echo "make layers  who may import whom           make site    the pages, in build/site"
	@echo "make cover   tests of modules, measured    make plain   all other tests"
	@echo "make wheel   the built wheel, used alone   make oldest  the oldest dependencies allowed"
	@echo "make holidays  closed days of the 'holidays' library"
	@echo "make docs    examples in README, docs and docstrings"
	@echo "make spark   a register on a real Spark, which needs Java 17 or newer"
	@echo "make changelog  what a release would say   make sbom    bill of materials and licences, in build/sbom"
	@echo "make bundle  wheels for Windows machines without a network, in build/bundle"
	@echo "make pytest  the tests, without coverage   make format  rewrite the code in house style"
	@echo "make bench   timings                       make clean   remove what these commands made"

# The stamps are as old as the last installation: a change of pyproject.toml installs again.
$(VENV)/.demo: pyproject.toml tools/venv
	@sh tools/venv $(VENV)
	@echo "installing supervise and its command into $(VENV)"
	@$(PY) -m pip install -qq --editable '.[cli]'
	@touch $@

$(VENV)/.dev: pyproject.toml tools/venv
	@sh tools/venv $(VENV)
	@echo "installing supervise and the tools of its development into $(VENV)"
	@$(PY) -m pip install -qq --upgrade 'pip>=25.1'
	@$(PY) -m pip install -qq --editable '.[cli,sql,testing]' --group dev
	@touch $@

# Exit 3 means that records were set aside and named: a working demo, too.
demo: $(VENV)/.demo
	@$(PY) -m supervise review examples/register.jsonl --as-of 2026-06-30 --format text; \
	status=$$?; case $$status in 0|3) ;; *) exit $$status ;; esac

# What takes seconds first, then the parts, the longest first and as many at a time as there are jobs; none writes where
# another reads. With two, each runs its tests in its own process: handing them out to others costs more than it gains.
# What a part says comes when it is done, not line by line between those of another.
test: lint layers
	@$(MAKE) --no-print-directory --jobs=$(JOBS) $(SYNC) WORKERS=$(if $(filter 1 2,$(JOBS)),0,$(JOBS)) parts
	@echo "make test: everything passed"

SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

parts: cover plain oldest types site wheel holidays

lint: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: $(VENV)/.dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: $(VENV)/.dev
	$(PY) -m mypy
	@$(PY) tools/typed_pages.py
	$(PY) -m mypy build/typed-pages
	$(PY) -m pyright --pythonpath $(PY)

layers: $(VENV)/.dev
	$(VENV)/bin/lint-imports --no-cache --no-logo

# Branch coverage of the package over all processes, by the tests that mirror it, one module after the other. Measuring
# takes three times as long as running: what is slow, as it drives the whole program or tries very many values, and all
# other tests (laws, cases, catalogue, pages, packaging) run without, in `plain`. Every test is in one of the two.
cover: $(VENV)/.dev
	@rm -rf build/coverage && mkdir -p build/coverage
	$(PY) -m coverage run -m pytest -n $(WORKERS) -m "not slow" tests/unit
	@$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

plain: $(VENV)/.dev
	$(PY) -m pytest -n $(WORKERS) -m "slow or not unit"

pytest: $(VENV)/.dev
	$(PY) -m pytest -n $(WORKERS)

docs: $(VENV)/.dev
	$(PY) -m pytest tests/docs

# A warning is an error: a reference that leads nowhere, a page in no menu, a name described twice.
site: $(VENV)/.dev
	$(PY) -m sphinx --builder html --fail-on-warning --fresh-env --quiet --doctree-dir build/doctrees docs build/site

changelog: $(VENV)/.dev
	$(PY) -m towncrier build --draft --version next

# An environment of its own beside that of the tools, whose pip installs into it.
ENVIRONMENT = $(PY) -m venv --clear --without-pip
INTO = $(PY) -m pip -qq --python

# The wheel in a clean environment, away from the tree: alone, with the libraries of each extra beside it, and with its command.
wheel: $(VENV)/.dev
	@rm -rf build/wheel build/wheel-venv && mkdir -p build/wheel/away
	$(PY) -m hatchling build --target wheel --directory build/wheel
	@$(ENVIRONMENT) build/wheel-venv
	@$(INTO) build/wheel-venv install build/wheel/*.whl
	$(PY) tests/packaging/extras.py build/wheel-venv/bin/python build/wheel/away
	@wheel=$$(echo build/wheel/*.whl) && $(INTO) build/wheel-venv install "$$wheel[cli]"
	cd build/wheel/away && ../../wheel-venv/bin/python -I ../../../tests/packaging/smoke.py

# What an installation with all extras holds: a bill of materials (CycloneDX) and the licence of each part.
build/sbom-tools/.done: pyproject.toml tools/venv
	@rm -rf build/sbom-tools
	@PYTHON=$(PY) sh tools/venv build/sbom-tools
	@build/sbom-tools/bin/python -m pip install -qq --upgrade 'pip>=25.1'
	@build/sbom-tools/bin/python -m pip install -qq --group sbom
	@touch $@

sbom: wheel build/sbom-tools/.done
	@rm -rf build/sbom-venv build/sbom && mkdir -p build/sbom
	@PYTHON=$(PY) sh tools/venv build/sbom-venv
	@wheel=$$(echo build/wheel/*.whl) && build/sbom-venv/bin/python -m pip install -qq "$$wheel[all]"
	build/sbom-tools/bin/cyclonedx-py environment --output-reproducible --mc-type library --pyproject pyproject.toml \
	    --output-file build/sbom/supervise-schedules.cdx.json build/sbom-venv/bin/python
	@$(PY) tools/licences.py build/sbom-venv/lib/python*/site-packages > build/sbom/licences.txt; \
	status=$$?; cat build/sbom/licences.txt; exit $$status

bundle: wheel
	@rm -rf build/bundle
	$(PY) tools/bundle.py build/wheel/*.whl build/bundle

build/oldest/.done: pyproject.toml tools/oldest.py | $(VENV)/.dev
	@$(ENVIRONMENT) build/oldest
	@$(PY) tools/oldest.py > build/oldest/constraints.txt
	@$(INTO) build/oldest install --constraint build/oldest/constraints.txt \
	    --editable '.[cli,holidays,arrow,sql,zstd,testing]' --group test
	@touch $@

# The tests of what calls a dependency, and the worked cases through all of it. Left out is what has nothing of a
# dependency but classes of attrs, such as all other parts have.
oldest: build/oldest/.done
	build/oldest/bin/python -m pytest -n $(WORKERS) -m "not slow" tests/conformance tests/unit \
	    $(addprefix --ignore tests/unit/,cases checks engine report sample)

# The newest `holidays`, in an environment of its own: it holds dateutil at 2.9, and everything else is tried with 4.
build/holidays/.done: pyproject.toml | $(VENV)/.dev
	@$(ENVIRONMENT) build/holidays
	@$(INTO) build/holidays install --editable '.[cli,holidays]' --group test
	@touch $@

holidays: build/holidays/.done
	build/holidays/bin/python -m pytest tests/unit/test_public_holidays.py \
	    'tests/docs/test_pages.py::test_examples_of_the_page[docs/reference/calendars.md]'

# A real Spark, in an environment of its own: it is hundreds of megabytes, and needs Java. Once in a classic session and
# once through Spark Connect. What PySpark itself warns of is no fault of a test.
build/spark/.done: pyproject.toml tools/venv
	@rm -rf build/spark
	@PYTHON=$(PY) sh tools/venv build/spark
	@build/spark/bin/python -m pip install -qq --upgrade 'pip>=25.1'
	@build/spark/bin/python -m pip install -qq --editable '.[cli,spark]' --group test --group spark
	@touch $@

spark: $(VENV)/.dev build/spark/.done
	@java -version >/dev/null 2>&1 || test -x "$$JAVA_HOME/bin/java" || { echo "Spark needs Java 17 or newer" >&2; exit 1; }
	SPARK_SESSION=classic build/spark/bin/python -m pytest -W default tests/spark
	SPARK_SESSION=connect build/spark/bin/python -m pytest -W default tests/spark
	PYSPARK_PYTHON=$(CURDIR)/build/spark/bin/python build/spark/bin/python -m pytest -W default \
	    'tests/docs/test_pages.py::test_examples_of_the_page[docs/how-to/spark.md]'

bench: $(VENV)/.demo
	@for file in $(wildcard bench/*.py); do echo "== $$file"; $(PY) "$$file" || exit $$?; done

clean:
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
