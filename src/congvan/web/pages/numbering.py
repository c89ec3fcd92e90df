"""Cấp số: the drafts that wait for a number, and the page on which one gets it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any, Final

from fastapi import Response

from congvan.errors import CongvanError, RefusedInput, WrongUse
from congvan.model import dates
from congvan.model.account import Duty
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.register import EntryState, RegisterEntry
from congvan.office.desk import desk_draft
from congvan.office.desk_issuing import issue_draft, look
from congvan.office.jobs import ask_pdf
from congvan.web.desk_view import plain_draft, plain_outlook, type_names, typed_day
from congvan.web.errors import told_of
from congvan.web.page import Form, Pages, View, Visit, go

pages = Pages()
Plain = dict[str, Any]
_UNSIGNED: Final = (DraftState.SUBMITTED, DraftState.OPEN, DraftState.RETURNED)
_MOST_COPIES: Final = 100_000


@pages.show("/cap-so", "cap-so.html", Duty.CLERICAL)
def waiting(visit: Visit) -> View:
    """The drafts that wait for a number, the signed ones first; numbers that are still held."""
    name, catalogue = type_names(visit), visit.office.catalogue
    with visit.office.store.read() as records:
        signed = records.desk_drafts(DraftState.SIGNED, limit=200)
        unsigned = records.desk_drafts(*_UNSIGNED, limit=200)
        held = records.entries(state=EntryState.RESERVED)

    def plain(drafts: list[DeskDraft]) -> list[Plain]:
        return [
            plain_draft(draft, name(draft.type_key))
            for draft in drafts
            if catalogue.get(draft.type_key).numbered
        ]

    runs = Counter(str(entry.plan["run"]) for entry in held if "run" in entry.plan)
    data: Plain = {
        "signed": plain(signed),
        "unsigned": plain(unsigned),
        "reserved": [_plain_entry(entry) for entry in held if "run" not in entry.plan],
        "reserved_in_runs": dict(runs),
    }
    return View(data)


@pages.show("/cap-so/{draft_id}", "cap-so-mot.html", Duty.CLERICAL)
def one(visit: Visit, draft_id: str, ngay: str = "") -> View | Response:
    """What would be numbered on that day, and under which number."""
    draft = desk_draft(visit.office, draft_id)
    try:
        typed_day(ngay, "Ngày văn bản")
    except RefusedInput as error:
        return _one(visit, draft, ngay, error)
    return _one(visit, draft, ngay)


@pages.act("/cap-so/{draft_id}", Duty.CLERICAL, template="cap-so-mot.html")
def give(visit: Visit, draft_id: str, form: Form) -> View | Response:
    """Give the number; asked twice, it is the same one."""
    ngay, version = form.text("ngay"), form.text("phien_ban")
    typed = {"copies": form.text("so_ban"), "reason": form.text("ly_do")}
    draft = desk_draft(visit.office, draft_id)
    try:
        day = typed_day(ngay, "Ngày văn bản") or draft.on
        issued = issue_draft(
            visit.office,
            draft.id,
            on=day or visit.office.today(),
            typed=day is not None,
            reason=typed["reason"],
            copies=_copies(typed["copies"]),
            version=int(version) if version.isascii() and version.isdigit() else 0,
        )
    except CongvanError as error:
        return _one(visit, desk_draft(visit.office, draft.id), ngay, error, typed)
    with suppress(CongvanError):  # the number stands; the PDF can be asked for again
        ask_pdf(visit.office, issued.document.id)
    return go(f"/van-ban/{issued.document.id}", told="da-cap-so")


def _copies(text: str) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and 0 < int(text[:9]) <= _MOST_COPIES:
        return int(text)
    raise WrongUse(
        f"Số bản “{text[:30]}” phải là một số từ 1.",
        remedy="Ghi số bản phát hành, hoặc bỏ trống.",
        code="copies.bad",
    )


def _one(
    visit: Visit,
    draft: DeskDraft,
    ngay: str,
    error: CongvanError | None = None,
    typed: Plain | None = None,
) -> View | Response:
    if draft.state is DraftState.ISSUED and error is None and draft.document_id:
        return go(f"/van-ban/{draft.document_id}")
    day = dates.parse(ngay) or draft.on
    outlook = look(visit.office, draft, day or visit.office.today(), typed=day is not None)
    data: Plain = {
        "draft": plain_draft(draft, type_names(visit)(draft.type_key)),
        **plain_outlook(outlook),
    }
    more: Plain = {
        "ngay": dates.short(day) if day else "",
        "error": told_of(error) if error else None,
        "wrong": {"date.unreadable": "ngay", "copies.bad": "so_ban"}.get(error.code, "")
        if error
        else "",
        "typed": typed or {"copies": "", "reason": ""},
        "stamp": draft.docx[:16],
        "closed": draft.state in {DraftState.ISSUED, DraftState.DROPPED},
    }
    return View(data, more, status=told_of(error).status if error else 200)


def _plain_entry(entry: RegisterEntry) -> Plain:
    draft = entry.request_id.partition("ban-soan:")[2].partition("#")[0]
    return {
        "code": entry.code,
        "subject": entry.subject,
        "promulgation_date": entry.promulgation_date.isoformat(),
        "by": entry.by,
        "draft": draft if entry.request_id.startswith("ban-soan:") else "",
    }
