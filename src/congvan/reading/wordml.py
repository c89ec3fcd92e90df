"""Walking WordprocessingML: paragraphs in reading order with their place, and their text.

One walk for all who look at a docx, so that a place means the same to reader and slot filler.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from congvan.errors import UnsafeFile

Element = etree._Element  # the only name lxml has for it

_WORD: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Deleted text, properties and field codes are not what is printed.
_SKIPPED: Final = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "tblPr"}
)
_FIXED: Final = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
}


def parse(xml: bytes) -> Element:
    """The root element; no entity, network or oversized text is followed."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise UnsafeFile(
            "Tệp Word có phần XML bị hỏng.",
            remedy="Mở bằng Word hay LibreOffice và lưu lại.",
            code="file.damaged",
        ) from error


def local(element: Element) -> str:
    """The Word name without its namespace; empty for what is not Word's."""
    return _local(element.tag)  # type: ignore[arg-type]


@lru_cache(maxsize=512)
def _local(tag: str) -> str:
    for space in _WORD:
        if tag.startswith(space):
            return tag[len(space) :]
    return ""


def value(element: Element | None, name: str = "val") -> str | None:
    """A ``w:`` attribute of that name."""
    if element is None:
        return None
    for space in _WORD:
        found = element.get(space + name)
        if found is not None:
            return found
    return None


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that Word name."""
    if element is None:
        return None
    return next((item for item in element if local(item) == name), None)


def is_on(element: Element | None) -> bool | None:
    """A toggle such as ``w:b``: on, off, or not said."""
    if element is None:
        return None
    return value(element) not in {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One ``w:p``; ``twin`` marks the fallback copy of a text box, at the place of the first."""

    element: Element
    place: str
    column: int = 0
    twin: bool = False


def paragraphs(container: Element, prefix: str = "", *, twins: bool = False) -> Iterator[Paragraph]:
    """The paragraphs below ``w:body``, ``w:hdr``, ``w:footnote`` … in reading order."""
    yield from _Walk(twins=twins).blocks(container, prefix, "body/", 0)


@dataclass(slots=True)
class _Walk:
    twins: bool
    twin: bool = False

    def blocks(
        self, container: Element, prefix: str, name: str, column: int
    ) -> Iterator[Paragraph]:
        count = tables = 0
        for item in _flat(container, {"p", "tbl"}):
            if local(item) == "p":
                yield from self.paragraph(item, f"{prefix}{name}{count}", column)
                count += 1
            else:
                yield from self.table(item, f"{prefix}table/{tables}")
                tables += 1

    def paragraph(self, element: Element, place: str, column: int) -> Iterator[Paragraph]:
        """Its text boxes first: the header of a page may hang on the first line of the body."""
        for number, (box, fallback) in enumerate(_boxes(element)):
            yield from self.blocks(box, f"{place}/box/{number}/", "", 0)
            if fallback is not None and self.twins and not self.twin:
                self.twin = True
                yield from self.blocks(fallback, f"{place}/box/{number}/", "", 0)
                self.twin = False
        yield Paragraph(element, place, column, self.twin)

    def table(self, element: Element, place: str) -> Iterator[Paragraph]:
        for row_number, row in enumerate(_flat(element, {"tr"})):
            if child(child(row, "trPr"), "del") is not None:
                continue
            cells = list(_flat(row, {"tc"}))
            for number, cell in enumerate(cells):
                column = number + 1 if len(cells) > 1 else 0
                yield from self.blocks(cell, f"{place}/{row_number}/{number}/", "", column)


def _flat(container: Element, names: set[str]) -> Iterator[Element]:
    """Children of those names, through content controls and the like."""
    for item in container:
        name = local(item)
        if name in names:
            yield item
        elif name in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}:
            yield from _flat(item, names)
        elif item.tag == f"{_MC}AlternateContent":
            chosen = item.find(f"{_MC}Choice")
            if chosen is None:
                chosen = item.find(f"{_MC}Fallback")
            if chosen is not None:
                yield from _flat(chosen, names)


def _boxes(element: Element) -> Iterator[tuple[Element, Element | None]]:
    """Text boxes in a paragraph, each with its fallback copy when it has one."""
    for item in element:
        name = local(item)
        if name == "txbxContent":
            yield item, None
        elif item.tag == f"{_MC}AlternateContent":
            choice, fallback = item.find(f"{_MC}Choice"), item.find(f"{_MC}Fallback")
            first = [box for box, _ in _boxes(choice)] if choice is not None else []
            second = [box for box, _ in _boxes(fallback)] if fallback is not None else []
            if not first:
                first, second = second, []
            padded = [*second, *[None] * (len(first) - len(second))]
            yield from zip(first, padded, strict=False)
        elif name not in {"del", "moveFrom"} and len(item):
            yield from _boxes(item)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph's text from one element, with the run that formats it."""

    element: Element
    text: str
    run: Element | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark's beginning or end, before the piece of that number."""

    name: str  # empty for an end
    id: str
    before: int


def pieces(paragraph: Element) -> tuple[list[Piece], list[Mark]]:
    """What is printed of a paragraph, piece by piece, and the bookmarks between."""
    found: list[Piece] = []
    marks: list[Mark] = []
    _collect(paragraph, None, found, marks)
    return found, marks


def _collect(element: Element, run: Element | None, found: list[Piece], marks: list[Mark]) -> None:
    for item in element:
        name = local(item)
        if name == "t" or item.tag == _MATH_TEXT:
            found.append(Piece(item, item.text or "", run))
        elif name in _FIXED:
            found.append(Piece(item, _FIXED[name], run))
        elif name == "bookmarkStart":
            marks.append(Mark(value(item, "name") or "", value(item, "id") or "", len(found)))
        elif name == "bookmarkEnd":
            marks.append(Mark("", value(item, "id") or "", len(found)))
        elif name in _SKIPPED or name == "txbxContent":
            continue
        elif name == "r":
            if is_on(child(child(item, "rPr"), "vanish")) is not True:
                _collect(item, item, found, marks)
        elif item.tag == f"{_MC}AlternateContent":
            choice = item.find(f"{_MC}Choice")
            if choice is not None:
                _collect(choice, run, found, marks)
        elif len(item):
            _collect(item, run, found, marks)
