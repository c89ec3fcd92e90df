"""Sổ văn bản đi, sổ văn bản đến: narrowed, sorted, page by page, as a workbook; numbers by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import Response

from congvan.errors import CongvanError
from congvan.model import labels
from congvan.model.account import Duty
from congvan.model.dates import short
from congvan.model.documents import Direction
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.model.text import nfc
from congvan.office import typed
from congvan.office.register_book import (
    DAYS,
    HEADINGS,
    TITLES,
    Heading,
    book_page,
    choices,
    export,
    filter_of,
)
from congvan.office.registry import HandWritten, enter, entry_to_plain, known_line, void_line
from congvan.ports import RegisterQuery
from congvan.web.errors import NoPage, told_of
from congvan.web.listing import Between, address, between, paging, whole
from congvan.web.page import Form, Pages, View, Visit, download, go

pages = Pages()
Plain = dict[str, Any]
SIZE: Final = 50
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATHS: Final = {Direction.OUTGOING: "/so-van-ban-di", Direction.INCOMING: "/so-van-ban-den"}
_SORTS: Final = {"number": "so", "date": "ngay", "subject": "trich-yeu"}
_STATES: Final = {state.value: state for state in EntryState}
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for: the query, and the parameters as the links repeat them."""

    query: RegisterQuery
    parameters: Mapping[str, str]
    days: Between

    @property
    def path(self) -> str:
        return PATHS[self.query.direction]


# --- the two books ---------------------------------------------------------------------------


@pages.show("/so-van-ban-di", "so-van-ban-di.html", Duty.READ)
def outgoing(
    visit: Visit,
    *,
    q: str = "",
    loai: str = "",
    nhiem_ky: str = "",
    trang_thai: str = "",
    tu: str = "",
    den: str = "",
    xep: str = "",
    chieu: str = "",
    trang: str = "1",
) -> View:
    """Sổ đăng ký văn bản đi."""
    given = {"q": q, "loai": loai, "nhiem_ky": nhiem_ky, "trang_thai": trang_thai}
    given |= {"tu": tu, "den": den, "xep": xep, "chieu": chieu}
    view = _shown(visit, _asked(Direction.OUTGOING, given), trang)
    known = choices(visit.office)
    more = {"groups": known.groups, "spans": known.spans, "states": labels.STATES}
    return replace(view, more={**view.more, **more})


@pages.show("/so-van-ban-den", "so-van-ban-den.html", Duty.READ)
def incoming(
    visit: Visit,
    *,
    q: str = "",
    tu: str = "",
    den: str = "",
    xep: str = "",
    chieu: str = "",
    trang: str = "1",
) -> View:
    """Sổ đăng ký văn bản đến."""
    given = {"q": q, "tu": tu, "den": den, "xep": xep, "chieu": chieu}
    return _shown(visit, _asked(Direction.INCOMING, given), trang)


@pages.file("/so-van-ban-di.xlsx", Duty.READ)
def outgoing_book(visit: Visit) -> Response:
    """All lines that match; the address takes the filters of the page."""
    return _workbook(visit, Direction.OUTGOING)


@pages.file("/so-van-ban-den.xlsx", Duty.READ)
def incoming_book(visit: Visit) -> Response:
    """All lines that match; the address takes the filters of the page."""
    return _workbook(visit, Direction.INCOMING)


def _workbook(visit: Visit, direction: Direction) -> Response:
    asked = _asked(direction, visit.request.query_params)
    data, _ = export(visit.office, asked.query)
    day = visit.office.today().isoformat()
    return download(data, f"{TITLES[direction]} {day}.xlsx", kind=XLSX)


def _asked(direction: Direction, given: Mapping[str, str]) -> _Asked:
    """What the parameters of an address ask for; what makes no sense is left out."""

    def said(key: str) -> str:
        return nfc(given.get(key, "")[:_LONGEST])

    days = between(said("tu"), said("den"))
    sort = next((key for key, word in _SORTS.items() if word == said("xep")), "number")
    query = RegisterQuery(
        direction,
        text=said("q"),
        date_from=days.first,
        date_to=days.last,
        sort=sort,
        descending=said("chieu") != "tang",
    )
    parameters = {
        "q": query.text,
        "tu": short(days.first) if days.first else "",
        "den": short(days.last) if days.last else "",
        "xep": _SORTS[sort] if sort != "number" else "",
        "chieu": "" if query.descending else "tang",
    }
    if direction is Direction.OUTGOING:
        state = _STATES.get(said("trang_thai"))
        query = replace(query, group=said("loai"), span=said("nhiem_ky"), state=state)
        parameters |= {"loai": query.group, "nhiem_ky": query.span}
        parameters["trang_thai"] = state.value if state else ""
    return _Asked(query, parameters, days)


