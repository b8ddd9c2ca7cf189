VENV ?= .venv
BIN := $(VENV)/bin
BENCH_VENV ?= .venv-bench
BOOTSTRAP := sh scripts/bootstrap.sh $(VENV) requirements
export PYTHONPATH := src
# Where nothing compiled may be stored, each of the hundred processes of `make test` compiles all packages for 3 seconds.
export PYTHONDONTWRITEBYTECODE :=

# Of pytest, 2 is an interruption: nobody wants the features then.
define TEST_ALL
tests=0; features=0; \
$(BIN)/python -m pytest -m "not long" || tests=$$?; \
[ $$tests != 2 ] || exit 2; \
$(BIN)/python -m features.side_by_side || features=$$?; \
[ $$tests = 0 ] && tests=passed || tests=FAILED; \
[ $$features = 0 ] && features=passed || features=FAILED; \
echo "tests $$tests, features $$features"; \
[ "$$tests $$features" = "passed passed" ]
endef

.DEFAULT_GOAL := help
.PHONY: help run test test-long coverage check format chaos scale-test image-test fuzz bench behave demo fake-tmdb docs web migrate audit lock clean destroy-data installed installed-dev

help: ## Print this list, with how long each takes on two cores
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s  %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: installed ## Run the service, with a database of its own unless DATABASE_URL is set (ARGS="--port 8080", for phones ARGS="--host 0.0.0.0"; 5 seconds, the first time 1 minute)
	@exec $(BIN)/python manage.py run $(ARGS)

test: installed-dev ## Run the tests, then the features, also after a failed test (8 minutes); ARGS="tests/unit -k watchlist" runs just those
	@$(if $(strip $(ARGS)),exec $(BIN)/python -m pytest $(ARGS),$(TEST_ALL))

test-long: installed-dev ## Run the tests that take long: simulations, large files and tables, kill loops, sizes of windows (13 minutes; ARGS="-k load")
	@HYPOTHESIS_PROFILE=searching $(BIN)/python -m pytest -m long $(ARGS)

coverage: installed-dev ## Run all tests and tell which lines none of them reaches (half an hour)
	@$(BIN)/python -m pytest --cov --cov-report=term $(ARGS)

check: installed-dev ## Check format, lint, types and layers, as the continuous integration does; of the page too after `make web` (1 minute)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@[ ! -d web/node_modules ] || npm --prefix web run --silent check

audit: ## Look for secrets in the repository and for known vulnerabilities of the locked packages (1 minute)
	@sh scripts/audit.sh $(ARGS)

format: installed-dev ## Format the code and apply the safe corrections (2 seconds)
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .
	@[ ! -d web/node_modules ] || npm --prefix web run --silent format

chaos: installed-dev ## Kill, freeze and stop everything under load, and see that no acknowledged write is missing (4 minutes)
	@$(BIN)/python -m tests.chaos $(ARGS)

scale-test: installed-dev ## Run several instances behind a proxy over PgBouncer, a replica and Redis, and see that nobody misses what they wrote (2 minutes)
	@$(BIN)/python -m tests.scaling

image-test: installed-dev ## Build the container image and run it, as root with buildah but without Docker (1 minute, 2 the first time; IMAGE_TEST=required)
	@$(BIN)/python -m tests.image

fuzz: installed-dev ## Send what the OpenAPI document allows and what not, anew each time (15 minutes; FUZZ_EXAMPLES=200 FUZZ_SEED=1 ARGS="-k user")
	@FUZZ_EXAMPLES="$(or $(FUZZ_EXAMPLES),50)" $(BIN)/python -m pytest --tb=short --show-capture=no tests/fuzzing $(ARGS)

bench: ## Measure cost and speed against yardsticks and peers (half an hour; ARGS="--rounds 3 --only list", --write for the docs, BENCH_SCALE=0.01)
	@sh scripts/bootstrap.sh $(BENCH_VENV) requirements/bench.txt
	@PYTHONPATH=src:. $(BENCH_VENV)/bin/python -m benchmarks.suite $(ARGS)

behave: installed-dev ## Run the features alone (half a minute; ARGS="features/watchlist.feature")
	@$(BIN)/python -m $(if $(strip $(ARGS)),behave $(ARGS),features.side_by_side)

demo: installed-dev ## Run the service with recorded providers, so that discovery answers without a token (ARGS="--port 8080"; 5 seconds, the first time 2 minutes)
	@exec $(BIN)/python -m tests.standins.demo $(ARGS)

fake-tmdb: installed-dev ## Play TMDb, AniList and Consumet from recordings, on port 8200 (ARGS="--port 8300"; 2 seconds)
	@exec $(BIN)/python -m tests.standins $(ARGS)

docs: installed ## Make openapi.json, errors.md, configuration.md and database.md in docs/ anew, after routes, errors, settings or migrations have changed (20 seconds)
	@$(BIN)/python manage.py openapi --output docs/openapi.json
	@$(BIN)/python manage.py error-codes --output docs/errors.md
	@$(BIN)/python manage.py configuration --output docs/configuration.md
	@$(BIN)/python -m tests.support.database_page

web: ## Build the page in web/ anew, with Node 20 or later, into the package; committed, so that make run needs no Node (20 seconds)
	@cd web && npm ci --no-fund --no-audit --loglevel=error && npm run --silent types && npm run --silent check && npm run --silent build

migrate: installed ## Bring the database's tables up to date (3 seconds)
	@$(BIN)/python manage.py migrate up

lock: installed-dev ## Recompile the locked requirements (1 minute; ARGS=--upgrade takes newer versions)
	@sh scripts/lock.sh $(ARGS)

clean: ## Stop this checkout's databases, and remove packages and caches; data stays (5 seconds)
	@[ ! -x $(BIN)/python ] || $(BIN)/python manage.py db-stop || true
	rm -rf web/node_modules $(VENV) .venv-audit $(BENCH_VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage

# As root below a private folder the database lies elsewhere: a link leads to it, and it names its owner.
destroy-data: ## Stop this checkout's databases and destroy them with all that is in them; asks first (5 seconds; CONFIRM=name-of-this-folder)
	@folder=$$(basename "$$(pwd -P)"); given="$(CONFIRM)"; \
	if [ -z "$$given" ] && [ -t 0 ]; then \
		printf 'All data below %s/.state will be gone. Type the name of this folder (%s) to destroy it: ' "$$(pwd -P)" "$$folder"; \
		read -r given; \
	fi; \
	[ "$$given" = "$$folder" ] || { echo "Nothing was destroyed: make destroy-data CONFIRM=$$folder does it." >&2; exit 1; }
	@[ ! -x $(BIN)/python ] || $(BIN)/python manage.py db-stop || true
	@for link in .state/postgres* .state/bench/postgres* .state/test/postgres*; do \
		if [ -L "$$link" ] && [ "$$(cat "$$link/belongs-to")" = "$$(pwd -P)/$$link" ]; then rm -rf "$$(readlink "$$link")"; fi; \
	done
	rm -rf .state

installed:
	@$(BOOTSTRAP)/embedded.txt

installed-dev:
	@$(BOOTSTRAP)/dev.txt
