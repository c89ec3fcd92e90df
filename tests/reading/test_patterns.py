"""Number and date lines are read open, filled and damaged; what only looks like one is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.model.code import CodeForm, DocumentCode
from congvan.model.dates import in_words
from congvan.reading.patterns import date_line, number_line


@pytest.mark.parametrize(
    ("text", "number", "notation", "form"),
    [
        ("Số 05-CV/ĐU", "05", "CV/ĐU", CodeForm.PARTY),
        ("Số: 26 -CV/ĐUSXD", "26", "CV/ĐUSXD", CodeForm.PARTY),
        ("Số: 15/QĐ-UBND", "15", "QĐ-UBND", CodeForm.STATE),
        ("Số:123/UBND-VP", "123", "UBND-VP", CodeForm.STATE),
        ("Số: 30/2020/NĐ-CP", "30", "NĐ-CP", CodeForm.STATE),
        ("SỐ 7 - CTr / ĐU", "7", "CTr/ĐU", CodeForm.PARTY),
        ("Số 05–QC/BTCTU–BNCTU", "05", "QC/BTCTU-BNCTU", CodeForm.PARTY),
        ("Số 3294-CV/VPTW/nb", "3294", "CV/VPTW/nb", CodeForm.PARTY),
        ("Số 12a-CV/ĐU.", "12a", "CV/ĐU", CodeForm.PARTY),
        ("**Số 9-NQ/TW**", "9", "NQ/TW", CodeForm.PARTY),
        ("Số: ..../BC-SXD", "", "BC-SXD", CodeForm.STATE),
    ],
)
def test_a_number_line_is_read(text: str, number: str, notation: str, form: CodeForm) -> None:
    line = number_line(text)
    assert line is not None
    assert (line.number, line.notation, line.form) == (number, notation, form)


@pytest.mark.parametrize(
    "text",
    [
        "Quy định số 213-QĐ/TW, ngày 02/01/2020",
        "số 213-QĐ/TW về đảng viên",
        "Số 213-QĐ/TW về đảng viên",
        "Số điện thoại: 0912-345/678",
        "Số lượng: 05",
        "Số 5",
        "",
        "Số" + " " * 2000 + "-CV/ĐU",
    ],
)
def test_what_only_mentions_a_number_is_no_number_line(text: str) -> None:
    assert number_line(text) is None


@pytest.mark.parametrize(
    ("text", "place", "parts"),
    [
        ("An Bình, ngày 03 tháng 11 năm 2026", "An Bình", (3, 11, 2026)),
        ("TP. Hải An , ngày 3 tháng 2 năm 2026.", "TP. Hải An", (3, 2, 2026)),
        ("An Bình, ngày … tháng … năm 2026", "An Bình", (None, None, 2026)),
        ("…, ngày … tháng … năm …", "", (None, None, None)),
        ("ngày 01 tháng 5 năm 2026", "", (1, 5, 2026)),
        ("Quận 1, ngày 30 tháng 4 năm 2025", "Quận 1", (30, 4, 2025)),
        ("*An Bình, ngày 12 tháng 02 năm 2026*", "An Bình", (12, 2, 2026)),
        ("An Bình, ngày 12/02/2026", "An Bình", (12, 2, 2026)),
        ("Đông Hà, ngày 04 tháng 02 năm 2020", "Đông Hà", (4, 2, 2020)),
        ("An Bình, ngày … tháng … năm 20…", "An Bình", (None, None, None)),
    ],
)
def test_a_date_line_is_read(text: str, place: str, parts: tuple[int | None, ...]) -> None:
    line = date_line(text)
    assert line is not None
    assert (line.place, (line.day, line.month, line.year)) == (place, parts)


@pytest.mark.parametrize(
    "text",
    [
        "thực hiện từ ngày 01 tháng 5 năm 2026",
        "số 213-QĐ/TW, ngày 02 tháng 01 năm 2020",
        "Quyết định 15/QĐ-UBND, ngày 02 tháng 01 năm 2020",
        "Họ tên: A, ngày 02 tháng 01 năm 2020",
        "An Bình, ngày 02 tháng 01 năm 2020 của Tỉnh uỷ",
        "Cập nhật ngày: 02/03/2024 11:05:14",
    ],
)
def test_a_sentence_with_a_date_is_no_date_line(text: str) -> None:
    assert date_line(text) is None


def test_a_day_that_does_not_exist_is_no_date() -> None:
    line = date_line("An Bình, ngày 31 tháng 02 năm 2026")
    assert line is not None
    assert line.date is None


@given(st.dates(date(1930, 2, 3), date(2100, 1, 1)))
def test_a_printed_date_line_reads_back(day: date) -> None:
    line = date_line(f"An Bình, {in_words(day)}")
    assert line is not None
    assert line.date == day


notations = st.sampled_from(["CV/ĐU", "QĐ/UBKTTW", "QC/BTCTU-BNCTU", "CTr/TU", "BC/VPĐU"])
state_notations = st.sampled_from(["QĐ-UBND", "UBND-VP", "BC-SNV", "TTr-SXD"])


@given(
    st.one_of(
        st.builds(DocumentCode, st.integers(1, 99_999), notations, st.just(CodeForm.PARTY)),
        st.builds(DocumentCode, st.integers(1, 99_999), state_notations, st.just(CodeForm.STATE)),
    )
)
def test_a_printed_code_reads_back(code: DocumentCode) -> None:
    label = "Số " if code.form is CodeForm.PARTY else "Số: "
    line = number_line(f"{label}{code}")
    assert line is not None
    assert line.code == code


@given(st.text(max_size=200))
def test_any_text_is_read_or_not(text: str) -> None:
    number_line(text)
    date_line(text)
