"""The parts of documents of several organs, types and hands, Party and State, whole and damaged."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from congvan.reading.anatomy import Anatomy, anatomy
from congvan.reading.lines import Line
from congvan.reading.part import Part
from congvan.reading.read import read

LONG = "Thực hiện chương trình công tác năm, Ban Thường vụ Đảng uỷ đề nghị các chi bộ " * 4

PARTY_LETTER = """
ĐẢNG BỘ TỈNH AN BÌNH
ĐẢNG UỶ SỞ XÂY DỰNG
*
Số 26-CV/ĐU

về việc rà soát đảng viên
ở nơi cư trú

ĐẢNG CỘNG SẢN VIỆT NAM
An Bình, ngày 03 tháng 02 năm 2026

Kính gửi: - Các chi bộ trực thuộc;
          - Đoàn Thanh niên Sở.

{body}

Nơi nhận:
- Như trên;
- Ban Tổ chức Tỉnh uỷ (để báo cáo);
- Lưu Văn phòng Đảng uỷ.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ

(đã ký)

Trần Thị Hoà
"""

STATE_DECISION = """
UBND TỈNH AN BÌNH
SỞ XÂY DỰNG
Số: 15/QĐ-SXD

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

An Bình, ngày 27 tháng 5 năm 2026

QUYẾT ĐỊNH
Về việc thành lập Tổ rà soát

GIÁM ĐỐC SỞ XÂY DỰNG

Căn cứ Luật Tổ chức chính quyền địa phương;

Điều 1. Thành lập Tổ rà soát.

Nơi nhận:
- Như Điều 2;
- UBND tỉnh;
- Lưu: VT, TCCB (05).

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Lê Văn Bình
"""

STATE_LETTER_ON_ONE_LINE = """
UBND XÃ TÂN HOÀ\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
VĂN PHÒNG\t\tĐộc lập - Tự do - Hạnh phúc
Số: 7/VP-TH            Tân Hoà, ngày 9 tháng 6 năm 2026
V/v báo cáo tháng

Kính gửi: Các thôn.

{body}

Nơi nhận:\t\tTL. CHỦ TỊCH
- Như trên;\t\tCHÁNH VĂN PHÒNG
- Lưu: VT.

\t\tPhạm Thị Ánh
"""

PARTY_DECISION = """
**TỈNH UỶ AN BÌNH**
*
Số 112-QĐ/TU

**ĐẢNG CỘNG SẢN VIỆT NAM**
*An Bình, ngày 12 tháng 10 năm 2026*

**QUYẾT ĐỊNH
CỦA BAN THƯỜNG VỤ TỈNH UỶ
về việc chỉ định bổ sung cấp uỷ viên**
-----

- Căn cứ Điều lệ Đảng;

Nơi nhận:
- Như Điều 3,
- Lưu Văn phòng Tỉnh uỷ.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Đỗ Quang Ánh
"""

SCANNED = """
ĐẢNG BỘ CÁC CƠ QUAN
ĐẢNG TỈNH AN BÌNH
CHI BỘ VĂN PHÒNG
Số: 3 - NQ / CB

ĐẢNG CỘNG SẢN VIỆT NAM
An Bình, ngày 7 tháng 03 năm 2026

NGHỊ QUYẾT Lãnh đạo nhiệm vụ quý II

{body}

Nơi nhận;
- Cấp uỷ; #
- Lưu: CB

TM. CHI BỘ
BÍ THƯ

NGUYỄN ĐỨC ÂN
"""

REPORT_BY_HEAD = """
TỈNH UỶ AN BÌNH
BAN TỔ CHỨC
*
Số …-BC/BTCTU

ĐẢNG CỘNG SẢN VIỆT NAM
An Bình, ngày … tháng … năm 2026

BÁO CÁO
kết quả công tác quý III

Kính gửi: Ban Thường vụ Tỉnh uỷ

{body}

Nơi nhận:
- Như trên;
- Lưu Văn phòng.

TRƯỞNG BAN

