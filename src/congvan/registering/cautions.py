"""What the register warns about before it gives a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from congvan.config import Numbering
from congvan.model.dates import short
from congvan.model.findings import Finding
from congvan.model.organs import Organ, Standard, Term
from congvan.model.register import RegisterEntry
from congvan.registering.series import term_on

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def cautions(
    on: date,
    *,
    organ: Organ,
    terms: Sequence[Term],
    last: RegisterEntry | None,
    numbering: Numbering,
    typed: bool,
) -> list[Finding]:
    """Findings about the date; those of severity ``error`` need a reason to go on.

    ``typed``: the date was typed, not taken from the clock. A day off that is today means
    somebody is at work; a day off that was typed is most likely a slip.
    """
    found: list[Finding] = []
    if last is not None and on < last.promulgation_date:
        found.append(_before_last(on, last))
    if organ.standard is Standard.PARTY and term_on(terms, on) is None:
        found.append(_outside_term(on, terms))
    day_off = _day_off(on, numbering)
    if day_off:
        found.append(_on_day_off(on, day_off, typed=typed))
    return found


def _before_last(on: date, last: RegisterEntry) -> Finding:
    return Finding(
        code="date.before-last",
        severity="error",
        place="ngày ban hành",
        found=short(on),
        expected=f"từ {short(last.promulgation_date)}",
        message=(
            f"Ngày {short(on)} sớm hơn ngày của số liền trước "
            f"({last.code}, {short(last.promulgation_date)})."
        ),
    )


def _outside_term(on: date, terms: Sequence[Term]) -> Finding:
    known = "; ".join(
        f"{term.name} từ {short(term.start)}" + (f" đến {short(term.end)}" if term.end else "")
        for term in terms
    )
    return Finding(
        code="date.outside-term",
        severity="error",
        place="ngày ban hành",
        found=short(on),
        expected=known,
        message=f"Ngày {short(on)} nằm ngoài các nhiệm kỳ đã khai ({known}).",
        source="HD05 3.1.1",
    )


def _day_off(on: date, numbering: Numbering) -> str:
    if on in numbering.holidays:
        return "ngày nghỉ lễ"
    if _WEEKDAYS[on.weekday()] in numbering.days_off:
        return _NAMES[on.weekday()]
    return ""


def _on_day_off(on: date, why: str, *, typed: bool) -> Finding:
    return Finding(
        code="date.day-off",
        severity="error" if typed else "warning",
        place="ngày ban hành",
        found=short(on),
        message=f"Ngày {short(on)} là ngày không làm việc ({why}).",
    )
