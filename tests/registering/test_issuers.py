"""Who may issue what is told by the lists that were seen, and stops nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from congvan.drafting.catalogue import Catalogue
from congvan.model.organs import Organ, Standard
from congvan.registering.issuers import issuer_findings, level_of
from congvan.registering.notation import notation_findings

ORGAN = Organ(
    id="chinh",
    name="ĐẢNG UỶ SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    parent_name="ĐẢNG BỘ TỈNH AN BÌNH",
    code="ĐU",
    place="An Bình",
    standard=Standard.PARTY,
    storage="Văn phòng Đảng uỷ",
    valid_from=date(2025, 7, 1),
)
STANDING, COMMITTEE = "T/M BAN THƯỜNG VỤ", "T/M ĐẢNG UỶ"


@pytest.mark.parametrize(
    ("name", "said", "competence", "keys"),
    [
        ("CHI BỘ VĂN PHÒNG SỞ", "", "", {"chi-bo"}),
        ("Đảng uỷ xã Phú Lộc", "", "", {"tren-co-so"}),
        ("ĐẢNG ỦY PHƯỜNG TÂN HOÀ", "", "", {"tren-co-so"}),
        ("TỈNH UỶ AN BÌNH", "", "", {"tinh"}),
        (ORGAN.name, "", "", set()),
        (ORGAN.name, "co-so", STANDING, {"btv-co-so"}),
        (ORGAN.name, "co-so", COMMITTEE, {"bch-co-so"}),
        (ORGAN.name, "co-so", "", {"btv-co-so", "bch-co-so"}),
        (ORGAN.name, "tren-co-so", "", {"tren-co-so"}),
    ],
)
def test_the_level_is_told_by_the_name_or_by_the_office(
    name: str, said: str, competence: str, keys: set[str]
) -> None:
    found = level_of(replace(ORGAN, name=name), said, competence)
    assert {level.key for level in found} == keys


@pytest.mark.parametrize(
    ("key", "name", "competence", "severity"),
    [
        ("nghi-quyet", "CHI BỘ VĂN PHÒNG", "T/M CHI BỘ", None),
        ("quy-dinh", "CHI BỘ VĂN PHÒNG", "T/M CHI BỘ", "warning"),
        ("chi-thi", "CHI BỘ VĂN PHÒNG", "T/M CHI BỘ", "warning"),
        ("quyet-dinh-ban-hanh", "CHI BỘ VĂN PHÒNG", "T/M CHI BỘ", None),
        ("giay-moi", "CHI BỘ VĂN PHÒNG", "T/M CHI BỘ", None),
        ("loi-keu-goi", "CHI BỘ VĂN PHÒNG", "T/M CHI BỘ", "info"),
        ("quy-che", ORGAN.name, STANDING, "warning"),
        ("quy-che", ORGAN.name, COMMITTEE, None),
        ("huong-dan", ORGAN.name, STANDING, None),
        ("huong-dan", ORGAN.name, COMMITTEE, "warning"),
    ],
)
def test_a_type_outside_the_list_is_told(
    key: str, name: str, competence: str, severity: str | None
) -> None:
    said = "co-so" if name == ORGAN.name else ""
    organ = replace(ORGAN, name=name)
    found = issuer_findings(Catalogue().get(key), organ, competence, said)
    assert [item.severity for item in found] == ([severity] if severity else [])
    assert all(item.code == "type.issuer" and item.source for item in found)


def test_where_no_list_was_seen_it_is_told_as_unconfirmed() -> None:
    ward = replace(ORGAN, name="ĐẢNG UỶ PHƯỜNG TÂN HOÀ")
    (found,) = issuer_findings(Catalogue().get("chi-thi"), ward, STANDING)
    assert found.severity == "info"
    assert "Chưa xác nhận" in found.message


def test_an_organ_of_unknown_level_or_of_the_state_is_told_nothing() -> None:
    kind = Catalogue().get("chi-thi")
    assert issuer_findings(kind, ORGAN, STANDING) == []
    state = replace(ORGAN, standard=Standard.STATE)
    assert issuer_findings(kind, state, "", "chi-bo") == []


@pytest.mark.parametrize(
    ("printed", "fits"),
    [("QC/ĐU-BNCTU", True), ("QC/ĐU", True), ("QC/ĐUSTP", False), ("QC/ĐU-", False)],
)
def test_a_joint_symbol_begins_with_that_of_the_lead(printed: str, *, fits: bool) -> None:
    """HD05 3.2.2."""
    assert (notation_findings(Catalogue().get("quy-che"), ORGAN, printed) == []) is fits
