"""The paper measured with a ruler: LibreOffice's PDF of our drafts against the standard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from making import make_draft
from organs import LONG_ORGAN, ORGAN, SIGNER
from ruler import MM, Sheet, printed

from congvan.config import Layout
from congvan.drafting.catalogue import Catalogue
from congvan.drafting.slots import fill
from congvan.model.organs import Organ
from congvan.standards.profile import load

pytestmark = pytest.mark.office_suite

DAY = date(2026, 11, 22)
HD05 = load("hd05")

PARAGRAPH = (
    "Đảng uỷ đề nghị các chi bộ trực thuộc rà soát danh sách đảng viên theo từng xã, phường nơi "
    "cư trú và gửi kết quả về Văn phòng Đảng uỷ để tổng hợp, báo cáo theo quy định."
)
LONG_LETTER = {
    "trich_yeu": "về việc " + "rà soát danh sách đảng viên theo nơi cư trú, " * 6 + "năm 2026",
    "noi_dung": [PARAGRAPH] * 12,
    "noi_nhan": [f"Chi bộ trực thuộc số {number}" for number in range(1, 21)],
}
LONG_INTRODUCTION = {
    "kinh_gui": ["Đảng uỷ phường Bình Hưng Hoà Đông, Phường Ngô Quyền", "Chi bộ khu phố 15"],
    "ho_ten": "Công Tằng Tôn Nữ Thị Thuỳ Dương",
    "chi_bo": "Phòng Kế hoạch - Tài chính, Chi cục Trồng trọt và Bảo vệ thực vật tỉnh An Bình",
    "so_nha_duong": "số 127/45/6, đường Nguyễn Thị Minh Khai",
    "xa_phuong": "phường Bình Hưng Hoà Đông",
    "tinh": "Phường Ngô Quyền",
    "mien_sinh_hoat": True,
}
LENGTHS = range(8, 15)  # paragraphs that bring the end of the letter to the end of a page
FULL = ("cv", "cv-long", "gt", "gt-long")


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Sheet]]:
    """Every draft below as measured pages."""
    return printed(drafts(), tmp_path_factory.mktemp("giay"))


def drafts() -> dict[str, bytes]:
    letter, introduction = draft_of("cong-van"), draft_of("giay-gioi-thieu")
    return {
        "cv": letter({}),
        "cv-one": letter({"kinh_gui": "Tỉnh uỷ An Bình"}),
        "cv-long": letter(LONG_LETTER, organ=LONG_ORGAN),
        "cv-75": letter({"noi_nhan": [f"Nơi nhận thứ {number}" for number in range(75)]}),
        "cv-22": letter({"noi_dung": [PARAGRAPH] * 3}, layout=Layout(line_pitch=22)),
        "gt": introduction({}),
        "gt-long": introduction(LONG_INTRODUCTION, organ=LONG_ORGAN),
        "cv-issued": fill(letter({}, organ=LONG_ORGAN), number="1999", day=DAY),
        **{f"cv-{count}p": letter({"noi_dung": [PARAGRAPH] * count}) for count in LENGTHS},
    }


def draft_of(key: str) -> Callable[..., bytes]:
    catalogue = Catalogue()
    kind = catalogue.get(key)

    def make(
        changes: dict[str, object], *, organ: Organ = ORGAN, layout: Layout | None = None
    ) -> bytes:
        return make_draft(
            catalogue.template(key),
            kind,
            {**kind.sample, **changes},
            organ=organ,
            signer=SIGNER,
            profile=HD05,
            layout=layout or Layout(),
            on=DAY,
        )

    return make


@pytest.mark.parametrize("name", FULL)
def test_every_letter_is_set_in_times(papers: dict[str, list[Sheet]], name: str) -> None:
    fonts = {font for sheet in papers[name] for line in sheet.lines for font in line.fonts}
    assert fonts
    assert all("LiberationSerif" in font or "Times" in font for font in fonts), fonts


@pytest.mark.parametrize("name", FULL)
def test_the_text_keeps_the_margins(papers: dict[str, list[Sheet]], name: str) -> None:
    for sheet in papers[name]:
        inside = [line for line in sheet.lines if line.baseline > 20]
        assert min(line.left for line in inside) == pytest.approx(30, abs=0.5)
        assert max(line.right for line in inside) <= 195.5
        assert max(line.baseline for line in inside) <= 277.5
    body = [line for line in papers[name][0].lines if line.left < 30.5 and line.size == 14]
    assert max(line.right for line in body) == pytest.approx(195, abs=0.5)


@pytest.mark.parametrize("name", FULL)
def test_the_first_line_stands_at_the_top_margin(papers: dict[str, list[Sheet]], name: str) -> None:
    """The baseline of a 15 pt line lies the face's ascent (0.891 em) under the margin."""
    title = papers[name][0].find("ĐẢNG CỘNG SẢN")
    assert title.baseline - 0.891 * 15 / MM == pytest.approx(20, abs=0.5)
    organ = papers[name][0].lines[0]
    assert organ.text.startswith("ĐẢNG BỘ")
    assert organ.baseline == pytest.approx(title.baseline, abs=0.5)


