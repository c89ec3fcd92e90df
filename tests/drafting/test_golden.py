"""The samples as text one can read in a diff: tests/golden/<type>.txt."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from congvan.drafting.catalogue import Catalogue

ELSEWHERE = {"cong-van-gioi-thieu", "phieu-xin-y-kien", "phieu-xin-y-kien-danh-sach"}
KEYS = [
    item.key
    for item in Catalogue().types()
    if item.has_template and item.numbered and item.key not in ELSEWHERE
]


@pytest.mark.parametrize("key", KEYS)
def test_the_sample_reads_as_the_golden_text(
    key: str,
    draft: Callable[..., bytes],
    projection: Callable[[bytes], str],
    golden: Callable[[str, str], None],
) -> None:
    golden(f"{key}.txt", projection(draft(key)))


def test_a_letter_to_one_place_signed_by_the_head_reads_as_the_golden_text(
    draft: Callable[..., bytes],
    projection: Callable[[bytes], str],
    golden: Callable[[str, str], None],
    signer: object,
) -> None:
    from dataclasses import replace

    head = replace(signer, competence="", post="TRƯỞNG BAN")  # type: ignore[type-var]
    changes = {"kinh_gui": ["Tỉnh uỷ An Bình"], "ky_hieu_soan_thao": None}
    golden("cong-van-mot-noi.txt", projection(draft("cong-van", changes, signer=head)))


def test_an_exempt_probationary_member_reads_as_the_golden_text(
    draft: Callable[..., bytes],
    projection: Callable[[bytes], str],
    golden: Callable[[str, str], None],
) -> None:
    changes = {
        "kinh_gui": "Đảng uỷ xã Phú Lộc, tỉnh An Bình",
        "ngay_sinh": "2001",
        "ngay_chinh_thuc": None,
        "so_nha_duong": None,
        "mien_sinh_hoat": True,
    }
    golden("giay-gioi-thieu-mien.txt", projection(draft("giay-gioi-thieu", changes)))
