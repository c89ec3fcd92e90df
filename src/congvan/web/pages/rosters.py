"""Đợt in, before it begins: a roster sent, looked at, and turned into a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response

from congvan.errors import CongvanError, RefusedInput
from congvan.membership.refusals import write_refusals
from congvan.model import dates
from congvan.model.account import Duty
from congvan.office import Office
from congvan.office.papers import batch_types
from congvan.office.pictures import page_picture
from congvan.office.roster_desk import RosterDesk, same_run, twins
from congvan.office.run_outlook import columns, problems, run_outlook
from congvan.office.running import Asked, Planned, Prepared, counts, first_docx, plan
from congvan.office.waiting_room import ROSTER, discard, hold, take
from congvan.web.errors import Told, told_of
from congvan.web.page import Form, Pages, View, Visit, download, go, picture

pages = Pages()
DESK: Final = RosterDesk()
SHOWN: Final = 200  # of refused values and of cautions; the workbook holds them all
_FIELDS: Final = ("loai", "ngay", "mac_dinh", "nguoi_ky", "trang_tinh", "so_to")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a roster, as it was typed; it travels in the address."""

    loai: str = ""
    ngay: str = ""
    mac_dinh: str = ""  # the day was not typed, it is today's
    nguoi_ky: str = ""
    trang_tinh: str = ""
    so_to: str = ""

    @property
    def query(self) -> str:
        """For an address of ours."""
        return urlencode({key: value for key, value in asdict(self).items() if value})

    def asked(self, today: date, *, reason: str = "", again: bool = False) -> Asked:
        """What the office is asked; RefusedInput names the field that is wrong."""
        if not self.loai:
            raise RefusedInput(
                "Chưa chọn loại giấy.", remedy="Chọn ở ô “Làm ra loại giấy”.", code="run.no-type"
            )
        on = dates.parse(self.ngay) if self.ngay else today
        if on is None:
            raise RefusedInput(
                f"Ngày của đợt in “{self.ngay}” không phải là ngày.",
                remedy="Ghi như 20/11/2026, hoặc để trống để lấy ngày hôm nay.",
                code="run.bad-date",
            )
        if self.so_to and not (self.so_to.isascii() and self.so_to.isdigit() and int(self.so_to)):
            raise RefusedInput(
                f"Số tờ “{self.so_to}” không phải là số nguyên từ 1.",
                remedy="Ghi số tờ muốn làm thử, hoặc để trống để làm hết.",
                code="run.bad-limit",
            )
        return Asked(
            self.loai,
            on,
            typed=bool(self.ngay) and not (self.mac_dinh and on == today),
            sheet=self.trang_tinh,
            signer=self.nguoi_ky,
            limit=int(self.so_to) if self.so_to else None,
            reason=reason,
            again=again,
        )


@pages.show("/dot-in/moi", "dot-in-moi.html", Duty.CLERICAL, json=False)
def ask(visit: Visit) -> View:
    """The form that takes a roster."""
    return _asking(visit, Choice(), None)


@pages.act("/dot-in/moi", Duty.CLERICAL, template="dot-in-moi.html")
def send(visit: Visit, form: Form) -> View | Response:
    """Keep the roster and go on to look at it."""
    choice = _chosen({key: form.text(key) for key in _FIELDS})
    files = form.files("tep")
    if not files:
        error = RefusedInput(
            "Chưa chọn tệp danh sách.",
            remedy="Chọn một tệp .xlsx, .xls hoặc .csv rồi gửi.",
            code="upload.none",
        )
        return _asking(visit, choice, error)
    token = hold(visit.office, ROSTER, files[0].name, files[0].data)
    if not choice.ngay:
        today = visit.office.today().isoformat()
        choice = Choice(**asdict(choice) | {"ngay": today, "mac_dinh": "1"})
    return go(f"/dot-in/cho/{token}?{choice.query}")


@pages.show("/dot-in/cho/{token}", "dot-in-cho.html", Duty.CLERICAL)
def look(visit: Visit, token: str) -> View:
    """How the list was read, what is refused, what would be numbered, the first paper."""
    return _looking(visit, token, _in_address(visit.request))


@pages.act("/dot-in/cho/{token}", Duty.CLERICAL, template="dot-in-cho.html")
def start(visit: Visit, token: str, form: Form) -> View | Response:
    """Begin the run; what stands in the way is shown above the same page."""
    choice = _chosen({key: form.text(key) for key in _FIELDS})
    reason, again = form.text("ly_do"), form.flag("dot_moi")
    try:
        asked = choice.asked(visit.office.today(), reason=reason, again=again)
        run = DESK.start(visit.office, token, asked)
    except CongvanError as error:
        if error.code == "waiting.unknown":
            raise
        return _looking(visit, token, choice, error=error, reason=reason, again=again)
    return go(f"/dot-in/{run.id}", told="dot-in-bat-dau")


