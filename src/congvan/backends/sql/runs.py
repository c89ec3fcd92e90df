"""Runs and the papers they filed in SQL."""

from __future__ import annotations

from sqlalchemy import and_, func, insert, select

from congvan.backends.sql import rows, schema
from congvan.backends.sql.asking import Asking
from congvan.model.run import Run, RunItem


class RunsReader(Asking):
    """What ``ports.StoreReader`` asks of runs."""

    def run(self, run_id: str) -> Run | None:
        row = self._one(select(schema.runs).where(schema.runs.c.id == run_id))
        return rows.run_of(row) if row else None

    def runs(self) -> list[Run]:
        query = select(schema.runs).order_by(schema.runs.c.serial)
        return [rows.run_of(row) for row in self._all(query)]

    def enclosures(self, document_id: str) -> list[str]:
        letter, paper = schema.run_items.alias(), schema.run_items
        return self._values(
            select(paper.c.document_id)
            .join(letter, and_(letter.c.run_id == paper.c.run_id, letter.c.key == paper.c.parent))
            .where(letter.c.document_id == document_id)
            .order_by(paper.c.document_id)
        )

    def run_items(self, run_id: str) -> dict[str, RunItem]:
        table = schema.run_items
        query = select(table.c.key, table.c.document_id, table.c.parent).where(
            table.c.run_id == run_id
        )
        return {row["key"]: RunItem(**row) for row in self._all(query)}


class RunsWriter(RunsReader):
    """What ``ports.StoreTransaction`` writes of runs."""

    def add_run(self, run: Run) -> None:
        serial = self._number(select(func.max(schema.runs.c.serial))) + 1
        self._db.execute(insert(schema.runs), rows.run_row(run, serial))

    def add_run_item(self, run_id: str, item: RunItem) -> None:
        values = {"key": item.key, "document_id": item.document_id, "parent": item.parent}
        self._db.execute(insert(schema.run_items), {"run_id": run_id, **values})
