"""Register, documents and audit trail over one SQLAlchemy connection."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from congvan.archiving.audit import chained
from congvan.backends.sql import rows, schema
from congvan.errors import NumberAlreadyIssued, RefusedInput
from congvan.model.documents import ArchivedFile, Document, Event
from congvan.model.organs import Organ, Signer, Term
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.model.run import Run, RunItem
from congvan.model.snapshot import to_plain
from congvan.ports import AuditRow

ID_PREFIX = "VB"


class SqlReader:
    """Implements ``ports.StoreReader``."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    # organs, signers, terms

    def organ(self, on: date) -> Organ:
        table, day = schema.organs, on.isoformat()
        row = self._one(
            select(table)
            .where(table.c.valid_from <= day)
            .where(or_(table.c.valid_to.is_(None), table.c.valid_to >= day))
            .order_by(table.c.valid_from.desc())
        ) or self._one(select(table).order_by(table.c.valid_from))
        if row is None:
            raise RefusedInput("Văn phòng chưa khai cơ quan ban hành.", remedy="Chạy: congvan init")
        return rows.organ_of(row)

    def organs(self) -> list[Organ]:
        return [rows.organ_of(row) for row in self._all(select(schema.organs))]

    def signers(self, on: date) -> list[Signer]:
        table, day = schema.signers, on.isoformat()
        query = (
            select(table)
            .where(table.c.valid_from <= day)
            .where(or_(table.c.valid_to.is_(None), table.c.valid_to >= day))
            .order_by(table.c.position)
        )
        return [rows.signer_of(row) for row in self._all(query)]

    def terms(self) -> list[Term]:
        query = select(schema.terms).order_by(schema.terms.c.start)
        return [rows.term_of(row) for row in self._all(query)]

    # register

    def entry(self, series: Series, number: int) -> RegisterEntry | None:
        table = schema.entries
        row = self._one(select(table).where(_in(series)).where(table.c.number == number))
        return rows.entry_of(row) if row else None

    def entry_of_request(self, request_id: str) -> RegisterEntry | None:
        table = schema.entries
        row = self._one(select(table).where(table.c.request_id == request_id))
        return rows.entry_of(row) if row else None

    def requests_like(self, request_id: str) -> int:
        column = schema.entries.c.request_id
        again = column.startswith(f"{request_id}#", autoescape=True)
        query = select(func.count()).where(or_(column == request_id, again))
        return int(self._db.execute(query).scalar_one())

    def entries(
        self,
        *,
        group: str | None = None,
        span: str | None = None,
        state: EntryState | None = None,
    ) -> list[RegisterEntry]:
        table = schema.entries
        query = select(table).order_by(table.c.group, table.c.span, table.c.number)
        if group is not None:
            query = query.where(table.c.group == group)
        if span is not None:
            query = query.where(table.c.span == span)
        if state is not None:
            query = query.where(table.c.state == state.value)
        return [rows.entry_of(row) for row in self._all(query)]

    def last_entry(self, series: Series) -> RegisterEntry | None:
        table = schema.entries
        row = self._one(select(table).where(_in(series)).order_by(table.c.number.desc()).limit(1))
        return rows.entry_of(row) if row else None

    # documents

    def document(self, document_id: str) -> Document | None:
        table = schema.documents
        snapshot = self._db.execute(
            select(table.c.snapshot).where(table.c.id == document_id)
        ).scalar_one_or_none()
        if snapshot is None:
            return None
        return rows.document_of(snapshot, self._files(document_id), self._events(document_id))

    def _files(self, document_id: str) -> list[ArchivedFile]:
        table = schema.files
        query = select(table).where(table.c.document_id == document_id).order_by(table.c.position)
        return [rows.file_of(row) for row in self._all(query)]

    def _events(self, document_id: str) -> list[str]:
        table = schema.events
        query = (
            select(table.c.event)
            .where(table.c.document_id == document_id)
            .order_by(table.c.position)
        )
        return list(self._db.execute(query).scalars())

    def documents_with_code(self, code: str) -> list[Document]:
        table = schema.documents
        query = select(table.c.id).where(table.c.code == code).order_by(table.c.serial)
        found = (self.document(document_id) for document_id in self._db.execute(query).scalars())
        return [document for document in found if document]

    def documents_with_digest(self, digest: str) -> list[str]:
        table = schema.files
        query = select(table.c.document_id).where(table.c.digest == digest).distinct()
        return list(self._db.execute(query).scalars())

    def answers_to(self, document_id: str) -> list[str]:
        table = schema.answers
        query = select(table.c.document_id).where(table.c.answers_id == document_id)
        return sorted(self._db.execute(query).scalars())

    def is_referenced(self, digest: str) -> bool:
        if self.documents_with_digest(digest):
            return True
        runs = select(schema.runs.c.id).where(schema.runs.c.roster == digest)
        if self._one(runs):
            return True
        pending = self.entries(state=EntryState.RESERVED)
        return any(digest in entry.plan.values() for entry in pending)

    def run(self, run_id: str) -> Run | None:
        row = self._one(select(schema.runs).where(schema.runs.c.id == run_id))
        return rows.run_of(row) if row else None

    def runs(self) -> list[Run]:
        query = select(schema.runs).order_by(schema.runs.c.serial)
        return [rows.run_of(row) for row in self._all(query)]

    def enclosures(self, document_id: str) -> list[str]:
        letter, paper = schema.run_items.alias(), schema.run_items
        query = (
            select(paper.c.document_id)
            .join(letter, and_(letter.c.run_id == paper.c.run_id, letter.c.key == paper.c.parent))
            .where(letter.c.document_id == document_id)
            .order_by(paper.c.document_id)
        )
        return list(self._db.execute(query).scalars())

    def run_items(self, run_id: str) -> dict[str, RunItem]:
        table = schema.run_items
        query = select(table.c.key, table.c.document_id, table.c.parent).where(
            table.c.run_id == run_id
        )
        return {row["key"]: RunItem(**row) for row in self._all(query)}

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

    def _one(self, query: Any) -> Any:
        return self._db.execute(query).mappings().first()

    def _all(self, query: Any) -> Any:
        return self._db.execute(query).mappings().all()


