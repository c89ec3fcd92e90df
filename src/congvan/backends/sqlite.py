"""The embedded store: SQLite, WAL, ``synchronous=FULL``, writers queued by one ``flock`` (D6).

FULL loses nothing in a power cut, NORMAL does; the queue makes many writers fair where SQLite's
own busy waiting is not.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from congvan.backends.sql.schema import HEAD
from congvan.backends.sql.store import SqlReader, SqlTransaction
from congvan.errors import Conflict, CongvanError, StorageFailure, storage_failure

_ROOM: Final = 1024 * 1024  # SQLite needs about this much beside the database to work at all


class SqliteStore:
    """Implements ``ports.Store`` on one database file; ``create`` or open, never both silently."""

    def __init__(self, database: Path, now: Callable[[], str], *, create: bool = False) -> None:
        self._path = database
        self._now = now
        if not create and not database.is_file():
            raise StorageFailure(
                f"Không thấy cơ sở dữ liệu {database}.",
                remedy="Lập văn phòng bằng congvan init, hoặc khôi phục từ bản sao lưu.",
                code="storage.database-missing",
            )
        self._engine = create_engine(f"sqlite:///{database}", poolclass=NullPool)
        event.listen(self._engine, "connect", _prepare)
        self._migrate(create=create)

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        with self._failing_clearly(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield SqlReader(connection)
            connection.rollback()

    @contextmanager
    def write(self) -> Iterator[SqlTransaction]:
        with self._failing_clearly(), self._queue(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield SqlTransaction(connection, self._now)
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise

    @contextmanager
    def _queue(self) -> Iterator[None]:
        """Wait for our turn to write; the kernel serves waiters in order."""
        try:
            handle = os.open(self._path.with_suffix(".khoa"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise storage_failure(error, self._path.parent) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def _failing_clearly(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _clear(error, self._path) from error

    def _migrate(self, *, create: bool) -> None:
        found = _revision(self._path) if self._path.exists() else None
        if found == HEAD:
            return
        if found is not None and found > HEAD:
            raise Conflict(
                "Cơ sở dữ liệu do một bản congvan mới hơn ghi.",
                remedy="Cài bản congvan mới rồi chạy lại.",
                code="storage.newer",
            )
        if found is None and not create:
            raise StorageFailure(
                f"{self._path} không phải là cơ sở dữ liệu của congvan.",
                remedy="Khôi phục từ bản sao lưu.",
                code="storage.damaged",
            )
        if found is not None:
            _copy_before(self._path, found)
        with self._failing_clearly(), self._queue(), self._engine.connect() as connection:
            _upgrade(connection)


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN and COMMIT ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _roll_back(connection: Connection) -> None:
    """Full disk and the like make SQLite roll back by itself; a second time is an error."""
    if connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        connection.exec_driver_sql("ROLLBACK")


def _revision(path: Path) -> str | None:
    """The migration the file is at; None when it is no database of ours."""
    for mode in ("mode=ro", "mode=ro&immutable=1"):  # the second for a read-only disk
        with suppress(sqlite3.Error), closing(_connect(path, mode)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else None
    return None


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)


def _copy_before(path: Path, revision: str) -> None:
    beside = path.with_name(f"{path.stem}-truoc-nang-cap-{revision}.db")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(beside)) as target:
        source.backup(target)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "sql" / "migrations"))
    config.attributes["connection"] = connection
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    command.upgrade(config, "head")
    if connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        connection.exec_driver_sql("COMMIT")


def _clear(error: DBAPIError, path: Path) -> CongvanError:
    text = str(error.orig)
    if "full" in text or ("I/O" in text and shutil.disk_usage(path.parent).free < _ROOM):
        return storage_failure(OSError(errno.ENOSPC, text), path.parent)
    if "readonly" in text or "unable to open" in text:
        return storage_failure(OSError(errno.EROFS, text), path.parent)
    if "locked" in text:
        return Conflict(
            "Văn phòng đang bị một chương trình khác khoá.",
            remedy="Đợi chương trình kia xong rồi chạy lại đúng lệnh vừa rồi.",
            code="storage.locked",
        )
    return StorageFailure(
        f"Cơ sở dữ liệu {path} bị hỏng: {text}.",
        remedy="Không ghi thêm; khôi phục từ bản sao lưu.",
        code="storage.damaged",
    )