def _shown(visit: Visit, asked: _Asked, page: str) -> View:
    wanted = whole(page)
    query = replace(asked.query, limit=SIZE, offset=(wanted - 1) * SIZE)
    rows, total = book_page(visit.office, query)
    listed = paging(asked.path, asked.parameters, page=wanted, total=total, size=SIZE)
    if not rows and total:  # beyond the last page: the last one
        rows, total = book_page(visit.office, replace(query, offset=(listed.page - 1) * SIZE))
    data: Plain = {
        "filter": filter_of(asked.query),
        "total": total,
        "page": listed.page,
        "pages": listed.pages,
        "rows": rows,
    }
    headings = [item for item in HEADINGS[asked.query.direction] if item.key != "signed_for"]
    more: Plain = {
        "title": TITLES[asked.query.direction],
        "asked": asked.parameters,
        "wrong_days": asked.days.wrong,
        "headings": [(item, *_sorting(asked, item)) for item in headings],
        "paging": listed,
        "workbook": address(f"{asked.path}.xlsx", asked.parameters),
        "days": DAYS,
        "void_address": _void_address,
    }
    return View(data, more)


def _sorting(asked: _Asked, heading: Heading) -> tuple[str, str]:
    """Where a heading leads, and how the list stands by it (``aria-sort``)."""
    if not heading.sort:
        return "", ""
    is_chosen = heading.sort == asked.query.sort
    way = "tang" if is_chosen and asked.query.descending else ""
    order = "" if heading.sort == "number" else _SORTS[heading.sort]
    link = address(asked.path, asked.parameters, xep=order, chieu=way)
    stands = "descending" if asked.query.descending else "ascending"
    return link, stands if is_chosen else ""


# --- a number made void ----------------------------------------------------------------------


@pages.show("/so-van-ban-di/huy", "so-van-ban-di-huy.html", Duty.CLERICAL, json=False)
def ask_void(
    visit: Visit, *, co_quan: str = "", so_sach: str = "", nhiem_ky: str = "", so: str = ""
) -> View:
    """The line, and what making its number void means."""
    number = whole(so, otherwise=0)
    if not number:
        raise NoPage
    return _void_form(known_line(visit.office, Series(co_quan, so_sach, nhiem_ky), number))


@pages.act("/so-van-ban-di/huy", Duty.CLERICAL, template="so-van-ban-di-huy.html")
def void(visit: Visit, form: Form) -> View | Response:
    """Make the number void; its line stays, with who and why."""
    series = Series(form.text("co_quan"), form.text("so_sach"), form.text("nhiem_ky"))
    number = whole(form.text("so"), otherwise=0)
    try:
        reason = typed.line("Lý do", form.text("ly_do"))
        void_line(visit.office, series, number, reason=reason)
    except CongvanError as error:
        if error.code == "register.unknown-number":
            raise
        line = known_line(visit.office, series, number)
        return _void_form(line, error, form.text("ly_do"))
    return go("/so-van-ban-di", told="da-huy-so")


def _void_form(entry: RegisterEntry, error: CongvanError | None = None, reason: str = "") -> View:
    told = told_of(error) if error else None
    more = {
        "entry": entry_to_plain(entry),
        "is_void": entry.state is EntryState.VOID,
        "error": told,
        "reason": reason,
    }
    return View({}, more, status=told.status if told else 200)


def _void_address(line: Plain) -> str:
    named = {"co_quan": line["organ"], "so_sach": line["register"], "nhiem_ky": line["term"]}
    return address("/so-van-ban-di/huy", named, so=line["number"])


# --- a number given by hand ------------------------------------------------------------------

_ENTER_FIELDS: Final = ("loai", "so", "ngay", "trich_yeu", "nguoi_ky", "noi_nhan", "ly_do", "mat")


@pages.show("/so-van-ban-di/vao-so", "so-van-ban-di-vao-so.html", Duty.CLERICAL, json=False)
def ask_enter(visit: Visit) -> View:
    """The form of a line for a number given on paper."""
    return _enter_form(visit, dict.fromkeys(_ENTER_FIELDS, ""))


@pages.act("/so-van-ban-di/vao-so", Duty.CLERICAL, template="so-van-ban-di-vao-so.html")
def enter_line(visit: Visit, form: Form) -> View | Response:
    """Write the line."""
    said = {key: form.text(key) for key in _ENTER_FIELDS}
    try:
        entry = enter(visit.office, _hand_written(said))
    except CongvanError as error:
        return _enter_form(visit, said, error)
    return go(f"/van-ban/{entry.document_id}", told="da-vao-so")


def _hand_written(said: Mapping[str, str]) -> HandWritten:
    number = typed.number("Số", typed.required("Số", said["so"]))
    on = typed.day("Ngày văn bản", typed.required("Ngày văn bản", said["ngay"]))
    assert number is not None  # required gave something, so number and day did
    assert on is not None
    is_secret = bool(said["mat"])
    subject = said["trich_yeu"]
    return HandWritten(
        type_key=typed.required("Loại văn bản", said["loai"]),
        number=number,
        on=on,
        subject="" if is_secret else typed.required("Trích yếu", subject),
        signer_name=typed.line("Người ký", said["nguoi_ky"]),
        to_places=typed.lines("Nơi nhận", said["noi_nhan"]),
        reason=typed.line("Lý do", said["ly_do"]),
        secret=is_secret,
    )


def _enter_form(visit: Visit, said: Mapping[str, str], error: CongvanError | None = None) -> View:
    told = told_of(error) if error else None
    more = {
        "types": [item for item in visit.office.catalogue.types() if item.numbered],
        "said": said,
        "error": told,
    }
    return View({}, more, status=told.status if told else 200)
