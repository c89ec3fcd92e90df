"""Quản trị: how the system stands, the machine, signers and terms. Users are beside it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from fastapi import Response

from congvan.config import FILE_NAME
from congvan.errors import CongvanError, RefusedInput
from congvan.model import dates
from congvan.model.account import Duty
from congvan.model.findings import Finding
from congvan.model.organs import Signer, Standard, Term
from congvan.office.examination import Verdict
from congvan.office.managing import facts_to_confirm, settings_in_force, without_names
from congvan.office.overview import system
from congvan.office.staffing import (
    add_signer,
    add_term,
    end_signer,
    end_term,
    look_at_end,
    look_at_term,
    staff,
)
from congvan.web.errors import Told, told_of
from congvan.web.page import Form, Pages, View, Visit, go
from congvan.wiring import examine

pages = Pages()
Plain = dict[str, Any]
_SIGNER_FIELDS: Final = ("ma", "ten", "chuc_vu", "quyen_han", "tu_ngay")
_TERM_FIELDS: Final = ("ten", "bat_dau", "can_cu", "ket_thuc")
_WRONG: Final = {
    "signer.key": "ma",
    "signer.key-taken": "ma",
    "signer.mark": "quyen_han",
    "signer.block-empty": "chuc_vu",
    "term.name": "ten",
    "term.exists": "ten",
    "term.basis": "can_cu",
    "term.overlap": "bat_dau",
}


@pages.show("/quan-tri", "quan-tri.html", Duty.MANAGE)
def overview(visit: Visit) -> View:
    """How the system stands, what is not confirmed, the settings in force."""
    seen = system(visit.office)
    facts, unreadable = facts_to_confirm(visit.office)
    data: Plain = {
        "users": seen.users,
        "disabled_users": seen.disabled_users,
        "live_jobs": seen.live_jobs,
        "waiting_files": seen.waiting_files,
        "unconfirmed": facts,
        "settings": [
            {
                "key": item.key,
                "value": item.value,
                "is_default": item.is_default,
                "is_confirmed": item.is_confirmed,
            }
            for item in settings_in_force(visit.office.settings)
        ],
        "settings_file": FILE_NAME,
    }
    return View(data, {"unreadable": told_of(unreadable) if unreadable else None})


@pages.show("/quan-tri/may", "quan-tri-may.html", Duty.MANAGE)
def machine(visit: Visit) -> View:
    """What the machine has and lacks, and whether the audit trail is whole."""
    seen = examine(visit.office.settings)
    if not visit.may(Duty.READ):
        seen = without_names(seen)
    observations = [
        {
            "what": item.what,
            "verdict": item.verdict.name.lower(),
            "verdict_label": item.verdict.value,
            "seen": item.seen,
            "cost": item.cost,
        }
        for item in seen
    ]
    return View({"observations": observations}, {"lacking": _lacking(observations)})


def _lacking(observations: list[dict[str, str]]) -> int:
    return sum(item["verdict"] == Verdict.BAD.name.lower() for item in observations)


# --- signers ---------------------------------------------------------------------------------


@pages.show("/quan-tri/nguoi-ky", "quan-tri-nguoi-ky.html", Duty.MANAGE)
def signers(visit: Visit) -> View:
    """Who signs, signed and will sign."""
    return _signers(visit)


@pages.act("/quan-tri/nguoi-ky", Duty.MANAGE, template="quan-tri-nguoi-ky.html")
def new_signer(visit: Visit, form: Form) -> View | Response:
    """Enter somebody who signs."""
    typed = {name: form.text(name) for name in _SIGNER_FIELDS}
    try:
        add_signer(
            visit.office,
            typed["ma"],
            typed["ten"],
            post=typed["chuc_vu"],
            competence=typed["quyen_han"],
            valid_from=_day(typed["tu_ngay"], "Ký từ ngày"),
        )
    except CongvanError as error:
        return _signers(visit, typed, told_of(error))
    return go("/quan-tri/nguoi-ky", told="da-them-nguoi-ky")


@pages.act("/quan-tri/nguoi-ky/thoi-ky", Duty.MANAGE, template="quan-tri-nguoi-ky.html")
def no_longer_signs(visit: Visit, form: Form) -> View | Response:
    """Record the last day somebody signs."""
    try:
        _, findings = end_signer(
            visit.office, form.text("ma"), _day(form.text("ngay"), "Ngày ký cuối")
        )
    except CongvanError as error:
        return _signers(visit, error=told_of(error))
    return go("/quan-tri/nguoi-ky", told="het-nguoi-ky" if findings else "da-thoi-ky")


def _signers(visit: Visit, typed: Plain | None = None, error: Told | None = None) -> View:
    found = staff(visit.office)
    today = visit.office.today()
    usual = dict.fromkeys(_SIGNER_FIELDS, "") | {"tu_ngay": dates.short(today)}
    more = {
        "typed": typed or usual,
        "error": error,
        "wrong": _WRONG.get(error.code, "") if error and typed else "",
        "marks": "T/M, K/T, T/L"
        if found.organ.standard is Standard.PARTY
        else "TM., KT., TL., TUQ.",
        "today_typed": dates.short(today),
    }
    data = {"organ": found.organ.name, "signers": [_signer(item, today) for item in found.signers]}
    return View(data, more, status=error.status if error else 200)


def _signer(signer: Signer, today: date) -> Plain:
    ended = signer.valid_to is not None and signer.valid_to < today
    return {
        "key": signer.key,
        "name": signer.name,
        "post": signer.post,
        "competence": signer.competence,
        "from": signer.valid_from.isoformat(),
        "to": signer.valid_to.isoformat() if signer.valid_to else None,
        "state": "ended" if ended else "future" if signer.valid_from > today else "current",
    }


# --- terms -----------------------------------------------------------------------------------


@pages.show("/quan-tri/nhiem-ky", "quan-tri-nhiem-ky.html", Duty.MANAGE)
def terms(visit: Visit) -> View:
    """The terms of office the numbers run in."""
    return _terms(visit)


@pages.act("/quan-tri/nhiem-ky", Duty.MANAGE, template="quan-tri-nhiem-ky.html")
def new_term(visit: Visit, form: Form) -> View | Response:
    """Enter a term: first what comes of it is shown, and once that is confirmed it is written."""
    typed = {name: form.text(name) for name in _TERM_FIELDS}
    try:
        asked = (
            typed["ten"],
            _day(typed["bat_dau"], "Ngày bắt đầu"),
            typed["can_cu"],
            _day(typed["ket_thuc"], "Ngày kết thúc") if typed["ket_thuc"] else None,
        )
        if not form.flag("chac_chan"):
            _, findings = look_at_term(visit.office, *asked)
            return _terms(visit, typed, findings=findings)
        add_term(visit.office, *asked)
    except CongvanError as error:
        return _terms(visit, typed, error=told_of(error))
    return go("/quan-tri/nhiem-ky", told="da-them-nhiem-ky")


@pages.act("/quan-tri/nhiem-ky/ket-thuc", Duty.MANAGE, template="quan-tri-nhiem-ky.html")
def term_ends(visit: Visit, form: Form) -> View | Response:
    """Record the last day of a term, once what comes of it was seen."""
    ending = {"ten": form.text("ten"), "ngay": form.text("ngay")}
    try:
        on = _day(ending["ngay"], "Ngày kết thúc")
        if not form.flag("chac_chan"):
            _, findings = look_at_end(visit.office, ending["ten"], on)
            return _terms(visit, ending=ending, findings=findings)
        end_term(visit.office, ending["ten"], on)
    except CongvanError as error:
        return _terms(visit, error=told_of(error))
    return go("/quan-tri/nhiem-ky", told="da-ket-thuc-nhiem-ky")


def _terms(
    visit: Visit,
    typed: Plain | None = None,
    *,
    ending: Plain | None = None,
    findings: list[Finding] | None = None,
    error: Told | None = None,
) -> View:
    """``findings`` not None: what was asked is shown once more, to be confirmed."""
    found = staff(visit.office)
    today = visit.office.today()
    confirming = "" if findings is None else ("end" if ending else "new")
    more = {
        "typed": typed or dict.fromkeys(_TERM_FIELDS, ""),
        "ending": ending,
        "findings": findings or [],
        "confirming": confirming,
        "error": error,
        "wrong": _WRONG.get(error.code, "") if error and typed else "",
        "by_year": found.organ.standard is Standard.STATE,
        "today_typed": dates.short(today),
    }
    data = {"organ": found.organ.name, "terms": [_term(item, today) for item in found.terms]}
    return View(data, more, status=error.status if error else 200)


def _term(term: Term, today: date) -> Plain:
    state = "current" if term.covers(today) else "future" if term.start > today else "ended"
    return {
        "name": term.name,
        "start": term.start.isoformat(),
        "basis": term.basis,
        "end": term.end.isoformat() if term.end else None,
        "state": state,
    }


def _day(typed: str, label: str) -> date:
    day = dates.parse(typed)
    if day is None:
        raise RefusedInput(
            f"{label} “{typed[:30]}” không phải là một ngày.",
            remedy="Gõ như 27/5/2026.",
            code="date.unreadable",
        )
    return day
