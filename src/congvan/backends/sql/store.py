"""The whole store over one SQLAlchemy connection: its parts, and what spans them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, insert, select

from congvan.archiving.audit import chained
from congvan.backends.sql import schema
from congvan.backends.sql.desk import DeskReader, DeskWriter
from congvan.backends.sql.documents import DocumentsWriter
from congvan.backends.sql.organs import OrgansReader, OrgansWriter
from congvan.backends.sql.register import RegisterReader, RegisterWriter
from congvan.backends.sql.runs import RunsReader, RunsWriter
from congvan.model.register import EntryState
from congvan.ports import AuditRow


class SqlReader(OrgansReader, RegisterReader, RunsReader, DeskReader):
    """Implements ``ports.StoreReader``."""

    def is_referenced(self, digest: str) -> bool:
        if self.documents_with_digest(digest) or self._is_on_desk(digest):
            return True
        if self._one(select(schema.runs.c.id).where(schema.runs.c.roster == digest)):
            return True
        pending = self.entries(state=EntryState.RESERVED)
        return any(digest in entry.plan.values() for entry in pending)

    def changes(self, after: int, limit: int) -> list[tuple[int, str]]:
        table = schema.changes
        query = (
            select(table.c.position, table.c.document_id)
            .where(table.c.position > after)
            .order_by(table.c.position)
            .limit(limit)
        )
        return [(row.position, row.document_id) for row in self._db.execute(query)]

    def audit(self, *, subject: str | None = None) -> list[AuditRow]:
        query = select(schema.audit).order_by(schema.audit.c.seq)
        if subject is not None:
            query = query.where(schema.audit.c.subject == subject)
        return [AuditRow(**row) for row in self._all(query)]


class SqlTransaction(
    OrgansWriter, DocumentsWriter, RegisterWriter, RunsWriter, DeskWriter, SqlReader
):
    """Implements ``ports.StoreTransaction``; the caller commits or rolls back."""

    def __init__(self, connection: Connection, now: Callable[[], str]) -> None:
        super().__init__(connection)
        self._now = now

    def record(self, action: str, subject: str, details: Mapping[str, object], *, by: str) -> None:
        last = self._one(select(schema.audit).order_by(schema.audit.c.seq.desc()).limit(1))
        row = chained(
            AuditRow(**last) if last else None,
            at=self._now(),
            by=by,
            action=action,
            subject=subject,
            details=details,
        )
        values = {name: getattr(row, name) for name in AuditRow.__slots__}
        self._db.execute(insert(schema.audit), values)
