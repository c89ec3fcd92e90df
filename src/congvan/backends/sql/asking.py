"""The connection every part of the store asks through."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select


class Asking:
    """One SQLAlchemy connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def _one(self, query: Any) -> Any:
        return self._db.execute(query).mappings().first()

    def _all(self, query: Any) -> Any:
        return self._db.execute(query).mappings().all()

    def _values(self, query: Any) -> list[Any]:
        return list(self._db.execute(query).scalars())

    def _number(self, query: Any) -> int:
        """The one number a query gives; 0 for none."""
        return int(self._db.execute(query).scalar() or 0)

    def _count(self, table: Any, *conditions: Any) -> int:
        return self._number(select(func.count()).select_from(table).where(*conditions))
