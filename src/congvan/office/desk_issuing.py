"""From the desk into the register: what would be numbered, and giving it its number."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Final

from congvan.errors import CongvanError, WrongUse
from congvan.model.dates import short
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.documents import Event, EventKind
from congvan.model.findings import Finding
from congvan.model.organs import Organ, Signer
from congvan.model.register import RegisterEntry
from congvan.model.text import fold, squeeze
from congvan.office import Office
from congvan.office.desk import check_version, close, desk_draft, request_of
from congvan.office.drafts import Draft, choose_signer, doubts_of, draft_from_file
from congvan.office.inspection import Inspected, inspect
from congvan.office.issuing import Issued, Wish, issue
from congvan.office.numbering import next_line
from congvan.ports import StoreReader
from congvan.registering.issuers import issuer_findings
from congvan.registering.notation import notation_findings

_PAPER_RULE: Final = "NĐ 30/2020, Điều 15 khoản 2"
_REMEMBERED: Final = 256


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of a draft before it is numbered on that day; nothing was recorded.

    ``code`` is the number it would get now, or holds already. ``refusal`` stands in the way
    whatever the reason; of the findings, those of severity ``error`` ask for a reason.
    """

    draft: DeskDraft
    on: date
    findings: tuple[Finding, ...] = ()
    code: str = ""
    inspected: Inspected | None = None
    refusal: CongvanError | None = None
    reserved: RegisterEntry | None = None  # a number that was given and not finished

    @property
    def needs_reason(self) -> bool:
        """Whether the number is given only with a reason."""
        return any(finding.severity == "error" for finding in self.findings)


def look(office: Office, draft: DeskDraft, on: date, *, typed: bool) -> Outlook:
    """What stands in the draft, what the rules say of it, the number it would get."""
    try:
        inspected = _inspected(office, draft, on)
    except CongvanError as error:
        return Outlook(draft, on, refusal=error)
    with office.store.read() as records:
        organ = records.organ(on)
        _, entry = request_of(records, draft.id)
        try:
            line = next_line(office, records, inspected.document_type, organ, on, typed=typed)
        except CongvanError as error:
            return Outlook(draft, on, inspected=inspected, refusal=error)
        signers = records.signers(on)
    findings = [
        *line.findings,
        *notation_findings(inspected.document_type, organ, inspected.notation),
        *issuer_findings(
            inspected.document_type,
            organ,
            inspected.competence,
            office.settings.numbering.organ_level,
        ),
        *_of_signing(draft, on),
        *_of_printed_parts(inspected, organ, signers),
        *(doubts_of(inspected.document_type, draft.values) if draft.ours else ()),
    ]
    code = entry.code if entry else str(line.code(inspected.notation))
    return Outlook(draft, on, tuple(findings), code, inspected, reserved=entry)


def issue_draft(
    office: Office,
    draft_id: str,
    *,
    on: date,
    typed: bool,
    reason: str = "",
    copies: int | None = None,
    version: int | None = None,
) -> Issued:
    """Give the draft its number and file it; asked twice, it is the same number.

    What ``issue`` refuses is refused; Conflict when the draft was changed since it was looked at.
    One nobody has signed is numbered all the same, with a finding.
    """
    draft = desk_draft(office, draft_id)
    if draft.state is DraftState.DROPPED:
        raise WrongUse(
            f"Dự thảo {draft.id} đã bỏ, không cấp số.",
            remedy="Soạn dự thảo mới nếu vẫn cần văn bản này.",
            code="draft.closed",
        )
    if draft.state is DraftState.ISSUED:
        return _issued_before(office, draft)
    _refuse_unnumbered(office, draft)
    with office.store.read() as records:
        request, entry = request_of(records, draft.id)
    if entry is None:
        check_version(draft, version)

    def still(records: StoreReader) -> None:
        current = records.desk_draft(draft.id)
        assert current is not None  # a draft is never deleted
        check_version(current, draft.version)

    wish = Wish(
        on=on,
        typed=typed,
        reason=reason.strip(),
        request_id=request,
        copies=copies,
        answers=draft.answers,
        before=events_of(draft),
        still=still,
    )
    issued = issue(office, _as_draft(office, draft, on), wish)
    close(office, draft.id, issued.document.id)
    day = issued.document.promulgation_date or on
    return replace(issued, findings=(*issued.findings, *_of_signing(draft, day)))


