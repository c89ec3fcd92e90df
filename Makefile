# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := pyproject.toml constraints.txt

.PHONY: setup demo serve test lint bench gallery clean

setup: .venv/.runtime
	@echo "Xong. Chạy: $(BIN)/congvan --help"

.venv/.runtime: $(SOURCES)
	@sh .ci/system
	@$(PYTHON) -c 'import sys; sys.exit("Cần Python 3.11 trở lên.") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.dev: .venv/.runtime
	@sh .ci/system test
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: .venv/.runtime
	@$(BIN)/python docs/demo/run.py

serve: .venv/.runtime
	@$(BIN)/congvan --office . serve

test: .venv/.dev
	@$(BIN)/python -m pytest -n auto -q

lint: .venv/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy --strict src
	@PYTHONPATH=src $(BIN)/lint-imports

bench: .venv/.dev
	@$(BIN)/python benchmarks/search.py
	@$(BIN)/python benchmarks/issuing.py
	@$(BIN)/python benchmarks/roster.py
	@$(BIN)/python benchmarks/pages.py

gallery: .venv/.dev
	@$(BIN)/python docs/gallery.py
	@$(BIN)/python docs/pages.py

clean:
	rm -rf .venv ket-qua
