"""Soạn văn bản: the types, the drafts, one draft with its pages, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from fastapi import Response

from congvan.errors import CongvanError, WrongUse
from congvan.model.account import Duty
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.document_type import DocumentType
from congvan.office.desk import ON_DESK, adopt_docx, desk_draft, replace_docx
from congvan.office.desk_choices import draft_types
from congvan.office.desk_issuing import look
from congvan.office.desk_moves import drop, return_, sign, submit
from congvan.office.pictures import page_picture, pages_known
from congvan.web.desk_view import plain_draft, plain_outlook, type_names
from congvan.web.errors import told_of
from congvan.web.page import Form, Pages, Upload, View, Visit, download, go, picture

pages = Pages()
Plain = dict[str, Any]
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FOR_CLERKS: Final = (
    DraftState.RETURNED,
    DraftState.OPEN,
    DraftState.SIGNED,
    DraftState.SUBMITTED,
)
_FOR_LEADERS: Final = (
    DraftState.SUBMITTED,
    DraftState.SIGNED,
    DraftState.RETURNED,
    DraftState.OPEN,
)
_CLOSED: Final = (DraftState.ISSUED, DraftState.DROPPED)
_CLOSED_SHOWN: Final = 20
_MOST_PAGES: Final = 12  # shown one under another; a longer paper is downloaded


# --- all of them -----------------------------------------------------------------------------


@pages.show("/soan", "soan.html", Duty.CLERICAL, Duty.SIGN)
def desk(visit: Visit, tra_loi: str = "") -> View:
    """The types that can be drafted, the drafts by state."""
    return _desk(visit, tra_loi=tra_loi[:60])


@pages.act("/soan/tu-tep", Duty.CLERICAL, template="soan.html")
def adopt(visit: Visit, form: Form) -> View | Response:
    """Begin a draft with a Word file."""
    said = form.text("loai")
    try:
        file = _one_file(form)
        draft = adopt_docx(
            visit.office, file.name, file.data, said or None, answers=form.text("tra_loi")
        )
    except CongvanError as error:
        return _desk(visit, error, said=said, tra_loi=form.text("tra_loi"))
    return go(f"/soan/{draft.id}", told="da-tai-len")


def _desk(
    visit: Visit, error: CongvanError | None = None, *, said: str = "", tra_loi: str = ""
) -> View:
    name = type_names(visit)
    with visit.office.store.read() as records:
        waiting = records.desk_drafts(*ON_DESK, limit=300)
        closed = records.desk_drafts(*_CLOSED, limit=_CLOSED_SHOWN)
    clerk = visit.may(Duty.CLERICAL)
    order = _FOR_CLERKS if clerk else _FOR_LEADERS
    mine = visit.user.name
    waiting.sort(key=lambda draft: (order.index(draft.state), draft.by != mine))
    data: Plain = {
        "drafts": [plain_draft(draft, name(draft.type_key)) for draft in waiting],
        "closed": [plain_draft(draft, name(draft.type_key)) for draft in closed],
        "types": [_plain_type(item) for item in draft_types(visit.office)] if clerk else [],
    }
    numbered = [item for item in visit.office.catalogue.types() if item.numbered] if clerk else []
    more: Plain = {
        "error": told_of(error) if error else None,
        "all_types": numbered,
        "said": said,
        "tra_loi": tra_loi,
    }
    return View(data, more, status=told_of(error).status if error else 200)


def _plain_type(item: DocumentType) -> Plain:
    return {
        "key": item.key,
        "name": item.name,
        "abbreviation": item.abbreviation,
        "numbered": item.numbered,
        "in_runs": bool(item.one_per),
        "confirmed": item.confirmed,
    }


# --- one -------------------------------------------------------------------------------------


@pages.show("/soan/{draft_id}", "soan-mot.html", Duty.CLERICAL, Duty.SIGN)
def one(visit: Visit, draft_id: str, hinh: str = "") -> View:
    """One draft: its pages, its state, what stands in the way of its number."""
    return _one(visit, desk_draft(visit.office, draft_id), all_pages=bool(hinh))


@pages.file("/soan/{draft_id}/tai-ve", Duty.CLERICAL, Duty.SIGN)
def fetch(visit: Visit, draft_id: str) -> Response:
    """The Word file as it stands."""
    draft = desk_draft(visit.office, draft_id)
    return download(visit.office.blobs.read(draft.docx), draft.name, kind=DOCX)


@pages.file("/soan/{draft_id}/trang/{n}.png", Duty.CLERICAL, Duty.SIGN)
def page(visit: Visit, draft_id: str, n: str) -> Response:
    """One page as a picture."""
    draft = desk_draft(visit.office, draft_id)
    number = int(n) if n.isascii() and n.isdigit() and len(n) < 6 else 0
    docx = visit.office.blobs.read(draft.docx)
    return picture(page_picture(visit.office, docx, number, ours=draft.ours).png)


@pages.act("/soan/{draft_id}/tai-len", Duty.CLERICAL, template="soan-mot.html")
def upload(visit: Visit, draft_id: str, form: Form) -> View | Response:
    """The Word file comes back, edited."""

    def act() -> None:
        file = _one_file(form)
        replace_docx(visit.office, draft_id, _version(form), file.name, file.data)

    return _done(visit, draft_id, act, "da-tai-len")


@pages.act("/soan/{draft_id}/trinh-ky", Duty.CLERICAL, template="soan-mot.html")
def lay_before(visit: Visit, draft_id: str, form: Form) -> View | Response:
    """Submit it to the leader."""
    return _done(
        visit, draft_id, lambda: submit(visit.office, draft_id, _version(form)), "da-trinh-ky"
    )


@pages.act("/soan/{draft_id}/ky", Duty.SIGN, template="soan-mot.html")
def put_name(visit: Visit, draft_id: str, form: Form) -> View | Response:
    """The leader signs what he sees."""
    return _done(visit, draft_id, lambda: sign(visit.office, draft_id, _version(form)), "da-ky")


@pages.act("/soan/{draft_id}/tra-lai", Duty.SIGN, template="soan-mot.html")
def send_back(visit: Visit, draft_id: str, form: Form) -> View | Response:
    """The leader sends it back with what to mend."""
    note = form.text("can_sua")

    def act() -> None:
        return_(visit.office, draft_id, _version(form), note=note)

    return _done(visit, draft_id, act, "da-tra-lai", note=note)


@pages.act("/soan/{draft_id}/bo", Duty.CLERICAL, template="soan-mot.html")
def give_up(visit: Visit, draft_id: str, form: Form) -> View | Response:
    """Nothing becomes of it."""

    def act() -> None:
        drop(visit.office, draft_id, _version(form), note=form.text("ly_do"))

    return _done(visit, draft_id, act, "da-bo")


def _done(
    visit: Visit, draft_id: str, act: Callable[[], object], told: str, *, note: str = ""
) -> View | Response:
    draft = desk_draft(visit.office, draft_id)
    try:
        act()
    except CongvanError as error:
        return _one(visit, desk_draft(visit.office, draft.id), error, note=note)
    return go(f"/soan/{draft.id}", told=told)


def _one_file(form: Form) -> Upload:
    files = form.files("tep")
    if not files:
        raise WrongUse(
            "Chưa chọn tệp nào.", remedy="Chọn tệp .docx rồi gửi lại.", code="upload.none"
        )
    return files[0]


def _version(form: Form) -> int:
    """The version the page showed; one that is no number fits no draft."""
    text = form.text("phien_ban")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _one(
    visit: Visit,
    draft: DeskDraft,
    error: CongvanError | None = None,
    *,
    all_pages: bool = False,
    note: str = "",
) -> View:
    office = visit.office
    data: Plain = plain_draft(draft, type_names(visit)(draft.type_key))
    numbered = office.catalogue.get(draft.type_key).numbered
    if numbered and draft.state in ON_DESK:
        day = draft.on or office.today()
        data["outlook"] = plain_outlook(look(office, draft, day, typed=draft.on is not None))
    count, trouble = _count(visit, draft, all_pages=all_pages)
    more: Plain = {
        "draft": data,
        "outlook": data.get("outlook"),
        "actions": _actions(visit, draft, numbered=numbered),
        "count": count,
        "shown": min(count or 1, _MOST_PAGES),
        "trouble": trouble,
        "stamp": draft.docx[:16],
        "error": told_of(error) if error else None,
        "typed_note": note,
    }
    return View(data, more, status=told_of(error).status if error else 200)


def _count(visit: Visit, draft: DeskDraft, *, all_pages: bool) -> tuple[int | None, Plain | None]:
    """How many pages, when that is known or was asked for; why it cannot be told."""
    docx = visit.office.blobs.read(draft.docx)
    if not all_pages:
        return pages_known(visit.office, docx), None
    try:
        return page_picture(visit.office, docx, 1, ours=draft.ours).pages, None
    except CongvanError as error:
        told = told_of(error)
        return None, {"message": told.message, "remedy": told.remedy}


def _actions(visit: Visit, draft: DeskDraft, *, numbered: bool) -> frozenset[str]:
    """What this user may do with the draft where it stands; the office decides again."""
    state, offered = draft.state, set()
    if visit.may(Duty.CLERICAL) and state in ON_DESK:
        offered |= {"upload", "drop"}
        offered |= {"edit"} if draft.values else set()
        offered |= {"number"} if numbered else set()
        if numbered and state in {DraftState.OPEN, DraftState.RETURNED}:
            offered.add("submit")
    if visit.may(Duty.SIGN):
        offered |= {"sign"} if state is DraftState.SUBMITTED else set()
        offered |= {"return"} if state in {DraftState.SUBMITTED, DraftState.SIGNED} else set()
    return frozenset(offered)
