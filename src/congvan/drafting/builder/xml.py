"""The few pieces of WordprocessingML the templates are made of, as lxml elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Final, TypeAlias

from lxml import etree

from congvan.drafting.builder.measure import dxa

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ORDER: Final = (  # of CT_PPr, what we use
    *("keepNext", "framePr", "pBdr", "tabs", "spacing", "ind", "jc", "sectPr"),
)
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_SIDES: Final = ("top", "left", "bottom", "right")

Elements: TypeAlias = list[etree._Element]
Rows: TypeAlias = Iterable[etree._Element]


def el(name: str, /, *children: etree._Element, **attributes: object) -> etree._Element:
    """An element of the ``w`` namespace; attributes too, ``None`` ones left out."""
    made = etree.Element(f"{{{W}}}{name}", nsmap={"w": W, "r": R})
    for key, value in attributes.items():
        if value is not None:
            made.set(f"{{{W}}}{key}", str(value))
    made.extend(children)
    return made


def run(text: str, style: str | None = None) -> etree._Element:
    """A run in the paragraph's own style, or in a character style; a tab character is a tab."""
    made = el("r")
    if style:
        made.append(el("rPr", el("rStyle", val=style)))
    for index, piece in enumerate(text.split("\t")):
        if index:
            made.append(el("tab"))
        if piece:
            written = el("t")
            written.text = piece
            written.set(_SPACE, "preserve")
            made.append(written)
    return made


def bookmark(name: str, number: int, inside: etree._Element) -> list[etree._Element]:
    """The element wrapped in a bookmark, by which ``issue`` finds it."""
    return [
        el("bookmarkStart", id=number, name=name),
        inside,
        el("bookmarkEnd", id=number),
    ]


def paragraph(
    style: str, *content: etree._Element | str, properties: Sequence[etree._Element] = ()
) -> etree._Element:
    """A paragraph; strings become runs. Properties are copied and put in the schema's order."""
    ordered = sorted(map(deepcopy, properties), key=_place)
    made = el("p", el("pPr", el("pStyle", val=style), *ordered))
    made.extend(run(item) if isinstance(item, str) else item for item in content)
    return made


def _place(property_: etree._Element) -> int:
    return _ORDER.index(etree.QName(property_).localname)


def tag(source: str) -> etree._Element:
    """A line of the template's own language, alone in its paragraph; it leaves no trace."""
    return paragraph("The", f"{{%p {source} %}}")


def cell(width: float, content: Iterable[etree._Element]) -> etree._Element:
    """A table cell, its width in millimetres."""
    return el("tc", el("tcPr", el("tcW", w=dxa(width), type="dxa")), *content)


def row(*cells: etree._Element, whole: bool = True, repeated: bool = False) -> etree._Element:
    """A table row; a ``whole`` one is not split over pages, a ``repeated`` one heads each page."""
    said = [*([el("cantSplit")] if whole else []), *([el("tblHeader")] if repeated else [])]
    return el("tr", *([el("trPr", *said)] if said else []), *cells)


def table(widths: Sequence[float], rows: Rows) -> etree._Element:
    """A table without borders or padding."""
    nothing = {"w": 0, "type": "dxa"}
    padding = el("tblCellMar", *(el(side, **nothing) for side in _SIDES))
    return _table(widths, rows, [], [el("tblLayout", type="fixed"), padding])


def ruled_table(style: str, widths: Sequence[float], rows: Rows) -> etree._Element:
    """A table whose lines and padding are those of a table style."""
    return _table(widths, rows, [el("tblStyle", val=style)], [el("tblLayout", type="fixed")])


def _table(widths: Sequence[float], rows: Rows, first: Elements, last: Elements) -> etree._Element:
    width = el("tblW", w=sum(dxa(width) for width in widths), type="dxa")
    properties = el("tblPr", *first, width, el("tblInd", w=0, type="dxa"), *last)
    grid = el("tblGrid", *(el("gridCol", w=dxa(width)) for width in widths))
    return el("tbl", properties, grid, *rows)


def serialise(element: etree._Element) -> bytes:
    """The part as it is written into the package."""
    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))
