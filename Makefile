# たるたる支え愛ぷらん 進行管理ポータル: `make` だけで、できることの一覧を表示します。
PYTHON ?= python3
PORT ?= 8000
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --only-binary :all: --require-hashes
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options
TEMPLATES = $(shell find templates -name '*.html' | sort)

ifneq ($(words $(CURDIR)),1)
$(error フォルダー名に空白があると動きません: $(CURDIR))
endif

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench pictures lock clean

help: ## この一覧を表示する
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/run.stamp ## デモデータ入りのポータルを動かす（PORT=8000、終わるには Ctrl-C）
	@exec env DEMO=1 $(BIN)/python manage.py portal --port "$(PORT)"

test: .venv/dev.stamp ## すべてのテスト（一部だけなら ARGS="tests/plans -k 年度"）
	@$(BIN)/python -m pytest -n logical --dist loadfile $(ARGS)

lint: .venv/dev.stamp ## 書式・静的検査・依存の向き・テンプレートの検査
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	@$(BIN)/djade --target-version 5.2 --check $(TEMPLATES)
	@$(BIN)/djhtml --tabwidth 2 --check $(TEMPLATES)

format: .venv/dev.stamp ## 書式をそろえる
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@$(BIN)/djade --target-version 5.2 $(TEMPLATES) || true
	@$(BIN)/djhtml --tabwidth 2 $(TEMPLATES) || true

bench: .venv/dev.stamp ## 速さの測定（tests/benchmarks）
	@$(BIN)/python -m pytest tests/benchmarks $(ARGS)

pictures: .venv/dev.stamp ## README の写真を作り直す（別の端末で make run を動かしたまま）
	@PORT="$(PORT)" $(BIN)/python docs/pictures/make.py

lock: .venv/dev.stamp ## requirements*.txt を作り直す（版を上げるなら ARGS=--upgrade）
	$(COMPILE) --extra demo $(ARGS) -o requirements.txt pyproject.toml
	$(COMPILE) --extra demo --extra dev $(ARGS) -c requirements.txt -o requirements-dev.txt pyproject.toml

clean: ## 仮想環境とデモのデータベースを消す（ポータルを止めてから）
	rm -rf .venv var staticfiles

# ---- the virtual environment: made once, installed again only when the requirements change ----------------

.PHONY: venv
venv:
	@command -v $(PYTHON) > /dev/null \
		|| { echo "Python がありません: sudo apt-get install -y python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 以上が必要です（いまは $$($(PYTHON) -V)）。例: make run PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null \
		|| { echo "venv がありません: sudo apt-get install -y python3-venv" >&2; exit 1; }
	@echo "仮想環境 .venv を作っています…"
	@$(PYTHON) -m venv --clear .venv

.venv/run.stamp: requirements.txt
	@$(BIN)/python -m pip --version > /dev/null 2>&1 || $(MAKE) --no-print-directory venv
	@echo "必要なライブラリを入れています（初回は1、2分かかります）…"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	@echo "テストと検査の道具を入れています…"
	@$(PIP) -r requirements-dev.txt
	@touch $@
