"""Giấy tờ hành chính and the letters that need lines of their own.

No official print of these papers was seen: the standard gives head, tên loại and signature, the
labels between them are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from lxml import etree

from congvan.drafting.builder import blocks
from congvan.drafting.builder.blocks import Elements, strong
from congvan.drafting.builder.content import content
from congvan.drafting.builder.styles import LIST, SMALLEST
from congvan.drafting.builder.titled import letter, titled, under
from congvan.drafting.builder.xml import cell, el, paragraph, row, ruled_table, tag
from congvan.standards.profile import Profile

_WE: Final = "{{ co_quan_trong_cau }}"
_STAGES: Final = 4  # rows of a giấy đi đường to be stamped at each stop
_AFTER_TABLE: Final = 6.0  # points


def certificate(profile: Profile) -> Elements:
    """Giấy chứng nhận: who, and what is certified."""
    lines = [
        said(f"{_WE} chứng nhận đồng chí: ", "ho_ten"),
        *if_filled("ngay_sinh", "Sinh ngày: {{ ngay_sinh }}"),
        *if_filled("chuc_danh", "Chức vụ, đơn vị: {{ chuc_danh }}"),
        *content(),
        *if_filled("thoi_han", "Giấy chứng nhận này có giá trị đến hết ngày {{ thoi_han }}."),
    ]
    return titled(profile, bare=True, content=lines)


def travel(profile: Profile) -> Elements:
    """Giấy đi đường, with a table to be confirmed at each stop."""
    lines = [
        said("Cấp cho đồng chí: ", "ho_ten"),
        *if_filled("chuc_danh", "Chức vụ, đơn vị: {{ chuc_danh }}"),
        kept("Được cử đi công tác tại: {{ noi_den }}"),
        kept("Về việc: {{ viec }}"),
        kept(
            "Từ ngày {{ tu_ngay }} đến hết ngày {{ den_ngay }}"
            "{% if phuong_tien %}; phương tiện: {{ phuong_tien }}{% endif %}."
        ),
        paragraph(SMALLEST, properties=(el("keepNext"), under(_AFTER_TABLE))),
        *_stages(),
    ]
    return titled(profile, bare=True, content=lines)


def leave(profile: Profile) -> Elements:
    """Giấy nghỉ phép."""
    lines = [
        said("Cấp cho đồng chí: ", "ho_ten"),
        *if_filled("chuc_danh", "Chức vụ, đơn vị: {{ chuc_danh }}"),
        kept(
            "Được nghỉ phép năm {{ nam }}, từ ngày {{ tu_ngay }} đến hết ngày {{ den_ngay }}"
            "{% if noi_nghi %}; nơi nghỉ: {{ noi_nghi }}{% endif %}."
        ),
    ]
    return titled(profile, bare=True, content=lines)


def invitation(profile: Profile) -> Elements:
    """Giấy mời: whom, to what, when and where."""
    lines = [
        tag("if nguoi_du|length == 1"),
        said(f"{_WE} trân trọng kính mời: ", "nguoi_du[0]"),
        tag("else"),
        kept(f"{_WE} trân trọng kính mời:"),
        *each("nguoi_du"),
        tag("endif"),
        kept(f"Dự: {stopped('viec')}"),
        kept(f"Thời gian: {stopped('thoi_gian')}"),
        kept(f"Địa điểm: {stopped('dia_diem')}"),
        *if_filled("chu_tri", f"Chủ trì: {stopped('chu_tri')}"),
        *content(),
    ]
    return titled(profile, bare=True, content=lines)


def passed_on(profile: Profile) -> Elements:
    """Phiếu chuyển: papers passed to whom they concern."""
    lines = [
        kept(f"{_WE} chuyển:"),
        *each("van_ban"),
        kept(f"Để: {stopped('de')}"),
    ]
    return titled(profile, bare=True, addressed=True, content=lines)


def sent(profile: Profile) -> Elements:
    """Phiếu gửi: what lies in the envelope; it may be asked back, signed."""
    columns: Sequence[tuple[str, float, str]] = (
        ("TT", 12, "BangGiua"),
        ("Số, ký hiệu", 38, "BangMuc"),
        ("Tên loại và trích yếu", 75, "BangMuc"),
        ("Số bản", 18, "BangGiua"),
        ("Ghi chú", 22, "BangMuc"),
    )
    numbered = ["{{ loop.index }}", *(f"{{{{ dong[{index}] }}}}" for index in range(4))]
    values = [paragraph(style, text) for (_, _, style), text in zip(columns, numbered, strict=True)]
    widths = [width for _, width, _ in columns]
    rows = [
        _cells(widths, [_head(label) for label, _, _ in columns], repeated=True),
        _only(widths, "for dong in danh_muc"),
        _cells(widths, values),
        _only(widths, "endfor"),
    ]
    lines = [
        kept(f"{_WE} gửi kèm theo phiếu này:"),
        ruled_table(LIST, widths, rows),
        paragraph(SMALLEST, properties=(el("keepNext"), under(_AFTER_TABLE))),
        *if_filled("gui_tra", "Nhận được, đề nghị ký nhận vào phiếu này và gửi trả lại."),
    ]
    return titled(profile, bare=True, addressed=True, content=lines)


def copied_on(profile: Profile) -> Elements:
    """Sao gửi: a letter that forwards copies of documents (HD05 III)."""
    lines = [
        tag("if van_ban|length == 1"),
        kept(f"{_WE} sao gửi kèm theo Công văn này {{{{ van_ban[0] }}}}."),
        tag("else"),
        kept(f"{_WE} sao gửi kèm theo Công văn này các văn bản sau:"),
        *each("van_ban"),
        tag("endif"),
        *content(),
    ]
    return letter(profile, lines)


def correction(profile: Profile) -> Elements:
    """Công văn đính chính: what was printed, and what it should read."""
    lines = [
        kept(f"{_WE} đính chính {{{{ van_ban }}}} như sau:"),
        tag("for muc in dinh_chinh"),
        kept(
            "{{ loop.index }}. {{ muc[0] }}: đã in “{{ muc[1] }}”, sửa lại là “{{ muc[2] }}”"
            "{% if loop.last %}.{% else %};{% endif %}"
        ),
        tag("endfor"),
        *content(),
    ]
    return letter(profile, lines)


def replacement(profile: Profile) -> Elements:
    """A letter that takes the place of another; the last line says so."""
    return letter(profile, [*content(), kept("Công văn này thay thế {{ van_ban }}.")])


def kept(*text: str | etree._Element) -> etree._Element:
    """A line of a short paper: held to the next one, so that the paper stays whole."""
    return blocks.line(*text, keep=True)


def said(label: str, field: str) -> etree._Element:
    """A label and its value in bold."""
    return kept(label, strong(f"{{{{ {field} }}}}"))


def if_filled(field: str, text: str) -> Elements:
    """The line, when the field has a value."""
    return [tag(f"if {field}"), kept(text), tag("endif")]


def each(field: str) -> Elements:
    """A line for each of the field's items, punctuated as a list."""
    line = kept("- {{ doan }}{% if loop.last %}.{% else %};{% endif %}")
    return [tag(f"for doan in {field}"), line, tag("endfor")]


