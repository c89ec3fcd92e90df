"""The parts every Party document has: header, addressees, content, recipients, signature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

from congvan.drafting.builder.measure import bold_width, dxa, twips
from congvan.drafting.builder.styles import BOLD, LABEL, SMALLEST, UNDERLINED
from congvan.drafting.builder.xml import bookmark, cell, el, paragraph, row, run, table, tag
from congvan.drafting.layout import BODY_STYLE
from congvan.drafting.slots import BLANK, DATE_BOOKMARK, NUMBER_BOOKMARK
from congvan.standards.profile import Profile

_LABEL_AT: Final = 22.0  # mm: where "Kính gửi:" begins when several addressees stand under it
_ITEMS_AT: Final = 43.0  # mm: behind its colon, where the dashes stand
_BESIDE: Final = 8  # recipients that fit beside a signature
MORE: Final = f"noi_nhan|length > {_BESIDE}"
_RULE: Final = 6  # eighths of a point

Elements = list[etree._Element]


def header(profile: Profile, *, letter: bool, marks: Elements | None = None) -> etree._Element:
    """Organ and title side by side; below them number and date on one row (HD05 1 to 4).

    Two rows, so that number and date stay level however many lines the names above them take. A
    công văn has its trích yếu under the number (HD05 5.2.3); other marks come below that.
    """
    number = [_number(profile), *([_letter_subject()] if letter else []), *(marks or [])]
    return head(profile, _organs(profile), number, _date())


def head(
    profile: Profile, organs: Elements, below: Elements, day: etree._Element
) -> etree._Element:
    """The header of any organ: its names and what stands below them, the title and the day."""
    left, right = profile.page.header_left_column, profile.page.header_right_column
    return table(
        (left, right),
        (
            row(cell(left, organs), cell(right, _title(profile, right))),
            row(cell(left, below), cell(right, [day])),
        ),
    )


def _organs(profile: Profile) -> Elements:
    return [
        tag("if co_quan_cap_tren"),
        paragraph("CapTren", "{{ co_quan_cap_tren }}"),
        tag("endif"),
        paragraph("CoQuan", "{{ co_quan }}"),
        *star(profile),
    ]


def star(profile: Profile) -> Elements:
    """The sign under the organ's name, where the standard has one (HD05 2.2.1)."""
    return [paragraph("DauSao", profile.words.star)] if profile.words.star else []


def _title(profile: Profile, width: float) -> Elements:
    """The title and a rule as long as its text (HD05 1.2): a border, drawn to measure."""
    title = profile.words.title
    aside = dxa((width - bold_width(title, profile.components["title"].size)) / 2)
    rule = (
        el("pBdr", el("top", val="single", sz=_RULE, space=0, color="000000")),
        el("ind", left=aside, right=aside),
    )
    return [paragraph("TieuDe", title), paragraph(SMALLEST, properties=rule)]


def _number(profile: Profile) -> etree._Element:
    """``Số …-CV/ĐU``, without a colon (HD05 3.2.2)."""
    number = profile.number
    return paragraph(
        "SoKyHieu",
        f"{number.label}{number.label_end} ",
        *bookmark(NUMBER_BOOKMARK, 1, run(BLANK)),
        f"{number.separator}{{{{ ky_hieu }}}}",
    )


def _date() -> etree._Element:
    blank = run(f"ngày {BLANK} tháng {BLANK} năm {BLANK}")
    return paragraph("DiaDanhNgay", "{{ dia_danh }}, ", *bookmark(DATE_BOOKMARK, 2, blank))


def _letter_subject() -> etree._Element:
    return paragraph("TrichYeuCongVan", "{{ trich_yeu }}")


