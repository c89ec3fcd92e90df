"""Số và ký hiệu as the standards print them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.model.code import CodeForm, DocumentCode

PARTY = [
    ("454-CV/ĐU", 454, "CV/ĐU", "CV"),
    ("8384-CV/TU", 8384, "CV/TU", "CV"),
    ("33-HD/BTCTW", 33, "HD/BTCTW", "HD"),
    ("01-HD/BTCTU", 1, "HD/BTCTU", "HD"),
    ("05-QC/BTCTU-BNCTU", 5, "QC/BTCTU-BNCTU", "QC"),
    ("20-BB/ĐH", 20, "BB/ĐH", "BB"),
    ("138-CV/BTGDVTU", 138, "CV/BTGDVTU", "CV"),
    ("23-QĐ/UBKTTW", 23, "QĐ/UBKTTW", "QĐ"),
    ("24-BS/UBKTTU", 24, "BS/UBKTTU", "BS"),
    ("26-CTr/ĐU", 26, "CTr/ĐU", "CTr"),
    ("15-QĐi/TƯ", 15, "QĐi/TƯ", "QĐi"),
    ("07-CV/ThU", 7, "CV/ThU", "CV"),
    ("3294-CV/VPTW/nb", 3294, "CV/VPTW/nb", "CV"),
]
STATE = [
    ("15/QĐ-UBND", 15, None, "QĐ-UBND", "QĐ"),
    ("05/BC-SNV", 5, None, "BC-SNV", "BC"),
    ("123/UBND-VP", 123, None, "UBND-VP", "UBND"),
    ("07/SY-UBND", 7, None, "SY-UBND", "SY"),
    ("100/QĐ-UBND", 100, None, "QĐ-UBND", "QĐ"),
    ("05/CV-UBND", 5, None, "CV-UBND", "CV"),
    ("30/2020/NĐ-CP", 30, 2020, "NĐ-CP", "NĐ"),
    ("01/2024/TT-BNV", 1, 2024, "TT-BNV", "TT"),
    ("25/2018/QH14", 25, 2018, "QH14", "QH14"),
    ("12/2022/UBTVQH15", 12, 2022, "UBTVQH15", "UBTVQH15"),
]
NOT_CODES = [
    "5-CV/ĐU",
    "26 -CV/ĐUSTP",
    "15-QĐ/",
    "Số: 26-CV/ĐU",
    "Số 26-CV/ĐU",
    "5/QĐ-UBND",
    "05 /QĐ-UBND",
    "05/QĐ–UBND",
    "012/QĐ-UBND",
    "00-CV/ĐU",
    "0-CV/ĐU",
    "-CV/ĐU",
    "213-qđ/tw",
    "213QĐTW",
    "213-QĐ/TW\n",
    " 213-QĐ/TW",
    "٢٣-QĐ/TW",
    "1٢-QĐ/TW",
    "",
]


@pytest.mark.parametrize(("text", "number", "notation", "kind"), PARTY)
def test_party_codes_are_read(text: str, number: int, notation: str, kind: str) -> None:
    code = DocumentCode.parse(text)
    assert (code.number, code.notation, code.form) == (number, notation, CodeForm.PARTY)
    assert (code.year, code.type_abbreviation, str(code)) == (None, kind, text)


@pytest.mark.parametrize(("text", "number", "year", "notation", "kind"), STATE)
def test_state_codes_are_read(
    text: str, number: int, year: int | None, notation: str, kind: str
) -> None:
    code = DocumentCode.parse(text)
    assert (code.number, code.year, code.notation) == (number, year, notation)
    assert (code.form, code.type_abbreviation, str(code)) == (CodeForm.STATE, kind, text)


@pytest.mark.parametrize("text", NOT_CODES)
def test_what_is_not_written_by_the_book_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="không phải số, ký hiệu"):
        DocumentCode.parse(text)


def test_a_code_in_nfd_is_the_same_code() -> None:
    assert DocumentCode.parse(unicodedata.normalize("NFD", "15-QĐ/TƯ")) == DocumentCode.parse(
        "15-QĐ/TƯ"
    )


capitals = st.text(alphabet="ABCDĐGHKLMNQRSTUƯVXY", min_size=1, max_size=8)
party_notations = st.builds(
    lambda kind, organs: f"{kind}/{'-'.join(organs)}",
    capitals,
    st.lists(capitals, min_size=1, max_size=3),
)
state_notations = st.builds(lambda kind, organ: f"{kind}-{organ}", capitals, capitals)
numbers = st.integers(1, 999_999)
years = st.one_of(st.none(), st.integers(1945, 2099))


@given(st.builds(DocumentCode, numbers, party_notations, st.just(CodeForm.PARTY)))
def test_a_printed_party_code_reads_back(code: DocumentCode) -> None:
    assert DocumentCode.parse(str(code)) == code


@given(st.builds(DocumentCode, numbers, state_notations, st.just(CodeForm.STATE), years))
def test_a_printed_state_code_reads_back(code: DocumentCode) -> None:
    assert DocumentCode.parse(str(code)) == code


@given(st.text(max_size=30))
def test_any_text_is_a_code_or_refused(text: str) -> None:
    try:
        code = DocumentCode.parse(text)
    except ValueError:
        return
    assert DocumentCode.parse(str(code)) == code
