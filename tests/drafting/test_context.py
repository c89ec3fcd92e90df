"""The strings a template is given: marks, capitals, what is added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from congvan.config import Layout, Settings
from congvan.drafting.body.printing import with_full_stop
from congvan.drafting.catalogue import Catalogue
from congvan.drafting.context import OFFICE_KEYS, addressees, context, recipients
from congvan.drafting.fields import accept
from congvan.model.organs import Organ, Signer
from congvan.standards.profile import load
from congvan.standards.profile_settings import profile_of

HD05 = load("hd05")


@pytest.mark.parametrize(
    ("items", "printed"),
    [
        (["Tỉnh uỷ An Bình"], ["Tỉnh uỷ An Bình"]),
        (["A", "B"], ["A;", "B."]),
        (["A", "B", "C"], ["A;", "B;", "C."]),
    ],
)
def test_addressees_end_with_semicolons_and_the_offices_mark(
    items: list[str], printed: list[str]
) -> None:
    assert addressees(items, HD05, Layout()) == printed


def test_the_last_addressees_mark_is_a_setting() -> None:
    assert addressees(["A", "B"], HD05, Layout(addressee_final_mark=";")) == ["A;", "B;"]


def test_the_last_mark_of_the_offices_own_profile_goes_before_the_layout() -> None:
    own = Settings(Path(), profile={"hd05": {"marks.last_addressee_end": ""}})
    assert addressees(["A", "B"], profile_of(own, "hd05"), Layout()) == ["A;", "B"]


@pytest.mark.parametrize(
    ("items", "printed"),
    [
        ([], ["Như trên;", "Lưu Văn phòng Đảng uỷ."]),
        (["A"], ["Như trên;", "A;", "Lưu Văn phòng Đảng uỷ."]),
        (["Như trên", "A"], ["Như trên;", "A;", "Lưu Văn phòng Đảng uỷ."]),
        (["như trên (để thực hiện)"], ["như trên (để thực hiện);", "Lưu Văn phòng Đảng uỷ."]),
        (["A", "Lưu VPĐU"], ["Như trên;", "A;", "Lưu VPĐU."]),
        (["Lưu: VT", "A"], ["Như trên;", "A;", "Lưu: VT."]),
        (["Lưuu"], ["Như trên;", "Lưuu;", "Lưu Văn phòng Đảng uỷ."]),
    ],
)
def test_recipients_begin_with_as_above_and_end_with_the_store(
    organ: Organ, items: list[str], printed: list[str]
) -> None:
    assert recipients(items, organ, HD05, above=True) == printed


def test_without_an_addressee_there_is_no_as_above(organ: Organ) -> None:
    assert recipients(["A"], organ, HD05, above=False) == ["A;", "Lưu Văn phòng Đảng uỷ."]


@pytest.mark.parametrize(
    ("last", "printed"),
    [
        ("xong", "xong."),
        ("xong.", "xong."),
        ("xong./.", "xong./."),
        ("(3)", "(3)"),
        ("2026", "2026."),
    ],
)
def test_the_content_ends_with_a_full_stop(last: str, printed: str) -> None:
    assert with_full_stop(last, HD05) == printed


def test_the_offices_part_is_in_capitals_with_the_symbol(organ: Organ, signer: Signer) -> None:
    kind = Catalogue().get("giay-gioi-thieu")
    organ = replace(organ, name="Đảng uỷ Sở Xây dựng", parent_name="")
    values = accept(kind, kind.sample)
    found = context(kind, values, organ, signer, HD05, Layout(), date(2026, 11, 22))
    assert set(OFFICE_KEYS) | {field.key for field in kind.fields} == set(found)
    assert found["co_quan"] == "ĐẢNG UỶ SỞ XÂY DỰNG"
    assert found["co_quan_cap_tren"] == ""
    assert found["ky_hieu"] == "GGT/ĐU"
    assert found["mien_sinh_hoat"] is False
    assert str(found["can_cu"]).startswith("Thực hiện Quy định số 213-QĐ/TW")