class SqlTransaction(SqlReader):
    """Implements ``ports.StoreTransaction``; the caller commits or rolls back."""

    def __init__(self, connection: Connection, now: Callable[[], str]) -> None:
        super().__init__(connection)
        self._now = now

    def add_organ(self, organ: Organ) -> None:
        self._db.execute(insert(schema.organs), rows.organ_row(organ))

    def add_signer(self, signer: Signer) -> None:
        position = self._count(schema.signers, schema.signers.c.organ_id == signer.organ_id)
        self._db.execute(insert(schema.signers), rows.signer_row(signer, position))

    def add_term(self, term: Term) -> None:
        self._db.execute(insert(schema.terms), rows.term_row(term))

    def reserve(self, entry: RegisterEntry) -> RegisterEntry:
        try:
            self._db.execute(insert(schema.entries), rows.entry_row(entry))
        except IntegrityError as error:
            raise NumberAlreadyIssued(entry.type_key, entry.number) from error
        return entry

    def update_entry(self, entry: RegisterEntry) -> None:
        row = rows.entry_row(entry)
        changing = ("state", "document_id", "reason", "by", "owner", "plan")
        self._db.execute(
            update(schema.entries)
            .where(_in(entry.series))
            .where(schema.entries.c.number == entry.number)
            .values({key: row[key] for key in changing})
        )

    def next_document_id(self) -> str:
        last = self._db.execute(select(func.max(schema.documents.c.serial))).scalar() or 0
        return f"{ID_PREFIX}-{last + 1:06}"

    def next_arrival_number(self, series: Series) -> int:
        table = schema.documents
        query = select(func.max(table.c.arrival_number)).where(table.c.arrival_span == str(series))
        return int(self._db.execute(query).scalar() or 0) + 1

    def add_document(self, document: Document, arrivals: Series | None = None) -> None:
        serial = int(document.id.rsplit("-", 1)[1])
        self._db.execute(insert(schema.documents), rows.document_row(document, serial, arrivals))
        for answered in document.response_for:
            self._db.execute(
                insert(schema.answers), {"document_id": document.id, "answers_id": answered}
            )
        for file in document.files:
            self._insert_file(document.id, file)
        for event in document.events:
            self._insert_event(document.id, event)
        self._changed(document.id)

    def add_event(self, document_id: str, event: Event) -> None:
        self._insert_event(document_id, event)
        self._changed(document_id)

    def add_file(self, document_id: str, file: ArchivedFile) -> None:
        self._insert_file(document_id, file)
        self._changed(document_id)

    def add_run(self, run: Run) -> None:
        serial = self._db.execute(select(func.max(schema.runs.c.serial))).scalar() or 0
        self._db.execute(insert(schema.runs), rows.run_row(run, serial + 1))

    def add_run_item(self, run_id: str, item: RunItem) -> None:
        values = {"key": item.key, "document_id": item.document_id, "parent": item.parent}
        self._db.execute(insert(schema.run_items), {"run_id": run_id, **values})

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

    def _insert_file(self, document_id: str, file: ArchivedFile) -> None:
        position = self._count(schema.files, schema.files.c.document_id == document_id)
        values = to_plain(file) | {"document_id": document_id, "position": position}
        self._db.execute(insert(schema.files), values)

    def _insert_event(self, document_id: str, event: Event) -> None:
        position = self._count(schema.events, schema.events.c.document_id == document_id)
        text = json.dumps(to_plain(event), ensure_ascii=False, sort_keys=True)
        values = {"document_id": document_id, "position": position, "event": text}
        self._db.execute(insert(schema.events), values)

    def _changed(self, document_id: str) -> None:
        self._db.execute(insert(schema.changes), {"document_id": document_id})

    def _count(self, table: Any, condition: Any) -> int:
        query = select(func.count()).select_from(table).where(condition)
        return int(self._db.execute(query).scalar_one())


def _in(series: Series) -> Any:
    table = schema.entries
    return and_(
        table.c.organ_id == series.organ_id,
        table.c.group == series.group,
        table.c.span == series.span,
    )
