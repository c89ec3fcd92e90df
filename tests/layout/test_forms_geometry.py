"""The papers of a year-end run on paper: one sheet each, boxes in line, lists ruled and headed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from making import make_draft
from organs import LONG_ORGAN, ORGAN, SIGNER
from ruler import Sheet, printed

from congvan.config import Layout
from congvan.drafting.catalogue import Catalogue
from congvan.model.organs import Organ
from congvan.standards.profile import load

pytestmark = pytest.mark.office_suite

LONG_NAME = "Công Tằng Tôn Nữ Thị Thuỳ Dương Huyền Trân Nguyễn Phước Hoàng"
WIDE_NAME = " ".join(["NGUYỄN"] * 8) + " HOÀ"
STREET = (
    "số 127/45/6 hẻm 89, căn hộ W12.34 toà nhà Hoà Bình Thịnh Vượng, đường Nguyễn Thị Minh Khai "
)
LONG = {
    "dang_bo_xa": "Đảng bộ phường Bình Hưng Hoà Đông",
    "chi_bo_cu_tru": "khu phố 15 Chung cư Hoà Bình",
    "ho_ten": LONG_NAME[:60].strip(),
    "ngay_sinh": "30/11/1978",
    "chi_bo": "Phòng Kế hoạch - Tài chính, Chi cục Trồng trọt và Bảo vệ thực vật tỉnh An Bình",
    "so_nha_duong": (STREET * 2)[:140].strip(),
    "thon_to": "khu phố 15",
    "xa_phuong": "phường Bình Hưng Hoà Đông",
    "tinh": "thành phố An Bình",
}
CROWDED = {**LONG, "so_nha_duong": None, "thon_to": "tổ 5", "tinh": None, "chi_bo": "Phòng A"}
FORMS = ("phieu-nhan-xet", "phieu-nhan-xet-mien")
REVIEWS = tuple(f"{key}-{kind}" for key in FORMS for kind in ("sample", "long", "wide", "edge"))
LETTERS = ("xin", "xin-long", "gioi-thieu", "gioi-thieu-long")
ROWS = 40


def draft(key: str, changes: Mapping[str, object], organ: Organ = ORGAN) -> bytes:
    kind = Catalogue().get(key)
    data = {**kind.sample, **changes}
    return make_draft(
        Catalogue().template(key),
        kind,
        {name: value for name, value in data.items() if value is not None},
        organ=organ,
        signer=SIGNER,
        profile=load("hd05"),
        layout=Layout(),
        on=date(2026, 11, 22),
    )


def drafts() -> dict[str, bytes]:
    made = {}
    for key in FORMS:
        made[f"{key}-sample"] = draft(key, {})
        made[f"{key}-long"] = draft(key, LONG, LONG_ORGAN)
        made[f"{key}-wide"] = draft(key, {**LONG, "ho_ten": WIDE_NAME}, LONG_ORGAN)
        made[f"{key}-edge"] = draft(key, CROWDED, LONG_ORGAN)
    one = Catalogue().get("cong-van-gioi-thieu").sample["danh_sach"][0]  # type: ignore[index]
    many = [
        {**one, "ho_ten": LONG["ho_ten"] if number % 9 == 0 else "An Vy"} for number in range(ROWS)
    ]
    made["xin"] = draft("phieu-xin-y-kien", {})
    made["xin-long"] = draft("phieu-xin-y-kien", {"so_luong": 12, "don_vi": None}, LONG_ORGAN)
    made["gioi-thieu"] = draft("cong-van-gioi-thieu", {})
    made["gioi-thieu-long"] = draft("cong-van-gioi-thieu", {"danh_sach": many}, LONG_ORGAN)
    return made


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Sheet]]:
    return printed(drafts(), tmp_path_factory.mktemp("phieu"))


def bottom(sheet: Sheet) -> float:
    return max(line.baseline for line in sheet.lines)


@pytest.mark.parametrize("name", REVIEWS)
def test_a_review_form_is_one_sheet_with_room_to_sign(
    papers: dict[str, list[Sheet]], name: str
) -> None:
    assert len(papers[name]) == 1
    assert bottom(papers[name][0]) <= 262  # 15 mm for signature and seal, the margin of 20 below


@pytest.mark.parametrize("name", [*REVIEWS, *LETTERS])
def test_every_letter_and_box_is_of_one_serif_family(
    papers: dict[str, list[Sheet]], name: str
) -> None:
    fonts = {font for sheet in papers[name] for line in sheet.lines for font in line.fonts}
    assert fonts
    assert all("LiberationSerif" in font or "Times" in font for font in fonts), fonts


@pytest.mark.parametrize("name", REVIEWS)
def test_the_boxes_stand_under_one_another_in_three_columns(
    papers: dict[str, list[Sheet]], name: str
) -> None:
    boxes = [line for line in papers[name][0].lines if line.text.startswith("□")]
    columns = sorted({round(line.left) for line in boxes})
    assert len(columns) == 3
    assert columns == pytest.approx([40, 97, 154], abs=1)
    assert len(boxes) == 3 * (6 if FORMS[1] not in name else 3)
    for item in {round(line.baseline) for line in boxes}:
        row = [line for line in boxes if abs(line.baseline - item) < 1]
        assert len(row) == 3


@pytest.mark.parametrize("name", REVIEWS)
def test_star_and_date_stand_on_one_row_below_the_residences_names(
    papers: dict[str, list[Sheet]], name: str
) -> None:
    sheet = papers[name][0]
    star = next(line for line in sheet.lines if line.text == "*")
    day = next(line for line in sheet.lines if "ngày …" in line.text)
    assert day.baseline == pytest.approx(star.baseline, abs=0.5)
    assert day.right <= 195
    assert not any(line.text.startswith("Số ") for line in sheet.lines)


@pytest.mark.parametrize("name", REVIEWS)
def test_the_two_that_sign_stand_side_by_side(papers: dict[str, list[Sheet]], name: str) -> None:
    sheet = papers[name][0]
    left, right = sheet.find("XÁC NHẬN CỦA ĐẢNG ỦY"), sheet.find("T/M CHI BỘ")
    assert left.baseline == pytest.approx(right.baseline, abs=0.5)
    assert (left.left + left.right) / 2 < 70
    assert (right.left + right.right) / 2 > 140
    above = [line for line in sheet.lines if line.baseline < left.baseline]
    assert left.baseline - max(line.baseline for line in above) < 15


@pytest.mark.parametrize("name", [*REVIEWS, *LETTERS])
def test_the_text_keeps_the_margins(papers: dict[str, list[Sheet]], name: str) -> None:
    for line in papers[name][0].lines:  # of a letter with a list, the letter
        assert line.left >= 29.5
        assert line.right <= 195.5
        assert line.baseline <= 277.5


@pytest.mark.parametrize("name", ["phieu-nhan-xet-sample", "phieu-nhan-xet-mien-sample"])
def test_the_subtitle_is_broken_between_its_halves(
    papers: dict[str, list[Sheet]], name: str
) -> None:
    assert papers[name][0].find("với tổ chức đảng và nhân dân nơi cư trú").size == 14


@pytest.mark.parametrize("name", ["xin", "xin-long"])
def test_a_request_for_reviews_is_one_page(papers: dict[str, list[Sheet]], name: str) -> None:
    assert len(papers[name]) == 1


@pytest.mark.parametrize("name", LETTERS)
def test_no_signature_stands_alone(papers: dict[str, list[Sheet]], name: str) -> None:
    sheet = papers[name][0]
    signed = sheet.find("T/M BAN THƯỜNG VỤ")
    above = [line.baseline for line in sheet.lines if line.baseline < signed.baseline - 1]
    assert signed.baseline - max(above) < 15
    assert sheet.find("Trần Minh Đức").baseline > signed.baseline


def test_the_list_lies_on_a_page_of_its_own(papers: dict[str, list[Sheet]]) -> None:
    letter, annex = papers["gioi-thieu"]
    assert not any("DANH SÁCH" in line.text for line in letter.lines)
    title = annex.find("DANH SÁCH")
    assert (title.left + title.right) / 2 == pytest.approx(297 / 2, abs=1)
    assert max(line.right for line in annex.lines) <= 277.5
    drawn = [left for left, _, _ in annex.strokes] + [right for _, right, _ in annex.strokes]
    assert min(drawn) == pytest.approx(20, abs=0.5)
    assert max(drawn) == pytest.approx(277, abs=0.5)


def test_a_long_list_repeats_its_head_and_counts_its_own_pages(
    papers: dict[str, list[Sheet]],
) -> None:
    _, *annex = papers["gioi-thieu-long"]
    assert len(annex) > 2
    assert all(any(line.text == "TT" for line in sheet.lines) for sheet in annex)
    first, second, third = annex[:3]
    assert min(line.baseline for line in first.lines) > 20
    for sheet, number in ((second, "2"), (third, "3")):
        top = min(sheet.lines, key=lambda line: line.baseline)
        assert top.text == number
        assert (top.left + top.right) / 2 == pytest.approx(297 / 2, abs=1)
        assert top.baseline - 0.891 * 14 / (72 / 25.4) == pytest.approx(10, abs=0.5)
    begins = [line.text for sheet in annex for line in sheet.lines if line.left < 31]
    numbers = [int(found[0]) for text in begins if (found := re.match(r"\d+", text))]
    assert numbers == list(range(1, ROWS + 1))
