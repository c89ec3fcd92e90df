"""Receiving: a file that came in is read, given its arrival number and filed (design §3)."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from congvan.archiving.waiting import waiting
from congvan.errors import RefusedInput
from congvan.model.code import DocumentCode
from congvan.model.documents import ArchivedFile, Direction, Document, Event, EventKind, FileRole
from congvan.office import Office
from congvan.office.inspection import refuse_secret
from congvan.office.story import find_document
from congvan.ports import StoreTransaction
from congvan.reading.anatomy import anatomy
from congvan.reading.lines import Reading
from congvan.registering.series import arrivals_series


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the clerk knows of the document; its text is read from the file."""

    code: str
    type: str
    organ: str
    subject: str
    promulgation_date: date | None
    arrival_date: date
    parent_organ: str = ""
    place: str = ""
    competence: str = ""
    signer_post: str = ""
    signer_name: str = ""
    addressees: tuple[str, ...] = ()
    to_places: tuple[str, ...] = ()
    response_for: str = ""  # id or code of the document it answers
    source_id: str = ""
    priority: str = ""
    due_date: date | None = None
    handler: str = ""
    note: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """The filed document, and whether the same file had been received before."""

    document: Document
    repeated: bool = False


def receive(
    office: Office, name: str, data: bytes, arrival: Arrival, *, held: bool = False
) -> Received:
    """File a document that came in under the next arrival number.

    ``held``: the caller keeps the file in the waiting folder, so no second copy is put there.

    The same bytes with the same code are received once: a second time shows the first, unless
    ``again``. UnsafeFile or RefusedInput leave the file in the waiting folder and the archive as
    it was; SecretDocument does so for what is marked MẬT (Law 117/2025/QH15).
    """
    digest = hashlib.sha256(data).hexdigest()
    same = [] if arrival.again else received_before(office, digest)
    before = next((item for item in same if item.code == arrival.code), None)
    if before is not None:
        return Received(before, repeated=True)
    _check(office, arrival)
    with nullcontext(Path(name)) if held else waiting(office.settings.archive, name, data) as path:
        reading = Reading.from_json(office.sandbox.run("read", data, {"name": path.name}))
        refuse_secret(anatomy(reading.lines).secrecy.text)
        text = reading.text.encode()
        with office.blobs.attempt() as attempt:
            files = (
                ArchivedFile(FileRole.RECEIVED, attempt.put(data), path.name, len(data)),
                ArchivedFile(FileRole.TEXT, attempt.put(text), "noi-dung.txt", len(text)),
            )
            with office.store.write() as records:
                attempt.ensure()
                document = _file(office, records, arrival, files, reading.pages)
    return Received(document)


def received_before(office: Office, digest: str) -> list[Document]:
    """What came in with a file of these very bytes."""
    with office.store.read() as records:
        found = records.documents(records.documents_with_digest(digest))
    return [item for item in found if item.direction is Direction.INCOMING]


def _check(office: Office, arrival: Arrival) -> None:
    if not arrival.subject:
        raise RefusedInput("Thiếu trích yếu của văn bản đến.", remedy="Thêm --subject “…”.")
    if arrival.promulgation_date and arrival.promulgation_date > arrival.arrival_date:
        raise RefusedInput(
            f"Ngày văn bản ({arrival.promulgation_date:%d/%m/%Y}) muộn hơn ngày đến "
            f"({arrival.arrival_date:%d/%m/%Y}).",
            remedy="Kiểm tra lại --date và --arrival-date.",
            code="arrival.date-order",
        )
    if arrival.due_date and arrival.due_date < arrival.arrival_date:
        raise RefusedInput(
            f"Hạn xử lý {arrival.due_date:%d/%m/%Y} sớm hơn ngày đến "
            f"({arrival.arrival_date:%d/%m/%Y}).",
            remedy="Kiểm tra lại hạn xử lý và ngày đến.",
            code="arrival.due-before",
        )
    if arrival.arrival_date > office.today():
        raise RefusedInput(
            f"Ngày đến {arrival.arrival_date:%d/%m/%Y} ở tương lai.",
            remedy="Kiểm tra lại --arrival-date.",
            code="arrival.future",
        )


def _file(
    office: Office,
    records: StoreTransaction,
    arrival: Arrival,
    files: tuple[ArchivedFile, ...],
    pages: int | None,
) -> Document:
    organ = records.organ(arrival.arrival_date)
    numbering = office.settings.numbering
    series = arrivals_series(organ, numbering, records.terms(), arrival.arrival_date)
    answered = find_document(records, arrival.response_for).id if arrival.response_for else None
    came = Event(
        EventKind.RECEIVED, arrival.arrival_date, office.actor, office.now(), note=arrival.note
    )
    document = Document(
        id=records.next_document_id(),
        direction=Direction.INCOMING,
        code=arrival.code,
        **_code_parts(arrival.code),
        type=arrival.type,
        organ=arrival.organ,
        parent_organ=arrival.parent_organ,
        place=arrival.place,
        promulgation_date=arrival.promulgation_date,
        subject=arrival.subject,
        addressees=arrival.addressees,
        to_places=arrival.to_places,
        competence=arrival.competence,
        signer_post=arrival.signer_post,
        signer_name=arrival.signer_name,
        source_id=arrival.source_id,
        priority=arrival.priority,
        due_date=arrival.due_date,
        handler=arrival.handler,
        page_amount=pages,
        response_for=(answered,) if answered else (),
        arrival_number=records.next_arrival_number(series),
        arrival_date=arrival.arrival_date,
        files=files,
        events=(came,),
    )
    records.add_document(document, series)
    records.record(
        "document.receive",
        document.id,
        {
            "code": document.code,
            "arrival": document.arrival_number,
            "files": {file.role.value: file.digest for file in files},
        },
        by=office.actor,
    )
    return document


def _code_parts(code: str) -> dict[str, Any]:
    try:
        parsed = DocumentCode.parse(code)
    except ValueError:  # a stranger's code is kept as it is printed
        return {}
    return {"number": parsed.number, "notation": parsed.notation}
