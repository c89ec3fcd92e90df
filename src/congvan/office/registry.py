"""The outgoing register as a clerk uses it: look, void a number, enter one given by hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from congvan.errors import Conflict, NumberAlreadyIssued, RefusedInput, WrongUse
from congvan.model.documents import Direction, Document, Event, EventKind
from congvan.model.findings import Finding
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.office import Office
from congvan.office.issuing import demand_reason
from congvan.office.numbering import next_line
from congvan.ports import RegisterQuery, StoreReader, StoreTransaction
from congvan.registering.series import group_of


def void(
    office: Office, type_key: str, number: int, *, reason: str, span: str = ""
) -> RegisterEntry:
    """Make a number void: it keeps its line, with who and why, and is never given again.

    WrongUse without a reason or for a number never given; Conflict when it is void already.
    """
    _demand_why(reason)
    with office.store.write() as records:
        return _void(office, records, _line(office, records, type_key, number, span), reason)


def void_line(office: Office, series: Series, number: int, *, reason: str) -> RegisterEntry:
    """The same for a line of which the series is known, as a page that shows it does."""
    _demand_why(reason)
    with office.store.write() as records:
        return _void(office, records, _known_line(records, series, number), reason)


def _demand_why(reason: str) -> None:
    if not reason.strip():
        raise WrongUse(
            "Huỷ một số phải có lý do.",
            remedy="Thêm --reason “lý do”.",
            code="register.reason-missing",
        )


def _void(
    office: Office, records: StoreTransaction, entry: RegisterEntry, reason: str
) -> RegisterEntry:
    if entry.state is EntryState.VOID:
        raise Conflict(
            f"Số {entry.code} đã huỷ trước đó ({entry.reason}).",
            remedy="Không cần làm gì thêm.",
            code="register.void",
        )
    voided = replace(
        entry, state=EntryState.VOID, reason=reason, by=office.actor, owner="", plan={}
    )
    records.update_entry(voided)
    if entry.document_id:
        event = Event(EventKind.RECALLED, office.today(), office.actor, office.now(), note=reason)
        records.add_event(entry.document_id, event)
    records.record("register.void", entry.code, {"reason": reason}, by=office.actor)
    return voided


@dataclass(frozen=True, slots=True)
class HandWritten:
    """A document numbered outside the product: on the paper book, or before it was installed."""

    type_key: str
    number: int
    on: date
    subject: str
    signer_name: str = ""
    to_places: tuple[str, ...] = ()
    reason: str = ""
    secret: bool = False  # the line only, no content (Law 117/2025/QH15)


def enter(office: Office, line: HandWritten) -> RegisterEntry:
    """Write a line for a number given by hand.

    NumberAlreadyIssued when the number stands in the register; NeedsReason when it would leave
    a gap or the date is odd.
    """
    if line.number < 1:
        raise RefusedInput("Số văn bản phải từ 01 trở lên.", remedy="Kiểm tra lại SỐ.")
    document_type = office.catalogue.get(line.type_key)
    subject = "" if line.secret else line.subject
    with office.store.write() as records:
        organ = records.organ(line.on)
        expected = next_line(office, records, document_type, organ, line.on, typed=True)
        if records.entry(expected.series, line.number):
            raise NumberAlreadyIssued(document_type.key, line.number)
        findings = [item for item in expected.findings if _matters(item, line, expected.number)]
        if line.number > expected.number:
            findings.append(_gap(expected.number, line.number))
        demand_reason(findings, line.reason)
        code = replace(expected.code(), number=line.number)
        document = Document(
            id=records.next_document_id(),
            direction=Direction.OUTGOING,
            code=str(code),
            number=line.number,
            notation=code.notation,
            type=document_type.name,
            type_key=document_type.key,
            organ=organ.name,
            organ_id=organ.id,
            parent_organ=organ.parent_name,
            place=organ.place,
            promulgation_date=line.on,
            subject=subject,
            signer_name=line.signer_name,
            to_places=() if line.secret else line.to_places,
            events=(Event(EventKind.NUMBERED, line.on, office.actor, office.now()),),
        )
        entry = RegisterEntry(
            series=expected.series,
            number=line.number,
            code=str(code),
            state=EntryState.ISSUED,
            type_key=document_type.key,
            promulgation_date=line.on,
            subject=subject,
            request_id=f"vao-so:{expected.series}:{line.number}",
            reason=line.reason,
            by=office.actor,
        )
        records.add_document(document)
        records.reserve(replace(entry, document_id=document.id))
        records.record(
            "register.enter",
            document.id,
            {"code": str(code), "reason": line.reason, "secret": line.secret},
            by=office.actor,
        )
    return replace(entry, document_id=document.id)


def _matters(finding: Finding, line: HandWritten, expected: int) -> bool:
    """A number below the last one was given before it: an earlier date is what it should have."""
    return finding.code != "date.before-last" or line.number >= expected


def _gap(expected: int, wanted: int) -> Finding:
    skipped = f"{expected:02}" if wanted == expected + 1 else f"{expected:02}–{wanted - 1:02}"
    return Finding(
        code="register.gap",
        severity="error",
        message=f"Vào số {wanted:02} sẽ bỏ trống số {skipped} trong sổ.",
    )


def line(office: Office, type_key: str, number: int, span: str = "") -> RegisterEntry:
    """The line with that number, in the newest span that has it unless one is named."""
    with office.store.read() as records:
        return _line(office, records, type_key, number, span)


def known_line(office: Office, series: Series, number: int) -> RegisterEntry:
    """The line with that number of a series; WrongUse when it was never given."""
    with office.store.read() as records:
        return _known_line(records, series, number)


def entry_of(records: StoreReader, document: Document) -> RegisterEntry | None:
    """The line a document stands in; None for what came in and for enclosures."""
    if document.direction is Direction.INCOMING or document.number is None:
        return None
    day = document.promulgation_date
    asked = RegisterQuery(Direction.OUTGOING, text=document.code, date_from=day, date_to=day)
    lines, _ = records.register(asked)
    entries = (row.entry for row in lines if row.entry)
    return next((entry for entry in entries if entry.document_id == document.id), None)


def entry_to_plain(entry: RegisterEntry) -> dict[str, Any]:
    """What ``register list --json`` prints of a line; the plan of a reserved one stays inside."""
    plain = asdict(entry)
    series = plain.pop("series")
    for key in ("plan", "owner"):
        del plain[key]
    return plain | {
        "organ": series["organ_id"],
        "register": series["group"],
        "term": series["span"],
        "state": entry.state.value,
        "promulgation_date": entry.promulgation_date.isoformat(),
    }


def pending(office: Office) -> tuple[list[RegisterEntry], list[Document]]:
    """Numbers still reserved, and issued documents whose signing was not yet recorded."""
    with office.store.read() as records:
        entries = records.entries()
        reserved = [entry for entry in entries if entry.state is EntryState.RESERVED]
        issued = (
            records.document(entry.document_id)
            for entry in entries
            if entry.state is EntryState.ISSUED and entry.document_id
        )
        unsigned = [
            document
            for document in issued
            if document and EventKind.SIGNED not in {event.kind for event in document.events}
        ]
    return reserved, unsigned


def _line(
    office: Office, records: StoreReader, type_key: str, number: int, span: str
) -> RegisterEntry:
    document_type = office.catalogue.get(type_key)
    group = group_of(document_type, office.settings.numbering)
    entries = records.entries(group=group, span=span or None)
    found = [entry for entry in entries if entry.number == number]
    if not found:
        raise WrongUse(
            f"Sổ “{document_type.name}” chưa có số {number:02}.",
            remedy="Xem sổ: congvan register list",
            code="register.unknown-number",
        )
    return max(found, key=lambda entry: entry.promulgation_date)


def _known_line(records: StoreReader, series: Series, number: int) -> RegisterEntry:
    entry = records.entry(series, number)
    if entry is None:
        raise WrongUse(
            f"Sổ “{series.group}” ({series.span}) chưa có số {number:02}.",
            remedy="Xem sổ: congvan register list",
            code="register.unknown-number",
        )
    return entry
