"""Issuing: a draft gets its number and date, is filed, and stands in the register (design §3).

Two short transactions with the work between them: *reserve* writes the line and all that is
needed to finish it; *complete* files the document. Whatever stops in between is finished by the
next who opens the office, under the same number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from congvan.drafting.slots import fill
from congvan.errors import Conflict, NeedsReason
from congvan.model.code import DocumentCode
from congvan.model.dates import short
from congvan.model.documents import ArchivedFile, Direction, Document, Event, EventKind, FileRole
from congvan.model.findings import Finding
from congvan.model.organs import Organ
from congvan.model.register import EntryState, RegisterEntry
from congvan.model.snapshot import document_from_plain, to_plain
from congvan.office import Office
from congvan.office.drafts import Draft
from congvan.office.inspection import Inspected, inspect
from congvan.office.numbering import NextLine, next_line
from congvan.office.story import find_document
from congvan.ports import StoreReader, StoreTransaction
from congvan.registering.issuers import issuer_findings
from congvan.registering.notation import notation_findings


@dataclass(frozen=True, slots=True)
class Wish:
    """What the clerk asks for beside the draft."""

    on: date
    typed: bool = False  # the date was typed, not today's
    reason: str = ""  # for going on in spite of a warning
    request_id: str | None = None
    again: bool = False
    copies: int | None = None
    answers: str = ""  # id or code of the document that came in and is answered
    before: tuple[Event, ...] = ()  # what befell the draft: submitted, signed
    still: Callable[[StoreReader], None] | None = None  # refuses what changed until the line


@dataclass(frozen=True, slots=True)
class Issued:
    """The register line, the filed document, what was noticed, and whether it was there before."""

    entry: RegisterEntry
    document: Document
    findings: tuple[Finding, ...] = ()
    repeated: bool = False


def issue(office: Office, draft: Draft, wish: Wish) -> Issued:
    """Give a draft its number, file it, and enter it in the register.

    Calling again with the same request continues the same entry: a clerk who clicks twice, or a
    machine that stopped halfway, never uses up a second number. NeedsReason when the rules warn
    and no reason was given; NoSlot when number or date have no place; nothing is reserved then.
    """
    base = wish.request_id or default_request(draft, wish.on)
    known = None if wish.again else _known(office, base)
    if known is not None:
        return _continue(office, known, draft)
    if wish.request_id is None and not wish.again:
        _refuse_second_number(office, draft)
    inspected = inspect(office, draft, wish.on)
    asked = replace(wish, request_id=base)
    _refuse_early(office, inspected, wish)
    with office.blobs.attempt() as attempt:
        plan = {
            "draft": attempt.put(draft.docx),
            "text": attempt.put(inspected.text.encode()),
            "ours": draft.ours,
            "name": draft.name,
        }
        with office.store.write() as records:
            entry, findings = _reserve(office, records, inspected, asked, plan)
            attempt.ensure()
    return replace(finish(office, entry), findings=tuple(findings))


def _refuse_second_number(office: Office, draft: Draft) -> None:
    """The same docx on another day is most likely the same letter: ask before a second number."""
    if draft.ours:
        return
    with office.store.read() as records:
        kept = [records.document(key) for key in records.documents_with_digest(draft.digest)]
    before = next((item for item in kept if item and item.file(FileRole.DRAFT)), None)
    if before is not None and before.promulgation_date:
        raise Conflict(
            f"Dự thảo này đã được cấp số {before.code}, ngày {short(before.promulgation_date)}.",
            remedy=f"Xem văn bản ấy: congvan show {before.id}. Cố ý lấy thêm số thì thêm --again.",
            code="draft.already-issued",
        )


def _refuse_early(office: Office, inspected: Inspected, wish: Wish) -> None:
    """Ask for a reason before anything is written; ``_reserve`` looks again in its turn."""
    with office.store.read() as records:
        _line_and_findings(office, records, inspected, wish)


def _line_and_findings(
    office: Office, records: StoreReader, inspected: Inspected, wish: Wish
) -> tuple[NextLine, list[Finding]]:
    organ = records.organ(wish.on)
    line = next_line(office, records, inspected.document_type, organ, wish.on, typed=wish.typed)
    wrong_symbol = notation_findings(inspected.document_type, organ, inspected.notation)
    level = office.settings.numbering.organ_level
    not_ours = issuer_findings(inspected.document_type, organ, inspected.competence, level)
    findings = [*line.findings, *wrong_symbol, *not_ours]
    demand_reason(findings, wish.reason)
    return line, findings


def default_request(draft: Draft, on: date) -> str:
    """The digest of (type, data or draft bytes, date)."""
    key = draft.document_type.key if draft.document_type else ""
    return hashlib.sha256(f"{key}\n{draft.digest}\n{on.isoformat()}".encode()).hexdigest()


def _known(office: Office, request_id: str) -> RegisterEntry | None:
    with office.store.read() as records:
        return records.entry_of_request(request_id)


def _continue(office: Office, entry: RegisterEntry, draft: Draft) -> Issued:
    issued = finish(office, entry)
    kept = issued.document.file(FileRole.DRAFT)
    findings: tuple[Finding, ...] = ()
    if kept and not draft.ours and kept.digest != hashlib.sha256(draft.docx).hexdigest():
        findings = (
            Finding(
                code="request.other-draft",
                severity="warning",
                message=(
                    f"Mã yêu cầu này đã dùng cho {entry.code} với một dự thảo khác; "
                    "dự thảo đưa vào lần này không được ghi."
                ),
            ),
        )
    return replace(issued, repeated=True, findings=findings)


def _reserve(
    office: Office,
    records: StoreTransaction,
    inspected: Inspected,
    wish: Wish,
    plan: Mapping[str, object],
) -> tuple[RegisterEntry, list[Finding]]:
    base = wish.request_id or ""
    repeated = records.requests_like(base)
    again = wish.again and repeated > 0
    if repeated and not again:  # another process was quicker with the same request
        entry = records.entry_of_request(base)
        assert entry is not None
        return entry, []
    if wish.still is not None:
        wish.still(records)
    line, findings = _line_and_findings(office, records, inspected, wish)
    code = line.code(inspected.notation)
    answered = find_document(records, wish.answers).id if wish.answers else ""
    document = _snapshot(inspected, line.organ, code, wish, answered)
    entry = records.reserve(
        RegisterEntry(
            series=line.series,
            number=line.number,
            code=str(code),
            state=EntryState.RESERVED,
            type_key=inspected.document_type.key,
            promulgation_date=wish.on,
            subject=inspected.subject,
            request_id=f"{base}#{repeated + 1}" if again else base,
            reason=wish.reason,
            by=office.actor,
            owner=office.owner,
            plan={**plan, "document": to_plain(document)},
        )
    )
    records.record(
        "register.reserve",
        str(code),
        {
            "series": str(line.series),
            "request": entry.request_id,
            "reason": wish.reason,
            "warnings": [finding.code for finding in findings],
        },
        by=office.actor,
    )
    return entry, findings


def demand_reason(findings: Sequence[Finding], reason: str) -> None:
    """NeedsReason naming every finding that may not pass without one."""
    blocking = [finding for finding in findings if finding.severity == "error"]
    if blocking and not reason.strip():
        raise NeedsReason(
            "Cần lý do để ghi sổ: " + " ".join(finding.message for finding in blocking),
            remedy="Sửa lại, hoặc nếu đúng ý thì chạy lại kèm lý do: --reason “…”.",
            code=blocking[0].code,
        )


def _snapshot(
    inspected: Inspected, organ: Organ, code: DocumentCode, wish: Wish, answered: str
) -> Document:
    """The document as it leaves that day; its id comes when it is filed."""
    return Document(
        id="",
        direction=Direction.OUTGOING,
        code=str(code),
        number=code.number,
        notation=code.notation,
        type=inspected.document_type.name,
        type_key=inspected.document_type.key,
        organ=inspected.organ or organ.name,
        organ_id=organ.id,
        parent_organ=inspected.parent_organ or organ.parent_name,
        place=inspected.place or organ.place,
        promulgation_date=wish.on,
        subject=inspected.subject,
        addressees=inspected.addressees,
        to_places=inspected.to_places,
        competence=inspected.competence,
        signer_post=inspected.signer_post,
        signer_name=inspected.signer_name,
        promulgation_amount=wish.copies,
        response_for=(answered,) if answered else (),
        events=wish.before,
    )


def finish(office: Office, entry: RegisterEntry) -> Issued:
    """File the document of a reserved line; an issued line only shows what is filed."""
    if entry.state is EntryState.ISSUED:
        with office.store.read() as records:
            document = records.document(entry.document_id or "")
        if document is None:
            raise Conflict(
                f"Số {entry.code} được vào sổ không kèm văn bản.",
                remedy=f"Xem dòng này: congvan register show {entry.type_key} {entry.number}",
                code="register.no-document",
            )
        return Issued(entry, document)
    if entry.state is EntryState.VOID:
        raise Conflict(
            f"Yêu cầu này đã được cấp số {entry.code}, và số đó đã huỷ ({entry.reason}).",
            remedy="Muốn lấy số mới cho văn bản này, chạy lại lệnh với --again.",
            code="register.void",
        )
    plan = entry.plan
    if "run" in plan:
        raise Conflict(
            f"Số {entry.code} thuộc đợt in {plan['run']} còn dở.",
            remedy=f"Làm tiếp đợt in: congvan run resume {plan['run']}",
            code="register.of-a-run",
        )
    draft = office.blobs.read(str(plan["draft"]))
    docx = _filled(office, draft, entry, ours=bool(plan["ours"]))
    with office.blobs.attempt() as attempt:
        digest = attempt.put(docx)
        with office.store.write() as records:
            current = records.entry(entry.series, entry.number)
            assert current is not None  # a line is never deleted
            if current.state is EntryState.RESERVED:
                attempt.ensure()
                issued = ArchivedFile(
                    FileRole.ISSUED, digest, f"{file_name(entry.code)}.docx", len(docx)
                )
                current = _complete(office, records, current, issued)
    return finish(office, current)


def _filled(office: Office, draft: bytes, entry: RegisterEntry, *, ours: bool) -> bytes:
    if ours:  # rendered here a moment ago: no stranger's bytes
        return fill(draft, number=f"{entry.number:02}", day=entry.promulgation_date)
    options = {"number": f"{entry.number:02}", "day": entry.promulgation_date.isoformat()}
    return office.sandbox.run("fill", draft, options)


def _complete(
    office: Office, records: StoreTransaction, entry: RegisterEntry, issued: ArchivedFile
) -> RegisterEntry:
    plan: Mapping[str, Any] = entry.plan
    sizes = {role: len(office.blobs.read(plan[role])) for role in ("draft", "text")}
    files = (
        ArchivedFile(FileRole.DRAFT, plan["draft"], _docx_name(plan["name"]), sizes["draft"]),
        ArchivedFile(FileRole.TEXT, plan["text"], "noi-dung.txt", sizes["text"]),
        issued,
    )
    snapshot = document_from_plain(plan["document"])
    document = replace(
        snapshot,
        id=records.next_document_id(),
        files=files,
        events=_events(office, entry, snapshot.events, ours=bool(plan["ours"])),
    )
    records.add_document(document)
    done = replace(entry, state=EntryState.ISSUED, document_id=document.id, owner="", plan={})
    records.update_entry(done)
    records.record(
        "document.issue",
        document.id,
        {"code": entry.code, "files": {file.role.value: file.digest for file in files}},
        by=office.actor,
    )
    return done


def _events(
    office: Office, entry: RegisterEntry, before: tuple[Event, ...], *, ours: bool
) -> tuple[Event, ...]:
    """What befell the draft, then its number."""
    day, now = entry.promulgation_date, office.now()
    drafted = (Event(EventKind.DRAFTED, day, entry.by, now),) if ours and not before else ()
    return (*drafted, *before, Event(EventKind.NUMBERED, day, entry.by, now))


def _docx_name(name: str) -> str:
    return name if name.lower().endswith(".docx") else f"{name}.docx"


def file_name(code: str) -> str:
    """A name for the clerk's copy: ``01-CV-ĐU`` for ``01-CV/ĐU``."""
    return code.replace("/", "-")
