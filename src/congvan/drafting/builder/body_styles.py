"""The styles of the content: each stands on the body's, so that size and pitch are one choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from congvan.drafting.builder.measure import dxa, twips
from congvan.drafting.builder.xml import el
from congvan.standards.profile import Component, Profile
from congvan.standards.profile_values import Align

ITALIC: Final = "ChuNghieng"
BOLD_ITALIC: Final = "ChuDamNghieng"


@dataclass(frozen=True, slots=True)
class BodyLook:
    """A kind of block and the component it is set as; spacing in points."""

    kind: str
    name: str
    component: str
    before: float = 0
    after: float | None = None  # the body's
    heading: bool = False  # stays with what follows


BODY_LOOKS: Final[Mapping[str, BodyLook]] = {
    "CanCu": BodyLook("ground", "Căn cứ", "ground"),
    "Phan": BodyLook("part", "Phần, chương", "part", before=6, after=0, heading=True),
    "TenPhan": BodyLook("part_name", "Tên phần, chương", "part_name", heading=True),
    "MucSo": BodyLook("section", "Mục", "section", before=6, after=0, heading=True),
    "TenMuc": BodyLook("section_name", "Tên mục", "section_name", heading=True),
    "Dieu": BodyLook("article", "Điều", "article", heading=True),
    "DeMuc": BodyLook("roman", "Đề mục La Mã", "roman_heading", heading=True),
    "Khoan": BodyLook("clause", "Khoản", "clause"),
    "Diem": BodyLook("point", "Điểm", "point"),
}


def body_style(profile: Profile, look: BodyLook) -> tuple[etree._Element, etree._Element]:
    """Paragraph and character properties, those that differ from the body's.

    Neither Party guide says how a heading ``I-`` is set; like the other headings it is bold.
    """
    component = profile.components.get(look.component)
    body = profile.components["body"]
    bold = component.bold if component else look.heading
    paragraph = el("pPr")
    if look.heading:
        paragraph.append(el("keepNext"))
    if look.before or look.after is not None:
        after = None if look.after is None else twips(look.after)
        paragraph.append(el("spacing", before=twips(look.before), after=after))
    centred = component is not None and component.align is Align.CENTER
    if centred:
        paragraph.append(el("ind", firstLine=dxa(0)))
    paragraph.append(el("jc", val="center" if centred else "both"))
    return paragraph, _letters(component, body, bold=bold)


def _letters(component: Component | None, body: Component, *, bold: bool) -> etree._Element:
    made = el("rPr")
    if bold:
        made.extend((el("b"), el("bCs")))
    if component is not None and component.italic:
        made.extend((el("i"), el("iCs")))
    if component is not None and component.size != body.size:
        size = round(component.size * 2)
        made.extend((el("sz", val=size), el("szCs", val=size)))
    return made
