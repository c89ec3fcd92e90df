"""Vietnamese alphabetical order."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.membership.order import commune_key, key, name_key, unit

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
words = st.text(VIETNAMESE + " 0123456789", max_size=12)


@pytest.mark.parametrize(
    "ordered",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mâ", "mậ", "me"],
        ["An Bình", "Ánh Dương", "Ăn", "Âu Lâm", "Bình Phú", "Đăk Nhơn", "Đông Thịnh", "Ea Mơ"],
        ["Tổ 1", "Tổ 2", "Tổ 2A", "Tổ 10", "Tổ 11", "Tổ Đông"],
        ["Hoa An", "Hoà An", "Hoá An", "Hoa Bình"],
        ["Ấp 3", "Khóm 1", "Thôn 12", "Tổ dân phố 2"],
    ],
)
def test_lists_are_in_the_order_a_clerk_expects(ordered: list[str]) -> None:
    shuffled = random.Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=key) == ordered


@pytest.mark.parametrize(
    ("one", "other"),
    [("HOÀ", "hòa"), ("thuỷ", "thủy"), ("Tổ 02", "tổ 2"), ("Tân  Hoà", "Tân Hoà")],
)
def test_capitals_and_the_place_of_a_tone_make_no_difference(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_people_are_ordered_by_given_name_then_middle_then_family() -> None:
    ordered = ["Trần An", "Lê Văn An", "Trần Văn An", "Lê Thị Ánh", "Lê Văn Bình", "Y Bình Đông"]
    shuffled = random.Random(2).sample(ordered, len(ordered))
    assert sorted(shuffled, key=name_key) == ordered
    assert name_key("") < name_key("An")


def test_communes_are_ordered_by_name_and_known_in_every_writing() -> None:
    ordered = ["xã An Bình", "phường Âu Lâm", "Phường Bình Phú", "đặc khu Hòn Ngư", "Tân Hoà"]
    shuffled = random.Random(3).sample(ordered, len(ordered))
    assert sorted(shuffled, key=commune_key) == ordered
    assert commune_key("P. Tân Hòa") == commune_key("phường  Tân Hoà")
    assert commune_key("xã Tân Hoà") != commune_key("phường Tân Hoà")
    assert unit("P.Tân Hòa") == ("phường", "Tân Hòa")
    assert unit("Xanh") == ("", "Xanh")


@given(words)
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    assert key(unicodedata.normalize("NFD", text)) == key(text) == key(text.upper())


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert (key(one) < key(other)) + (key(one) == key(other)) + (key(one) > key(other)) == 1
    assert name_key(one) <= name_key(other) or name_key(other) <= name_key(one)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_are_ordered_by_value(one: int, other: int) -> None:
    assert (key(f"Tổ {one}") < key(f"Tổ {other}")) is (one < other)