@pytest.mark.parametrize(
    ("name", "start", "size", "look"),
    [
        ("cv", "ĐẢNG CỘNG SẢN", 15, "Bold"),
        ("cv", "ĐẢNG BỘ", 14, ""),
        ("cv", "ĐẢNG UỶ SỞ", 14, "Bold"),
        ("cv", "*", 14, ""),
        ("cv", "Số …-CV/ĐU", 14, ""),
        ("cv", "An Bình, ngày", 14, "Italic"),
        ("cv", "về việc", 12, "Italic"),
        ("cv", "Thực hiện", 14, ""),
        ("cv", "Nơi nhận:", 14, ""),
        ("cv", "- Như trên;", 12, ""),
        ("cv", "P-H2", 8, ""),
        ("cv", "T/M BAN", 14, "Bold"),
        ("cv", "PHÓ BÍ THƯ", 14, ""),
        ("cv", "Trần Minh Đức", 14, "Bold"),
        ("gt", "GIẤY GIỚI THIỆU", 15, "Bold"),
        ("gt", "Số …-GGT/ĐU", 14, ""),
        ("gt", "ĐẢNG UỶ (CHI UỶ) NƠI CƯ TRÚ", 12, "Bold"),
    ],
)
def test_components_have_their_size_and_style(
    papers: dict[str, list[Sheet]], name: str, start: str, size: float, look: str
) -> None:
    line = papers[name][0].find(start)
    assert line.size == pytest.approx(size, abs=0.1)
    assert {font.partition("-")[2] for font in line.fonts} == {look}


@pytest.mark.parametrize("name", FULL)
def test_the_rule_under_the_title_is_as_long_as_its_text(
    papers: dict[str, list[Sheet]], name: str
) -> None:
    sheet = papers[name][0]
    title = sheet.find("ĐẢNG CỘNG SẢN")
    rules = [item for item in sheet.strokes if item[0] > 100]
    assert len(rules) == 1
    left, right, height = rules[0]
    assert right - left == pytest.approx(title.right - title.left, rel=0.05)
    assert left == pytest.approx(title.left, abs=1)
    assert 0.3 < height - title.baseline < 3


@pytest.mark.parametrize("name", ["cv", "cv-long", "cv-75"])
def test_only_the_title_and_the_word_noi_nhan_carry_a_rule(
    papers: dict[str, list[Sheet]], name: str
) -> None:
    drawn = [item for sheet in papers[name] for item in sheet.strokes]
    word = next(line for sheet in papers[name] for line in sheet.lines if "Nơi nhận:" in line.text)
    assert len(drawn) == 2
    left, right, _ = min(drawn)
    assert left == pytest.approx(word.left, abs=0.3)
    assert word.right - 2 < right < word.right


@pytest.mark.parametrize("name", FULL)
def test_number_and_date_stand_on_one_row(papers: dict[str, list[Sheet]], name: str) -> None:
    sheet = papers[name][0]
    number = sheet.find("Số …-")
    row = [line for line in sheet.lines if abs(line.baseline - number.baseline) < 0.3]
    assert any("ngày … tháng … năm …" in line.text for line in row)
    assert number.baseline > max(line.baseline for line in sheet.lines if line.text == "*")


def test_an_issued_number_and_date_still_stand_on_one_row(papers: dict[str, list[Sheet]]) -> None:
    sheet = papers["cv-issued"][0]
    number = sheet.find("Số 1999-CV/ĐU")
    day = sheet.find("Phường Ngô Quyền, ngày 22 tháng 11 năm 2026")
    assert day.baseline == pytest.approx(number.baseline, abs=0.1)


