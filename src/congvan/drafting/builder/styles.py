"""The paragraph styles of a template, one for each component of the profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from congvan.drafting.body.widths import TABLE_STYLE
from congvan.drafting.builder.body_styles import BODY_LOOKS, BOLD_ITALIC, ITALIC, body_style
from congvan.drafting.builder.measure import dxa, twips
from congvan.drafting.builder.xml import W, el
from congvan.drafting.layout import BODY_STYLE
from congvan.standards.profile import Component, Profile

_ALIGN: Final = {"justify": "both"}
_USES: Final = (f"{{{W}}}pStyle", f"{{{W}}}rStyle", f"{{{W}}}tblStyle")
_VALUE: Final = f"{{{W}}}val"


@dataclass(frozen=True, slots=True)
class Look:
    """A style: the component it takes size and weight from, and its spacing in points."""

    name: str
    component: str
    before: float = 0
    after: float = 0
    align: str = ""  # where it differs from the component's
    size: float = 0  # too
    bold: bool = False  # too
    aside: float = 0  # mm left free on both sides


LOOKS: Final[Mapping[str, Look]] = {
    "TieuDe": Look("Tiêu đề Đảng", "title"),
    "CapTren": Look("Cơ quan cấp trên", "parent_organ"),
    "CoQuan": Look("Cơ quan ban hành", "organ"),
    "DauSao": Look("Dấu sao", "star"),
    "SoKyHieu": Look("Số và ký hiệu", "number"),
    "DiaDanhNgay": Look("Địa danh, ngày tháng", "date_line"),
    "TrichYeuCongVan": Look("Trích yếu công văn", "letter_subject", before=6),
    "TenLoai": Look("Tên loại văn bản", "type_name", before=12, after=0),
    "KinhGui": Look("Kính gửi", "addressee", before=14, after=10),
    "KinhGuiNhieu": Look("Kính gửi nhiều nơi", "addressee", align="left"),
    "CoQuanGiua": Look("Cơ quan, giữa trang", "organ", before=6, after=6),
    "ThamQuyen": Look("Quyền hạn", "competence"),
    "ChucVu": Look("Chức vụ", "post"),
    "ChucVuDam": Look("Chức vụ, ký trực tiếp", "post_alone"),
    "HoTenNguoiKy": Look("Họ tên người ký", "signer_name"),
    "NoiNhan": Look("Nơi nhận", "recipients_label"),
    "NoiNhanMuc": Look("Nơi nhận, từng nơi", "recipient"),
    "KyHieuSoanThao": Look("Ký hiệu người soạn thảo", "drafter_mark", before=6),
    "SoTrang": Look("Số trang", "page_number"),
    "The": Look("Thẻ của mẫu", "drafter_mark"),
}
# Forms filled in by hand, and lists. HD05 sets no size for what stands in a form: 12 pt, the
# smallest of its running sizes, keeps a phiếu nhận xét with all its items on one sheet.
FORM_LOOKS: Final[Mapping[str, Look]] = {
    "PhuDe": Look("Phụ đề của tên loại", "subject", after=3),
    "DongPhieu": Look("Dòng của phiếu", "body", before=1, size=12),
    "MucPhieu": Look("Mục của phiếu", "body", size=12),
    "OPhieu": Look("Các ô của phiếu", "body", align="left", size=12),
    "ChoViet": Look("Chỗ viết tay", "body", before=3, align="left", size=12),
    "TenDanhSach": Look("Tên danh sách", "type_name"),
    "BangDau": Look("Đầu bảng", "body", 2, 2, align="center", size=12, bold=True),
    "BangGiua": Look("Ô của bảng, giữa", "body", 1, 1, align="center", size=12),
    "BangMuc": Look("Ô của bảng", "body", 1, 1, align="left", size=12),
}
# What the types that print a tên loại have besides (HD05 5.2.1, II).
TITLED_LOOKS: Final[Mapping[str, Look]] = {
    "TacGia": Look("Tên tác giả trong tên loại", "author_line"),
    "TrichYeu": Look("Trích yếu", "subject"),
    "NamGach": Look("Năm gạch nối", "subject", after=10),
    "DuThao": Look("Chỉ dẫn dự thảo", "draft_note", before=6),
    "DoKhan": Look("Mức độ khẩn", "priority", before=6),
    "LuuHanh": Look("Phạm vi lưu hành", "circulation"),
    "KhongPhoBien": Look("Không phổ biến", "circulation", align="center"),
    "LienHe": Look("Thông tin liên hệ", "contact", before=2),
    "PhuLuc": Look("Phụ lục", "annex_label"),
    "TenPhuLuc": Look("Tên phụ lục", "annex_title"),
    "DongKemTheo": Look("Văn bản mà phụ lục kèm theo", "annex_reference", after=10, aside=8),
}
_RULE_ABOVE: Final = "LienHe"  # across the whole text (HD05 II.6)
BOX: Final = "OTrong"
LIST: Final = "BangKe"
_BOX_SIZE: Final = 14.0
_PADDING: Final = 1.0  # mm beside what stands in a cell
SMALLEST: Final = "KhoangCach"  # a paragraph as good as nothing: the rule, the end of the document
LABEL: Final = "NhanKinhGui"
UNDERLINED: Final = "GachDuoi"
BOLD: Final = "ChuDam"


def styles(profile: Profile, document: etree._Element, *heads: etree._Element) -> etree._Element:
    """``word/styles.xml``: Times New Roman throughout, black, Vietnamese.

    Styles of forms and lists are there where the document uses them.
    """
    used = {item.get(_VALUE) for part in (document, *heads) for item in part.iter(*_USES)}
    special = {**TITLED_LOOKS, **FORM_LOOKS}
    forms = {key: look for key, look in special.items() if key in used}
    made = el("styles", _defaults(profile))
    made.append(_style("paragraph", "Normal", "Normal", default=1))
    made.append(_style("character", "DefaultParagraphFont", "Default Paragraph Font", default=1))
    made.append(_style("table", "TableNormal", "Normal Table", default=1))
    made.append(_body(profile))
    for key, look in {**LOOKS, **forms}.items():
        component = profile.components[look.component]
        made.append(
            _style(
                "paragraph",
                key,
                look.name,
                el(
                    "pPr",
                    *([_rule_above()] if key == _RULE_ABOVE else []),
                    _spacing(look.before, look.after),
                    *([_aside(look.aside)] if look.aside else []),
                    _align(look.align or component.align),
                ),
                _characters(component, look),
            )
        )
    for key, body_look in BODY_LOOKS.items():
        if key in used:
            made.append(
                _style(
                    "paragraph",
                    key,
                    body_look.name,
                    *body_style(profile, body_look),
                    based_on=BODY_STYLE,
                )
            )
    made.append(_smallest())
    made.append(_style("character", LABEL, "Nhãn Kính gửi", el("rPr", el("i"), el("iCs"))))
    made.append(_style("character", UNDERLINED, "Gạch dưới", el("rPr", el("u", val="single"))))
    made.append(_style("character", BOLD, "Chữ đậm", el("rPr", el("b"), el("bCs"))))
    if ITALIC in used:
        made.append(_style("character", ITALIC, "Chữ nghiêng", _slanted()))
    if BOLD_ITALIC in used:
        both = _slanted(el("b"), el("bCs"))
        made.append(_style("character", BOLD_ITALIC, "Chữ đậm nghiêng", both))
    if BOX in used:
        size = round(_BOX_SIZE * 2)
        made.append(
            _style("character", BOX, "Ô trống", el("rPr", el("sz", val=size), el("szCs", val=size)))
        )
    if LIST in used:
        made.append(_style("table", LIST, "Bảng kê", _lines()))
    if TABLE_STYLE in used:
        made.append(_style("table", TABLE_STYLE, "Bảng trong nội dung", _lines()))
    return made


def _defaults(profile: Profile) -> etree._Element:
    font = profile.page.font
    size = round(profile.components["body"].size * 2)
    characters = el(
        "rPr",
        el("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font),
        el("color", val="000000"),
        el("sz", val=size),
        el("szCs", val=size),
        el("lang", val="vi-VN", eastAsia="vi-VN"),
    )
    paragraphs = el("pPr", el("widowControl"), _spacing(0, 0))
    return el("docDefaults", el("rPrDefault", characters), el("pPrDefault", paragraphs))


def _body(profile: Profile) -> etree._Element:
    """The content: pitch and size are those a clerk may choose (``drafting.layout``)."""
    body, component = profile.body, profile.components["body"]
    return _style(
        "paragraph",
        BODY_STYLE,
        "Nội dung",
        el(
            "pPr",
            el(
                "spacing",
                before=0,
                after=twips(body.space_between),
                line=twips(profile.body.line_pitch),
                lineRule="exact",
            ),
            el("ind", firstLine=dxa(body.first_line_indent)),
            _align(component.align),
        ),
        _characters(component, Look("", "body")),
    )


def _aside(millimetres: float) -> etree._Element:
    return el("ind", left=dxa(millimetres), right=dxa(millimetres))


def _rule_above() -> etree._Element:
    return el("pBdr", el("top", val="single", sz=6, space=1, color="000000"))


def _smallest() -> etree._Element:
    spacing = el("spacing", before=0, after=0, line=twips(3), lineRule="exact")
    size = el("rPr", el("sz", val=2), el("szCs", val=2))
    return _style("paragraph", SMALLEST, "Khoảng cách", el("pPr", spacing), size)


def _style(
    kind: str,
    key: str,
    name: str,
    *properties: etree._Element,
    default: int | None = None,
    based_on: str = "Normal",
) -> etree._Element:
    custom = None if default else 1
    made = el("style", type=kind, default=default, customStyle=custom, styleId=key)
    made.append(el("name", val=name))
    if default is None:
        if kind == "paragraph":
            made.append(el("basedOn", val=based_on))
        made.append(el("qFormat"))
    made.extend(properties)
    return made


def _slanted(*more: etree._Element) -> etree._Element:
    return el("rPr", *more, el("i"), el("iCs"))


def _lines() -> etree._Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = (el(side, val="single", sz=4, space=0, color="000000") for side in sides)
    padding = (el(side, w=dxa(_PADDING), type="dxa") for side in ("left", "right"))
    return el("tblPr", el("tblBorders", *borders), el("tblCellMar", *padding))


def _characters(component: Component, look: Look) -> etree._Element:
    made = el("rPr")
    if component.bold or look.bold:
        made.extend((el("b"), el("bCs")))
    if component.italic:
        made.extend((el("i"), el("iCs")))
    size = round((look.size or component.size) * 2)
    made.extend((el("sz", val=size), el("szCs", val=size)))
    return made


def _spacing(before: float, after: float) -> etree._Element:
    return el("spacing", before=twips(before), after=twips(after), line=240, lineRule="auto")


def _align(align: str) -> etree._Element:
    return el("jc", val=_ALIGN.get(align, align))
