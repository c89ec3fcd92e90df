"""One document: its facts, its events, its files, its pages, and what is recorded about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from fastapi import Response

from congvan.errors import CongvanError, RefusedInput
from congvan.model import labels
from congvan.model.account import Duty
from congvan.model.dates import short
from congvan.model.documents import ArchivedFile, Direction, Document, Event, EventKind, FileRole
from congvan.model.job import LIVE, JobState
from congvan.model.register import EntryState, RegisterEntry
from congvan.office import Office, typed
from congvan.office.finding import Citing, citing
from congvan.office.jobs import ask_pdf, job_of
from congvan.office.marking import Mark, mark
from congvan.office.pictures import page_picture, pages_known
from congvan.office.registry import entry_of, entry_to_plain, void_line
from congvan.office.scans import accept_scan
from congvan.office.story import Story, find_document, story, story_to_plain
from congvan.ports import AuditRow
from congvan.web.errors import NoPage, NotAllowed, told_of
from congvan.web.listing import whole
from congvan.web.page import Form, Pages, View, Visit, download, go, picture
from congvan.web.pages.search import marked

pages = Pages()
Plain = dict[str, Any]
_LONGEST_TEXT: Final = 200_000  # letters
_MOST_ENCLOSURES: Final = 50
_MOST_AUDIT: Final = 30
_OUTGOING_KINDS: Final = (
    EventKind.SIGNED,
    EventKind.SEALED,
    EventKind.SENT,
    EventKind.ACKNOWLEDGED,
    EventKind.RETURNED,
    EventKind.CORRECTED,
    EventKind.RECALLED,
    EventKind.DRAFTED,
    EventKind.SUBMITTED,
    EventKind.HANDLED,
)
_INCOMING_KINDS: Final = (
    EventKind.HANDLED,
    EventKind.SENT,
    *(item for item in _OUTGOING_KINDS if item not in {EventKind.HANDLED, EventKind.SENT}),
)
_EVENT_FIELDS: Final = ("viec", "ngay", "ai", "den", "cach", "so_ban", "ghi_chu")
_PAGED: Final = frozenset({".pdf", ".docx"})
_ACTIONS: Final = {
    "document.issue": "cấp số và lưu",
    "document.receive": "tiếp nhận và lưu",
    "document.pdf": "lưu bản PDF",
    "register.enter": "vào sổ bằng tay",
    "job.ask": "yêu cầu làm PDF",
    "job.stop": "dừng làm PDF",
} | {f"document.{kind.value}": f"ghi: {name}" for kind, name in labels.EVENTS.items()}


@pages.show("/van-ban/{document_id}", "van-ban.html", Duty.READ)
def one(visit: Visit, document_id: str) -> View:
    """All that is known of a document."""
    return _page(visit, document_id)


# --- its files and pages ---------------------------------------------------------------------


@pages.file("/van-ban/{document_id}/tep/{n}", Duty.READ)
def file(visit: Visit, document_id: str, n: str) -> Response:
    """The n-th file, byte for byte as it is kept."""
    files = _document(visit.office, document_id).files
    number = whole(n, at_least=0, otherwise=0)
    if not 1 <= number <= len(files):
        raise NoPage
    kept = files[number - 1]
    return download(visit.office.blobs.read(kept.digest), kept.name)


@pages.file("/van-ban/{document_id}/trang/{n}.png", Duty.READ)
def page(visit: Visit, document_id: str, n: str) -> Response:
    """One page as a picture."""
    document = _document(visit.office, document_id)
    kept, number = _paged(document), whole(n, at_least=0, otherwise=0)
    if kept is None or not number:
        raise NoPage
    data = visit.office.blobs.read(kept.digest)
    return picture(page_picture(visit.office, data, number, ours=document.rendered_here).png)


def _document(office: Office, document_id: str) -> Document:
    with office.store.read() as records:
        return find_document(records, document_id)


def _paged(document: Document) -> ArchivedFile | None:
    """The file whose pages are shown: the PDF if there is one, else what it would be made of."""
    roles = (FileRole.PDF, FileRole.ISSUED, FileRole.RECEIVED, FileRole.SIGNED_SCAN)
    kept = (document.file(role) for role in roles)
    return next((item for item in kept if item and _suffix(item) in _PAGED), None)


def _suffix(kept: ArchivedFile) -> str:
    return PurePath(kept.name).suffix.lower()


def _page_count(office: Office, document: Document) -> int | None:
    """How many pages there are to look at; None when that is not known yet."""
    kept = _paged(document)
    if kept is None:
        return 0
    if kept.role is FileRole.RECEIVED and document.page_amount:
        return document.page_amount
    return pages_known(office, office.blobs.read(kept.digest))


def _text(office: Office, document: Document) -> str:
    kept = document.file(FileRole.TEXT)
    return office.blobs.read(kept.digest).decode("utf-8", "replace") if kept else ""


# --- what is done with it --------------------------------------------------------------------


@pages.act("/van-ban/{document_id}/ghi", Duty.CLERICAL, Duty.SIGN, template="van-ban.html")
def record(visit: Visit, document_id: str, form: Form) -> View | Response:
    """Write down what happened to it, with the scan that shows it."""
    document = _document(visit.office, document_id)
    said = {key: form.text(key) for key in _EVENT_FIELDS}
    kind = next((item for item in _kinds(visit, document) if item.value == said["viec"]), None)
    if kind is None:
        if said["viec"] in {item.value for item in EventKind}:
            raise NotAllowed
        error = RefusedInput("Chưa chọn việc.", remedy="Chọn một việc trong danh sách Việc.")
        return _page(visit, document.id, error, said=said, at="ghi")
    try:
        scans = [accept_scan(visit.office, scan.name, scan.data) for scan in form.files("tep")]
        mark(visit.office, document.id, _mark(visit.office, kind, said, scans))
    except CongvanError as error:
        return _page(visit, document.id, error, said=said, at="ghi")
    return go(f"/van-ban/{document.id}", told="da-ghi-viec")


def _mark(
    office: Office, kind: EventKind, said: Mapping[str, str], scans: Sequence[tuple[str, bytes]]
) -> Mark:
    return Mark(
        kind=kind,
        on=typed.day("Ngày", said["ngay"]) or office.today(),
        by=typed.line("Ai làm", said["ai"]),
        to=typed.lines("Nơi gửi đến", said["den"]),
        how=typed.line("Cách gửi", said["cach"]),
        copies=typed.number("Số bản", said["so_ban"]),
        note=typed.line("Ghi chú", said["ghi_chu"]),
        scan=next(iter(scans), None),
    )


def _kinds(visit: Visit, document: Document) -> Sequence[EventKind]:
    """What this visitor may write down: a leader that a letter was signed, a clerk all but what
    the register itself writes."""
    incoming = document.direction is Direction.INCOMING
    if visit.may(Duty.CLERICAL):
        return _INCOMING_KINDS if incoming else _OUTGOING_KINDS
    return (EventKind.SIGNED,) if visit.may(Duty.SIGN) and not incoming else ()


@pages.act("/van-ban/{document_id}/pdf", Duty.CLERICAL, template="van-ban.html")
def make_pdf(visit: Visit, document_id: str, form: Form) -> View | Response:  # noqa: ARG001
    """Ask for its PDF."""
    document = _document(visit.office, document_id)
    ask_pdf(visit.office, document.id)
    return go(f"/van-ban/{document.id}", told="dang-lam-pdf")


@pages.act("/van-ban/{document_id}/huy", Duty.CLERICAL, template="van-ban.html")
def void(visit: Visit, document_id: str, form: Form) -> View | Response:
    """Make its number void."""
    document = _document(visit.office, document_id)
    with visit.office.store.read() as records:
        entry = entry_of(records, document)
    if entry is None:
        raise NoPage
    said = {"ly_do": form.text("ly_do")}
    try:
        reason = typed.line("Lý do", said["ly_do"])
        void_line(visit.office, entry.series, entry.number, reason=reason)
    except CongvanError as error:
        return _page(visit, document.id, error, said=said, at="huy")
    return go(f"/van-ban/{document.id}", told="da-huy-so")


# --- the page --------------------------------------------------------------------------------


def _page(
    visit: Visit,
    document_id: str,
    error: CongvanError | None = None,
    *,
    said: Mapping[str, str] | None = None,
    at: str = "",
) -> View:
    office = visit.office
    told = story(office, document_id)
    document = told.document
    with office.store.read() as records:
        entry = entry_of(records, document)
        enclosed = records.documents(told.enclosures[:_MOST_ENCLOSURES])
    cited = _cited_by(office, document)
    wrong = told_of(error) if error else None
    data = story_to_plain(told) | {
        "entry": entry_to_plain(entry) if entry else None,
        "cited_by": [item.id for item, _ in cited],
    }
    more: Plain = {
        "document": document,
        "status_label": labels.status(document),
        "line": entry,
        "is_void": entry is not None and entry.state is EntryState.VOID,
        "story": told,
        "enclosed": enclosed,
        "cited": [(item, marked(cut)) for item, cut in cited],
        "files": _files(document),
        "events": [(event, _file_number(document, event)) for event in document.events],
        "audit": [(row, _action(row)) for row in told.audit[-_MOST_AUDIT:]],
        "paged": _paged(document),
        "page_count": _page_count(office, document),
        "error": wrong,
        "error_at": at,
    }
    more |= _text_of(office, document) | _pdf_of(visit, told) | _form_of(visit, told, entry, said)
    return View(data, more, status=wrong.status if wrong else 200)


def _cited_by(office: Office, document: Document) -> list[Citing]:
    """What the index knows; without one the page stands all the same."""
    try:
        return citing(office, document)
    except CongvanError:
        return []


def _files(document: Document) -> list[tuple[int, ArchivedFile]]:
    """Each with its number in its address; what was read for the index is shown as text."""
    numbered = enumerate(document.files, start=1)
    return [(number, kept) for number, kept in numbered if kept.role is not FileRole.TEXT]


def _file_number(document: Document, event: Event) -> int:
    """Which file came with the event; 0 for none."""
    if event.file is None:
        return 0
    numbered = enumerate(document.files, start=1)
    return next((number for number, kept in numbered if kept.digest == event.file), 0)


def _action(row: AuditRow) -> str:
    return _ACTIONS.get(row.action, row.action)


def _text_of(office: Office, document: Document) -> Plain:
    text = _text(office, document)
    return {"text": text[:_LONGEST_TEXT], "is_cut": len(text) > _LONGEST_TEXT}


def _pdf_of(visit: Visit, told: Story) -> Plain:
    document = told.document
    job = job_of(visit.office, document.id)
    missing = document.file(FileRole.ISSUED) and not document.file(FileRole.PDF)
    live = job is not None and job.state in LIVE
    failed = job is not None and job.state is JobState.FAILED and bool(missing)
    return {
        "pdf_missing": bool(missing),
        "pdf_live": live and bool(missing),
        "pdf_failed": job.message if job and failed else "",
    }


def _form_of(
    visit: Visit, told: Story, entry: RegisterEntry | None, said: Mapping[str, str] | None
) -> Plain:
    usual = dict.fromkeys((*_EVENT_FIELDS, "ly_do"), "") | {"ngay": short(visit.office.today())}
    can_void = visit.may(Duty.CLERICAL) and entry is not None
    return {
        "kinds": [(kind.value, labels.EVENTS[kind]) for kind in _kinds(visit, told.document)],
        "said": usual | dict(said or {}),
        "can_void": can_void and entry is not None and entry.state is not EntryState.VOID,
        "can_answer": visit.may(Duty.CLERICAL) and told.document.direction is Direction.INCOMING,
    }
