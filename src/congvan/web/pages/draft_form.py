"""Soạn văn bản: the form of a type, for a new draft and for one that is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import Response

from congvan.errors import CongvanError
from congvan.model import dates
from congvan.model.account import Duty
from congvan.model.desk import DeskDraft
from congvan.model.document_type import DocumentType
from congvan.office.desk import desk_draft, write_draft
from congvan.office.desk_choices import signers_on
from congvan.office.places import known_places
from congvan.web.desk_view import typed_day
from congvan.web.errors import told_of
from congvan.web.form_fields import (
    PURPOSES,
    boxes,
    defaults,
    errors_by_field,
    read_back,
    rows_sent,
)
from congvan.web.page import Form, Pages, View, Visit, go

pages = Pages()
_BESIDE: Final = ("nguoi_ky", "ngay", "tra_loi")
_WRONG: Final = {
    "date.unreadable": "ngay",
    "signer.unknown": "nguoi_ky",
    "draft.answers-outgoing": "tra_loi",
    "document.unknown": "tra_loi",
    "document.ambiguous": "tra_loi",
}


@dataclass(frozen=True)
class Filled:
    """A form on its way: the values of its fields, and what stands beside them."""

    document_type: DocumentType
    values: Mapping[str, object]
    beside: Mapping[str, str]
    rows: Mapping[str, int] = field(default_factory=dict)
    draft: DeskDraft | None = None  # the one that is changed
    version: int = 0  # as it was when the form was opened
    lose_edits: bool = False
    more: str = ""  # the list that just got another row


@pages.show("/soan/moi/{type_key}", "soan-mau.html", Duty.CLERICAL, json=False)
def new(visit: Visit, type_key: str, mau: str = "", tra_loi: str = "") -> View:
    """The empty form of a type, or its sample to try."""
    document_type = _with_template(visit, type_key)
    values = {**defaults(document_type), **(document_type.sample if mau else {})}
    beside = {"nguoi_ky": "", "ngay": "", "tra_loi": tra_loi[:60]}
    return _view(visit, Filled(document_type, values, beside))


@pages.act("/soan/moi/{type_key}", Duty.CLERICAL, template="soan-mau.html")
def make(visit: Visit, type_key: str, form: Form) -> View | Response:
    """Write a new draft, or give a list another row."""
    return _taken(visit, _read(form, _with_template(visit, type_key)))


@pages.show("/soan/{draft_id}/sua", "soan-mau.html", Duty.CLERICAL, json=False)
def edit(visit: Visit, draft_id: str) -> View:
    """The form a draft was made from."""
    draft = desk_draft(visit.office, draft_id)
    beside = {
        "nguoi_ky": draft.signer,
        "ngay": dates.short(draft.on) if draft.on else "",
        "tra_loi": draft.answers,
    }
    document_type = _with_template(visit, draft.type_key)
    values = draft.values or defaults(document_type)
    filled = Filled(document_type, values, beside, draft=draft, version=draft.version)
    return _view(visit, filled)


@pages.act("/soan/{draft_id}/sua", Duty.CLERICAL, template="soan-mau.html")
def change(visit: Visit, draft_id: str, form: Form) -> View | Response:
    """Write the draft anew, or give a list another row."""
    draft = desk_draft(visit.office, draft_id)
    return _taken(visit, _read(form, _with_template(visit, draft.type_key), draft))


def _with_template(visit: Visit, type_key: str) -> DocumentType:
    document_type = visit.office.catalogue.get(type_key)
    if not document_type.has_template:
        visit.office.catalogue.template(document_type.key)  # says why there is nothing to fill in
    return document_type


def _read(form: Form, document_type: DocumentType, draft: DeskDraft | None = None) -> Filled:
    more = form.text("them")
    version = form.text("phien_ban")
    return Filled(
        document_type,
        read_back(document_type, form),
        {name: form.text(name) for name in _BESIDE},
        rows_sent(document_type, form, more),
        draft,
        int(version) if version.isascii() and version.isdigit() else 0,
        form.flag("bo_sua"),
        more,
    )


def _taken(visit: Visit, filled: Filled) -> View | Response:
    if filled.more:
        return _view(visit, filled)
    try:
        draft = write_draft(
            visit.office,
            filled.document_type.key,
            filled.values,
            on=typed_day(filled.beside["ngay"], "Ngày văn bản"),
            signer=filled.beside["nguoi_ky"] or None,
            answers=filled.beside["tra_loi"],
            draft_id=filled.draft.id if filled.draft else None,
            version=filled.version if filled.draft else None,
            lose_edits=filled.lose_edits,
        )
    except CongvanError as error:
        return _view(visit, filled, error)
    return go(f"/soan/{draft.id}", told="da-soan")


def _view(visit: Visit, filled: Filled, error: CongvanError | None = None) -> View:
    document_type, draft = filled.document_type, filled.draft
    errors = errors_by_field(document_type, error) if error else {}
    addressees, places = known_places(visit.office)
    more: dict[str, Any] = {
        "type": document_type,
        "boxes": boxes(document_type, filled.values, rows=filled.rows, errors=errors),
        "beside": filled.beside,
        "signers": signers_on(visit.office, _day(visit, filled)),
        "draft": draft,
        "version": filled.version,
        "lose_edits": filled.lose_edits,
        "grown": filled.more,
        "error": told_of(error) if error else None,
        "wrong": _WRONG.get(error.code, "") if error else "",
        "places": {"kinh_gui": addressees, "noi_nhan": places},
        "purposes": PURPOSES,
        "action": f"/soan/{draft.id}/sua" if draft else f"/soan/moi/{document_type.key}",
    }
    return View({}, more, status=told_of(error).status if error else 200)


def _day(visit: Visit, filled: Filled) -> Any:
    return dates.parse(filled.beside["ngay"]) or visit.office.today()
