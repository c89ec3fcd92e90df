"""The registers in memory: lines of numbers given, arrivals, pages of both, what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from congvan.backends.memory_state import Holding
from congvan.backends.store_promises import check_sort, folded, sought
from congvan.model.documents import Direction, Document, EventKind
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.ports import MonthCount, RegisterQuery, RegisterRow


class _Line(NamedTuple):
    number: tuple[Any, ...]  # span first
    row: RegisterRow


class RegisterReader(Holding):
    """What ``ports.StoreReader`` asks of registers, and of documents by what befell them."""

    def entry(self, series: Series, number: int) -> RegisterEntry | None:
        return self._state.entries.get((series, number))

    def entry_of_request(self, request_id: str) -> RegisterEntry | None:
        entries = self._state.entries.values()
        return next((entry for entry in entries if entry.request_id == request_id), None)

    def requests_like(self, request_id: str) -> int:
        requests = [entry.request_id for entry in self._state.entries.values()]
        return sum(
            request == request_id or request.startswith(f"{request_id}#") for request in requests
        )

    def entries(
        self,
        *,
        group: str | None = None,
        span: str | None = None,
        state: EntryState | None = None,
    ) -> list[RegisterEntry]:
        found = [
            entry
            for entry in self._state.entries.values()
            if group in (None, entry.series.group)
            and span in (None, entry.series.span)
            and state in (None, entry.state)
        ]
        return sorted(
            found, key=lambda entry: (entry.series.group, entry.series.span, entry.number)
        )

    def last_entry(self, series: Series) -> RegisterEntry | None:
        numbers = [number for other, number in self._state.entries if other == series]
        return self._state.entries[series, max(numbers)] if numbers else None

    def series(self) -> list[Series]:
        found = {series for series, _ in self._state.entries}
        return sorted(found, key=lambda series: (series.organ_id, series.group, series.span))

    def register(self, query: RegisterQuery) -> tuple[list[RegisterRow], int]:
        check_sort(query.sort)
        incoming = query.direction is Direction.INCOMING
        lines = self._arrivals() if incoming else self._lines(query)
        found = [line for line in lines if _wanted(query, line.row)]
        found.sort(key=_order(query.sort), reverse=query.descending)
        last = None if query.limit is None else query.offset + query.limit
        return [line.row for line in found[query.offset : last]], len(found)

    def _lines(self, query: RegisterQuery) -> list[_Line]:
        entries = self.entries(
            group=query.group or None, span=query.span or None, state=query.state
        )
        return [_Line(_number(e), RegisterRow(e, self._document_of(e))) for e in entries]

    def _arrivals(self) -> list[_Line]:
        return [
            _Line((str(series), number), RegisterRow(None, self._state.documents[document_id]))
            for (series, number), document_id in self._state.arrivals.items()
        ]

    def _document_of(self, entry: RegisterEntry) -> Document | None:
        return self._state.documents.get(entry.document_id or "")

    def months(self, since: date) -> list[MonthCount]:
        issued = [e for e in self.entries(state=EntryState.ISSUED) if e.document_id]
        arrived = [self._state.documents[key] for key in self._state.arrivals.values()]
        days = [
            *((entry.promulgation_date, Direction.OUTGOING) for entry in issued),
            *((document.arrival_date, Direction.INCOMING) for document in arrived),
        ]
        counts = Counter((f"{day:%Y-%m}", way) for day, way in days if day and day >= since)
        months = sorted(counts, key=lambda key: (key[0], key[1].value))
        return [MonthCount(month, way, counts[month, way]) for month, way in months]

    def unsigned(self, limit: int) -> tuple[list[Document], int]:
        issued = self.entries(state=EntryState.ISSUED)
        issued.sort(key=lambda entry: (entry.promulgation_date, *_number(entry)))
        found = [
            document
            for entry in issued
            if (document := self._document_of(entry)) and not _has(document, EventKind.SIGNED)
        ]
        return found[:limit], len(found)

    def due(self, limit: int) -> list[Document]:
        void = {entry.document_id for entry in self.entries(state=EntryState.VOID)}
        documents = self._state.documents.values()
        answered = {key for item in documents if item.id not in void for key in item.response_for}
        waiting = [
            (item.due_date, serial, item)
            for serial, item in enumerate(documents)
            if item.due_date
            and item.direction is Direction.INCOMING
            and item.id not in answered
            and not _has(item, EventKind.HANDLED)
        ]
        return [item for _, _, item in sorted(waiting)[:limit]]


def _has(document: Document, kind: EventKind) -> bool:
    return any(event.kind is kind for event in document.events)


def _number(entry: RegisterEntry) -> tuple[Any, ...]:
    return (entry.series.span, entry.number, entry.series.group, entry.series.organ_id)


def _subject(row: RegisterRow) -> str:
    return row.entry.subject if row.entry else _arrived(row).subject


def _day(row: RegisterRow) -> date | None:
    """The day a register goes by: of issuing, or of arrival."""
    return row.entry.promulgation_date if row.entry else _arrived(row).arrival_date


def _arrived(row: RegisterRow) -> Document:
    assert row.document is not None  # a line without an entry is an arrival
    return row.document


def _wanted(query: RegisterQuery, row: RegisterRow) -> bool:
    code = row.entry.code if row.entry else _arrived(row).code
    organ = row.document.organ if row.document else ""
    if sought(query.text) not in folded(_subject(row), code, organ):
        return False
    day = _day(row)
    if query.date_from and (day is None or day < query.date_from):
        return False
    return not (query.date_to and (day is None or day > query.date_to))


def _order(sort: str) -> Callable[[_Line], Any]:
    """Equal lines go by their numbers."""
    if sort == "date":
        return lambda line: (str(_day(line.row) or ""), *line.number)
    if sort == "subject":
        return lambda line: (folded(_subject(line.row)), *line.number)
    return lambda line: line.number
