"""How far the records have come, by one plain ``sqlite3`` query: ``find`` needs no more (D6)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from congvan.errors import StorageFailure


def last_change(database: Path) -> int:
    """The newest change position; StorageFailure when the database cannot be read."""
    for mode in ("mode=ro", "mode=ro&immutable=1"):  # the second for a read-only disk
        try:
            with closing(sqlite3.connect(f"{database.absolute().as_uri()}?{mode}", uri=True)) as db:
                row = db.execute("SELECT max(position) FROM changes").fetchone()
        except sqlite3.Error as error:
            failure = error
        else:
            return int(row[0] or 0)
    raise StorageFailure(
        f"Không đọc được cơ sở dữ liệu {database}: {failure}.", remedy="Kiểm tra: congvan doctor"
    ) from failure
