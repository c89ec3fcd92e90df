"""Documents that print their tên loại, and the parts every document may have besides (HD05 II)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from lxml import etree

from congvan.drafting.builder import blocks
from congvan.drafting.builder.blocks import Elements
from congvan.drafting.builder.content import content as written
from congvan.drafting.builder.measure import dxa, twips
from congvan.drafting.builder.package import FIRST, LAST, section
from congvan.drafting.builder.styles import SMALLEST, UNDERLINED
from congvan.drafting.builder.xml import cell, el, paragraph, row, run, table, tag
from congvan.standards.profile import Profile

_FOOT: Final = 5.0  # mm: the height of a line of 12 pt, above its distance from the edge
_UNDER_NAME: Final = 10.0  # points under a tên loại without trích yếu
_APART: Final = 12.0  # points between the signatures and what follows them


def titled(
    profile: Profile,
    *,
    petition: bool = False,
    addressed: bool = False,
    bare: bool = False,
    content: Elements | None = None,
    end: Elements | None = None,
    enclosed: Elements | None = None,
) -> Elements:
    """Tên loại, author, trích yếu, five hyphens (HD05 5), grounds, content, signature, annexes.

    A ``petition`` has Kính trình under the trích yếu (HD05 9), a paper that is ``addressed`` Kính
    gửi; a ``bare`` one has no more than its name. ``content`` and ``end`` take the place of the
    usual ones; what is ``enclosed`` has its own pages before the annexes.
    """
    addressees: Elements = []
    if petition:
        addressees = blocks.addressees(profile, "kinh_trinh", profile.words.petition_label)
    elif addressed:
        addressees = blocks.addressees(profile)
    return whole(
        profile,
        [
            blocks.header(profile, letter=False, marks=marks()),
            *(_name() if bare else title(profile)),
            *addressees,
            *([] if bare else grounds()),
            *(written() if content is None else content),
            *(signed(profile) if end is None else end),
        ],
        enclosed,
    )


def letter(profile: Profile, content: Elements | None = None) -> Elements:
    """Công văn: no tên loại; trích yếu under the number (HD05 5.1.1, 5.2.3)."""
    return whole(
        profile,
        [
            blocks.header(profile, letter=True, marks=marks()),
            *blocks.addressees(profile),
            *(written() if content is None else content),
            *signed(profile),
        ],
    )


def decision_enclosing(profile: Profile) -> Elements:
    """A decision with the quy định or quy chế it brings into force, on pages of its own."""
    close = el("spacing", after=0)
    enclosed = [
        paragraph("TenLoai", "{{ kem_theo_loai|upper }}", properties=(el("spacing", before=0),)),
        paragraph("TrichYeu", "{{ kem_theo_ten }}"),
        paragraph("NamGach", profile.marks.subject_hyphens or "", properties=(close,)),
        paragraph("DongKemTheo", "{{ dong_kem_theo }}"),
        *written("khoi_kem_theo_noi_dung"),
    ]
    return titled(profile, enclosed=enclosed)


def minutes(profile: Profile) -> Elements:
    """Biên bản: who chaired on the right, who wrote on the left (HD05 7.1.4e)."""
    return titled(profile, end=_signed_twice(profile))


def title(profile: Profile) -> Elements:
    """HD05 5.2.1; the author's line by 5.1.1, example 3."""
    return [
        paragraph("TenLoai", "{{ ten_loai }}"),
        tag("if tac_gia"),
        paragraph("TacGia", "{{ tac_gia|upper }}"),
        tag("endif"),
        paragraph("TrichYeu", "{{ trich_yeu }}"),
        paragraph("NamGach", profile.marks.subject_hyphens or ""),
    ]


def _name() -> Elements:
    return [paragraph("TenLoai", "{{ ten_loai }}", properties=(under(_UNDER_NAME),))]


def under(points: float) -> etree._Element:
    """That much room below, and what the style has above."""
    return el("spacing", after=twips(points))


def marks() -> Elements:
    """Under the number, of a công văn under the trích yếu: draft, urgency (HD05 II.3, II.4.2)."""
    return [
        tag("if du_thao_lan"),
        paragraph("DuThao", "{{ du_thao_lan }}"),
        tag("endif"),
        tag("if do_khan"),
        paragraph("DoKhan", "{{ do_khan|upper }}"),
        tag("endif"),
    ]


def grounds() -> Elements:
    """Căn cứ, each a paragraph (HD05 6.2.3)."""
    return [tag("for doan in cac_can_cu"), paragraph("CanCu", "{{ doan }}"), tag("endfor")]


def whole(profile: Profile, main: Elements, enclosed: Elements | None = None) -> Elements:
    """The document, what stands at the foot of its last page, and its annexes (HD05 II.1)."""
    page = profile.page
    own = paragraph(SMALLEST, properties=(section(page, LAST),))
    annexes: Elements = [
        tag("for muc in phu_luc"),
        paragraph("PhuLuc", "{{ muc[0] }}"),
        paragraph("TenPhuLuc", "{{ muc[1] }}"),
        paragraph("DongKemTheo", "{{ dong_kem_theo }}"),
        *written("muc[2]"),
        tag("if not loop.last"),
        own,
        tag("endif"),
        tag("endfor"),
    ]
    broken = paragraph(SMALLEST, properties=(section(page, FIRST),))
    if enclosed is None:
        between: Elements = [tag("if phu_luc"), broken, tag("endif")]
    else:
        after = paragraph(SMALLEST, properties=(section(page, LAST),))
        between = [broken, *enclosed, tag("if phu_luc"), after, tag("endif")]
    return [*main[:-1], *foot(profile), main[-1], *between, *annexes, section(page, LAST)]