@pages.act("/dot-in/cho/{token}/bo", Duty.CLERICAL)
def throw_away(visit: Visit, token: str, form: Form) -> Response:  # noqa: ARG001
    """Nobody wants this roster."""
    take(visit.office, token, ROSTER)
    discard(visit.office, token)
    return go("/dot-in", told="dot-in-bo-danh-sach")


@pages.file("/dot-in/cho/{token}/khong-nhan.xlsx", Duty.CLERICAL)
def refused(visit: Visit, token: str) -> Response:
    """Every refused row as it was, with its reason beside it."""
    asked = _in_address(visit.request).asked(visit.office.today())
    prepared = DESK.prepared(visit.office, token, asked)
    return download(write_refusals(prepared.table, prepared.roster.refused), "khong-nhan.xlsx")


@pages.file("/dot-in/cho/{token}/to-dau.png", Duty.CLERICAL)
def first(visit: Visit, token: str) -> Response:
    """The first paper as it will look, without its number."""
    asked = _in_address(visit.request).asked(visit.office.today())
    planned = DESK.planned(visit.office, token, asked)
    return picture(page_picture(visit.office, first_docx(visit.office, planned), 1, ours=True).png)


def _in_address(request: Request) -> Choice:
    return _chosen({key: request.query_params.get(key, "") for key in _FIELDS})


def _chosen(values: Mapping[str, str]) -> Choice:
    return Choice(**{key: value.strip() for key, value in values.items()})


def _choices(office: Office, choice: Choice) -> dict[str, Any]:
    """What the fields of the choice offer."""
    on = dates.parse(choice.ngay) or office.today()
    with office.store.read() as records:
        signers = records.signers(on)
    return {
        "choice": choice,
        "types": [office.catalogue.get(key) for key in batch_types()],
        "signers": signers,
    }


def _asking(visit: Visit, choice: Choice, error: CongvanError | None) -> View:
    told = told_of(error) if error else None
    more = {**_choices(visit.office, choice), "error": told}
    return View({}, more, status=told.status if told else 200)


def _looking(
    visit: Visit,
    token: str,
    choice: Choice,
    *,
    error: CongvanError | None = None,
    reason: str = "",
    again: bool = False,
) -> View:
    office = visit.office
    name, _, about = take(office, token, ROSTER)
    data: dict[str, Any] = {"waiting": token, "name": name, "by": about.get("by", ""),
                            "at": about.get("at", ""), "type": choice.loai}  # fmt: skip
    problem: Told | None = told_of(error) if error else None
    if choice.loai:
        try:
            data |= _seen(office, token, choice)
        except CongvanError as found:
            problem = problem or told_of(found)
        problem = problem or data.pop("plan_error", None)
        data.pop("plan_error", None)
    more = {**_choices(office, choice), "problem": problem, "reason": reason, "again": again,
            "shown": SHOWN}  # fmt: skip
    full: dict[str, Any] = {"columns": [], "problems": [], "cautions": [], "counts": None,
                            "outlook": None, "refused_rows": 0, "problem_count": 0,
                            "caution_count": 0, "same_run": None, "earlier_runs": []}  # fmt: skip
    if problem:
        full["error"] = {"code": problem.code, "message": problem.message}
    return View({**full, **data}, more, status=problem.status if problem else 200)


def _seen(office: Office, token: str, choice: Choice) -> dict[str, Any]:
    asked = choice.asked(office.today())
    prepared = DESK.prepared(office, token, asked)
    data: dict[str, Any] = _list_seen(prepared)
    try:
        name, content, _ = take(office, token, ROSTER)
        data |= _run_seen(office, plan(office, name, content, asked, prepared))
    except CongvanError as error:
        data["plan_error"] = told_of(error)
    return data


def _list_seen(prepared: Prepared) -> dict[str, Any]:
    found = list(problems(prepared))
    cautions = prepared.roster.cautions
    return {
        "columns": [asdict(column) for column in columns(prepared.roster)],
        "refused_rows": len(prepared.roster.refused) + len(prepared.papers.unprintable),
        "problem_count": len(found),
        "problems": [asdict(item) for item in found[:SHOWN]],
        "caution_count": len(cautions),
        "cautions": [{"row": one.row, "message": one.message} for one in islice(cautions, SHOWN)],
    }


def _run_seen(office: Office, planned: Planned) -> dict[str, Any]:
    outlook = run_outlook(office, planned)
    known = same_run(office, planned)
    return {
        "date": planned.run.on.isoformat(),
        "counts": counts(planned, {}),
        "outlook": {
            "numbers": [asdict(item) for item in outlook.numbers],
            "signer": f"{outlook.signer.name}, {outlook.signer.post}",
            "findings": [
                {"code": item.code, "severity": item.severity, "message": item.message}
                for item in outlook.findings
            ],
            "needs_reason": outlook.needs_reason,
        },
        "same_run": known.id if known else None,
        "earlier_runs": [
            {"id": run.id, "date": run.on.isoformat()} for run in twins(office, planned.run)
        ],
    }
