"""Every type of the catalogue on paper: the same head, margins and end, whatever stands between.

LibreOffice is started twice: once for all papers, once for the drafts it saves as docx itself.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from making import make_draft
from organs import LONG_ORGAN, ORGAN, SIGNER
from ruler import MM, Line, Sheet, printed

from congvan.config import Layout
from congvan.drafting.catalogue import Catalogue
from congvan.drafting.slots import fill, find_slots
from congvan.model.organs import Organ, Signer
from congvan.standards.profile import load

pytestmark = pytest.mark.office_suite

DAY = date(2026, 11, 22)
HD05 = load("hd05")
NEARBY = replace(ORGAN, name_in_text="Đảng uỷ Sở Nông nghiệp và Môi trường")
OLD = {"cong-van-gioi-thieu", "giay-gioi-thieu", "phieu-xin-y-kien", "phieu-xin-y-kien-danh-sach"}
TYPES = [item for item in Catalogue().types() if item.has_template and item.numbered]
KEYS = [item.key for item in TYPES if item.key not in OLD]
LETTERS = [key for key in KEYS if key.startswith("cong-van")]
TITLED = [key for key in KEYS if key not in LETTERS]
DRAWN = (  # one of each recipe; the others print the same template
    *("nghi-quyet", "quyet-dinh-ban-hanh", "to-trinh", "bien-ban", "giay-moi", "phieu-gui"),
    *("cong-van", "cong-van-dinh-chinh"),
)
ALL = (*KEYS, *(f"dai-{key}" for key in DRAWN))
WITH_SUBJECT = [key for key in KEYS if Catalogue().get(key).field("trich_yeu")]

PARAGRAPH = (
    "Đảng uỷ đề nghị các chi bộ trực thuộc rà soát danh sách đảng viên theo từng xã, phường nơi "
    "cư trú và gửi kết quả về Văn phòng Đảng uỷ để tổng hợp, báo cáo theo quy định."
)
SUBJECT = ("về việc " + "rà soát danh sách đảng viên theo nơi cư trú, " * 8)[:300].strip()
LONG = {
    "trich_yeu": SUBJECT,
    "noi_dung": [PARAGRAPH] * 12,
    "noi_nhan": [f"Chi bộ trực thuộc số {number}" for number in range(1, 21)],
}
ADDRESS = "Địa chỉ: số 12, đường Trần Phú, phường Tân Hoà, tỉnh An Bình; điện thoại: 0123 456 789"
NO_MEDIA = "Không phổ biến trên phương tiện thông tin đại chúng"
ANNEXES = [
    {"ten": "Danh mục nhiệm vụ", "noi_dung": [PARAGRAPH] * 15},
    {"ten": "Danh sách đơn vị", "noi_dung": PARAGRAPH},
]
EVERYTHING = {
    "do_khan": "Hoả tốc",
    "du_thao_lan": "2",
    "luu_hanh": "Lưu hành nội bộ",
    "lien_he": ADDRESS,
    "phu_luc": ANNEXES,
}
TOGETHER = {
    "co_quan": "Ban Nội chính Tỉnh uỷ",
    "ky_hieu": "BNCTU",
    "quyen_han": "K/T Trưởng Ban",
    "chuc_vu": "Phó Trưởng Ban Nội chính Tỉnh uỷ",
    "nguoi_ky": "Lê Văn An",
}
HEAD = replace(SIGNER, competence="", post="TRƯỞNG BAN TỔ CHỨC TỈNH UỶ")
CONTACTS = range(7, 12)  # paragraphs that bring the signature down to the contact line


def draft(
    key: str, changes: dict[str, object], organ: Organ = NEARBY, signer: Signer = SIGNER
) -> bytes:
    catalogue = Catalogue()
    kind = catalogue.get(key)
    known = {name: value for name, value in changes.items() if kind.field(name)}
    return make_draft(
        catalogue.template(key),
        kind,
        {**kind.sample, **known},
        organ=organ,
        signer=signer,
        profile=HD05,
        layout=Layout(),
        on=DAY,
    )


def drafts() -> dict[str, bytes]:
    joint = draft("quy-che", {"dong_ky": [TOGETHER]}, signer=HEAD)
    contact = {"lien_he": ADDRESS, "luu_hanh": NO_MEDIA}
    return {
        **{key: fill(draft(key, {}), number="07", day=DAY) for key in KEYS},
        **{f"dai-{key}": draft(key, LONG, organ=LONG_ORGAN) for key in DRAWN},
        "du": fill(draft("bao-cao", EVERYTHING), number="07", day=DAY),
        "du-cong-van": draft("cong-van", EVERYTHING),
        "dong-ky": fill(joint, number="05", day=DAY),
        "kiem": draft("thong-bao", {"kiem": "Trưởng Ban Chỉ đạo"}, signer=HEAD),
        **{
            f"lien-he-{count}": draft("thong-bao", {**contact, "noi_dung": [PARAGRAPH] * count})
            for count in CONTACTS
        },
    }


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Sheet]]:
    """Every draft above as measured pages."""
    return printed(drafts(), tmp_path_factory.mktemp("cac-loai"))


def found(sheet: Sheet, start: str) -> Line:
    return next(line for line in sheet.lines if line.text.startswith(start))


@pytest.mark.parametrize("key", [*ALL, "du", "dong-ky"])
def test_every_type_keeps_the_margins(papers: dict[str, list[Sheet]], key: str) -> None:
    for sheet in papers[key]:
        inside = [line for line in sheet.lines if line.baseline > 20]
        assert min(line.left for line in inside) >= 29.5
        assert max(line.right for line in inside) <= 195.5
        assert max(line.baseline for line in inside) <= 277.5
    title = found(papers[key][0], "ĐẢNG CỘNG SẢN")
    assert title.baseline - 0.891 * 15 / MM == pytest.approx(20, abs=0.5)


@pytest.mark.parametrize("key", ALL)
def test_the_head_has_its_sizes_and_the_title_its_rule(
    papers: dict[str, list[Sheet]], key: str
) -> None:
    sheet = papers[key][0]
    title = found(sheet, "ĐẢNG CỘNG SẢN")
    looks = (
        ("ĐẢNG CỘNG SẢN", 15, "Bold"),
        ("ĐẢNG BỘ", 14, ""),
        ("ĐẢNG UỶ", 14, "Bold"),
        ("Số ", 14, ""),
    )
    for start, size, look in looks:
        line = found(sheet, start)
        assert line.size == pytest.approx(size, abs=0.1)
        assert {font.partition("-")[2] for font in line.fonts} == {look}
    rule = next(item for item in sheet.strokes if item[0] > 100 and item[2] < 40)
    assert rule[1] - rule[0] == pytest.approx(title.right - title.left, rel=0.05)


@pytest.mark.parametrize("key", [*ALL, "du", "dong-ky"])
def test_number_and_date_stand_on_one_row_in_every_type(
    papers: dict[str, list[Sheet]], key: str
) -> None:
    sheet = papers[key][0]
    number = found(sheet, "Số ")
    (day,) = [line for line in sheet.lines if ", ngày" in line.text and line.baseline < 100][:1]
    assert day.baseline == pytest.approx(number.baseline, abs=0.2)
    assert {font.partition("-")[2] for font in day.fonts} == {"Italic"}


@pytest.mark.parametrize("key", TITLED)
def test_the_type_is_named_in_the_middle_in_bold_capitals(
    papers: dict[str, list[Sheet]], key: str
) -> None:
    name = Catalogue().get(key).printed_name.upper()
    sheet = papers[key][0]
    line = next(item for item in sheet.lines if item.text == name)
    assert 15 <= line.size <= 16
    assert {font.partition("-")[2] for font in line.fonts} == {"Bold"}
    assert (line.left + line.right) / 2 == pytest.approx(112.5, abs=0.7)
    if key in WITH_SUBJECT:
        hyphens = next(item for item in sheet.lines if item.text == "-----")
        assert (hyphens.left + hyphens.right) / 2 == pytest.approx(112.5, abs=0.7)
        between = [x for x in sheet.lines if line.baseline < x.baseline < hyphens.baseline]
        assert between
        assert {font.partition("-")[2] for x in between for font in x.fonts} == {"Bold"}
        assert {round(x.size, 1) for x in between} <= {14, 15}


@pytest.mark.parametrize("key", LETTERS)
def test_a_letter_has_its_subject_in_italics_under_the_number(
    papers: dict[str, list[Sheet]], key: str
) -> None:
    sheet = papers[key][0]
    line, number = found(sheet, "về việc"), found(sheet, "Số ")
    assert line.size == pytest.approx(12, abs=0.1)
    assert {font.partition("-")[2] for font in line.fonts} == {"Italic"}
    assert 0 < line.baseline - number.baseline < 10
    assert not [item for item in sheet.lines if item.text == "-----"]


@pytest.mark.parametrize("key", ALL)
def test_the_first_page_has_no_number_and_the_others_theirs(
    papers: dict[str, list[Sheet]], key: str
) -> None:
    sheets = papers[key]
    assert not [line for line in sheets[0].lines if line.baseline < 19]
    numbers = []
    for sheet in sheets[1:]:
        for line in sheet.lines:
            if line.baseline < 19:
                assert (line.left + line.right) / 2 == pytest.approx(112.5, abs=0.5)
                assert line.baseline - 0.891 * 14 / MM == pytest.approx(10, abs=0.5)
                assert line.size == pytest.approx(14, abs=0.1)
                numbers.append(line.text)
    own = len(sheets) - 1 - len(numbers)  # pages that begin an annex or what is enclosed
    kind = Catalogue().get(key.removeprefix("dai-"))
    assert own == (1 if {"phu_luc", "kem_theo_ten"} & {*kind.sample} else 0)


@pytest.mark.parametrize("key", ALL)
def test_the_signature_stands_whole_and_not_alone(papers: dict[str, list[Sheet]], key: str) -> None:
    start = "CHỦ TRÌ HỘI NGHỊ" if key.endswith("bien-ban") else "T/M BAN THƯỜNG VỤ"
    name = "Nguyễn Đức Thắng" if key.endswith("bien-ban") else "Trần Minh Đức"
    sheet = next(x for x in papers[key] if any(line.text.startswith(start) for line in x.lines))
    block = found(sheet, start)
    signed = [line for line in sheet.lines if line.text == name and line.left > 100]
    assert 20 < signed[-1].baseline - block.baseline < 45
    above = [line for line in sheet.lines if 20 < line.baseline < block.baseline - 3]
    assert any(line.size >= 12 for line in above)


def test_marks_stand_where_the_standard_puts_them(papers: dict[str, list[Sheet]]) -> None:
    """HD05 II.3, II.4: draft and urgency under the number, circulation at the top right."""
    sheet = papers["du"][0]
    number, draft_mark, urgent = (found(sheet, x) for x in ("Số 07", "Dự thảo lần 2", "HOẢ TỐC"))
    assert number.baseline < draft_mark.baseline < urgent.baseline < 80
    assert {font.partition("-")[2] for font in draft_mark.fonts} == {"Italic"}
    assert {font.partition("-")[2] for font in urgent.fonts} == {"Bold"}
    scope = found(sheet, "LƯU HÀNH NỘI BỘ")
    assert scope.right == pytest.approx(195, abs=0.5)
    assert scope.baseline - 0.891 * 12 / MM == pytest.approx(10, abs=0.5)
    assert scope.size == pytest.approx(12, abs=0.1)
    elsewhere = [line.text for page in papers["du"][1:] for line in page.lines]
    assert "LƯU HÀNH NỘI BỘ" not in elsewhere
    letter = papers["du-cong-van"][0]
    assert found(letter, "về việc").baseline < found(letter, "HOẢ TỐC").baseline


def test_annexes_begin_pages_of_their_own_and_name_the_document(
    papers: dict[str, list[Sheet]],
) -> None:
    sheets = papers["du"]
    first, second = (
        next(at for at, sheet in enumerate(sheets) if sheet.lines[0].text == f"Phụ lục {number}")
        for number in (1, 2)
    )
    assert second == first + 2
    assert sheets[first + 1].lines[0].text == "2"
    assert len(sheets) == second + 1
    named = " ".join(line.text for line in sheets[second].lines)
    assert "(Kèm theo Báo cáo số 07-BC/ĐU, ngày 22/11/2026 của Đảng uỷ Sở Nông nghiệp" in named


def test_the_contact_line_stands_at_the_foot_of_the_last_page_under_a_rule(
    papers: dict[str, list[Sheet]],
) -> None:
    pages = [
        sheet
        for sheet in papers["du"]
        if any(line.text.startswith("Địa chỉ:") for line in sheet.lines)
    ]
    (sheet,) = pages
    line = found(sheet, "Địa chỉ:")
    assert line.size == pytest.approx(10, abs=0.1)
    assert 270 < line.baseline < 277.5
    rule = max(sheet.strokes, key=lambda item: item[1] - item[0])
    assert rule[1] - rule[0] == pytest.approx(165, abs=0.6)  # and the pen
    assert line.baseline - 6 < rule[2] < line.baseline
    assert any(item.text.startswith("T/M BAN") for item in sheet.lines)


@pytest.mark.parametrize("count", CONTACTS)
def test_nothing_runs_into_the_contact_line(papers: dict[str, list[Sheet]], count: int) -> None:
    sheet = papers[f"lien-he-{count}"][-1]
    contact = found(sheet, "Địa chỉ:")
    low = found(sheet, NO_MEDIA.upper())
    assert 297 - low.baseline == pytest.approx(11, abs=1.5)
    assert found(sheet, "Trần Minh Đức").baseline < contact.baseline
    rest = [line for line in sheet.lines if line.text and line not in {contact, low}]
    assert max(line.baseline for line in rest) < contact.baseline - 3


def test_joint_documents_are_signed_by_the_lead_on_the_right(
    papers: dict[str, list[Sheet]],
) -> None:
    head, last = papers["dong-ky"][0], papers["dong-ky"][-1]
    assert found(head, "Số 05-QC/ĐU-BNCTU")
    lead, other = found(last, "TRƯỞNG BAN TỔ CHỨC"), found(last, "K/T TRƯỞNG BAN")
    assert lead.left > 100 > other.right
    assert lead.baseline == pytest.approx(other.baseline, abs=0.2)
    assert found(last, "Nơi nhận:").baseline > found(last, "Lê Văn An").baseline


def test_a_body_without_a_seal_signs_by_the_post_that_has_one(
    papers: dict[str, list[Sheet]],
) -> None:
    """HD05 7.1.4đ(ii)."""
    sheet = papers["kiem"][0]
    above, word, below = (found(sheet, x) for x in ("TRƯỞNG BAN TỔ", "kiêm", "TRƯỞNG BAN CHỈ ĐẠO"))
    assert above.baseline < word.baseline < below.baseline
    assert [{font.partition("-")[2] for font in x.fonts} for x in (above, word, below)] == [
        {"Bold"},
        {""},
        {"Bold"},
    ]


def test_every_type_saved_by_libreoffice_still_takes_its_number(tmp_path: Path) -> None:
    """A clerk opens the draft there, saves it, and issues what was saved."""
    names = {}
    for key in KEYS:
        (tmp_path / f"{key}.docx").write_bytes(draft(key, {}))
        names[key] = f"{Catalogue().get(key).abbreviation}/ĐU"
    out = tmp_path / "luu"
    profile = f"-env:UserInstallation={(tmp_path / 'ho-so').as_uri()}"
    target = "docx:MS Word 2007 XML"
    command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(out)]
    files = [str(tmp_path / f"{key}.docx") for key in KEYS]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=180)
    for key, notation in names.items():
        slots = find_slots(fill((out / f"{key}.docx").read_bytes(), number="07", day=DAY))
        assert slots.number is not None
        assert (slots.number.number, slots.number.notation) == ("07", notation), key
        assert slots.date is not None
        assert slots.date.date == DAY, key
