"""Dates as printed (HD05 4.2; NĐ 30/2020, Phụ lục I, II.4b) and as typed."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.model.dates import in_words, parse, short


@pytest.mark.parametrize(
    ("day", "words", "figures"),
    [
        (date(2026, 2, 3), "ngày 03 tháng 02 năm 2026", "03/02/2026"),
        (date(2026, 5, 27), "ngày 27 tháng 5 năm 2026", "27/5/2026"),
        (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026", "10/01/2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026", "09/3/2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026", "31/12/2026"),
    ],
)
def test_only_short_days_and_the_first_two_months_carry_a_zero(
    day: date, words: str, figures: str
) -> None:
    assert in_words(day) == words
    assert short(day) == figures


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-03",
        "3/2/2026",
        "03/02/2026",
        "03.02.2026",
        "03-02-2026",
        " 3 / 2 / 2026 ",
        "ngày 03 tháng 02 năm 2026",
        "Ngày 3 tháng 2 năm 2026",
        "ngày 03  tháng 02\u00a0năm 2026",
        unicodedata.normalize("NFD", "ngày 03 tháng 02 năm 2026"),
    ],
)
def test_dates_are_read_in_every_usual_writing(text: str) -> None:
    assert parse(text) == date(2026, 2, 3)


@pytest.mark.parametrize(
    "text",
    ["", "hôm qua", "31/02/2026", "2026-13-01", "3/2", "3/2/26", "00/00/0000", "2026", "1/1/10000"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse(text) is None


@given(st.dates())
def test_every_printed_date_reads_back(day: date) -> None:
    assert parse(in_words(day)) == day
    assert parse(short(day)) == day
    assert parse(day.isoformat()) == day


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse(text)
    assert found is None or isinstance(found, date)