def foot(profile: Profile) -> Elements:
    """At the foot of the last page: contact (HD05 II.6), what may not go to the media (II.4)."""
    width = dxa(profile.page.text_width)
    contact = el(
        "framePr",
        w=width,
        wrap="notBeside",
        vAnchor="margin",
        hAnchor="margin",
        xAlign="center",
        yAlign="bottom",
    )
    made = [tag("if lien_he"), paragraph("LienHe", "{{ lien_he }}", properties=(contact,))]
    made.append(tag("endif"))
    said, edge = profile.stamps.no_media, profile.stamps.no_media_from_bottom
    if said and edge:
        height = dxa(profile.page.height - edge - _FOOT)
        low = el(
            "framePr", w=width, wrap="around", vAnchor="page", hAnchor="margin", xAlign="center"
        )
        low.set(f"{{{el('p').nsmap['w']}}}y", str(height))
        made += [
            tag(f'if luu_hanh == "{said}"'),
            paragraph("KhongPhoBien", "{{ luu_hanh|upper }}", properties=(low,)),
            tag("endif"),
        ]
    return made


def signed(profile: Profile) -> Elements:
    """The signature, one or joint, and Nơi nhận.

    Organs that issue together sign side by side, the lead on the right, and Nơi nhận stands below
    them (HD05 7.1.4g, 7.2.4).
    """
    beside, rest = blocks.recipients(profile)
    left, right = _widths(profile)
    alone = [
        row(cell(left, beside), cell(right, signature(profile))),
        blocks.row_tag(f"if {blocks.MORE}", (left, right)),
        row(cell(left, rest), cell(right, [paragraph(SMALLEST)]), whole=False),
        blocks.row_tag("endif", (left, right)),
    ]
    joint = [
        row(cell(left, _others(profile)), cell(right, signature(profile))),
        _places_row(profile, [paragraph(SMALLEST)]),
    ]
    return _end(
        profile,
        [
            blocks.row_tag("if dong_ky", (left, right)),
            *joint,
            blocks.row_tag("else", (left, right)),
            *alone,
            blocks.row_tag("endif", (left, right)),
        ],
    )


def signature(profile: Profile) -> Elements:
    """The block of who signs; a body without a seal signs by another post (HD05 7.1.4đ(ii))."""
    space = el("spacing", before=dxa(profile.body.signature_space))
    usual = blocks.signature(profile)[:-1]
    return [
        tag("if kiem"),
        paragraph("ChucVuDam", "{{ chuc_vu }}"),
        paragraph("ChucVu", "kiêm"),
        paragraph("ChucVuDam", "{{ kiem|upper }}"),
        tag("else"),
        *usual,
        tag("endif"),
        paragraph("HoTenNguoiKy", "{{ nguoi_ky }}", properties=(space,)),
    ]


def _others(profile: Profile) -> Elements:
    """Those who sign with the lead: organ, symbol, quyền hạn, chức vụ, name."""
    space = el("spacing", before=dxa(profile.body.signature_space), after=twips(_APART))
    return [
        tag("for ky in dong_ky"),
        tag("if ky[2]"),
        paragraph("ThamQuyen", "{{ ky[2]|upper }}"),
        paragraph("ChucVu", "{{ ky[3]|upper }}"),
        tag("else"),
        paragraph("ChucVuDam", "{{ ky[3]|upper }}"),
        tag("endif"),
        paragraph("HoTenNguoiKy", "{{ ky[4] }}", properties=(space,)),
        tag("endfor"),
    ]


def _signed_twice(profile: Profile) -> Elements:
    space = partial(el, "spacing", before=dxa(profile.body.signature_space))
    right_, left_ = (
        profile.blocks["minutes_right"].first[0],
        profile.blocks["minutes_left"].first[0],
    )
    wrote = [
        paragraph("ThamQuyen", left_),
        paragraph("HoTenNguoiKy", "{{ nguoi_ghi }}", properties=(space(after=twips(_APART)),)),
    ]
    chaired = [
        paragraph("ThamQuyen", right_),
        paragraph("HoTenNguoiKy", "{{ chu_tri }}", properties=(space(after=twips(_APART)),)),
    ]
    left, right = _widths(profile)
    certified: Elements = [
        tag("if xac_nhan_chu_ky"),
        paragraph("ChucVu", "Xác nhận chữ ký của đồng chí {{ chu_tri }}"),
        *signature(profile),
        tag("endif"),
        paragraph(SMALLEST),
    ]
    rows = [row(cell(left, wrote), cell(right, chaired)), _places_row(profile, certified)]
    return _end(profile, rows)


def _places_row(profile: Profile, beside: Elements) -> etree._Element:
    left, right = _widths(profile)
    label = paragraph("NoiNhan", run(profile.words.recipients_label, UNDERLINED), ":")
    places = [
        label,
        *blocks.places("noi_nhan", profile.marks.item_dash),
        *blocks.drafter_mark(""),
    ]
    return row(cell(left, places), cell(right, beside), whole=False)


def _end(profile: Profile, rows: Sequence[etree._Element]) -> Elements:
    gap = paragraph(SMALLEST, properties=(el("keepNext"), el("spacing", after=twips(6))))
    return [gap, table(_widths(profile), rows), paragraph(SMALLEST)]


def _widths(profile: Profile) -> tuple[float, float]:
    return profile.page.header_left_column, profile.page.header_right_column
