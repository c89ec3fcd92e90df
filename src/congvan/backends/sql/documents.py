"""Documents with their files, events and answers in SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import and_, func, insert, or_, select, update

from congvan.backends.sql import rows, schema
from congvan.backends.sql.asking import Asking
from congvan.model.documents import ArchivedFile, Direction, Document, Event, EventKind
from congvan.model.register import EntryState, Series
from congvan.model.snapshot import to_plain
from congvan.ports import MonthCount

ID_PREFIX: Final = "VB"
_AT_ONCE: Final = 900  # names in one IN (…): older SQLite takes 999


class DocumentsReader(Asking):
    """What ``ports.StoreReader`` asks of documents."""

    def document(self, document_id: str) -> Document | None:
        return next(iter(self.documents([document_id])), None)

    def documents(self, ids: Sequence[str]) -> list[Document]:
        found: dict[str, Document] = {}
        for start in range(0, len(ids), _AT_ONCE):
            found |= self._documents(ids[start : start + _AT_ONCE])
        return [found[document_id] for document_id in ids if document_id in found]

    def _documents(self, ids: Sequence[str]) -> dict[str, Document]:
        table = schema.documents
        snapshots = select(table.c.id, table.c.snapshot).where(table.c.id.in_(ids))
        files = dict(self._hanging(schema.files, ids))
        events = dict(self._hanging(schema.events, ids))
        return {
            row["id"]: rows.document_of(
                row["snapshot"], files.get(row["id"], []), events.get(row["id"], [])
            )
            for row in self._all(snapshots)
        }

    def _hanging(self, table: Any, ids: Sequence[str]) -> Iterator[tuple[str, list[Any]]]:
        """The rows that hang on each document, in their order."""
        query = (
            select(table)
            .where(table.c.document_id.in_(ids))
            .order_by(table.c.document_id, table.c.position)
        )
        for document_id, found in groupby(self._all(query), lambda row: row["document_id"]):
            yield document_id, list(found)

    def documents_with_code(self, code: str) -> list[Document]:
        table = schema.documents
        query = select(table.c.id).where(table.c.code == code).order_by(table.c.serial)
        return self.documents(self._values(query))

    def documents_with_digest(self, digest: str) -> list[str]:
        table = schema.files
        return self._values(select(table.c.document_id).where(table.c.digest == digest).distinct())

    def answers_to(self, document_id: str) -> list[str]:
        table = schema.answers
        return sorted(
            self._values(select(table.c.document_id).where(table.c.answers_id == document_id))
        )

    def recent(self, direction: Direction, limit: int) -> list[Document]:
        table = schema.documents
        query = (
            select(table.c.id)
            .where(table.c.direction == direction.value)
            .order_by(table.c.serial.desc())
            .limit(limit)
        )
        return self.documents(self._values(query))

    def months(self, since: date) -> list[MonthCount]:
        entries, documents = schema.entries.c, schema.documents.c
        issued = and_(entries.state == EntryState.ISSUED.value, entries.document_id.is_not(None))
        arrived = documents.arrival_number.is_not(None)
        counts = [
            *self._by_month(entries.promulgation_date, issued, since, Direction.OUTGOING),
            *self._by_month(documents.arrival_date, arrived, since, Direction.INCOMING),
        ]
        return sorted(counts, key=lambda count: (count.month, count.direction.value))

    def _by_month(
        self, day: Any, condition: Any, since: date, direction: Direction
    ) -> list[MonthCount]:
        month = func.substr(day, 1, 7)
        query = (
            select(month.label("month"), func.count().label("count"))
            .where(condition, day >= since.isoformat())
            .group_by(month)
        )
        return [MonthCount(row["month"], direction, row["count"]) for row in self._all(query)]

    def unsigned(self, limit: int) -> tuple[list[Document], int]:
        entries = schema.entries.c
        waiting = and_(
            ~entries.signed,
            entries.state == EntryState.ISSUED.value,
            entries.document_id.is_not(None),
        )
        number = (entries.span, entries.number, entries.group, entries.organ_id)
        query = (
            select(entries.document_id)
            .where(waiting)
            .order_by(entries.promulgation_date, *number)
            .limit(limit)
        )
        return self.documents(self._values(query)), self._count(schema.entries, waiting)

    def due(self, limit: int) -> list[Document]:
        table = schema.documents
        query = (
            select(table.c.id)
            .where(table.c.due_date.is_not(None), table.c.direction == Direction.INCOMING.value)
            .where(~table.c.handled, ~_answered(table.c.id))
            .order_by(table.c.due_date, table.c.serial)
            .limit(limit)
        )
        return self.documents(self._values(query))


class DocumentsWriter(DocumentsReader):
    """What ``ports.StoreTransaction`` writes of documents."""

    def next_document_id(self) -> str:
        return f"{ID_PREFIX}-{self._number(select(func.max(schema.documents.c.serial))) + 1:06}"

    def next_arrival_number(self, series: Series) -> int:
        table = schema.documents
        return 1 + self._number(
            select(func.max(table.c.arrival_number)).where(table.c.arrival_span == str(series))
        )

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

    def _insert_file(self, document_id: str, file: ArchivedFile) -> None:
        position = self._count(schema.files, schema.files.c.document_id == document_id)
        values = to_plain(file) | {"document_id": document_id, "position": position}
        self._db.execute(insert(schema.files), values)

    def _insert_event(self, document_id: str, event: Event) -> None:
        position = self._count(schema.events, schema.events.c.document_id == document_id)
        values = {
            "document_id": document_id,
            "position": position,
            "kind": event.kind.value,
            "event": json.dumps(to_plain(event), ensure_ascii=False, sort_keys=True),
        }
        self._db.execute(insert(schema.events), values)
        if event.kind is EventKind.SIGNED:
            lines = schema.entries
            signed = update(lines).where(lines.c.document_id == document_id).values(signed=True)
            self._db.execute(signed)
        if event.kind is EventKind.HANDLED:
            table = schema.documents
            handled = update(table).where(table.c.id == document_id).values(handled=True)
            self._db.execute(handled)

    def _changed(self, document_id: str) -> None:
        self._db.execute(insert(schema.changes), {"document_id": document_id})


def _answered(document_id: Any) -> Any:
    """An answer whose number was made void never left, so it answers nothing."""
    answers, entries = schema.answers, schema.entries
    return (
        select(1)
        .select_from(answers.outerjoin(entries, entries.c.document_id == answers.c.document_id))
        .where(answers.c.answers_id == document_id)
        .where(or_(entries.c.state.is_(None), entries.c.state != EntryState.VOID.value))
        .exists()
    )