def events_of(draft: DeskDraft) -> tuple[Event, ...]:
    """What befell the content that is numbered, not one that was changed or sent back since."""
    kept: list[Event] = []
    for event in draft.events:
        if event.kind is EventKind.DRAFTED:
            kept = [event]
        elif event.kind is EventKind.RETURNED:
            kept = kept[:1]
        else:
            kept.append(event)
    return tuple(kept)


def _issued_before(office: Office, draft: DeskDraft) -> Issued:
    with office.store.read() as records:
        _, entry = request_of(records, draft.id)
        document = records.document(draft.document_id or "")
    assert entry is not None  # what made the draft ISSUED
    assert document is not None
    return Issued(entry, document, repeated=True)


def _refuse_unnumbered(office: Office, draft: DeskDraft) -> None:
    document_type = office.catalogue.get(draft.type_key)
    if not document_type.numbered:
        raise WrongUse(
            f"{document_type.name} không lấy số riêng.",
            remedy="Tải về, in ra và gửi kèm văn bản chuyển nó đi.",
            code="draft.not-numbered",
        )


def _as_draft(office: Office, draft: DeskDraft, on: date) -> Draft:
    docx = office.blobs.read(draft.docx)
    if not draft.ours:  # what Word made of it is read again, signer and all
        return draft_from_file(draft.name, docx, type_key=draft.type_key)
    with office.store.read() as records:
        signer = choose_signer(records.signers(on), draft.signer or None)
    return Draft(
        docx=docx,
        ours=True,
        name=draft.name,
        digest=draft.docx,
        document_type=office.catalogue.get(draft.type_key),
        signer=signer,
        subject=draft.subject,
        addressees=_lines(draft.values.get("kinh_gui")),
        to_places=_lines(draft.values.get("noi_nhan")),
    )


def _lines(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def _of_signing(draft: DeskDraft, on: date) -> list[Finding]:
    """On paper a document is signed, then numbered (NĐ 30/2020 Điều 15.2)."""
    signed = [event.on for event in events_of(draft) if event.kind is EventKind.SIGNED]
    if not signed:
        message = "Cấp số khi chưa ghi nhận việc ký."
        return [Finding("event.numbered-unsigned", "warning", message, source=_PAPER_RULE)]
    if signed[-1] > on:
        message = f"Ngày ký ({short(signed[-1])}) muộn hơn ngày văn bản ({short(on)})."
        return [Finding("event.signed-after-number", "warning", message, source=_PAPER_RULE)]
    return []


def _of_printed_parts(inspected: Inspected, organ: Organ, signers: list[Signer]) -> list[Finding]:
    """Where the draft prints another organ or signer than the records of the day."""
    found = []
    if inspected.organ and _differs(inspected.organ, organ.name):
        message = f"Dự thảo in cơ quan “{inspected.organ}”, ngày này là “{organ.name}”."
        found.append(Finding("draft.other-organ", "warning", message, expected=organ.name))
    name = inspected.signer_name
    if name and not any(not _differs(name, signer.name) for signer in signers):
        message = f"Người ký “{name}” không có trong danh sách người ký của ngày này."
        found.append(Finding("draft.other-signer", "warning", message))
    return found


def _differs(printed: str, recorded: str) -> bool:
    return fold(squeeze(printed)) != fold(squeeze(recorded))


def _inspected(office: Office, draft: DeskDraft, on: date) -> Inspected:
    """What is printed in the draft; the same file on the same day is read once."""
    _refuse_unnumbered(office, draft)
    made = _as_draft(office, draft, on)
    key = f"{office.settings.root} {draft.type_key} {draft.docx} {on}"
    seen = _MEMORY.get(key)
    if seen is None:
        printed = draft_from_file(f"{draft.type_key}.docx", made.docx, type_key=draft.type_key)
        seen = inspect(office, printed, on)
        _MEMORY.put(key, seen)
    if not draft.ours:
        return seen
    return replace(seen, subject=made.subject, addressees=made.addressees, to_places=made.to_places)


class _Memory:
    """The last drafts looked at; what is remembered can be found out again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Inspected] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Inspected | None:
        """What was remembered, if it still is."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, seen: Inspected) -> None:
        """Remember it; the one not asked for longest is forgotten."""
        with self._lock:
            self._kept[key] = seen
            while len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)


_MEMORY: Final = _Memory()
