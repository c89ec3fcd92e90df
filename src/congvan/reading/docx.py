"""A docx as lines: headers, then body, tables and text boxes in order, then footers and notes."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from congvan.errors import UnsafeFile
from congvan.model.text import nfc
from congvan.reading.lines import Line, Media, Reading
from congvan.reading.package import DamagedPackage, Package, open_package
from congvan.reading.styles import Format, Styles
from congvan.reading.wordml import (
    Element,
    Paragraph,
    Piece,
    child,
    local,
    paragraphs,
    parse,
    pieces,
)

_OFFICE_DOCUMENT: Final = "/officeDocument"
_PARTS: Final = {"header": "header", "footer": "footer", "footnotes": "footnote"}
_PARTS_ORDER: Final = ("header", "", "footer", "footnotes", "endnotes")


def read_docx(name: str, data: bytes) -> Reading:
    """The neutral form of a Word document the guard has passed; UnsafeFile when it is damaged."""
    try:
        package = open_package(data)
        main = main_part(package)
        related = related_parts(package, main)
        styles = Styles.of(root_of(package, related.get("styles", [""])[0]))
        return Reading(Media.DOCX, tuple(_lines(package, main, related, styles)))
    except DamagedPackage as error:
        raise damaged(name) from error


def damaged(name: str) -> UnsafeFile:
    """The answer to a package that cannot be taken apart."""
    return UnsafeFile(
        f"“{name}” là tệp Word bị hỏng.",
        remedy="Mở bằng Word hay LibreOffice và lưu lại.",
        code="file.damaged",
    )


def main_part(package: Package) -> str:
    """The name of the part that holds the body: nearly always ``word/document.xml``."""
    for kind, target in _relations(package, ""):
        if kind.endswith(_OFFICE_DOCUMENT) and package.get(target):
            return target
    if package.get("word/document.xml"):
        return "word/document.xml"
    raise DamagedPackage("không có nội dung")


def body_of(root: Element) -> Element:
    """``w:body``; an empty document has none."""
    body = child(root, "body")
    return root if body is None else body


def _relations(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """(type, member name) of the parts related to a part, or to the package itself."""
    folder, _, file = part.rpartition("/")
    member = package.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    if member is None:
        return
    for item in parse(package.read(member)):
        if item.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target") or ""))
            yield item.get("Type") or "", target.lstrip("/")


def related_parts(package: Package, main: str) -> dict[str, list[str]]:
    """The parts that belong to the main one, by the last word of their kind: ``styles``."""
    found: dict[str, list[str]] = {}
    for kind, target in _relations(package, main):
        found.setdefault(kind.rpartition("/")[2], []).append(target)
    return {kind: sorted(set(targets)) for kind, targets in found.items()}


def root_of(package: Package, name: str) -> Element | None:
    """The root of that part, if there is one."""
    member = package.get(name)
    return None if member is None else parse(package.read(member))


def _lines(
    package: Package, main: str, related: dict[str, list[str]], styles: Styles
) -> Iterator[Line]:
    for kind in _PARTS_ORDER:
        for target in related.get(kind, []) if kind else [main]:
            root = root_of(package, target)
            if root is None:
                continue
            if not kind:
                yield from _part_lines(body_of(root), "", "body", styles)
                continue
            name = posixpath.basename(target).removesuffix(".xml")
            for number, container in enumerate(_containers(root)):
                prefix = f"{name}/{number}/" if kind.endswith("notes") else f"{name}/"
                for line in _part_lines(container, prefix, _PARTS.get(kind, "footnote"), styles):
                    if line.text.strip():
                        yield line


def _containers(root: Element) -> list[Element]:
    notes = [item for item in root if local(item) in {"footnote", "endnote"}]
    return notes or [root]


def _part_lines(container: Element, prefix: str, part: str, styles: Styles) -> Iterator[Line]:
    for paragraph in paragraphs(container, prefix):
        yield from paragraph_lines(paragraph, part, styles)


def paragraph_lines(paragraph: Paragraph, part: str, styles: Styles) -> Iterator[Line]:
    """A line for each stretch between manual line breaks."""
    base = styles.paragraph(paragraph.element)
    listed = child(child(paragraph.element, "pPr"), "numPr") is not None
    for number, stretch in enumerate(_stretches(pieces(paragraph.element)[0])):
        bold, italic, size = _format(stretch, base, styles)
        yield Line(
            text=nfc("".join(piece.text for piece in stretch)),
            place=f"{paragraph.place}:{number}" if number else paragraph.place,
            part=part,
            bold=bold,
            italic=italic,
            size=size,
            align=base.align or "",
            column=paragraph.column,
            listed=listed and not number,
        )


def _stretches(items: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces between line breaks, wherever a break stands."""
    rows: list[list[Piece]] = [[]]
    for piece in items:
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                rows.append([])
            if text:
                rows[-1].append(Piece(piece.element, text, piece.run))
    return rows


def _format(
    stretch: Sequence[Piece], base: Format, styles: Styles
) -> tuple[bool, bool, float | None]:
    shown = [(piece, styles.run(piece.run, base)) for piece in stretch if piece.text.strip()]
    if not shown:
        return False, False, base.size
    sizes = Counter[float | None]()
    for piece, said in shown:
        sizes[said.size] += len(piece.text)
    bold = all(said.bold for _, said in shown)
    italic = all(said.italic for _, said in shown)
    return bold, italic, sizes.most_common(1)[0][0]
