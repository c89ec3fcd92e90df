"""The papers of a year-end run (F1B to F3B): wording, options, every value exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from congvan.drafting.builder.letters import COLUMNS
from congvan.drafting.catalogue import Catalogue
from congvan.drafting.fields import accept
from congvan.drafting.type_file import read_type
from congvan.errors import BadTemplate, RefusedInput
from congvan.model.document_type import DocumentType
from congvan.model.text import squeeze
from congvan.standards import forms

FORMS = ("phieu-nhan-xet", "phieu-nhan-xet-mien")
LETTERS = ("phieu-xin-y-kien", "cong-van-gioi-thieu")
HEAD = 'name = "X"\nabbreviation = "X"\n'
TITLE_OF_213 = (
    "đảng viên đang công tác thường xuyên giữ mối liên hệ với tổ chức đảng và nhân dân nơi cư trú"
)

Draft = Callable[..., bytes]
Texts = Callable[[bytes], list[str]]


def kind(key: str) -> DocumentType:
    return Catalogue().get(key)


@pytest.mark.parametrize("key", [*FORMS, *LETTERS])
def test_the_sample_reads_as_the_golden_text(
    key: str,
    draft: Draft,
    projection: Callable[[bytes], str],
    golden: Callable[[str, str], None],
) -> None:
    golden(f"{key}.txt", projection(draft(key)))


def test_a_form_with_everything_left_out_reads_as_the_golden_text(
    draft: Draft, projection: Callable[[bytes], str], golden: Callable[[str, str], None]
) -> None:
    changes = {"chi_bo_cu_tru": None, "in_nhan_than": False, "ky_thay_mat": "T/M CHI ỦY"}
    golden("phieu-nhan-xet-trong.txt", projection(draft("phieu-nhan-xet", changes)))


def test_a_request_about_many_reads_as_the_golden_text(
    draft: Draft, projection: Callable[[bytes], str], golden: Callable[[str, str], None]
) -> None:
    changes = {"ho_ten": None, "so_luong": "12"}
    golden("phieu-xin-y-kien-nhieu.txt", projection(draft("phieu-xin-y-kien", changes)))


@pytest.mark.parametrize(("key", "items"), [("phieu-nhan-xet", 6), ("phieu-nhan-xet-mien", 3)])
def test_each_item_of_a_review_has_three_boxes_and_the_last_is_free(
    key: str, items: int, draft: Draft, texts: Texts
) -> None:
    found = texts(draft(key))
    numbered = [line for line in found if line[:1].isdigit()]
    assert [line.partition(".")[0] for line in numbered] == [str(n) for n in range(1, items + 2)]
    assert "Nhận xét khác" in numbered[-1]
    boxes = [line for line in found if line.startswith("□")]
    assert [line.count("□") for line in boxes] == [3] * items
    assert TITLE_OF_213 in found


@pytest.mark.parametrize("key", FORMS)
def test_a_form_is_of_the_residence_and_carries_nothing_of_the_office(
    key: str, draft: Draft, texts: Texts
) -> None:
    found = texts(draft(key))
    whole = "\n".join(found)
    assert found[0] == kind(key).sample["dang_bo_xa"].upper()  # type: ignore[attr-defined]
    assert found[1].startswith("CHI BỘ ")
    assert not any(line.startswith("Số") for line in found)
    for office in ("SỞ NÔNG NGHIỆP", "Trần Minh Đức", "PHÓ BÍ THƯ", "2026"):
        assert office not in whole
    assert "………, ngày …… tháng …… năm ……" in found


@pytest.mark.parametrize("key", FORMS)
def test_a_form_has_no_number_and_no_symbol(key: str) -> None:
    found = kind(key)
    assert (found.numbered, found.abbreviation, found.one_per) == (False, "", "row")


@pytest.mark.parametrize("key", LETTERS)
def test_a_covering_letter_counts_with_the_letters_one_for_each_commune(key: str) -> None:
    found = kind(key)
    assert (found.abbreviation, found.group, found.one_per) == ("CV", "CV", "commune")
    assert found.group == kind("cong-van").group


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        ({}, ["Sinh ngày: 14/02/1985; chi bộ nơi công tác: Phòng A", "Nơi cư trú: xã B, tỉnh C"]),
        ({"ngay_sinh": None}, ["Chi bộ nơi công tác: Phòng A", "Nơi cư trú: xã B, tỉnh C"]),
        ({"chi_bo": None}, ["Sinh ngày: 14/02/1985", "Nơi cư trú: xã B, tỉnh C"]),
        ({"xa_phuong": None}, ["Sinh ngày: 14/02/1985; chi bộ nơi công tác: Phòng A"]),
        ({"tinh": None, "chi_bo": None, "ngay_sinh": None}, ["Nơi cư trú: xã B"]),
        ({"in_nhan_than": "không"}, []),
        (
            {"in_nhan_than": ""},
            ["Sinh ngày: 14/02/1985; chi bộ nơi công tác: Phòng A", "Nơi cư trú: xã B, tỉnh C"],
        ),
    ],
)
def test_who_the_paper_is_about_is_printed_unless_switched_off(
    changes: Mapping[str, object], printed: list[str], draft: Draft, texts: Texts
) -> None:
    plain = {"so_nha_duong": None, "thon_to": None, "chi_bo": "Phòng A", "xa_phuong": "xã B"}
    found = texts(draft("phieu-nhan-xet", {**plain, "tinh": "tỉnh C", **changes}))
    begins = ("Sinh ngày", "Chi bộ nơi", "Nơi cư trú")
    assert [line for line in found if line.startswith(begins)] == printed


@pytest.mark.parametrize(
    ("on", "printed"),
    [
        (date(2019, 1, 1), "XÁC NHẬN CỦA ĐẢNG ỦY XÃ, PHƯỜNG, THỊ TRẤN"),
        (date(2025, 6, 30), "XÁC NHẬN CỦA ĐẢNG ỦY XÃ, PHƯỜNG, THỊ TRẤN"),
        (date(2025, 7, 1), "XÁC NHẬN CỦA ĐẢNG ỦY XÃ, PHƯỜNG"),
        (None, "XÁC NHẬN CỦA ĐẢNG ỦY XÃ, PHƯỜNG"),
    ],
)
def test_what_the_commune_signs_under_is_of_its_day(on: date | None, printed: str) -> None:
    assert forms.confirmation(on) == printed


@pytest.mark.parametrize("key", FORMS)
def test_the_wording_of_the_forms_is_marked_unconfirmed(key: str) -> None:
    assert not forms.review(key).confirmed
    assert forms.review(key).source


def test_a_request_names_one_member_or_a_number(draft: Draft, texts: Texts) -> None:
    one = "\n".join(texts(draft("phieu-xin-y-kien")))
    assert "nhận xét về Đảng viên Nguyễn Thị Hoa tại nơi cư trú (theo mẫu gửi đính kèm)." in one
    many = "\n".join(texts(draft("phieu-xin-y-kien", {"ho_ten": None, "so_luong": 12})))
    assert "nhận xét về 12 Đảng viên tại nơi cư trú (có danh sách và mẫu gửi đính kèm)." in many
    with pytest.raises(RefusedInput, match=r"ho_ten.*so_luong"):
        draft("phieu-xin-y-kien", {"ho_ten": None})


def test_the_list_has_the_columns_of_l2_in_their_order() -> None:
    columns = kind("cong-van-gioi-thieu").field("danh_sach").columns  # type: ignore[union-attr]
    labels = [label for label, _, _ in COLUMNS]
    assert labels == ["TT", *(column.label for column in columns)]
    assert labels[1:3] == ["Họ và tên", "Ngày sinh"]
    assert labels[-2:] == ["Diện miễn", "Ghi chú"]


def test_the_letter_counts_the_rows_of_its_list(draft: Draft, texts: Texts) -> None:
    found = texts(draft("cong-van-gioi-thieu"))
    assert any("giới thiệu 3 đồng chí (có danh sách kèm theo)" in line for line in found)
    at = found.index("TT")
    cells = [found[place : place + 10] for place in range(at + 10, at + 40, 10)]
    assert [row[:2] for row in cells] == [
        ["1", "Nguyễn Thị Hoa"],
        ["2", "Lê Quang Khải"],
        ["3", "Phạm Đình Quế"],
    ]
    assert cells[1][2:6] == ["2001", "Nam", "03/02/2026", ""]


ROW = {
    "ho_ten": "Lê An",
    "ngay_sinh": "1985",
    "gioi_tinh": "nam",
    "ngay_vao_dang": "1/2/2010",
    "chi_bo": "Chi bộ 1",
    "noi_cu_tru": "thôn Đông",
}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "thiếu “Danh sách"),
        ([{}], "thiếu “Danh sách"),
        ("Lê An", "phải là danh sách các dòng"),
        ([ROW, "x"], "phải là danh sách các dòng"),
        ([ROW, {**ROW, "ngay_sinh": "31/2/1985"}], "dòng 2: Ngày sinh” (ngay_sinh)"),
        ([{**ROW, "ten": "x"}], "dòng 1 không có cột “ten”"),
        ([ROW, {**ROW, "chi_bo": " "}], "dòng 2 thiếu “Đơn vị công tác, chi bộ” (chi_bo)"),
        ([{**ROW, "ghi_chu": "a\x00"}], "dòng 1: Ghi chú” (ghi_chu)"),
    ],
)
def test_a_bad_row_of_a_table_is_told_by_number_and_column(rows: object, told: str) -> None:
    data = {**kind("cong-van-gioi-thieu").sample, "danh_sach": rows}
    with pytest.raises(RefusedInput) as refused:
        accept(kind("cong-van-gioi-thieu"), data)
    assert told in refused.value.message


def test_rows_are_taken_by_the_kinds_of_their_columns_and_empty_ones_left_out() -> None:
    data = {**kind("cong-van-gioi-thieu").sample, "danh_sach": [ROW, {}, {"ho_ten": ""}]}
    values = accept(kind("cong-van-gioi-thieu"), data)
    assert values["danh_sach"] == [{**ROW, "gioi_tinh": "Nam", "ngay_vao_dang": "01/02/2010"}]
    assert accept(kind("cong-van-gioi-thieu"), values) == values


def test_no_overrules_a_default_of_yes() -> None:
    form = kind("phieu-nhan-xet")
    assert accept(form, form.sample)["in_nhan_than"] is True
    values = accept(form, {**form.sample, "in_nhan_than": False})
    assert values["in_nhan_than"] is False
    assert accept(form, values) == values


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + '[batch]\none_per = "thôn"', "batch.one_per"),
        (HEAD + "[batch]\none = 1", "batch.one"),
        (HEAD + 'needs_one_of = ["b"]', "needs_one_of"),
        (HEAD + '[fields.a]\nlabel = "A"\nkind = "table"', "fields.a.columns"),
        (HEAD + '[fields.a]\nlabel = "A"\n[fields.a.columns.b]\nlabel = "B"', "fields.a.columns"),
        (
            HEAD + '[fields.a]\nlabel = "A"\nkind = "table"\n[fields.a.columns.b]\nkind = "line"',
            "fields.a.columns.b.label",
        ),
        ('name = "X"\nnumbered = true', "abbreviation"),
    ],
)
def test_a_bad_entry_of_a_type_file_is_named(text: str, told: str) -> None:
    with pytest.raises(BadTemplate, match=told):
        read_type("x", text, file="x.toml", profile="hd05")


VIETNAMESE = "".join(
    normalize("NFC", base + mark + tone)
    for base in "aeiouyAEIOUY"
    for mark in ("", "\u0302", "\u0306", "\u031b")
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
)
piece = st.one_of(
    st.text(alphabet=VIETNAMESE + "đĐ bc", max_size=10),
    st.text(alphabet=VIETNAMESE, max_size=6).map(lambda text: normalize("NFD", text)),
    st.sampled_from([*"&<>\"'{}%#|;,.-–…“”□", "{{", "}}", "{%", "%}", "😀", "\u00a0", "007"]),
)
values = st.lists(piece, min_size=1, max_size=6).map("".join)
names = st.text(alphabet=VIETNAMESE + "đĐ'-", min_size=2, max_size=20)
odd = st.sampled_from([*[""] * 60, "\u202e", "\x0b"])
quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def outcome(draft: Draft, key: str, data: dict[str, object]) -> bytes | RefusedInput:
    try:
        return draft(key, data)
    except RefusedInput as error:
        return error


@quick
@given(data=st.tuples(names, values, st.tuples(values, odd).map("".join), values))
def test_any_value_of_a_form_is_printed_exactly_or_refused(
    draft: Draft, texts: Texts, data: tuple[str, str, str, str]
) -> None:
    given_ = dict(zip(("ho_ten", "chi_bo", "so_nha_duong", "xa_phuong"), data, strict=True))
    docx = outcome(draft, "phieu-nhan-xet", {**given_, "thon_to": None, "tinh": None})
    if isinstance(docx, RefusedInput):
        event(f"refused {docx.code}")
        assert any(f"({key})" in docx.message for key in given_)
        return
    name, cell, street, commune = (squeeze(value) for value in data)
    found = texts(docx)
    assert any(f"về đảng viên {name} như sau:" in line for line in found)
    works = f"; chi bộ nơi công tác: {cell}" if cell else ""
    assert f"Sinh ngày: 14/02/1985{works}" in found
    if commune:
        assert f"Nơi cư trú: {street}{', ' if street else ''}{commune}" in found


@quick
@given(rows=st.lists(st.tuples(names, values, values), min_size=1, max_size=4))
def test_any_row_of_a_list_is_printed_exactly_in_its_cells(
    draft: Draft, texts: Texts, rows: list[tuple[str, str, str]]
) -> None:
    listed = [
        {**ROW, "ho_ten": name, "noi_cu_tru": home, "ghi_chu": note} for name, home, note in rows
    ]
    docx = outcome(draft, "cong-van-gioi-thieu", {"danh_sach": listed})
    if isinstance(docx, RefusedInput):
        event(f"refused {docx.code}")
        assert docx.code in {"field.missing", "field.bad"}
        return
    found = texts(docx)
    at = found.index("TT") + len(COLUMNS)
    for number, (name, home, note) in enumerate(rows, start=1):
        cells = found[at : at + len(COLUMNS)]
        assert cells[:2] == [str(number), squeeze(name)]
        assert (cells[7], cells[9]) == (squeeze(home), squeeze(note))
        at += len(COLUMNS)
