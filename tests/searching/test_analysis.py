"""The analyser in front of every engine."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.ports import IndexedDocument
from congvan.searching.analysis import FIELDS, analyse, analyse_document, key


def test_a_text_becomes_three_rows() -> None:
    words = analyse("Đảng uỷ, tháng 02")
    assert words.folded == "dang uy thang 2"
    assert words.pairs == "dang_uy uy_thang thang_2"
    assert words.toned.split() == ["đảng", "uỷ", "tháng"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tỷ lệ", "tỉ lệ"),
        ("kỹ sư", "kĩ sư"),
        ("quy định", "qui định"),
        ("hoà", "hòa"),
        ("TỶ", "tỷ"),
    ],
)
def test_two_spellings_of_one_sound_are_one_word(one: str, other: str) -> None:
    assert analyse(one) == analyse(other)


@pytest.mark.parametrize(("one", "other"), [("tai", "tay"), ("hải", "hay"), ("thúi", "thúy")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert analyse(one).folded != analyse(other).folded


def test_invisible_characters_and_underscores_break_nothing() -> None:
    assert analyse("đả\u00adng\u200b viên____xã").folded == "dang vien xa"
    assert analyse("_a__b_").folded == "a b"


@given(st.text())
def test_tokens_hold_no_space_and_rows_fit(text: str) -> None:
    words = analyse(unicodedata.normalize("NFC", text))
    count = len(words.folded.split())
    assert words.folded.split() == words.folded.split(" ") or not count
    assert len(words.pairs.split()) == max(0, count - 1)
    assert all(len(token) <= 40 for token in words.folded.split())


def test_a_document_is_analysed_into_its_fields() -> None:
    document = IndexedDocument(
        id="v1",
        code="15/UBND-VP",
        type="Công văn",
        organ="Uỷ ban nhân dân xã",
        subject="thực hiện Nghị định số 30/2020/NĐ-CP",
        text="ngày 05/3/2020",
        direction="outgoing",
        promulgation_date="2026-02-03",
        signer_name="Hồ Ngọc Thùy Dương",
    )
    analysed = analyse_document(document)
    assert {"f15ubndvp", "t15cv", "n15", "d20260203"} <= set(analysed.code.split())
    assert {"f30.2020ndcp", "d20200305"} <= set(analysed.cited.split())
    assert "ho_ngoc ngoc_thuy thuy_duong" in analysed.body_pairs
    assert analysed.subject == "thuc hien nghi dinh so 30 2020 nd cp"
    assert all(isinstance(getattr(analysed, name), str) for name in FIELDS)


@pytest.mark.parametrize("name", ["Công văn", "cong-van", "CÔNG  VĂN", "cong_van"])
def test_names_compare_by_key(name: str) -> None:
    assert key(name) == "cong-van"
