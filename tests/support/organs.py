"""The invented organs and signer that tests of paper share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from congvan.model.organs import Organ, Signer, Standard

ORGAN = Organ(
    id="dang-uy",
    name="ĐẢNG UỶ SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    parent_name="ĐẢNG BỘ TỈNH AN BÌNH",
    code="ĐU",
    place="An Bình",
    standard=Standard.PARTY,
    storage="Văn phòng Đảng uỷ",
    valid_from=date(2025, 7, 1),
)
LONG_ORGAN = replace(
    ORGAN,
    name="ĐẢNG UỶ TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG VÀ CHUYỂN ĐỔI SỐ TỈNH AN BÌNH",
    parent_name="ĐẢNG BỘ CÁC CƠ QUAN UỶ BAN NHÂN DÂN TỈNH AN BÌNH",
    place="Phường Ngô Quyền",
)
SIGNER = Signer(
    key="pho-bi-thu",
    organ_id="dang-uy",
    name="Trần Minh Đức",
    post="PHÓ BÍ THƯ",
    competence="T/M BAN THƯỜNG VỤ",
    valid_from=date(2025, 7, 1),
)
