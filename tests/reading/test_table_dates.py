"""Dates out of cells: every Vietnamese writing, and nothing that could be read two ways."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.model.dates import in_words, short
from congvan.model.person import PartialDate
from congvan.reading.table_dates import read_date, read_day
from congvan.reading.table_kinds import BadCell

DAY = date(1980, 2, 3)
days = st.dates(date(1910, 1, 2), date(2100, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(1980, 2, 3, 7, 30),  # noqa: DTZ001 - a cell knows no zone
        29254,
        29254.0,
        "3/2/1980",
        "03/02/1980",
        "03.02.1980",
        "3-2-1980",
        "3 / 2 / 1980",
        "03/02/1980.",
        "ngày 03/02/1980",
        "Sinh ngày: 3/2/1980",
        "ngày 3 tháng 2 năm 1980",
        "Ngày 03 tháng 02 năm 1980",
        "3 tháng 2 năm 1980",
        "3 tháng 2, 1980",
        "ngay 3 thang 2 nam 1980",
        "1980-02-03",
        "1980/2/3",
        "1980-02-03 00:00:00",
        "1980-02-03T00:00:00",
        "03/02/1980 00:00:00",
    ],
)
def test_a_day_is_read_in_every_writing(cell: Any) -> None:
    assert read_day(cell) == DAY
    assert read_date(cell, year_alone=True) == PartialDate(1980, 2, 3)


@pytest.mark.parametrize(
    "cell", [1980, 1980.0, "1980", "năm 1980", "Năm sinh 1980", "00/00/1980", "0/0/1980"]
)
def test_a_year_alone_stays_a_year_where_it_is_enough(cell: Any) -> None:
    assert read_date(cell, year_alone=True) == PartialDate(1980)
    assert isinstance(read_date(cell), BadCell)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("tháng 2/1980", "thiếu ngày"),
        ("02/1980", "thiếu ngày"),
        ("tháng 2 năm 1980", "thiếu ngày"),
        ("00/02/1980", ""),
        ("3/2/80", "2 chữ số"),
        ("3/2/980", "3 chữ số"),
        ("ngày 3 tháng 2 năm 80", "2 chữ số"),
        ("3/13/1980", "không có tháng 13"),
        ("13/13/1980", "không có tháng 13"),
        ("2/31/1980", "ngày phải đứng trước tháng"),
        ("31/02/1980", "không có ngày 31"),
        ("29/02/1981", "không có ngày 29"),
        ("32/1/1980", "không có ngày 32"),
        ("3/2/20223", "năm 20223"),
        ("20223-02-03", "năm 20223"),
        ("3/2/1800", "năm 1800"),
        (6_693_332, "năm 20"),
        (date(9999, 12, 31), "năm 9999"),
        (7, "không phải là một ngày"),
        (-5, "không phải là một ngày"),
        (True, "không phải là một ngày"),
        ("không rõ", "không phải là một ngày"),
        ("3/2", "không phải là một ngày"),
        ("3/2/1980/5", "không phải là một ngày"),
        ("99999999999999999999/1/1980", "không phải là một ngày"),
        ("3/2/" + "9" * 400, ""),
    ],
)
@pytest.mark.parametrize("year_alone", [False, True])
def test_what_is_no_day_is_refused_with_its_reason(cell: Any, said: str, year_alone: bool) -> None:
    found = read_date(cell, year_alone=year_alone)
    assert isinstance(found, BadCell)
    assert said in found.reason
    assert "ví dụ 03/02/1980" in found.remedy


def test_an_empty_cell_has_no_date_and_a_bad_one_stays_bad() -> None:
    bad = BadCell("x", "#N/A", "lỗi", "sửa")
    assert read_date(None) is None
    assert read_day(None) is None
    assert read_day(bad) is bad


def test_bare_numbers_count_from_1904_where_the_workbook_does() -> None:
    assert read_day(29254 - 1462, from_1904=True) == DAY


@given(days)
def test_every_day_reads_back_from_every_writing(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    writings: list[Any] = [day, serial, short(day), in_words(day), day.isoformat()]
    writings += [f"{day.day}.{day.month}.{day.year}", f"{day:%d-%m-%Y}"]
    assert {read_day(writing) for writing in writings} == {day}
    assert date(1899, 12, 30) + timedelta(days=serial) == day


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(allow_nan=False), st.booleans()))
def test_anything_gives_a_date_or_a_reason(cell: Any) -> None:
    found = read_date(cell, year_alone=True)
    assert isinstance(found, PartialDate | BadCell)
