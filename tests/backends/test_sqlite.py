"""What the embedded database promises beside the contract."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine
from store_contract import document

from congvan.backends.freshness import last_change
from congvan.backends.sql import schema
from congvan.backends.sqlite import SqliteStore
from congvan.errors import Conflict, StorageFailure

NOW: Callable[[], str] = lambda: "2026-11-20T08:00:00+07:00"  # noqa: E731


def shape(metadata: MetaData) -> dict[str, object]:
    return {
        table.name: (
            {(c.name, str(c.type), c.nullable, c.primary_key) for c in table.columns},
            {(index.name, tuple(c.name for c in index.columns)) for index in table.indexes},
            {(key.parent.name, key.target_fullname) for key in table.foreign_keys},
        )
        for table in metadata.tables.values()
        if table.name != "alembic_version"
    }


def test_the_migrations_make_the_tables_the_code_believes_in(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "x.db", NOW, create=True)
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    found = MetaData()
    found.reflect(engine)
    engine.dispose()
    assert shape(found) == shape(schema.metadata)


def test_the_database_loses_nothing_in_a_power_cut(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "x.db", NOW, create=True)
    with store.read() as records:
        mode = records._db.exec_driver_sql("PRAGMA journal_mode").scalar()
        synchronous = records._db.exec_driver_sql("PRAGMA synchronous").scalar()
    assert (mode, synchronous) == ("wal", 2)


def test_a_missing_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match="Không thấy cơ sở dữ liệu"):
        SqliteStore(tmp_path / "x.db", NOW)


@pytest.mark.parametrize("content", [b"", b"khong phai sqlite" * 100])
def test_what_is_no_database_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(StorageFailure, match="không phải là cơ sở dữ liệu"):
        SqliteStore(tmp_path / "x.db", NOW)


def test_a_newer_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    SqliteStore(path, NOW, create=True)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.close()
    with pytest.raises(Conflict, match="mới hơn"):
        SqliteStore(path, NOW)


def test_freshness_is_one_plain_query(tmp_path: Path) -> None:
    path = tmp_path / "có dấu cách.db"
    store = SqliteStore(path, NOW, create=True)
    assert last_change(path) == 0
    with store.write() as records:
        records.add_document(document())
    assert last_change(path) == 1
    with pytest.raises(StorageFailure):
        last_change(tmp_path / "khong-co.db")
