"""Dates out of cells, in every Vietnamese writing; what could be read two ways is refused."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from congvan.model.person import PartialDate
from congvan.model.text import fold
from congvan.reading.table_kinds import BadCell, Cell, shown

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2100
_SERIAL_FROM: Final = 3_654  # 01/01/1910: smaller numbers are years, or nonsense
_SERIAL_TO: Final = 73_415  # 31/12/2100
_DAYS_A_YEAR: Final = 365.2425
_1904: Final = 1_462
_TIME: Final = r"(?:[ t]0{1,2}:00(?::00(?:\.0+)?)?)?"
_CUT: Final = r"\s*[/.\-]\s*"
_LEAD: Final = r"(?:(?:sinh )?ngay\s*:?\s*)?"
_WHOLE: Final = (
    re.compile(rf"{_LEAD}(?P<d>\d{{1,2}}){_CUT}(?P<m>\d{{1,2}}){_CUT}(?P<y>\d+){_TIME}"),
    re.compile(rf"{_LEAD}(?P<d>\d{{1,2}}),?\s*thang\s*(?P<m>\d{{1,2}}),?\s*(?:nam\s*)?(?P<y>\d+)"),
    re.compile(rf"(?P<y>\d{{4,}}){_CUT}(?P<m>\d{{1,2}}){_CUT}(?P<d>\d{{1,2}}){_TIME}"),
)
_MONTH: Final = (
    re.compile(rf"(?:thang\s*)?(?P<m>\d{{1,2}}){_CUT}(?P<y>\d{{4,}})"),
    re.compile(r"thang\s*(?P<m>\d{1,2}),?\s*nam\s*(?P<y>\d+)"),
)
_YEAR: Final = re.compile(r"(?:sinh )?(?:nam )?(?:sinh )?(?P<y>\d{4,})")
_HOW: Final = "Ghi ngày/tháng/năm, ví dụ 03/02/1980."
_HOW_YEAR: Final = "Ghi ngày/tháng/năm, ví dụ 03/02/1980, hoặc chỉ năm, ví dụ 1980."


def read_date(
    cell: Cell, *, year_alone: bool = False, from_1904: bool = False
) -> PartialDate | BadCell | None:
    """The date in a cell; None when it is empty, BadCell saying why when it is none.

    With ``year_alone`` a year is enough, and is kept as a year. A bare number is a day as Excel
    counts them; two-digit years are never guessed.
    """
    if cell is None or isinstance(cell, BadCell):
        return cell
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        if EARLIEST_YEAR <= cell.year <= LATEST_YEAR:
            return PartialDate.of(cell)
        return _bad(cell, f"là ngày thuộc năm {cell.year}, ngoài khoảng có thật", year_alone)
    if isinstance(cell, bool):
        return _bad(cell, "không phải là một ngày", year_alone)
    if isinstance(cell, int | float):
        return _number(cell, year_alone, from_1904)
    return _text(cell, year_alone)


def read_day(cell: Cell, *, from_1904: bool = False) -> date | BadCell | None:
    """The whole date in a cell; None when it is empty."""
    if type(cell) is date and EARLIEST_YEAR <= cell.year <= LATEST_YEAR:
        return cell
    found = read_date(cell, from_1904=from_1904)
    return found.whole if isinstance(found, PartialDate) else found


def _number(number: float, year_alone: bool, from_1904: bool) -> PartialDate | BadCell:
    if EARLIEST_YEAR <= number <= LATEST_YEAR and number == int(number):
        if year_alone:
            return PartialDate(int(number))
        return _bad(number, "chỉ có năm, thiếu ngày và tháng", year_alone)
    if number < _SERIAL_FROM:
        return _bad(number, "không phải là một ngày", year_alone)
    if number > _SERIAL_TO:
        year = EARLIEST_YEAR + int(min(number, 10.0**9) / _DAYS_A_YEAR)
        return _bad(number, f"là ngày thuộc năm {year}, ngoài khoảng có thật", year_alone)
    days = int(number) + (_1904 if from_1904 else 0)
    return PartialDate.of(date(1899, 12, 30) + timedelta(days=days))


def _text(text: str, year_alone: bool) -> PartialDate | BadCell:
    said = fold(text).strip(" .,;")
    for pattern in _WHOLE:
        if found := pattern.fullmatch(said):
            return _whole(text, found["d"], found["m"], found["y"], year_alone)
    if found := _YEAR.fullmatch(said):
        if year_alone:
            return _in_range_year(text, int(found["y"]))
        return _bad(text, "chỉ có năm, thiếu ngày và tháng", year_alone)
    if any(pattern.fullmatch(said) for pattern in _MONTH):
        return _bad(text, "chỉ có tháng và năm, thiếu ngày", year_alone)
    return _bad(text, "không phải là một ngày", year_alone)


def _in_range_year(text: str, year: int) -> PartialDate | BadCell:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return _bad(text, f"ghi năm {year}, ngoài khoảng có thật", year_alone=True)
    return PartialDate(year)


def _whole(text: str, day: str, month: str, year: str, year_alone: bool) -> PartialDate | BadCell:
    if len(year) < 4:
        return _bad(text, f"năm chỉ ghi {len(year)} chữ số (“{year}”)", year_alone)
    if int(day) == 0 and year_alone:  # 00/00/1980: only the year is known
        if int(month) == 0:
            return _in_range_year(text, int(year))
        return _bad(text, "chỉ có tháng và năm, thiếu ngày", year_alone)
    return _checked(text, int(day), int(month), int(year[:9]), year_alone)


def _checked(text: str, day: int, month: int, year: int, year_alone: bool) -> PartialDate | BadCell:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return _bad(text, f"ghi năm {year}, ngoài khoảng có thật", year_alone)
    if not 1 <= month <= 12:
        turned = " (ngày phải đứng trước tháng)" if 1 <= day <= 12 else ""
        return _bad(text, f"không có tháng {month}{turned}", year_alone)
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return _bad(text, f"tháng {month}/{year} không có ngày {day}", year_alone)


def _bad(cell: Cell, why: str, year_alone: bool) -> BadCell:
    return BadCell("table.date", shown(cell), why, _HOW_YEAR if year_alone else _HOW)
