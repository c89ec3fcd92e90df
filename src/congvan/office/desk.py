"""Drafts on the desk: written from a form or taken from Word, submitted, signed, sent back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from congvan.drafting.fields import accept
from congvan.errors import Conflict, WrongUse
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.documents import IN_WORD, Event, EventKind
from congvan.model.register import EntryState, RegisterEntry
from congvan.office import Office
from congvan.office.desk_choices import answered_document
from congvan.office.desk_files import read_upload
from congvan.office.drafts import draft_from_data
from congvan.office.inspection import inspect
from congvan.ports import StoreReader, StoreTransaction

CLOSED: Final = (DraftState.ISSUED, DraftState.DROPPED)
ON_DESK: Final = tuple(state for state in DraftState if state not in CLOSED)


def desk_draft(office: Office, draft_id: str) -> DeskDraft:
    """The draft as it stands; one whose number was given while the work broke off is put right.

    WrongUse when there is none of that id.
    """
    with office.store.read() as records:
        draft = _known(records, draft_id)
        _, entry = request_of(records, draft.id)
    if draft.state in CLOSED or entry is None or not entry.document_id:
        return draft
    return close(office, draft.id, entry.document_id)


def request_of(records: StoreReader, draft_id: str) -> tuple[str, RegisterEntry | None]:
    """The request a draft asks its number with, and the line it has got.

    A line made void before its document was filed is spent; the next request asks anew.
    """
    request, turn = f"ban-soan:{draft_id}", 1
    entry = records.entry_of_request(request)
    while entry is not None and entry.state is EntryState.VOID and not entry.document_id:
        turn += 1
        request = f"ban-soan:{draft_id}#{turn}"
        entry = records.entry_of_request(request)
    return request, entry


def write_draft(
    office: Office,
    type_key: str,
    values: Mapping[str, object],
    *,
    on: date | None,
    signer: str | None,
    answers: str = "",
    draft_id: str | None = None,
    version: int | None = None,
    lose_edits: bool = False,
) -> DeskDraft:
    """Render the form and keep it: a new draft, or the one of ``draft_id`` changed.

    ``on``: the date it is to bear, when one was chosen. A draft that was submitted or signed is
    open again. The same form sent twice is one draft. What ``draft_from_data`` refuses is refused;
    Conflict when somebody changed the draft meanwhile, or when edits made in Word would be lost
    and ``lose_edits`` does not say so.
    """
    day = on or office.today()
    made = draft_from_data(office, type_key, values, on=day, signer=signer)
    document_type = made.document_type
    assert document_type is not None  # a draft from data has its type
    if document_type.numbered:
        inspect(office, made, day)  # a secrecy mark or a slot written over is told at once
    with office.blobs.attempt() as attempt:
        digest = attempt.put(made.docx)
        with office.store.write() as records:
            attempt.ensure()
            written = DeskDraft(
                id="",
                type_key=document_type.key,
                subject=made.subject,
                values=accept(document_type, values),
                docx=digest,
                name="",
                ours=True,
                by=office.actor,
                at=office.now(),
                signer=made.signer.key if made.signer else "",
                answers=answered_document(records, answers),
                on=on,
            )
            if draft_id is None:
                return _same(records, written) or _add(office, records, written, "desk.write")
            before = open_draft(records, draft_id, version)
            _refuse_other_type(before, written)
            _refuse_loss(before, lose_edits=lose_edits)
            return _rewrite(office, records, before, written, "desk.write")


def replace_docx(office: Office, draft_id: str, version: int, name: str, docx: bytes) -> DeskDraft:
    """Keep the Word file somebody edited as what is to be signed.

    UnsafeFile, SecretDocument, NoSlot when it cannot be numbered; RefusedInput when it is another
    type than the draft; nothing is kept then.
    """
    with office.store.read() as records:
        before = open_draft(records, draft_id, version)
    document_type = office.catalogue.get(before.type_key)
    day = before.on or office.today()
    seen = read_upload(office, name, docx, document_type, day)
    with office.blobs.attempt() as attempt:
        digest = attempt.put(docx)
        with office.store.write() as records:
            attempt.ensure()
            before = open_draft(records, draft_id, version)
            if digest == before.docx:  # taken away and brought back as it was
                return before
            edited = replace(
                before,
                subject=seen.subject or before.subject,
                docx=digest,
                ours=False,
                signer=seen.signer or before.signer,
            )
            return _rewrite(office, records, before, edited, "desk.replace")


def adopt_docx(
    office: Office, name: str, docx: bytes, type_key: str | None = None, *, answers: str = ""
) -> DeskDraft:
    """Begin a draft with a Word file; the type is what the clerk says, else what the file says.

    Refusals as of ``replace_docx``; WrongUse when nobody says the type.
    """
    said = office.catalogue.get(type_key) if type_key else None
    seen = read_upload(office, name, docx, said, office.today())
    with office.blobs.attempt() as attempt:
        digest = attempt.put(docx)
        with office.store.write() as records:
            attempt.ensure()
            adopted = DeskDraft(
                id="",
                type_key=seen.document_type.key,
                subject=seen.subject or seen.document_type.name,
                values={},
                docx=digest,
                name="",
                ours=False,
                by=office.actor,
                at=office.now(),
                signer=seen.signer,
                answers=answered_document(records, answers),
            )
            return _same(records, adopted) or _add(office, records, adopted, "desk.adopt")


def open_draft(records: StoreReader, draft_id: str, version: int | None) -> DeskDraft:
    """The draft, to be changed as it was in that version.

    WrongUse when it has its number or was dropped; Conflict when it is being numbered or was
    changed meanwhile.
    """
    draft = _known(records, draft_id)
    if draft.state in CLOSED:
        what = "đã được cấp số" if draft.state is DraftState.ISSUED else "đã bỏ"
        raise WrongUse(
            f"Dự thảo {draft.id} {what}, không sửa được nữa.",
            remedy="Cần văn bản khác thì soạn dự thảo mới.",
            code="draft.closed",
        )
    _, entry = request_of(records, draft.id)
    if entry is not None:
        raise Conflict(
            f"Dự thảo {draft.id} đang được cấp số {entry.code}.",
            remedy="Mở trang Cấp số của dự thảo này để làm nốt.",
            code="draft.being-numbered",
        )
    check_version(draft, version)
    return draft


def check_version(draft: DeskDraft, version: int | None) -> None:
    """Conflict when the draft is no longer the one that was looked at."""
    if version is not None and version != draft.version:
        raise Conflict(
            f"Dự thảo {draft.id} vừa được thay đổi; thay đổi này chưa được ghi.",
            remedy="Mở lại dự thảo để xem bản mới nhất rồi làm lại.",
            code="draft.changed",
        )


def close(office: Office, draft_id: str, document_id: str) -> DeskDraft:
    """The draft has become that document."""
    with office.store.write() as records:
        draft = _known(records, draft_id)
        if draft.state is DraftState.ISSUED:
            return draft
        issued = replace(
            draft,
            state=DraftState.ISSUED,
            document_id=document_id,
            at=office.now(),
            version=draft.version + 1,
        )
        records.update_desk_draft(issued)
        records.record("desk.issue", draft.id, {"document": document_id}, by=office.actor)
    return issued


def _known(records: StoreReader, draft_id: str) -> DeskDraft:
    draft = records.desk_draft(draft_id)
    if draft is None:
        raise WrongUse(
            f"Không có dự thảo “{draft_id}”.",
            remedy="Xem các dự thảo ở trang Soạn văn bản.",
            code="draft.unknown",
        )
    return draft


def _add(office: Office, records: StoreTransaction, draft: DeskDraft, action: str) -> DeskDraft:
    key = records.next_desk_draft_id()
    added = replace(
        draft, id=key, name=f"{draft.type_key}-{key}.docx", events=(_drafted(office, draft),)
    )
    records.add_desk_draft(added)
    _record(office, records, added, action)
    return added


def _rewrite(
    office: Office, records: StoreTransaction, before: DeskDraft, after: DeskDraft, action: str
) -> DeskDraft:
    """Another content: whatever was submitted or signed before was not this."""
    changed = replace(
        after,
        id=before.id,
        name=before.name,
        by=before.by,
        at=office.now(),
        state=DraftState.OPEN,
        note=before.note if before.state is DraftState.RETURNED else "",
        version=before.version + 1,
        events=(*before.events, _drafted(office, after)),
    )
    records.update_desk_draft(changed)
    _record(office, records, changed, action)
    return changed


def _drafted(office: Office, draft: DeskDraft) -> Event:
    how = "" if draft.ours else IN_WORD
    return Event(EventKind.DRAFTED, office.today(), office.actor, office.now(), how=how)


def _record(office: Office, records: StoreTransaction, draft: DeskDraft, action: str) -> None:
    details = {"type": draft.type_key, "version": draft.version, "docx": draft.docx}
    records.record(action, draft.id, details, by=office.actor)


def _same(records: StoreReader, written: DeskDraft) -> DeskDraft | None:
    """The draft this very person made of the very same content: a form that was sent twice."""
    for draft in records.desk_drafts(DraftState.OPEN, limit=20):
        alike = replace(
            written,
            id=draft.id,
            name=draft.name,
            at=draft.at,
            docx=draft.docx if written.ours else written.docx,
            version=1,
            events=draft.events,
        )
        if alike == replace(draft, values=dict(draft.values)):
            return draft
    return None


def _refuse_other_type(before: DeskDraft, after: DeskDraft) -> None:
    if before.type_key != after.type_key:
        raise WrongUse(
            f"Dự thảo {before.id} thuộc loại khác, không đổi loại được.",
            remedy="Soạn một dự thảo mới theo loại cần dùng rồi bỏ dự thảo này.",
            code="draft.other-type",
        )


def _refuse_loss(before: DeskDraft, *, lose_edits: bool) -> None:
    if not before.ours and not lose_edits:
        raise Conflict(
            f"Dự thảo {before.id} đã được sửa bằng Word; soạn lại từ biểu mẫu thì mất các chỗ sửa.",
            remedy="Sửa tiếp trong Word rồi tải lên; nếu đúng ý, đánh dấu “Bỏ các chỗ đã sửa”.",
            code="draft.word-edited",
        )
