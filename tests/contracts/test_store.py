"""Every store keeps the same promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_contract import StoreContract

from congvan.backends.memory import MemoryStore
from congvan.backends.sqlite import SqliteStore

NOW = "2026-11-20T08:00:00+07:00"


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore(lambda: NOW)


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> SqliteStore:
        return SqliteStore(tmp_path / "congvan.db", lambda: NOW, create=True)