def stopped(field: str) -> str:
    """The value and a full stop, unless it ends with one."""
    return f"{{{{ {field} }}}}{{% if {field}[-1] != '.' %}}.{{% endif %}}"


def _stages() -> Elements:
    labels = ("Nơi đi, nơi đến", "Ngày đến", "Ngày đi", "Xác nhận của nơi đến (ký, đóng dấu)")
    widths = (55, 25, 25, 60)
    tall = el("spacing", before=200, after=200)
    empty = [
        _cells(widths, [paragraph("BangMuc", properties=(tall,)) for _ in widths])
        for _ in range(_STAGES)
    ]
    head = _cells(widths, [_head(label) for label in labels], repeated=True)
    room = paragraph(SMALLEST, properties=(el("keepNext"), under(_AFTER_TABLE)))
    return [ruled_table(LIST, widths, [head, *empty]), room]


def _head(label: str) -> etree._Element:
    return paragraph("BangDau", label)


def _cells(
    widths: Sequence[float], inside: Sequence[etree._Element], *, repeated: bool = False
) -> etree._Element:
    made = (cell(width, [item]) for width, item in zip(widths, inside, strict=True))
    return row(*made, repeated=repeated)


def _only(widths: Sequence[float], source: str) -> etree._Element:
    """A tag that takes its row away with it."""
    tags = [paragraph("The", f"{{%tr {source} %}}"), *(paragraph("The") for _ in widths[1:])]
    return _cells(widths, tags)


PAPERS: Final[Mapping[str, tuple[str, Callable[[Profile], Elements]]]] = {
    "giay-chung-nhan": ("Giấy chứng nhận", certificate),
    "giay-di-duong": ("Giấy đi đường", travel),
    "giay-nghi-phep": ("Giấy nghỉ phép", leave),
    "giay-moi": ("Giấy mời", invitation),
    "phieu-chuyen": ("Phiếu chuyển", passed_on),
    "phieu-gui": ("Phiếu gửi", sent),
    "thu-cong": ("Thư công", partial(titled, bare=True, addressed=True)),
    "cong-van-sao-gui": ("Công văn sao gửi", copied_on),
    "cong-van-dinh-chinh": ("Công văn đính chính", correction),
    "cong-van-thay-the": ("Công văn thay thế", replacement),
}