Vũ Thị Đào
"""


def lines_of(text: str) -> Sequence[Line]:
    return read("a.txt", text.replace("{body}", LONG).strip("\n").encode()).lines


def seen(found: Anatomy) -> dict[str, object]:
    """What was found, as plain text."""
    shown: dict[str, object] = {}
    for key in Anatomy.__dataclass_fields__:
        value = getattr(found, key)
        if isinstance(value, Part):
            shown[key] = value.text
        elif isinstance(value, tuple):
            shown[key] = [item.text for item in value]
    shown["number"] = found.number_line and (found.number_line.number, found.number_line.notation)
    shown["date"] = found.date_line and (found.date_line.place, found.date_line.date)
    return {key: value for key, value in shown.items() if value and "line" not in key}


CASES: list[tuple[str, dict[str, object]]] = [
    (PARTY_LETTER, {
        "number": ("26", "CV/ĐU"), "date": ("An Bình", date(2026, 2, 3)),
        "motto": "ĐẢNG CỘNG SẢN VIỆT NAM", "parent_organ": "ĐẢNG BỘ TỈNH AN BÌNH",
        "organ": "ĐẢNG UỶ SỞ XÂY DỰNG", "subject": "về việc rà soát đảng viên ở nơi cư trú",
        "addressees": ["Các chi bộ trực thuộc", "Đoàn Thanh niên Sở"],
        "to_places": ["Như trên", "Ban Tổ chức Tỉnh uỷ (để báo cáo)"],
        "storage": "Lưu Văn phòng Đảng uỷ", "competence": "T/M BAN THƯỜNG VỤ",
        "signer_post": "PHÓ BÍ THƯ", "signer_name": "Trần Thị Hoà",
    }),
    (STATE_DECISION, {
        "number": ("15", "QĐ-SXD"), "date": ("An Bình", date(2026, 5, 27)),
        "motto": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "parent_organ": "UBND TỈNH AN BÌNH", "organ": "SỞ XÂY DỰNG", "type_name": "QUYẾT ĐỊNH",
        "subject": "Về việc thành lập Tổ rà soát", "to_places": ["Như Điều 2", "UBND tỉnh"],
        "storage": "Lưu: VT, TCCB (05)", "competence": "KT. GIÁM ĐỐC",
        "signer_post": "PHÓ GIÁM ĐỐC", "signer_name": "Lê Văn Bình",
    }),
    (STATE_LETTER_ON_ONE_LINE, {
        "number": ("7", "VP-TH"), "date": ("Tân Hoà", date(2026, 6, 9)),
        "motto": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "parent_organ": "UBND XÃ TÂN HOÀ", "organ": "VĂN PHÒNG", "subject": "V/v báo cáo tháng",
        "addressees": ["Các thôn"], "to_places": ["Như trên"], "storage": "Lưu: VT",
        "competence": "TL. CHỦ TỊCH", "signer_post": "CHÁNH VĂN PHÒNG",
        "signer_name": "Phạm Thị Ánh",
    }),
    (PARTY_DECISION, {
        "number": ("112", "QĐ/TU"), "date": ("An Bình", date(2026, 10, 12)),
        "motto": "ĐẢNG CỘNG SẢN VIỆT NAM", "organ": "TỈNH UỶ AN BÌNH", "type_name": "QUYẾT ĐỊNH",
        "subject": "về việc chỉ định bổ sung cấp uỷ viên", "to_places": ["Như Điều 3"],
        "storage": "Lưu Văn phòng Tỉnh uỷ", "competence": "T/M BAN THƯỜNG VỤ",
        "signer_post": "BÍ THƯ", "signer_name": "Đỗ Quang Ánh",
    }),
    (SCANNED, {
        "number": ("3", "NQ/CB"), "date": ("An Bình", date(2026, 3, 7)),
        "motto": "ĐẢNG CỘNG SẢN VIỆT NAM",
        "parent_organ": "ĐẢNG BỘ CÁC CƠ QUAN ĐẢNG TỈNH AN BÌNH", "organ": "CHI BỘ VĂN PHÒNG",
        "type_name": "NGHỊ QUYẾT", "subject": "Lãnh đạo nhiệm vụ quý II",
        "to_places": ["Cấp uỷ"], "storage": "Lưu: CB", "competence": "TM. CHI BỘ",
        "signer_post": "BÍ THƯ", "signer_name": "NGUYỄN ĐỨC ÂN",
    }),
    (REPORT_BY_HEAD, {
        "number": ("", "BC/BTCTU"), "date": ("An Bình", None), "motto": "ĐẢNG CỘNG SẢN VIỆT NAM",
        "parent_organ": "TỈNH UỶ AN BÌNH", "organ": "BAN TỔ CHỨC", "type_name": "BÁO CÁO",
        "subject": "kết quả công tác quý III", "addressees": ["Ban Thường vụ Tỉnh uỷ"],
        "to_places": ["Như trên"], "storage": "Lưu Văn phòng", "signer_post": "TRƯỞNG BAN",
        "signer_name": "Vũ Thị Đào",
    }),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "parts"), CASES, ids=["letter", "state", "tabs", "decision", "scan", "head"]
)
def test_the_parts_of_a_document_are_found(text: str, parts: dict[str, object]) -> None:
    found = anatomy(lines_of(text))
    assert seen(found) == parts
    assert Anatomy.from_json(found.to_json()) == found


def test_the_old_and_new_tone_marks_make_no_difference() -> None:
    old = PARTY_LETTER.replace("UỶ", "ỦY").replace("Hoà", "Hòa")
    found = anatomy(lines_of(old))
    assert (found.organ.text, found.signer_name.text) == ("ĐẢNG ỦY SỞ XÂY DỰNG", "Trần Thị Hòa")


def test_places_name_the_lines_the_parts_stand_on() -> None:
    lines = lines_of(PARTY_LETTER)
    found = anatomy(lines)
    at = {line.place: line.text for line in lines}
    assert [at[place] for place in found.subject.at] == [
        "về việc rà soát đảng viên",
        "ở nơi cư trú",
    ]
    assert found.number_line is not None
    assert at[found.number_line.at] == "Số 26-CV/ĐU"


@pytest.mark.parametrize(
    "mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "(Mật)", "Độ mật: Tối mật", "M Ậ T"]
)
@pytest.mark.parametrize(
    "under", ["Số 26-CV/ĐU", "ở nơi cư trú", "An Bình, ngày 03 tháng 02 năm 2026"]
)
def test_a_secrecy_mark_near_the_head_is_seen(mark: str, under: str) -> None:
    found = anatomy(lines_of(PARTY_LETTER.replace(under, f"{under}\n{mark}")))
    assert found.secrecy.text in {"MẬT", "TỐI MẬT", "TUYỆT MẬT"}
    assert found.number_line is not None


def test_a_secrecy_mark_in_a_page_header_or_text_box_is_seen() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "TUYỆT MẬT"
    document.add_paragraph("ĐẢNG UỶ SỞ XÂY DỰNG")
    document.add_paragraph("Số 26-CV/ĐU")
    out = io.BytesIO()
    document.save(out)
    assert anatomy(read("a.docx", out.getvalue()).lines).secrecy.text == "TUYỆT MẬT"


def test_the_word_in_a_sentence_is_no_mark() -> None:
    text = PARTY_LETTER.replace("ở nơi cư trú", "và bảo vệ bí mật").replace("{body}", LONG + "mật")
    assert not anatomy(lines_of(text)).secrecy


def test_an_urgency_mark_is_no_subject() -> None:
    found = anatomy(lines_of(PARTY_LETTER.replace("Số 26-CV/ĐU", "Số 26-CV/ĐU\nHOẢ TỐC")))
    assert found.urgency.text == "HỎA TỐC"
    assert found.subject.text == "về việc rà soát đảng viên ở nơi cư trú"


def test_only_the_first_of_two_documents_is_taken() -> None:
    two = PARTY_LETTER + STATE_DECISION
    assert seen(anatomy(lines_of(two))) == seen(anatomy(lines_of(PARTY_LETTER)))


def test_an_article_is_no_document() -> None:
    article = """Nêu cao trách nhiệm của đảng viên ở nơi cư trú
    Cập nhật ngày: 02/03/2024 11:05:14
    Ban Thường vụ Tỉnh uỷ yêu cầu các cấp uỷ thực hiện Quy định số 213-QĐ/TW.
    Phú Nghĩa
    """
    assert anatomy(lines_of(article)) == Anatomy()


def test_nothing_gives_nothing() -> None:
    assert anatomy(()) == Anatomy()


@given(st.lists(st.text(max_size=60), max_size=30))
def test_any_lines_give_an_anatomy(texts: list[str]) -> None:
    found = anatomy([Line(text, f"body/{number}") for number, text in enumerate(texts)])
    assert Anatomy.from_json(found.to_json()) == found


@given(st.permutations(PARTY_LETTER.replace("{body}", LONG).splitlines()))
def test_a_shuffled_document_gives_an_anatomy(rows: list[str]) -> None:
    anatomy([Line(text, f"body/{number}") for number, text in enumerate(rows)])
