"""Merging papers of one template into one docx for printing: a section each (D4).

Every paper starts on its own page with its own page numbers. A bookmark at its beginning becomes a
named destination of the PDF, so that its first page is known and the count can be checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Final

from lxml import etree

from congvan.drafting import package
from congvan.errors import RefusedInput

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT: Final = "word/document.xml"
MARK: Final = "congvanto"  # and the number of the paper; LibreOffice rewrites other signs
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def merge(papers: Sequence[bytes]) -> bytes:
    """One docx of all of them, in order. They must come from one template: the parts beside the
    text are taken from the first."""
    members = package.members(papers[0])
    root = _parsed(members)
    body = root.find(f"{{{_W}}}body")
    if body is None:
        raise RefusedInput("Tờ đầu tiên không có nội dung.", remedy="Kiểm tra mẫu.")
    for child in list(body):
        body.remove(child)
    for number, paper in enumerate(papers):
        own = _parsed(package.members(paper)).find(f"{{{_W}}}body")
        assert own is not None  # rendered here from the same template
        _append(body, own, number, last=number == len(papers) - 1)
    text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return package.write({**members, _DOCUMENT: text})


def _parsed(members: dict[str, bytes]) -> etree._Element:
    return etree.fromstring(members[_DOCUMENT], _PARSER)


def _append(body: etree._Element, own: etree._Element, number: int, *, last: bool) -> None:
    for name in ("bookmarkStart", "bookmarkEnd"):
        for found in list(own.iter(f"{{{_W}}}{name}")):
            found.getparent().remove(found)  # type: ignore[union-attr]
    children = list(own)
    section = children.pop() if children[-1].tag == f"{{{_W}}}sectPr" else None
    assert section is not None  # every docx of ours ends with one
    _restart(own, section)
    _mark(children, number)
    body.extend(children)
    if last:
        body.append(section)
    else:
        _end_with(body, section)


def _restart(own: etree._Element, section: etree._Element) -> None:
    """Page numbers begin again with the paper's first section."""
    first = next(own.iter(f"{{{_W}}}sectPr"), section)
    for old in first.findall(f"{{{_W}}}pgNumType"):
        first.remove(old)
    numbering = etree.Element(f"{{{_W}}}pgNumType")
    numbering.set(f"{{{_W}}}start", "1")
    margins = first.find(f"{{{_W}}}pgMar")
    if margins is not None:
        margins.addnext(numbering)
    for part in (first, section):
        kind = part.find(f"{{{_W}}}type")
        if part is first and kind is not None:
            part.remove(kind)  # next page, which is the default


def _mark(children: Sequence[etree._Element], number: int) -> None:
    paragraph = next(found for child in children for found in child.iter(f"{{{_W}}}p"))
    at = 1 if len(paragraph) and paragraph[0].tag == f"{{{_W}}}pPr" else 0
    start = etree.Element(f"{{{_W}}}bookmarkStart")
    start.set(f"{{{_W}}}id", str(number + 1))
    start.set(f"{{{_W}}}name", f"{MARK}{number}")
    end = etree.Element(f"{{{_W}}}bookmarkEnd")
    end.set(f"{{{_W}}}id", str(number + 1))
    paragraph.insert(at, end)
    paragraph.insert(at, start)


def _end_with(body: etree._Element, section: etree._Element) -> None:
    """The section's end lies in the properties of its last paragraph."""
    last = body[-1]
    if last.tag != f"{{{_W}}}p" or last.find(f"{{{_W}}}pPr/{{{_W}}}sectPr") is not None:
        last = etree.SubElement(body, f"{{{_W}}}p")
    properties = last.find(f"{{{_W}}}pPr")
    if properties is None:
        properties = etree.Element(f"{{{_W}}}pPr")
        last.insert(0, properties)
    change = properties.find(f"{{{_W}}}pPrChange")
    moved = deepcopy(section)
    if change is not None:
        change.addprevious(moved)
    else:
        properties.append(moved)
