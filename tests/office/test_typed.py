"""What a form brings becomes a value or is refused by the name of its field."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.errors import RefusedInput
from congvan.model.text import squeeze, unsafe_characters
from congvan.office import typed


@given(st.text(max_size=200))
def test_a_line_is_clean_or_refused(text: str) -> None:
    if unsafe_characters(squeeze(text)):
        with pytest.raises(RefusedInput, match="“Ô”"):
            typed.line("Ô", text)
    else:
        assert typed.line("Ô", text) == squeeze(text)


@given(st.text(max_size=60))
def test_a_number_is_a_number_or_refused(text: str) -> None:
    value = None
    with suppress(RefusedInput):
        value = typed.number("Số", text)
    assert value is None or (value >= 1 and int(squeeze(text)) == value)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_every_writing_of_a_day_is_read(day: date) -> None:
    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f" {day.day}.{day.month}.{day.year:04} "):
        assert typed.day("Ngày", text) == day


@pytest.mark.parametrize("text", ["30/2/2026", "hôm qua", "2026", "1/1/26", "0/1/2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(RefusedInput, match="“Ngày”"):
        typed.day("Ngày", text)


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u00a0"])
def test_what_is_needed_may_not_be_blank(text: str) -> None:
    assert typed.line("Tên", text) == ""
    with pytest.raises(RefusedInput, match="Thiếu “Tên”"):
        typed.required("Tên", text)


def test_lines_lose_the_empty_ones() -> None:
    assert typed.lines("Nơi nhận", " Tỉnh uỷ \n\n  Ban  Tổ chức\n") == ("Tỉnh uỷ", "Ban Tổ chức")


@pytest.mark.parametrize("text", ["a" * 2_001, "\n".join("a" * 600)])
def test_a_whole_page_is_no_line(text: str) -> None:
    with pytest.raises(RefusedInput) as caught:
        typed.lines("Nơi nhận", text)
    assert caught.value.code == "typed.too-long"
