"""Phiếu nhận xét (F3, F3B): printed for the cell at the residence, which fills it in by hand."""

from __future__ import annotations

from typing import Final

from lxml import etree

from congvan.drafting.builder import blocks
from congvan.drafting.builder.measure import dxa, twips
from congvan.drafting.builder.styles import BOX, SMALLEST
from congvan.drafting.builder.xml import cell, el, paragraph, row, run, table, tag
from congvan.drafting.slots import BLANK
from congvan.standards import forms
from congvan.standards.profile import Profile

# U+2610 is in no Vietnamese serif face and would be borrowed from another; U+25A1 is in WGL4, which
# Times New Roman and its metric twins carry whole.
EMPTY_BOX: Final = "□"
_BOXES_AT: Final = (10.0, 67.0, 124.0)  # mm
_LINES: Final = 3  # for the last item, besides what is left of its first
_SIGNATURE: Final = 20.0  # mm for signature and seal
_CONFIRMED_AT: Final = 74.0  # mm: "… ĐẢNG ỦY" ends the first line of what the committee signs under
_INDENT: Final = 10.0

CELL: Final = (
    "CHI BỘ {% if chi_bo_cu_tru %}{{ chi_bo_cu_tru|upper }}{% else %}" + BLANK * 6 + "{% endif %}"
)
DAY: Final = f"{BLANK * 3}, ngày {BLANK * 2} tháng {BLANK * 2} năm {BLANK * 2}"  # room for a pen
BIRTH: Final = "{% if ngay_sinh %}Sinh ngày: {{ ngay_sinh }}{% endif %}"
WORKS_IN: Final = "Chi bộ nơi công tác: {{ chi_bo }}"
HOME: Final = (
    "Nơi cư trú: {% if so_nha_duong %}{{ so_nha_duong }}, {% endif %}"
    "{% if thon_to %}{{ thon_to }}, {% endif %}{{ xa_phuong }}{% if tinh %}, {{ tinh }}{% endif %}"
)


def review(profile: Profile, key: str) -> blocks.Elements:
    """One sheet of A4 whose header and date are the residence's; no number is spent on it."""
    form = forms.review(key)
    before, after = form.opening.split(forms.NAME_AT)
    return [
        _header(profile),
        paragraph("TenLoai", form.title),
        paragraph("PhuDe", form.subtitle),
        _line(before, blocks.strong("{{ ho_ten }}"), after),
        *_who(),
        *(part for number, item in enumerate(form.items, 1) for part in _item(number, item)),
        *_remark(profile, len(form.items) + 1, form.remark),
        *_signatures(profile),
    ]


def _header(profile: Profile) -> etree._Element:
    organs = [
        paragraph("CapTren", "{{ dang_bo_xa|upper }}"),
        paragraph("CoQuan", CELL),
        paragraph("DauSao", profile.words.star),
    ]
    return blocks.head(profile, organs, [paragraph("SoKyHieu")], paragraph("DiaDanhNgay", DAY))


def _who() -> blocks.Elements:
    """Whom the paper is about, so that namesakes are told apart (an option of the form)."""
    return [
        tag("if in_nhan_than"),
        tag("if ngay_sinh"),
        _line(BIRTH),
        tag("endif"),
        tag("if chi_bo"),
        _line(WORKS_IN),
        tag("endif"),
        tag("if xa_phuong"),
        _line(HOME),
        tag("endif"),
        tag("endif"),
    ]


def _line(*text: str | etree._Element) -> etree._Element:
    return paragraph("DongPhieu", *text, properties=(el("ind", firstLine=dxa(_INDENT)),))


def _item(number: int, item: forms.Item) -> blocks.Elements:
    stops = el("tabs", *(el("tab", val="left", pos=dxa(place)) for place in _BOXES_AT[1:]))
    boxes: list[etree._Element] = []
    for index, label in enumerate(item.boxes):
        boxes += [run(("\t" if index else "") + EMPTY_BOX, BOX), run(f" {label}")]
    return [
        paragraph(
            "MucPhieu",
            f"{number}. {item.text}",
            properties=(el("keepNext"), el("ind", firstLine=dxa(_INDENT))),
        ),
        paragraph("OPhieu", *boxes, properties=(stops, el("ind", left=dxa(_BOXES_AT[0])))),
    ]


def _remark(profile: Profile, number: int, label: str) -> blocks.Elements:
    edge = el("tab", val="right", leader="dot", pos=dxa(profile.page.text_width))
    tabs, indent = el("tabs", edge), el("ind", firstLine=dxa(_INDENT))
    first = paragraph("ChoViet", f"{number}. {label} \t", properties=(tabs, indent))
    return [first, *(paragraph("ChoViet", "\t", properties=(tabs,)) for _ in range(_LINES))]


def _signatures(profile: Profile) -> blocks.Elements:
    """The committee of the commune on the left, the cell on the right; both sign by hand."""
    widths = (_CONFIRMED_AT, profile.page.text_width - _CONFIRMED_AT)
    left = [paragraph("ThamQuyen", "{{ xac_nhan }}")]
    right = [
        paragraph("ThamQuyen", "{{ ky_thay_mat|upper }}"),
        paragraph("ChucVu", "BÍ THƯ", properties=(el("spacing", after=dxa(_SIGNATURE)),)),
    ]
    gap = paragraph(SMALLEST, properties=(el("keepNext"), el("spacing", after=twips(6))))
    return [
        gap,
        table(widths, [row(cell(widths[0], left), cell(widths[1], right))]),
        paragraph(SMALLEST),
    ]
