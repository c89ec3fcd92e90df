"""Phiếu nhận xét (F3, F3B): printed for the cell at the residence, which fills it in by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
_ROOMY: Final = 180  # letters of all values below which the sheet has room for more lines
_CONFIRMED_ASIDE: Final = 2.0  # mm, so that "… ĐẢNG ỦY" ends the first line
_SUBTITLE_ASIDE: Final = 24.0  # mm, so that the first line ends before "với tổ chức đảng"
_INDENT: Final = 10.0


@dataclass(frozen=True, slots=True)
class Room:
    """How the items of a form share its one sheet; points, but for the signature."""

    before: float  # above an item
    boxes: float  # from line to line: a box is taller than the letters beside it
    fewest: int  # lines for the last item, besides what is left of its first
    most: int
    signature: float  # mm for signature and seal, besides the margin below


# F3 is full: with a name of 60 letters, an address of 200 and names of two lines at the top it ends
# 20 mm above the margin. F3B has half as many items.
ROOMS: Final[Mapping[str, Room]] = {
    "phieu-nhan-xet": Room(before=1, boxes=15, fewest=1, most=3, signature=15),
    "phieu-nhan-xet-mien": Room(before=5, boxes=18, fewest=4, most=6, signature=25),
}
_VALUES: Final = (
    *("dang_bo_xa", "chi_bo_cu_tru", "ho_ten", "chi_bo"),
    *("so_nha_duong", "thon_to", "xa_phuong", "tinh"),
)
CELL: Final = (
    "CHI BỘ {% if chi_bo_cu_tru %}{{ chi_bo_cu_tru|upper }}{% else %}" + BLANK * 6 + "{% endif %}"
)
DAY: Final = f"{BLANK * 3}, ngày {BLANK * 2} tháng {BLANK * 2} năm {BLANK * 2}"  # room for a pen
WHO: Final = (
    "{% if ngay_sinh %}Sinh ngày: {{ ngay_sinh }}{% endif %}"
    "{% if ngay_sinh and chi_bo %}; chi{% elif chi_bo %}Chi{% endif %}"
    "{% if chi_bo %} bộ nơi công tác: {{ chi_bo }}{% endif %}"
)
HOME: Final = (
    "Nơi cư trú: {% if so_nha_duong %}{{ so_nha_duong }}, {% endif %}"
    "{% if thon_to %}{{ thon_to }}, {% endif %}{{ xa_phuong }}{% if tinh %}, {{ tinh }}{% endif %}"
)


def review(profile: Profile, key: str) -> blocks.Elements:
    """One sheet of A4 whose header and date are the residence's; no number is spent on it."""
    form, room = forms.review(key), ROOMS[key]
    before, after = form.opening.split(forms.NAME_AT)
    return [
        _header(profile),
        paragraph("TenLoai", form.title, properties=(el("spacing", before=twips(6)),)),
        paragraph("PhuDe", form.subtitle, properties=(_aside(_SUBTITLE_ASIDE),)),
        _line(before, blocks.strong("{{ ho_ten }}"), after),
        *_who(),
        *(part for number, item in enumerate(form.items, 1) for part in _item(number, item, room)),
        *_remark(profile, len(form.items) + 1, form.remark, room),
        *_signatures(profile, room),
    ]


def _header(profile: Profile) -> etree._Element:
    """Without a number the star stands beside the date."""
    organs = [paragraph("CapTren", "{{ dang_bo_xa|upper }}"), paragraph("CoQuan", CELL)]
    return blocks.head(profile, organs, blocks.star(profile), paragraph("DiaDanhNgay", DAY))


def _who() -> blocks.Elements:
    """Whom the paper is about, so that namesakes are told apart (an option of the form)."""
    return [
        tag("if in_nhan_than"),
        tag("if ngay_sinh or chi_bo"),
        _line(WHO),
        tag("endif"),
        tag("if xa_phuong"),
        _line(HOME),
        tag("endif"),
        tag("endif"),
    ]


def _line(*text: str | etree._Element) -> etree._Element:
    return paragraph("DongPhieu", *text, properties=(el("ind", firstLine=dxa(_INDENT)),))


def _aside(millimetres: float) -> etree._Element:
    return el("ind", left=dxa(millimetres), right=dxa(millimetres))


def _pitch(points: float) -> etree._Element:
    return el("spacing", line=twips(points), lineRule="exact")


def _item(number: int, item: forms.Item, room: Room) -> blocks.Elements:
    stops = el("tabs", *(el("tab", val="left", pos=dxa(place)) for place in _BOXES_AT[1:]))
    before = el("spacing", before=twips(room.before))
    boxes: list[etree._Element] = []
    for index, label in enumerate(item.boxes):
        boxes += [run(("\t" if index else "") + EMPTY_BOX, BOX), run(f" {label}")]
    return [
        paragraph(
            "MucPhieu",
            f"{number}. {item.text}",
            properties=(el("keepNext"), before, el("ind", firstLine=dxa(_INDENT))),
        ),
        paragraph(
            "OPhieu",
            *boxes,
            properties=(stops, el("ind", left=dxa(_BOXES_AT[0])), _pitch(room.boxes)),
        ),
    ]


def _remark(profile: Profile, number: int, label: str, room: Room) -> blocks.Elements:
    edge = el("tab", val="right", leader="dot", pos=dxa(profile.page.text_width))
    tabs, indent = el("tabs", edge), el("ind", firstLine=dxa(_INDENT))
    first = paragraph("ChoViet", f"{number}. {label} \t", properties=(tabs, indent))
    free = [paragraph("ChoViet", "\t", properties=(tabs,)) for _ in range(room.most)]
    roomy = tag(f"if ({' ~ '.join(_VALUES)})|length < {_ROOMY}")
    return [first, *free[: room.fewest], roomy, *free[room.fewest :], tag("endif")]


def _signatures(profile: Profile, room: Room) -> blocks.Elements:
    """The committee of the commune on the left, the cell on the right; both sign by hand."""
    widths = (profile.page.header_left_column, profile.page.header_right_column)
    left = [paragraph("ThamQuyen", "{{ xac_nhan }}", properties=(_aside(_CONFIRMED_ASIDE),))]
    right = [
        paragraph("ThamQuyen", "{{ ky_thay_mat|upper }}"),
        paragraph("ChucVu", "BÍ THƯ", properties=(el("spacing", after=dxa(room.signature)),)),
    ]
    gap = paragraph(SMALLEST, properties=(el("keepNext"), el("spacing", after=twips(6))))
    return [
        gap,
        table(widths, [row(cell(widths[0], left), cell(widths[1], right))]),
        paragraph(SMALLEST),
    ]
