"""NFC, folding, tone placement."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.model.text import fold, has_marks, nfc, squeeze, tone_canonical, unsafe_characters

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
MARKED = [
    letter
    for vowel in VOWELS
    for tone in TONES
    if len(letter := unicodedata.normalize("NFC", vowel + tone)) == 1 and not letter.isascii()
]
LETTERS = [*MARKED, "đ", *(letter.upper() for letter in MARKED), "Đ"]
PLAIN = "abcdeghiklmnopqrstuvxyABCDEGHIKLMNOPQRSTUVXY"
vietnamese = st.text(alphabet=[*LETTERS, *PLAIN, *" 0123456789.,;:-/()\n"], max_size=200)


def test_there_are_134_marked_vietnamese_letters() -> None:
    assert len(set(LETTERS)) == 134


@pytest.mark.parametrize("letter", LETTERS)
def test_every_vietnamese_letter_loses_its_marks(letter: str) -> None:
    assert fold(letter) in set("adeiouy")
    assert fold(unicodedata.normalize("NFD", letter)) == fold(letter)
    assert has_marks(letter)


@given(vietnamese)
def test_folding_keeps_the_length_of_nfc_text(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(text).isascii()


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_folding_does_not_depend_on_the_form(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert nfc(unicodedata.normalize("NFD", text)) == text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ĐẢNG ỦY XÃ AN BÌNH", "dang uy xa an binh"),
        ("Nghị quyết", "nghi quyet"),
        ("Ðảng", "dang"),  # eth, as old files have it
        ("a\u0323\u0302", "a"),
        ("213-QĐ/TW", "213-qd/tw"),
    ],
)
def test_marks_and_capitals_go(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("text", "marks"), [("dang uy", False), ("DANG", False), ("đang", True)])
def test_marks_are_seen(text: str, marks: bool) -> None:
    assert has_marks(text) is marks


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"),
        ("Hoà", "HÒA"),
        ("khoẻ", "khỏe"),
        ("uỷ", "ủy"),
        ("thuỷ", "thủy"),
        ("loã", "lõa"),
        ("tuỵ", "tụy"),
        ("xoá", "xóa"),
    ],
)
def test_old_and_new_tone_placement_meet(old: str, new: str) -> None:
    assert tone_canonical(old) == tone_canonical(new)
    assert tone_canonical(unicodedata.normalize("NFD", new)) == tone_canonical(new)


@pytest.mark.parametrize("word", ["quý", "quỳ", "hoàn", "ngoài", "đảng", "thuế", "giữ", "mía"])
def test_words_with_one_placement_stay(word: str) -> None:
    assert tone_canonical(word) == word


@given(vietnamese)
def test_tone_placement_changes_no_letter(text: str) -> None:
    for word in text.split():
        assert fold(tone_canonical(word)) == fold(word)
        assert tone_canonical(tone_canonical(word)) == tone_canonical(word)


def test_spaces_of_all_kinds_become_one() -> None:
    assert squeeze("\u00a0Đảng\u2003 uỷ\n\u200bxã\t") == "Đảng uỷ xã"
    assert squeeze("a\ufeffb\u00adc") == "abc"


@given(st.text())
def test_squeezing_twice_changes_nothing(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\u200f", "\ufffe"])
def test_unsafe_characters_are_named(char: str) -> None:
    assert unsafe_characters(f"a{char}b") == [f"U+{ord(char):04X}"]


@given(vietnamese.map(lambda text: text.replace("\n", " ")))
def test_vietnamese_text_is_safe(text: str) -> None:
    assert unsafe_characters(text) == []
