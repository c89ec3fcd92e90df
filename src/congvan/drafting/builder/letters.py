"""The letters of a year-end run: F1B with its list of members, and the request for reviews F2."""

from __future__ import annotations

from typing import Final

from lxml import etree

from congvan.drafting.builder import blocks
from congvan.drafting.builder.package import lying_section, section
from congvan.drafting.builder.styles import LIST, SMALLEST
from congvan.drafting.builder.xml import cell, el, paragraph, row, ruled_table, tag
from congvan.standards.profile import Profile

_WE: Final = "{% if don_vi %}{{ don_vi }}{% else %}{{ co_quan }}{% endif %}"

# F2: the words of the one print seen (2023). It shows one member; for many, with L2 sent along, no
# print was seen, and the sentence is ours.
ASKED_OF_ONE: Final = (
    f"{_WE} trân trọng đề nghị Chi ủy nhận xét về Đảng viên ",
    "{{ ho_ten }}",
    " tại nơi cư trú (theo mẫu gửi đính kèm).",
)
ASKED_OF_MANY: Final = (
    f"{_WE} trân trọng đề nghị Chi ủy nhận xét về {{{{ so_luong }}}} Đảng viên tại nơi cư trú "
    "(có danh sách và mẫu gửi đính kèm)."
)

ASKED_OF_LISTED: Final = ASKED_OF_MANY.replace("so_luong", "danh_sach|length")


def request_for_review(profile: Profile) -> blocks.Elements:
    """Phiếu xin ý kiến (F2): of one member, or of as many as the list sent with it names."""
    before, name, after = ASKED_OF_ONE
    return [
        blocks.header(profile, letter=False),
        paragraph("TenLoai", "PHIẾU XIN Ý KIẾN"),
        paragraph("PhuDe", "Chi ủy nơi cư trú"),
        *blocks.addressees(profile),
        blocks.line("{{ can_cu }}"),
        tag("if so_luong"),
        blocks.line(ASKED_OF_MANY, keep=True),
        tag("else"),
        blocks.line(before, blocks.strong(name), after, keep=True),
        tag("endif"),
        *blocks.end(profile, *blocks.recipients(profile)),
    ]


def request_for_reviews(profile: Profile) -> blocks.Elements:
    """Phiếu xin ý kiến (F2) of many members of one commune, with the list L2 on its own pages."""
    *end, _ = blocks.end(profile, *blocks.recipients(profile))
    return [
        blocks.header(profile, letter=False),
        paragraph("TenLoai", "PHIẾU XIN Ý KIẾN"),
        paragraph("PhuDe", "Chi ủy nơi cư trú"),
        *blocks.addressees(profile),
        blocks.line("{{ can_cu }}"),
        blocks.line(ASKED_OF_LISTED, keep=True),
        *end,
        paragraph(SMALLEST, properties=(section(profile.page),)),
        *_list(profile, REVIEWED),
        lying_section(profile.page),
    ]


# F1B: no official form was found; the request follows the one of F1.
SENT: Final = (
    f"{_WE} giới thiệu {{{{ danh_sach|length }}}} đồng chí (có danh sách kèm theo) về giữ mối "
    "liên hệ với tổ chức đảng và nhân dân nơi cư trú tại {{ xa_phuong }}, {{ tinh }}."
)
ENCLOSED: Final = "Gửi kèm công văn này: {{ kem_theo|join('; ') }}."
REQUEST: Final = (
    "Đề nghị các đồng chí tiếp nhận và tạo điều kiện cho các đảng viên có tên trong danh sách "
    "hoàn thành nhiệm vụ."
)


def introduction_with_list(profile: Profile) -> blocks.Elements:
    """Công văn giới thiệu (F1B), one for each commune, and its list L2 on pages of its own."""
    *end, _ = blocks.end(profile, *blocks.recipients(profile))
    return [
        blocks.header(profile, letter=True),
        *blocks.addressees(profile),
        blocks.line("{{ can_cu }}"),
        blocks.line(SENT),
        tag("if kem_theo"),
        blocks.line(ENCLOSED),
        tag("endif"),
        blocks.line(REQUEST, keep=True),
        *end,
        paragraph(SMALLEST, properties=(section(profile.page),)),
        *_list(profile, INTRODUCED),
        lying_section(profile.page),
    ]


# L2: label, width in millimetres, where its cells begin; behind the number, the columns of the
# field `danh_sach` in their order.
COLUMNS: Final = (
    ("TT", 11, "BangGiua"),
    ("Họ và tên", 40, "BangMuc"),
    ("Ngày sinh", 24, "BangGiua"),
    ("Giới tính", 13, "BangGiua"),
    ("Ngày vào Đảng", 24, "BangGiua"),
    ("Ngày chính thức", 24, "BangGiua"),
    ("Đơn vị công tác, chi bộ", 36, "BangMuc"),
    ("Nơi cư trú", 45, "BangMuc"),
    ("Diện miễn", 20, "BangMuc"),
    ("Ghi chú", 20, "BangMuc"),
)
INTRODUCED: Final = "đảng viên giới thiệu về nơi cư trú tại {{ xa_phuong }}, {{ tinh }}"
REVIEWED: Final = "đảng viên xin ý kiến nhận xét tại {{ xa_phuong }}, {{ tinh }}"


def _list(profile: Profile, title: str) -> blocks.Elements:
    widths = [width for _, width, _ in COLUMNS]
    assert sum(widths) == profile.page.height - profile.page.margin_top - profile.page.margin_bottom
    titles = [paragraph("BangDau", label) for label, _, _ in COLUMNS]
    numbered = [
        "{{ loop.index }}",
        *(f"{{{{ dong[{index}] }}}}" for index in range(len(COLUMNS) - 1)),
    ]
    values = [paragraph(style, text) for (_, _, style), text in zip(COLUMNS, numbered, strict=True)]
    rows = (
        _cells(widths, titles, repeated=True),
        _only(widths, "for dong in danh_sach"),
        _cells(widths, values),
        _only(widths, "endfor"),
    )
    return [
        paragraph("TenDanhSach", "DANH SÁCH"),
        paragraph("PhuDe", title, properties=(el("spacing", after=160),)),
        ruled_table(LIST, widths, rows),
        paragraph(SMALLEST),
    ]


def _only(widths: list[int], source: str) -> etree._Element:
    """A tag that takes its row away with it."""
    said = [paragraph("The", f"{{%tr {source} %}}"), *(paragraph("The") for _ in widths[1:])]
    return _cells(widths, said)


def _cells(
    widths: list[int], inside: list[etree._Element], *, repeated: bool = False
) -> etree._Element:
    cells = (cell(width, [item]) for width, item in zip(widths, inside, strict=True))
    return row(*cells, repeated=repeated)
