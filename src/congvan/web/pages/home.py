"""Trang chủ: what waits, what is due, what runs, how the months went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from congvan.errors import CongvanError
from congvan.model import labels
from congvan.model.account import Duty
from congvan.model.desk import DeskDraft
from congvan.model.documents import Document
from congvan.office.overview import Due, Overview, Pile, System, Work, overview, system
from congvan.web.chart import by_month, month_name
from congvan.web.page import ANYBODY, Pages, View, Visit

pages = Pages()
Plain = dict[str, Any]


@pages.show("/trang-chu", "trang-chu.html", *ANYBODY)
def home(visit: Visit) -> View:
    """What waits for whoever is signed in; nothing a role may not open."""
    data: Plain = {"today": visit.office.today().isoformat()}
    more: Plain = {"chart": "", "month_name": month_name}
    if visit.may(Duty.MANAGE):
        data["system"] = _system(system(visit.office))
    if visit.may(Duty.READ):
        seen = overview(visit.office)
        data |= _for_readers(seen)
        if visit.may(Duty.CLERICAL, Duty.SIGN):
            data |= _for_desks(seen, _names(visit))
        if visit.may(Duty.CLERICAL):
            data |= _for_clerks(seen, _names(visit))
        more["chart"] = by_month(seen.months)
    return View(data, more)


def _names(visit: Visit) -> Callable[[str], str]:
    """The name of a type; its key when its file is gone or cannot be read."""
    known: dict[str, str] = {}

    def name(key: str) -> str:
        if key not in known:
            try:
                known[key] = visit.office.catalogue.get(key).name
            except CongvanError:
                known[key] = key
        return known[key]

    return name


def _system(seen: System) -> Plain:
    return {
        "users": seen.users,
        "disabled_users": seen.disabled_users,
        "live_jobs": seen.live_jobs,
        "waiting_files": seen.waiting_files,
        "unconfirmed": seen.unconfirmed,
    }


def _for_readers(seen: Overview) -> Plain:
    dues = seen.dues
    return {
        "due": {
            "overdue": [_due(item) for item in dues.overdue],
            "soon": [_due(item) for item in dues.soon],
            "later": [_due(item) for item in dues.later],
        },
        "live": [_work(item) for item in seen.live],
        "failed": [_work(item) for item in seen.failed],
        "runs": [_work(item) for item in seen.runs],
        "months": [
            {"month": item.month, "outgoing": item.outgoing, "incoming": item.incoming}
            for item in seen.months
        ],
    }


def _for_desks(seen: Overview, name: Callable[[str], str]) -> Plain:
    """What clerks and leaders work at."""
    return {
        "to_sign": _pile(seen.to_sign, name),
        "unsigned": {
            "count": seen.unsigned_count,
            "documents": [_document(item) for item in seen.unsigned],
        },
    }


def _for_clerks(seen: Overview, name: Callable[[str], str]) -> Plain:
    return {
        "returned": _pile(seen.returned, name),
        "to_number": _pile(seen.to_number, name),
        "reserved": {
            "count": seen.reserved_count,
            "entries": [
                {
                    "code": entry.code,
                    "subject": entry.subject,
                    "promulgation_date": entry.promulgation_date.isoformat(),
                    "by": entry.by,
                }
                for entry in seen.reserved
            ],
        },
        "waiting": {
            "arrivals": seen.arrivals_waiting,
            "rosters": seen.rosters_waiting,
            "left": seen.left_waiting,
        },
    }


def _pile(pile: Pile, name: Callable[[str], str]) -> Plain:
    drafts: Sequence[DeskDraft] = pile.drafts
    return {
        "count": pile.count,
        "is_more": pile.is_more,
        "drafts": [
            {
                "id": draft.id,
                "type": name(draft.type_key),
                "subject": draft.subject,
                "by": draft.by,
                "at": draft.at,
                "note": draft.note,
            }
            for draft in drafts
        ],
    }


def _document(document: Document) -> Plain:
    on = document.promulgation_date
    return {
        "id": document.id,
        "code": document.code,
        "type": document.type,
        "subject": document.subject,
        "promulgation_date": on.isoformat() if on else None,
    }


def _due(due: Due) -> Plain:
    document = due.document
    return _document(document) | {
        "organ": document.organ,
        "handler": document.handler,
        "arrival_number": document.arrival_number,
        "due_date": document.due_date.isoformat() if document.due_date else None,
        "days_left": due.days_left,
    }


def _work(work: Work) -> Plain:
    job, run = work.job, work.run
    plain: Plain = {"run": None, "job": None}
    if run:
        plain["run"] = {
            "id": run.id,
            "roster_name": run.roster_name,
            "on": run.on.isoformat(),
            "by": run.by,
            "begun_at": run.begun_at,
        }
    if job:
        plain["job"] = {
            "id": job.id,
            "kind": job.kind.value,
            "subject": job.subject,
            "state": job.state.value,
            "state_label": labels.JOBS[job.state],
            "phase": job.phase,
            "done": job.done,
            "total": job.total,
            "message": job.message,
            "by": job.by,
            "asked_at": job.asked_at,
        }
    return plain
