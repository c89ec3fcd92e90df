"""What a clerk filled in: taken exactly, or refused with the field's name."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.drafting.fields import accept
from congvan.errors import CongvanError, RefusedInput, WrongUse
from congvan.model.document_type import DocumentType, Field, FieldKind

KIND = DocumentType(
    key="thu",
    name="Thư",
    abbreviation="T",
    profile="hd05",
    fields=(
        Field("dong", "Một dòng", required=True),
        Field("doan", "Đoạn văn", FieldKind.TEXT),
        Field("muc", "Danh sách", FieldKind.LIST),
        Field("ho_ten", "Họ và tên", FieldKind.PERSON),
        Field("ngay", "Ngày", FieldKind.DATE),
        Field("ngay_sinh", "Sinh ngày", FieldKind.DATE, year_alone=True),
        Field("gioi", "Nam, nữ", FieldKind.CHOICE, choices=("Nam", "Nữ")),
        Field("mien", "Được miễn", FieldKind.FLAG),
        Field("mac_dinh", "Có sẵn", default="như cũ"),
    ),
)


def taken(**data: object) -> dict[str, object]:
    found = accept(KIND, {"dong": "x", **data})
    assert found.pop("dong") == "x"
    assert found.pop("mac_dinh") == "như cũ"
    return found


@pytest.mark.parametrize(
    ("key", "given", "printed"),
    [
        ("doan", "một\n\n hai  ba \r\nbốn\t", ["một", "hai ba", "bốn"]),
        ("doan", ["một", "hai\nba"], ["một", "hai", "ba"]),
        ("muc", "- Như trên;\n– Chi bộ 1,\n* không phải gạch.", None),
        ("muc", ["- Chi bộ 1;", "Chi bộ 2,", "Lưu Văn phòng."], None),
        ("muc", ["Công ty A Co., Ltd.", "Chi bộ 2"], ["Công ty A Co., Ltd.", "Chi bộ 2"]),
        ("ho_ten", "  Nguyễn\u00a0Thị   Hoa ", "Nguyễn Thị Hoa"),
        ("ho_ten", "Y Bih Niê Kdăm", "Y Bih Niê Kdăm"),
        ("ho_ten", "H'Hen Niê", "H'Hen Niê"),
        ("ngay", "3/2/2026", "03/02/2026"),
        ("ngay", "2026-05-27", "27/5/2026"),
        ("ngay", "ngày 27 tháng 5 năm 2026", "27/5/2026"),
        ("ngay", date(2026, 5, 27), "27/5/2026"),
        ("ngay", datetime(2026, 5, 27, 8, 0, tzinfo=UTC), "27/5/2026"),
        ("ngay_sinh", 1985, "1985"),
        ("ngay_sinh", "1985", "1985"),
        ("ngay_sinh", "14/02/1985", "14/02/1985"),
        ("gioi", "nu", "Nữ"),
        ("gioi", "NAM", "Nam"),
        ("mien", True, True),
        ("mien", "x", True),
        ("mien", "Có", True),
        ("mien", 1, True),
    ],
)
def test_a_value_is_taken_as_its_kind_prints_it(key: str, given: object, printed: object) -> None:
    lists = {
        "- Như trên;\n– Chi bộ 1,\n* không phải gạch.": [
            "Như trên",
            "Chi bộ 1",
            "* không phải gạch",
        ],
    }
    if printed is None:
        printed = lists.get(str(given), ["Chi bộ 1", "Chi bộ 2", "Lưu Văn phòng"])
    assert taken(**{key: given}) == {key: printed}


@pytest.mark.parametrize(
    "data",
    [
        *({"mien": False}, {"mien": "không"}, {"muc": []}, {"muc": " \n- ;"}, {"ngay": ""}),
        *({"gioi": " "}, {"doan": None}, {"ho_ten": ""}, {"muc": ["", ";", "."]}),
    ],
)
def test_what_is_left_empty_is_absent(data: dict[str, object]) -> None:
    assert taken(**data) == {}


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("dong", 1.5, "một dòng chữ"),
        ("dong", True, "một dòng chữ"),
        ("dong", ["a"], "một dòng chữ"),
        ("dong", "a\x00b", "U+0000"),
        ("dong", "a\u202eb", "U+202E"),
        ("dong", "a\x0bb", "U+000B"),
        ("dong", "\ud800", "U+D800"),
        ("doan", ["tốt", "xấu\x07"], "U+0007"),
        ("muc", {"a": 1}, "một dòng chữ"),
        ("ho_ten", "Nguyễn 2", "không phải là họ tên"),
        ("ho_ten", "A", "từ 2 đến 60"),
        ("ho_ten", "<b>Hoa</b>", "không phải là họ tên"),
        ("ngay", "31/02/2026", "không phải là một ngày"),
        ("ngay", "1985", "không phải là một ngày"),
        ("ngay_sinh", "85", "hoặc chỉ năm"),
        ("gioi", "khác", "Nam, Nữ"),
        ("mien", "có lẽ", "có hay không"),
    ],
)
def test_a_wrong_value_is_refused_with_label_key_and_remedy(
    key: str, value: object, told: str
) -> None:
    with pytest.raises(RefusedInput) as refused:
        accept(KIND, {"dong": "x", key: value})
    label = KIND.field(key)
    assert label is not None
    assert f"“{label.label}” ({key})" in refused.value.message
    assert told in refused.value.message + refused.value.remedy
    assert refused.value.remedy


def test_missing_required_fields_are_named_together() -> None:
    kind = DocumentType(
        "k", "Loại", "L", "hd05", fields=(Field("a", "Thứ nhất", required=True), *KIND.fields)
    )
    with pytest.raises(RefusedInput, match=r"“Thứ nhất” \(a\), “Một dòng” \(dong\)"):
        accept(kind, {"dong": " "})


@pytest.mark.parametrize(("key", "near"), [("ho ten", "ho_ten"), ("Ngày sinh", "ngay_sinh")])
def test_an_unknown_field_is_named_with_the_nearest(key: str, near: str) -> None:
    with pytest.raises(WrongUse, match=key) as wrong:
        accept(KIND, {"dong": "x", key: "y"})
    assert f"Có phải “{near}”" in wrong.value.remedy
    assert "Các trường: dong, doan" in wrong.value.remedy


anything = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates()),
    *(st.lists(st.text()), st.dictionaries(st.text(), st.text())),
)


@given(st.dictionaries(st.sampled_from([field.key for field in KIND.fields]), anything))
def test_any_data_is_taken_or_refused_and_what_was_taken_is_taken_again(
    data: dict[str, object],
) -> None:
    once = outcome(data)
    if isinstance(once, CongvanError):
        assert "(" in once.message
        assert once.remedy
    else:
        assert accept(KIND, once) == once


def outcome(data: dict[str, object]) -> dict[str, object] | CongvanError:
    try:
        return accept(KIND, data)
    except CongvanError as error:
        return error