@pytest.mark.parametrize("name", FULL)
def test_the_parts_of_the_header_are_centred_in_their_columns(
    papers: dict[str, list[Sheet]], name: str
) -> None:
    sheet = papers[name][0]
    left, right = (63, 145.5) if "long" in name else (65, 147.5)  # a long place takes room
    for start, middle in (("Số …-", left), ("*", left), ("ĐẢNG CỘNG SẢN", right)):
        line = sheet.find(start)
        assert (line.left + line.right) / 2 == pytest.approx(middle, abs=0.7)


def test_the_body_has_its_pitch_spacing_and_indent(papers: dict[str, list[Sheet]]) -> None:
    sheet = papers["cv"][0]
    first, last = sheet.find("Thực hiện"), sheet.find("Đảng uỷ để được")
    body = [line for line in sheet.lines if first.baseline <= line.baseline <= last.baseline]
    steps = {round((below.baseline - above.baseline) * MM, 1) for above, below in pairwise(body)}
    assert steps == {19.0, 25.0}
    assert first.left - 30 == pytest.approx(10, abs=0.5)


def test_the_line_pitch_is_the_offices_choice(papers: dict[str, list[Sheet]]) -> None:
    sheet = papers["cv-22"][0]
    first = sheet.find("Đảng uỷ đề nghị")
    below = next(line for line in sheet.lines if line.baseline > first.baseline)
    assert (below.baseline - first.baseline) * MM == pytest.approx(22, abs=0.1)


def test_several_addressees_stand_under_one_another_behind_the_colon(
    papers: dict[str, list[Sheet]],
) -> None:
    sheet = papers["cv"][0]
    label = sheet.find("Kính gửi:")
    dashes = [line for line in sheet.lines if line.text in {"- Các chi bộ trực thuộc;"}]
    dashes += [line for line in sheet.lines if line.text == "- Văn phòng Đảng uỷ."]
    assert len(dashes) == 2
    assert dashes[0].left == pytest.approx(dashes[1].left, abs=0.1)
    assert 15 < dashes[0].left - label.left < 25


def test_one_addressee_stands_beside_the_label_in_the_middle(
    papers: dict[str, list[Sheet]],
) -> None:
    line = papers["cv-one"][0].find("Kính gửi: Tỉnh uỷ An Bình")
    assert (line.left + line.right) / 2 == pytest.approx(112.5, abs=0.5)


def test_pages_are_numbered_from_the_second_at_the_top_in_the_middle(
    papers: dict[str, list[Sheet]],
) -> None:
    sheets_ = papers["cv-long"]
    assert len(sheets_) == 2
    assert not [line for line in sheets_[0].lines if line.baseline < 20]
    (number,) = [line for line in sheets_[1].lines if line.baseline < 20]
    assert (number.text, number.size) == ("2", 14)
    assert (number.left + number.right) / 2 == pytest.approx(112.5, abs=0.5)
    assert number.baseline - 0.891 * 14 / MM == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize("name", ["gt", "gt-long"])
def test_an_introduction_is_one_page(papers: dict[str, list[Sheet]], name: str) -> None:
    assert len(papers[name]) == 1


@pytest.mark.parametrize("name", ["cv", "cv-long", "cv-75", *(f"cv-{n}p" for n in LENGTHS)])
def test_the_signature_never_stands_without_text_above_it(
    papers: dict[str, list[Sheet]], name: str
) -> None:
    (sheet,) = [
        sheet
        for sheet in papers[name]
        if any(line.text.startswith("T/M BAN") for line in sheet.lines)
    ]
    competence = sheet.find("T/M BAN")
    above = [line for line in sheet.lines if 20 < line.baseline < competence.baseline - 3]
    assert any(line.size == 14 for line in above)
    assert sheet.find("Trần Minh Đức").baseline > competence.baseline


def test_a_long_list_of_recipients_is_printed_to_the_last(papers: dict[str, list[Sheet]]) -> None:
    found = [line.text for sheet in papers["cv-75"] for line in sheet.lines]
    assert sum(text.startswith("- Nơi nhận thứ") for text in found) == 75
    assert "- Lưu Văn phòng Đảng uỷ." in found
