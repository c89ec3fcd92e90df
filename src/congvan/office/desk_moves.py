"""What happens to a draft between clerk and leader: submitted, signed, sent back, dropped."""

from __future__ import annotations

from dataclasses import dataclass, replace

from congvan.errors import Conflict, WrongUse
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.documents import Event, EventKind
from congvan.model.labels import DRAFTS
from congvan.office import Office
from congvan.office.desk import ON_DESK, open_draft


@dataclass(frozen=True, slots=True)
class _Move:
    action: str
    verb: str
    to: DraftState
    after: tuple[DraftState, ...]
    kind: EventKind | None = None


_SUBMIT = _Move(
    "desk.submit",
    "trình ký",
    DraftState.SUBMITTED,
    (DraftState.OPEN, DraftState.RETURNED),
    EventKind.SUBMITTED,
)
_SIGN = _Move("desk.sign", "ký", DraftState.SIGNED, (DraftState.SUBMITTED,), EventKind.SIGNED)
_RETURN = _Move(
    "desk.return",
    "trả lại",
    DraftState.RETURNED,
    (DraftState.SUBMITTED, DraftState.SIGNED),
    EventKind.RETURNED,
)
_DROP = _Move("desk.drop", "bỏ", DraftState.DROPPED, ON_DESK)


def submit(office: Office, draft_id: str, version: int, *, note: str = "") -> DeskDraft:
    """Lay the draft before the leader. WrongUse for a type that is neither signed nor numbered
    here; Conflict when it was changed meanwhile or is not where this can be done."""
    with office.store.read() as records:
        draft = records.desk_draft(draft_id)
    document_type = office.catalogue.get(draft.type_key) if draft else None
    if document_type is not None and not document_type.numbered:
        raise WrongUse(
            f"{document_type.name} không lấy số, không trình ký tại đây.",
            remedy="Tải về, in ra và gửi kèm văn bản chuyển nó đi.",
            code="draft.not-numbered",
        )
    return _move(office, draft_id, version, _SUBMIT, note)


def sign(office: Office, draft_id: str, version: int) -> DeskDraft:
    """The leader has signed exactly that version; the audit row holds the digest of its file."""
    return _move(office, draft_id, version, _SIGN, "")


def return_(office: Office, draft_id: str, version: int, *, note: str) -> DeskDraft:
    """The leader sends the draft back, and says why."""
    if not note.strip():
        raise WrongUse(
            "Trả lại dự thảo phải ghi cần sửa gì.",
            remedy="Ghi vào ô Cần sửa gì rồi gửi lại.",
            code="draft.note-needed",
        )
    return _move(office, draft_id, version, _RETURN, note.strip())


def drop(office: Office, draft_id: str, version: int, *, note: str = "") -> DeskDraft:
    """Nothing becomes of the draft; it stays to be seen, and cannot be taken up again."""
    return _move(office, draft_id, version, _DROP, note.strip())


def _move(office: Office, draft_id: str, version: int, move: _Move, note: str) -> DeskDraft:
    with office.store.write() as records:
        repeated = records.desk_draft(draft_id)
        if repeated is not None and _is_second_click(office, repeated, version, move):
            return repeated
        draft = open_draft(records, draft_id, version)
        if draft.state not in move.after:
            raise Conflict(
                f"Dự thảo {draft.id} đang ở bước “{DRAFTS[draft.state]}”, chưa {move.verb} được.",
                remedy="Mở lại dự thảo và làm bước đang chờ.",
                code="draft.wrong-step",
            )
        moved = replace(
            draft,
            state=move.to,
            note=note,
            at=office.now(),
            version=draft.version + 1,
            events=(*draft.events, *_event(office, move, note)),
        )
        records.update_desk_draft(moved)
        details = {"version": draft.version, "docx": draft.docx, "note": note}
        records.record(move.action, draft.id, details, by=office.actor)
    return moved


def _event(office: Office, move: _Move, note: str) -> tuple[Event, ...]:
    if move.kind is None:
        return ()
    return (Event(move.kind, office.today(), office.actor, office.now(), note=note),)


def _is_second_click(office: Office, draft: DeskDraft, version: int, move: _Move) -> bool:
    last = draft.events[-1] if draft.events else None
    done = draft.state is move.to and draft.version == version + 1
    same = move.kind is None or (last is not None and last.kind is move.kind)
    return done and same and (last is None or move.kind is None or last.by == office.actor)
