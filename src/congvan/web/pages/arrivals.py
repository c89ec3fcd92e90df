"""Văn bản đến: files are sent, wait, are looked over one by one, and get their arrival number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Response

from congvan.errors import CongvanError, WrongUse
from congvan.model.account import Duty
from congvan.model.dates import short
from congvan.model.documents import Direction, Document
from congvan.office import Office
from congvan.office.candidates import LABELS, PRIORITIES, Candidates, arrival_of, candidates
from congvan.office.intake_desk import Refused, hold_each
from congvan.office.receiving import receive
from congvan.office.waiting_room import ARRIVAL, discard, held, take
from congvan.web.errors import Told, told_of
from congvan.web.page import Form, Pages, View, Visit, go

pages = Pages()
Plain = dict[str, Any]
LAST: Final = 20
_LONGEST_TEXT: Final = 200_000  # letters shown beside the form
_LISTS: Final = ("addressees", "to_places")
_DAYS: Final = ("promulgation_date",)


# --- all that waits --------------------------------------------------------------------------


@pages.show("/van-ban-den", "van-ban-den.html", Duty.CLERICAL)
def waiting(visit: Visit) -> View:
    """What waits to be looked over, and what came in last."""
    return _waiting(visit)


@pages.act("/van-ban-den", Duty.CLERICAL, template="van-ban-den.html")
def send(visit: Visit, form: Form) -> View | Response:
    """Keep each file; what is refused is told by its name and costs the others nothing."""
    files = form.files("tep")
    if not files:
        error = WrongUse("Chưa chọn tệp nào.", remedy="Chọn một hay nhiều tệp rồi gửi.")
        return _waiting(visit, error=told_of(error))
    tokens, refused = hold_each(visit.office, [(file.name, file.data) for file in files])
    if refused:
        return _waiting(visit, refused=refused, kept=len(tokens))
    if len(tokens) == 1:
        return go(f"/van-ban-den/{tokens[0]}")
    return go("/van-ban-den", told="da-nhan-tep")


def _waiting(
    visit: Visit,
    *,
    error: Told | None = None,
    refused: list[Refused] | None = None,
    kept: int = 0,
) -> View:
    with visit.office.store.read() as records:
        last = records.recent(Direction.INCOMING, LAST)
    data: Plain = {
        "waiting": [
            {
                "token": item.token,
                "name": item.name,
                "by": item.about.get("by", ""),
                "at": item.about.get("at", ""),
            }
            for item in held(visit.office, ARRIVAL)
        ],
        "last": [_brief(document) for document in last],
    }
    told = [(item.name, told_of(item.error)) for item in refused or []]
    more = {"error": error, "refused": told, "kept": kept}
    return View(data, more, status=422 if error or refused else 200)


def _brief(document: Document) -> Plain:
    came, day = document.arrival_date, document.promulgation_date
    return {
        "id": document.id,
        "arrival_number": document.arrival_number,
        "arrival_date": came.isoformat() if came else None,
        "code": document.code,
        "promulgation_date": day.isoformat() if day else None,
        "type": document.type,
        "organ": document.organ,
        "subject": document.subject,
    }


# --- one file --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file that waits, and what it says of itself, or why it says nothing."""

    token: str
    name: str
    about: Mapping[str, str]
    found: Candidates
    error: Told | None = None


@pages.show("/van-ban-den/{token}", "van-ban-den-mot.html", Duty.CLERICAL)
def one(visit: Visit, token: str) -> View:
    """What was read from the file, as a form to correct."""
    seen = _look(visit.office, token)
    return _form(visit, seen, _proposed(visit.office, seen.found), seen.error)


@pages.act("/van-ban-den/{token}", Duty.CLERICAL, template="van-ban-den-mot.html")
def confirm(visit: Visit, token: str, form: Form) -> View | Response:
    """File it under the next arrival number, as the person corrected it."""
    office = visit.office
    name, data, _ = take(office, token, ARRIVAL)
    said = {key: form.text(key) for key in LABELS}
    again = form.flag("nhan_lai")
    try:
        arrival = arrival_of(said, today=office.today(), again=again)
        received = receive(office, name, data, arrival, held=True)
    except CongvanError as error:
        return _form(visit, _look(office, token), said, told_of(error), again=again)
    discard(office, token)
    told = "da-nhan-truoc" if received.repeated else "da-cho-so-den"
    return go(f"/van-ban/{received.document.id}", told=told)


@pages.act("/van-ban-den/{token}/bo", Duty.CLERICAL)
def throw_away(visit: Visit, token: str, form: Form) -> Response:  # noqa: ARG001
    """Nobody wants it."""
    take(visit.office, token, ARRIVAL)
    discard(visit.office, token)
    return go("/van-ban-den", told="da-bo-tep")


def _look(office: Office, token: str) -> _Seen:
    name, data, about = take(office, token, ARRIVAL)
    try:
        return _Seen(token, name, about, candidates(office, name, data))
    except CongvanError as error:
        return _Seen(token, name, about, Candidates(), told_of(error))


def _proposed(office: Office, found: Candidates) -> dict[str, str]:
    """The fields as they stand in the form before anybody corrects them."""
    proposed = {key: getattr(found, key, "") for key in LABELS}
    for key in _LISTS:
        proposed[key] = "\n".join(getattr(found, key))
    for key in _DAYS:
        day = getattr(found, key)
        proposed[key] = short(day) if day else ""
    answered = found.answers[0].id if len(found.answers) == 1 else ""
    return proposed | {"arrival_date": short(office.today()), "response_for": answered}


def _form(
    visit: Visit,
    seen: _Seen,
    said: Mapping[str, str],
    error: Told | None = None,
    *,
    again: bool = False,
) -> View:
    found = seen.found
    data: Plain = {
        "token_of_file": seen.token,
        "name": seen.name,
        "by": seen.about.get("by", ""),
        "at": seen.about.get("at", ""),
        "fields": dict(said),
        "pages": found.pages,
        "answers": [_brief(document) for document in found.answers],
        "before": [_brief(document) for document in found.before],
        "error": None if error is None else {"code": error.code, "message": error.message},
    }
    more: Plain = {
        "labels_of": LABELS,
        "told_error": error,
        "can_receive": seen.error is None,
        "again": again,
        "text": found.text[:_LONGEST_TEXT],
        "is_cut": len(found.text) > _LONGEST_TEXT,
        "types": sorted({item.name for item in visit.office.catalogue.types()}),
        "priorities": PRIORITIES,
    }
    return View(data, more, status=error.status if error else 200)
