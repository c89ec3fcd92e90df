"""The registers as they are printed: their columns, their lines, a workbook of all that matches.

The columns are those of sổ đăng ký văn bản đi, đến (NĐ 30/2020, Phụ lục IV); a Party organ's own
list was not seen and is a part of them. What a pen fills in (ký nhận) stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from congvan.errors import CongvanError
from congvan.model import labels
from congvan.model.dates import short
from congvan.model.documents import Direction, Document, EventKind, FileRole
from congvan.model.organs import Organ
from congvan.model.register import EntryState
from congvan.model.text import fold
from congvan.office import Office
from congvan.office.registry import entry_to_plain
from congvan.office.workbook import Column, write_workbook
from congvan.ports import RegisterQuery, RegisterRow, StoreReader

Plain = dict[str, Any]
_CHUNK: Final = 2_000


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: the key of its value, what stands above it, what it is sorted by if it can be."""

    key: str
    name: str
    width: float
    sort: str = ""


OUTGOING: Final = (
    Heading("code", "Số, ký hiệu văn bản", 16, "number"),
    Heading("promulgation_date", "Ngày tháng văn bản", 13, "date"),
    Heading("title", "Tên loại và trích yếu nội dung", 55, "subject"),
    Heading("signer_name", "Người ký", 22),
    Heading("to_places", "Nơi nhận văn bản", 32),
    Heading("storage", "Đơn vị, người nhận bản lưu", 20),
    Heading("promulgation_amount", "Số lượng bản", 9),
    Heading("sent_on", "Ngày chuyển", 13),
    Heading("signed_for", "Ký nhận", 12),
    Heading("note", "Ghi chú", 32),
    Heading("state_label", "Trạng thái", 18),
)
INCOMING: Final = (
    Heading("arrival_date", "Ngày đến", 13, "date"),
    Heading("arrival_number", "Số đến", 8, "number"),
    Heading("organ", "Tác giả", 28),
    Heading("code", "Số, ký hiệu văn bản", 16),
    Heading("promulgation_date", "Ngày tháng văn bản", 13),
    Heading("title", "Tên loại và trích yếu nội dung", 55, "subject"),
    Heading("handler", "Đơn vị hoặc người nhận", 22),
    Heading("sent_on", "Ngày chuyển", 13),
    Heading("signed_for", "Ký nhận", 12),
    Heading("note", "Ghi chú", 32),
    Heading("state_label", "Trạng thái", 18),
)
HEADINGS: Final[Mapping[Direction, tuple[Heading, ...]]] = {
    Direction.OUTGOING: OUTGOING,
    Direction.INCOMING: INCOMING,
}
DAYS: Final = frozenset({"promulgation_date", "arrival_date", "sent_on", "due_date"})
TITLES: Final = {
    Direction.OUTGOING: "Sổ đăng ký văn bản đi",
    Direction.INCOMING: "Sổ đăng ký văn bản đến",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the outgoing register can be narrowed to."""

    groups: Mapping[str, str]  # "CV" → "Công văn"
    spans: Sequence[str]  # newest first


def choices(office: Office) -> Choices:
    """The groups and spans that have a line."""
    with office.store.read() as records:
        series = records.series()
        standard = records.organ(office.today()).standard
    groups = {}
    for group in sorted({item.group for item in series}):
        try:
            found = office.catalogue.by_abbreviation(group.partition(".")[0], standard)
        except CongvanError:  # a type's file that cannot be read costs its name only
            found = None
        groups[group] = found.name if found else group
    return Choices(groups, sorted({item.span for item in series}, reverse=True))


def book_page(office: Office, query: RegisterQuery) -> tuple[list[Plain], int]:
    """One page of lines as plain values, and how many lines match in all."""
    with office.store.read() as records:
        rows, total = records.register(query)
        book = _Book(office, records.organs())
    return [book.line(row) for row in rows], total


def export(office: Office, query: RegisterQuery) -> tuple[bytes, int]:
    """Every line that matches as an xlsx, and how many they are; what was taken is recorded."""
    headings = HEADINGS[query.direction]
    columns = [Column(heading.name, heading.width) for heading in headings]
    counted = _Counted()
    with office.store.read() as records:
        rows = counted(_cells(line, headings) for line in _all_lines(office, records, query))
        data = write_workbook(TITLES[query.direction], "Sổ", columns, rows)
    details = {"filter": filter_of(query), "lines": counted.count}
    with office.store.write() as records:
        records.record("export.register", query.direction.value, details, by=office.actor)
    return data, counted.count


def filter_of(query: RegisterQuery) -> Plain:
    """What the query is narrowed to, by the keys of the line itself; what is left out is not."""
    asked = {
        "text": query.text,
        "register": query.group,
        "term": query.span,
        "state": query.state.value if query.state else "",
        "from": query.date_from.isoformat() if query.date_from else "",
        "to": query.date_to.isoformat() if query.date_to else "",
    }
    return {key: value for key, value in asked.items() if value}


class _Counted:
    """Counts what passes through."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, rows: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
        for row in rows:
            self.count += 1
            yield row


def _all_lines(office: Office, records: StoreReader, query: RegisterQuery) -> Iterator[Plain]:
    book = _Book(office, records.organs())
    offset = 0
    while True:
        rows, total = records.register(replace(query, limit=_CHUNK, offset=offset))
        yield from map(book.line, rows)
        offset += _CHUNK
        if offset >= total:
            return


def _cells(line: Plain, headings: Sequence[Heading]) -> list[object]:
    return [_cell(heading.key, line[heading.key]) for heading in headings]


def _cell(key: str, value: Any) -> object:
    """A value as it stands in a printed book."""
    if key in DAYS:
        return short(date.fromisoformat(value)) if value else ""
    if isinstance(value, list):
        return "\n".join(value)
    return "" if value is None else value


@dataclass(slots=True)
class _Book:
    """Turns lines into plain values, asking for the name of each type once."""

    office: Office
    organs: Sequence[Organ]
    names: dict[str, str] = field(default_factory=dict)

    def line(self, row: RegisterRow) -> Plain:
        if row.entry is None:
            assert row.document is not None  # a line without an entry is an arrival
            return _arrival(row.document)
        return self._outgoing(row)

    def _outgoing(self, row: RegisterRow) -> Plain:
        entry, document = row.entry, row.document
        assert entry is not None
        kind = document.type if document else self._name(entry.type_key)
        reason = f"Huỷ: {entry.reason}" if entry.state is EntryState.VOID else entry.reason
        return entry_to_plain(entry) | {
            "type": kind,
            "title": title(kind, entry.subject),
            "signer_name": document.signer_name if document else "",
            "to_places": list(document.to_places) if document else [],
            "storage": self._storage(document),
            "promulgation_amount": document.promulgation_amount if document else None,
            "sent_on": _sent_on(document),
            "signed_for": "",
            "note": reason,
            "status": document.status if document else "",
            "state_label": _state(row),
        }

    def _name(self, type_key: str) -> str:
        if type_key not in self.names:
            try:
                self.names[type_key] = self.office.catalogue.get(type_key).name
            except CongvanError:  # its file is gone or cannot be read
                self.names[type_key] = type_key
        return self.names[type_key]

    def _storage(self, document: Document | None) -> str:
        """Who keeps the bản lưu: what Nơi nhận prints after “Lưu”; not known of a line by hand."""
        if document is None or document.file(FileRole.ISSUED) is None:
            return ""
        for place in document.to_places:
            if fold(place).startswith(("luu ", "luu:")):
                return place[3:].lstrip(": ")
        day = document.promulgation_date or date.min
        found = [organ for organ in self.organs if organ.id == document.organ_id]
        covering = [organ for organ in found if organ.valid_from <= day]
        return max(covering, key=lambda organ: organ.valid_from).storage if covering else ""


def _arrival(document: Document) -> Plain:
    came = next((event for event in document.events if event.kind is EventKind.RECEIVED), None)
    due = f"Hạn {short(document.due_date)}" if document.due_date else ""
    notes = [document.priority, due, came.note if came else ""]
    keys = ("arrival_number", "organ", "parent_organ", "code", "type", "subject", "handler",
            "priority", "status")  # fmt: skip
    return {key: getattr(document, key) for key in keys} | {
        "document_id": document.id,
        "arrival_date": _iso(document.arrival_date),
        "promulgation_date": _iso(document.promulgation_date),
        "due_date": _iso(document.due_date),
        "title": title(document.type, document.subject),
        "sent_on": _sent_on(document),
        "signed_for": "",
        "note": "; ".join(note for note in notes if note),
        "state_label": labels.status(document),
    }


def title(kind: str, subject: str) -> str:
    """Tên loại và trích yếu nội dung, as one cell."""
    return f"{kind}: {subject}" if kind and subject else kind or subject


def _sent_on(document: Document | None) -> str | None:
    events = document.events if document else ()
    return next((_iso(event.on) for event in events if event.kind is EventKind.SENT), None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _state(row: RegisterRow) -> str:
    """An issued line says how far its document has come."""
    assert row.entry is not None
    if row.entry.state is EntryState.ISSUED and row.document and row.document.events:
        return labels.status(row.document)
    return labels.STATES[row.entry.state]
