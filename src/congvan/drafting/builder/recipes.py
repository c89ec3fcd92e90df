"""One short recipe for each shipped template: what stands on the page, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from lxml import etree

from congvan.drafting.builder import blocks
from congvan.drafting.builder.letters import (
    introduction_with_list,
    request_for_review,
    request_for_reviews,
)
from congvan.drafting.builder.measure import dxa, twips
from congvan.drafting.builder.package import docx
from congvan.drafting.builder.papers import PAPERS
from congvan.drafting.builder.reviews import review
from congvan.drafting.builder.titled import decision_enclosing, letter, minutes, titled
from congvan.drafting.builder.xml import el, paragraph, tag
from congvan.standards.profile import Profile

# F1 is known from two local prints; we print the labels of B, the newer one, throughout. Of A we
# take the line of official admission, which B leaves out, and only when there is such a date.
# A prints instead: "Giới tính:", "Kết nạp Đảng vào ngày:", "Đang sinh hoạt tại …", "Hiện cư trú
# tại: khu vực/ấp: …, xã/phường: …, quận/huyện: …, tỉnh/thành phố: …".
NAME: Final = "Giới thiệu đồng chí: "
GENDER: Final = "Nam, nữ: {{ gioi_tinh }}"  # beside the name, as joining is beside birth: F1 names
BIRTH: Final = "Sinh ngày: {{ ngay_sinh }}"  # the labels and their order, not the lines
JOINED: Final = "Kết nạp vào Đảng ngày: {{ ngay_vao_dang }}"
_BESIDE_NAME: Final = 125.0  # mm; a longer name pushes on to the next default stop
_BESIDE_BIRTH: Final = 75.0
_STUB_SIGNATURE: Final = 7.0  # mm, besides the free end of the page
OFFICIAL: Final = "Công nhận Đảng viên chính thức ngày: {{ ngay_chinh_thuc }}"
CELL: Final = "Đang sinh hoạt đảng tại Chi bộ: {{ chi_bo }}"
HOME: Final = (
    "Hiện cư trú tại: {% if so_nha_duong %}{{ so_nha_duong }}, {% endif %}"
    "{% if thon_to %}{{ thon_to }}, {% endif %}{{ xa_phuong }}, {{ tinh }} về sinh hoạt nơi cư trú."
)
EXEMPT: Final = "Thuộc đối tượng Giới thiệu nhưng được miễn sinh hoạt nơi cư trú"
REQUEST: Final = (
    "Đề nghị các đồng chí tiếp nhận và tạo điều kiện cho đảng viên {{ ho_ten }} "
    "hoàn thành nhiệm vụ."
)


def introduction(profile: Profile) -> blocks.Elements:
    """Giấy giới thiệu về nơi cư trú (F1), its acceptance stub at the lower left."""
    return [
        blocks.header(profile, letter=False),
        paragraph("TenLoai", "GIẤY GIỚI THIỆU"),
        *blocks.addressees(profile),
        blocks.line("{{ can_cu }}"),
        paragraph("CoQuanGiua", "{{ co_quan }}"),
        blocks.line(NAME, blocks.strong("{{ ho_ten }}"), f"\t{GENDER}", stop=_BESIDE_NAME),
        blocks.line(f"{BIRTH}\t{JOINED}", stop=_BESIDE_BIRTH),
        tag("if ngay_chinh_thuc"),
        blocks.line(OFFICIAL),
        tag("endif"),
        blocks.line(CELL),
        blocks.line(HOME),
        tag("if mien_sinh_hoat"),
        blocks.line(EXEMPT),
        tag("endif"),
        blocks.line(REQUEST, keep=True),
        *blocks.end(profile, _stub(profile)),
    ]


def _stub(profile: Profile) -> blocks.Elements:
    """What the committee at the residence fills in by hand and sends back (F1 item 21)."""
    edge = dxa(profile.page.header_left_column - 4)
    dots = el("tabs", el("tab", val="right", leader="dot", pos=edge))
    gap, middle = el("spacing", before=twips(4)), el("jc", val="center")
    aside = el("ind", right=dxa(4))

    def row(text: str, *properties: etree._Element) -> etree._Element:
        return paragraph("NoiNhanMuc", text, properties=properties)

    def head(text: str, *properties: etree._Element) -> etree._Element:
        return paragraph("NoiNhanMuc", blocks.strong(text), properties=(*properties, aside, middle))

    return [
        head("ĐẢNG UỶ (CHI UỶ) NƠI CƯ TRÚ"),
        row("Tiếp nhận ngày \t", dots, gap),
        row("Đã giới thiệu về sinh hoạt tại Chi bộ", gap),
        row("\t", dots, gap),
        head("T/M ĐẢNG UỶ (CHI UỶ)", gap),
        row("BÍ THƯ", aside, middle, el("spacing", after=dxa(_STUB_SIGNATURE))),
    ]


Recipe = Callable[[Profile], blocks.Elements]
TITLED: Final[Mapping[str, str]] = {
    "nghi-quyet": "Nghị quyết",
    "quyet-dinh": "Quyết định",
    "quy-dinh": "Quy định",
    "quy-che": "Quy chế",
    "chi-thi": "Chỉ thị",
    "ket-luan": "Kết luận",
    "thong-tri": "Thông tri",
    "huong-dan": "Hướng dẫn",
    "thong-bao": "Thông báo",
    "bao-cao": "Báo cáo",
    "ke-hoach": "Kế hoạch",
    "chuong-trinh": "Chương trình",
    "de-an": "Đề án",
    "phuong-an": "Phương án",
    "quy-hoach": "Quy hoạch",
    "du-an": "Dự án",
}
RECIPES: Final[Mapping[str, tuple[str, Recipe]]] = {
    **{key: (name, titled) for key, name in TITLED.items()},
    "quyet-dinh-ban-hanh": ("Quyết định ban hành kèm theo văn bản", decision_enclosing),
    "to-trinh": ("Tờ trình", partial(titled, petition=True)),
    "bien-ban": ("Biên bản", minutes),
    "cong-van": ("Công văn", letter),
    **PAPERS,
    "giay-gioi-thieu": ("Giấy giới thiệu", introduction),
    "cong-van-gioi-thieu": ("Công văn giới thiệu kèm danh sách", introduction_with_list),
    "phieu-xin-y-kien": ("Phiếu xin ý kiến", request_for_review),
    "phieu-xin-y-kien-danh-sach": ("Phiếu xin ý kiến kèm danh sách", request_for_reviews),
    "phieu-nhan-xet": ("Phiếu nhận xét", partial(review, key="phieu-nhan-xet")),
    "phieu-nhan-xet-mien": ("Phiếu nhận xét", partial(review, key="phieu-nhan-xet-mien")),
}


def build(key: str, profile: Profile) -> bytes:
    """The template of that key, drawn from the profile; the same bytes every time."""
    title, recipe = RECIPES[key]
    return docx(profile, recipe(profile), title=title)
