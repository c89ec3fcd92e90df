"""The registers in SQL: lines of numbers given, arrivals, and pages of both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError

from congvan.backends.sql import rows, schema
from congvan.backends.sql.documents import DocumentsReader
from congvan.backends.store_promises import check_sort, folded, sought
from congvan.errors import NumberAlreadyIssued
from congvan.model.documents import Direction, EventKind
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.ports import RegisterQuery, RegisterRow


class RegisterReader(DocumentsReader):
    """What ``ports.StoreReader`` asks of registers."""

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
        return self._count(schema.entries, or_(column == request_id, again))

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

    def series(self) -> list[Series]:
        table = schema.entries
        columns = (table.c.organ_id, table.c.group, table.c.span)
        query = select(*columns).distinct().order_by(*columns)
        return [Series(row["organ_id"], row["group"], row["span"]) for row in self._all(query)]

    def register(self, query: RegisterQuery) -> tuple[list[RegisterRow], int]:
        check_sort(query.sort)
        if query.direction is Direction.INCOMING:
            return self._arrivals(query)
        return self._lines(query)

    def _lines(self, query: RegisterQuery) -> tuple[list[RegisterRow], int]:
        table = schema.entries
        number = (table.c.span, table.c.number, table.c.group, table.c.organ_id)
        wanted = [*_wanted_lines(query), *_wanted(query, table, table.c.promulgation_date)]
        page = _page(query, wanted, table.c.promulgation_date, number)
        same = and_(*(column == page.c[column.name] for column in number))
        lines = self._all(_ordered(select(table, page.c.total).join(page, same), query, page.c))
        entries = [rows.entry_of(line) for line in lines]
        ids = [entry.document_id for entry in entries if entry.document_id]
        documents = {document.id: document for document in self.documents(ids)}
        found = [RegisterRow(entry, documents.get(entry.document_id or "")) for entry in entries]
        return found, self._total(lines, query, table, wanted)

    def _arrivals(self, query: RegisterQuery) -> tuple[list[RegisterRow], int]:
        table = schema.documents
        number = (table.c.arrival_span, table.c.arrival_number, table.c.id)
        arrived = table.c.arrival_number.is_not(None)
        wanted = [arrived, *_wanted(query, table, table.c.arrival_date)]
        page = _page(query, wanted, table.c.arrival_date, number)
        lines = self._all(_ordered(select(page), query, page.c))
        documents = self.documents([line["id"] for line in lines])
        found = [RegisterRow(None, document) for document in documents]
        return found, self._total(lines, query, table, wanted)

    def _total(self, lines: Any, query: RegisterQuery, table: Any, wanted: list[Any]) -> int:
        """Every line tells it; a page beyond the last has none."""
        if lines or not query.offset:
            return int(lines[0]["total"]) if lines else 0
        return self._count(table, *wanted)


class RegisterWriter(RegisterReader):
    """What ``ports.StoreTransaction`` writes of registers."""

    def reserve(self, entry: RegisterEntry) -> RegisterEntry:
        row = rows.entry_row(entry)
        try:
            self._db.execute(insert(schema.entries), row)
        except IntegrityError as error:
            raise NumberAlreadyIssued(entry.type_key, entry.number) from error
        if entry.document_id:
            self.update_entry(entry)
        return entry

    def update_entry(self, entry: RegisterEntry) -> None:
        row = rows.entry_row(entry)
        changing = ("state", "document_id", "reason", "by", "owner", "plan")
        self._db.execute(
            update(schema.entries)
            .where(_in(entry.series))
            .where(schema.entries.c.number == entry.number)
            .values({key: row[key] for key in changing} | _of_document(entry))
        )


def _of_document(entry: RegisterEntry) -> dict[str, Any]:
    """What a line repeats of its document, so that no list has to join them."""
    if entry.document_id is None:
        return {}
    documents, events = schema.documents.c, schema.events.c
    names = select(documents.folded_rest).where(documents.id == entry.document_id)
    signed = select(1).where(
        events.document_id == entry.document_id, events.kind == EventKind.SIGNED.value
    )
    return {
        "folded_rest": literal(folded(entry.code) + "\n") + names.scalar_subquery(),
        "signed": signed.exists(),
    }


def _in(series: Series) -> Any:
    table = schema.entries
    return and_(
        table.c.organ_id == series.organ_id,
        table.c.group == series.group,
        table.c.span == series.span,
    )


def _wanted_lines(query: RegisterQuery) -> list[Any]:
    """What only the outgoing register filters by."""
    table = schema.entries
    asked = {
        table.c.group: query.group,
        table.c.span: query.span,
        table.c.state: query.state.value if query.state else "",
    }
    return [column == value for column, value in asked.items() if value]


def _wanted(query: RegisterQuery, table: Any, day: Any) -> list[Any]:
    """What both registers filter by."""
    conditions = []
    if text := sought(query.text):
        columns = (table.c.folded_subject, table.c.folded_rest)
        conditions.append(or_(*(column.contains(text, autoescape=True) for column in columns)))
    if query.date_from:
        conditions.append(day >= query.date_from.isoformat())
    if query.date_to:
        conditions.append(day <= query.date_to.isoformat())
    return conditions


def _page(query: RegisterQuery, wanted: list[Any], day: Any, number: Sequence[Any]) -> Any:
    """The keys (``number``) of the lines of a page, what they are sorted by, and the ``total``."""
    table = day.table
    first = {"number": (), "date": (day,), "subject": (table.c.folded_subject,)}[query.sort]
    found = select(*first, *number).where(*wanted)
    if query.text and query.sort != "subject":
        # used twice, worked out once: reading all the text is what costs
        kept = found.cte("found")
        found, total = select(*kept.c), select(func.count()).select_from(kept)
    else:  # both from an index; the one by subject holds all the text
        total = select(func.count()).select_from(table).where(*wanted)
    page = _ordered(found, query, found.selected_columns).limit(query.limit).offset(query.offset)
    return page.add_columns(total.scalar_subquery().label("total")).subquery("page")


def _ordered(lines: Any, query: RegisterQuery, columns: Any) -> Any:
    """By these columns, the numbers last, so that equal lines go by their numbers."""
    order = [column for column in columns if column.name != "total"]
    return lines.order_by(*(column.desc() if query.descending else column for column in order))
