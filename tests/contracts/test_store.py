"""Every store keeps the same promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_contract import DeskContract
from register_contract import RegisterContract, WaitingContract
from store_contract import StoreContract

from congvan.backends.memory import MemoryStore
from congvan.backends.sqlite import SqliteStore

NOW = "2026-11-20T08:00:00+07:00"


class TestMemoryStore(StoreContract, RegisterContract, WaitingContract, DeskContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore(lambda: NOW)


class TestSqliteStore(StoreContract, RegisterContract, WaitingContract, DeskContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> SqliteStore:
        return SqliteStore(tmp_path / "congvan.db", lambda: NOW, create=True)
