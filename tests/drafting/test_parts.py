"""Grounds, marks, joint organs and annexes, as the standard prints them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from congvan.drafting.catalogue import Catalogue
from congvan.drafting.parts import annexes, grounds, parts
from congvan.drafting.slots import find_slots
from congvan.errors import RefusedInput
from congvan.model.organs import Organ, Signer
from congvan.standards.profile import load

HD05 = load("hd05")
Draft = Callable[..., bytes]
Texts = Callable[[bytes], list[str]]
OTHER = {
    "co_quan": "Ban Nội chính Tỉnh uỷ",
    "ky_hieu": "BNCTU",
    "chuc_vu": "Trưởng Ban Nội chính Tỉnh uỷ",
    "nguoi_ky": "Lê Văn An",
}


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], []),
        (["Căn cứ A"], ["- Căn cứ A."]),
        (["Căn cứ A", "Căn cứ B"], ["- Căn cứ A;", "- Căn cứ B."]),
    ],
)
def test_grounds_begin_with_a_dash_and_the_last_ends_with_a_full_stop(
    items: list[str], said: list[str]
) -> None:
    assert grounds(items, HD05) == said


def test_annexes_are_numbered_only_when_there_are_two() -> None:
    one, two = {"ten": "một", "noi_dung": ["A"]}, {"ten": "hai", "noi_dung": ["B"]}
    assert [row[:2] for row in annexes([one], HD05)] == [["Phụ lục", "MỘT"]]
    both = annexes([one, two], HD05)
    assert [row[:2] for row in both] == [["Phụ lục 1", "MỘT"], ["Phụ lục 2", "HAI"]]


def test_the_reference_line_names_type_symbol_and_organ(organ: Organ) -> None:
    kind = Catalogue().get("quyet-dinh-ban-hanh")
    named = replace(organ, name_in_text="Đảng uỷ Sở")
    said = parts(kind, {}, named, HD05)["dong_kem_theo"]
    assert said == "(Kèm theo Quyết định số …-QĐ/ĐU, ngày … của Đảng uỷ Sở)"


def test_a_joint_document_names_all_organs_and_codes_the_lead_first(
    draft: Draft, texts: Texts
) -> None:
    said = texts(draft("quy-che", {"dong_ky": [OTHER]}))
    assert "ĐẢNG UỶ SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG - BAN NỘI CHÍNH TỈNH UỶ" in said
    assert "ĐẢNG BỘ TỈNH AN BÌNH" not in said
    assert "Số …-QC/ĐU-BNCTU" in said
    assert said.index("TRƯỞNG BAN NỘI CHÍNH TỈNH UỶ") < said.index("Nơi nhận:")


def test_a_petition_says_kinh_trinh_and_begins_its_recipients_with_as_above(
    draft: Draft, texts: Texts
) -> None:
    said = texts(draft("to-trinh", {"kinh_trinh": ["Tỉnh uỷ", "Ban Thường vụ Tỉnh uỷ"]}))
    assert "Kính trình:\t- Tỉnh uỷ;" in said
    assert said[said.index("Nơi nhận:") + 1] == "- Như trên;"


def test_minutes_are_signed_by_two_and_certified_where_asked(draft: Draft, texts: Texts) -> None:
    plain = texts(draft("bien-ban"))
    assert plain.index("NGƯỜI GHI BIÊN BẢN") < plain.index("CHỦ TRÌ HỘI NGHỊ")
    assert not any(line.startswith("Xác nhận chữ ký") for line in plain)
    certified = texts(draft("bien-ban", {"xac_nhan_chu_ky": True}))
    assert "Xác nhận chữ ký của đồng chí Nguyễn Đức Thắng" in certified


def test_a_body_without_a_seal_prints_neither_t_m_nor_k_t(
    draft: Draft, texts: Texts, signer: Signer
) -> None:
    said = texts(draft("thong-bao", {"kiem": "Trưởng Ban Chỉ đạo"}, signer=signer))
    at = said.index("kiêm")
    assert said[at - 1 : at + 2] == ["PHÓ BÍ THƯ", "kiêm", "TRƯỞNG BAN CHỈ ĐẠO"]
    assert "T/M BAN THƯỜNG VỤ" not in said


def test_a_direct_decision_prints_no_line_the_standard_does_not_have(
    draft: Draft, texts: Texts
) -> None:
    assert [line for line in texts(draft("quyet-dinh")) if line.startswith("QUYẾT ĐỊNH")] == [
        "QUYẾT ĐỊNH"
    ]


@pytest.mark.parametrize("field", ["do_khan", "luu_hanh"])
def test_a_mark_that_is_not_of_the_standard_is_refused_by_its_field(
    draft: Draft, field: str
) -> None:
    with pytest.raises(RefusedInput, match=field):
        draft("thong-bao", {field: "Rất khẩn"})


def test_marks_and_annexes_leave_the_slots_findable(draft: Draft) -> None:
    annex = {"ten": "Danh mục", "noi_dung": "Một đoạn."}
    full = {"do_khan": "Khẩn", "du_thao_lan": "1", "phu_luc": [annex, annex]}
    for key in ("nghi-quyet", "cong-van", "quyet-dinh-ban-hanh"):
        slots = find_slots(draft(key, full))
        assert not slots.doubt
        assert slots.number is not None
        assert slots.date is not None
