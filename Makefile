# the system's own Python, where it will do: Debian, Ubuntu and Fedora build theirs with profile-guided optimization,
# version managers mostly do not, and then the tests take half as long again; another: make PYTHON=python3.13
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo /usr/bin/python3 || echo python3)
BIN := .venv/bin
# every process of a run would put the whole program together anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo run test rest check chaos crowd offers bench mutants simulate corpus understanding readability train fuzz

setup: .venv/ready

# --no-deps: the lock is whole; left to resolve, pip asks for the newest of a package with extras and refuses it.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch .venv/ready

demo: setup
	$(BIN)/treem demo

run: setup
	$(BIN)/treem run

test: check
	$(BIN)/python -m tests.browser
	$(BIN)/python -m pytest -n 3 --dist loadgroup --share lot  # three on two cores: one of them always waits for something

# the same, each with a database on its other engine, and the long ones: nothing lands without, nobody waits at their desk
rest: setup
	$(BIN)/python -m tests.browser
	$(BIN)/python -m pytest -n 2 --dist loadgroup -p tests.covered --share rest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/treem check

chaos: setup
	$(BIN)/python -m tests.crash --kills $(or $(KILLS),200) --messages $(or $(MESSAGES),0) --seed $(or $(SEED),111)

crowd: setup
	$(BIN)/python -m tests.crash.crowd --families $(or $(FAMILIES),10000) --kills $(or $(KILLS),5) --seed $(or $(SEED),111)

offers: setup
	$(BIN)/python -m tests.crash.offers --waits $(or $(FAMILIES),60) --kills $(or $(KILLS),100) --seed $(or $(SEED),111)

bench: setup
	$(BIN)/python -m bench

mutants: setup
	$(BIN)/mutmut run > mutants.log; tail -n 1 mutants.log; $(BIN)/mutmut results

simulate: setup
	$(BIN)/python -m tests.simulation --cases $(or $(CASES),10000) --seed $(or $(SEED),111)

corpus: setup
	$(BIN)/python -m training

understanding: setup
	$(BIN)/python -m training.figures

readability: setup
	$(BIN)/python -m training.readability

# scikit-learn is needed only here: it is not in the bot's own lock
train: setup
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r training/requirements.lock
	$(BIN)/python -m training.train

fuzz: setup
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r tests/fuzz/requirements.lock
	$(BIN)/python -m tests.fuzz -runs=$(or $(RUNS),200000)