def addressees(profile: Profile, field: str = "kinh_gui", words: str = "") -> Elements:
    """One addressee on the label's line, in the middle; several behind its colon (HD05 9.2)."""
    said = f"{words or profile.words.addressee_label}:"
    dash = profile.marks.item_dash
    hanging = el("ind", left=dxa(_ITEMS_AT), hanging=dxa(_ITEMS_AT - _LABEL_AT))
    under = el("ind", left=dxa(_ITEMS_AT))
    first, last = el("spacing", before=twips(14)), el("spacing", after=twips(10))
    return [
        tag(f"if {field}|length == 1"),
        paragraph("KinhGui", run(said, LABEL), f" {{{{ {field}[0] }}}}"),
        tag("else"),
        paragraph(
            "KinhGuiNhieu",
            run(said, LABEL),
            f"\t{dash}{{{{ {field}[0] }}}}",
            properties=(first, hanging),
        ),
        tag(f"for noi in {field}[1:-1]"),
        paragraph("KinhGuiNhieu", f"{dash}{{{{ noi }}}}", properties=(under,)),
        tag("endfor"),
        paragraph("KinhGuiNhieu", f"{dash}{{{{ {field}[-1] }}}}", properties=(last, under)),
        tag("endif"),
    ]


def line(*text: str | etree._Element, keep: bool = False, stop: float = 0) -> etree._Element:
    """A paragraph of the content; ``keep`` with the next one; a tab stop in millimetres."""
    properties = [el("keepNext")] if keep else []
    if stop:
        properties.append(el("tabs", el("tab", val="left", pos=dxa(stop))))
    return paragraph(BODY_STYLE, *text, properties=properties)


def strong(text: str) -> etree._Element:
    """A run in bold."""
    return run(text, BOLD)


def end(
    profile: Profile, left: Sequence[etree._Element], below: Sequence[etree._Element] = ()
) -> Elements:
    """The signature on the right, on the left what the type puts there, and what follows below."""
    widths = (profile.page.header_left_column, profile.page.header_right_column)
    rows = [row(cell(widths[0], left), cell(widths[1], signature(profile)))]
    if below:
        rest = row(cell(widths[0], below), cell(widths[1], [paragraph(SMALLEST)]), whole=False)
        rows += [row_tag(f"if {MORE}", widths), rest, row_tag("endif", widths)]
    gap = paragraph(SMALLEST, properties=(el("keepNext"), el("spacing", after=twips(6))))
    return [gap, table(widths, rows), paragraph(SMALLEST)]


def recipients(profile: Profile) -> tuple[Elements, Elements]:
    """Nơi nhận, its words underlined, each place after a dash (HD05 9.2.1).

    Two parts: what stands beside the signature and stays with it on one page, and the rest of a
    long list, which may run on to the next.
    """
    label = paragraph("NoiNhan", run(profile.words.recipients_label, UNDERLINED), ":")
    dash = profile.marks.item_dash
    beside = places(f"noi_nhan[:{_BESIDE}]", dash)
    rest = places(f"noi_nhan[{_BESIDE}:]", dash)
    return (
        [label, *beside, *drafter_mark(f" and not {MORE}")],
        [*rest, *drafter_mark("")],
    )


def places(items: str, dash: str) -> Elements:
    return [
        tag(f"for noi in {items}"),
        paragraph("NoiNhanMuc", f"{dash}{{{{ noi }}}}"),
        tag("endfor"),
    ]


def drafter_mark(condition: str) -> Elements:
    return [
        tag(f"if ky_hieu_soan_thao{condition}"),
        paragraph("KyHieuSoanThao", "{{ ky_hieu_soan_thao|upper }}"),
        tag("endif"),
    ]


def row_tag(source: str, widths: Sequence[float]) -> etree._Element:
    """A line of the template's language that takes its table row away with it."""
    said = paragraph("The", f"{{%tr {source} %}}")
    return row(cell(widths[0], [said]), cell(widths[1], [paragraph("The")]))


def signature(profile: Profile) -> Elements:
    """Quyền hạn bold, chức vụ not, unless it stands alone (HD05 7.1); space; the name."""
    space = el("spacing", before=dxa(profile.body.signature_space))
    return [
        tag("if tham_quyen"),
        paragraph("ThamQuyen", "{{ tham_quyen }}"),
        tag("if chuc_vu"),
        paragraph("ChucVu", "{{ chuc_vu }}"),
        tag("endif"),
        tag("else"),
        paragraph("ChucVuDam", "{{ chuc_vu }}"),
        tag("endif"),
        paragraph("HoTenNguoiKy", "{{ nguoi_ky }}", properties=(space,)),
    ]
