"""The content of a docx from Word: text, bold, italic and tables kept; the layout is ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from congvan.drafting.body.emphasis import write_emphasis
from congvan.drafting.body.left_out import LeftOut
from congvan.drafting.body.numbering import Numbering
from congvan.drafting.body.pasted_text import Pasted
from congvan.drafting.body.tables import write_row, write_rule
from congvan.drafting.body.values import Run, Runs
from congvan.errors import UnsafeFile
from congvan.reading.docx import body_of, damaged, main_part, related_parts, root_of
from congvan.reading.guard import guard
from congvan.reading.lines import Media
from congvan.reading.package import DamagedPackage, Package, open_package
from congvan.reading.styles import Styles
from congvan.reading.wordml import (
    Element,
    Paragraph,
    child,
    is_on,
    local,
    paragraphs,
    pieces,
    value,
)

_CELL: Final = re.compile(r"table/(\d+)/(\d+)/(\d+)/(.*)")
_NOTES: Final = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_WIDEST: Final = 63  # columns Word itself allows
_LARGEST: Final = 100_000  # cells, however the file says they are merged


def body_from_docx(name: str, data: bytes) -> Pasted:
    """The body as light plain text, one paragraph a line; UnsafeFile when the guard refuses it.

    Numbers Word sets by itself are written out. Merged cells are repeated in every cell they
    cover. Notes stand below their paragraph, text boxes above it; what has no words of its own
    is named in the findings.
    """
    if guard(name, data) is not Media.DOCX:
        raise UnsafeFile(
            f"“{name}” không phải là tệp Word .docx.",
            remedy="Mở bằng Word hay LibreOffice và lưu lại thành .docx.",
            code="file.not-docx",
        )
    try:
        package = open_package(data)
        return _pasted(package)
    except DamagedPackage as error:
        raise damaged(name) from error


def _pasted(package: Package) -> Pasted:
    main = main_part(package)
    related = related_parts(package, main)
    found = {
        kind: root_of(package, related.get(kind, [""])[0])
        for kind in ("styles", "numbering", "footnotes", "endnotes")
    }
    root = root_of(package, main)
    assert root is not None
    writer = _Writer(
        Styles.of(found["styles"]),
        Numbering.of(found["numbering"], found["styles"]),
        {kind: _notes(found[kind]) for kind in _NOTES.values()},
    )
    body = body_of(root)
    writer.write(body)
    for kind in ("header", "footer"):
        for target in related.get(kind, []):
            part = root_of(package, target)
            if part is not None and "".join(_texts(part)).strip():
                writer.left_out.margin(kind, " ".join("".join(_texts(part)).split()))
    writer.left_out.body(body)
    return Pasted("\n".join(writer.lines), tuple(writer.left_out.findings()))


def _notes(root: Element | None) -> dict[str, str]:
    """The text of every note by its id."""
    notes = [] if root is None else list(root)
    return {value(note, "id") or "": " ".join("".join(_texts(note)).split()) for note in notes}


def _texts(container: Element) -> Iterator[str]:
    for paragraph in paragraphs(container):
        yield from (piece.text for piece in pieces(paragraph.element)[0])
        yield " "


@dataclass(slots=True)
class _Cell:
    element: Element | None
    lines: list[Runs] = field(default_factory=list)


_Rows = dict[int, dict[int, _Cell]]


@dataclass(slots=True)
class _Writer:
    styles: Styles
    numbering: Numbering
    notes: dict[str, dict[str, str]]
    lines: list[str] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)
    _table: str = ""
    _rows: _Rows = field(default_factory=dict)

    def write(self, body: Element) -> None:
        for paragraph in paragraphs(body):
            place = _CELL.fullmatch(paragraph.place)
            if self._table and (place is None or place[1] != self._table):
                self._end_table()
            runs = [*self._paragraph(paragraph)]
            if place is None:
                self._add(runs)
            else:
                self._table = place[1]
                row = self._rows.setdefault(int(place[2]), {})
                cell = row.setdefault(int(place[3]), _Cell(_cell_of(paragraph.element)))
                cell.lines += runs
                if place[4].startswith("table/"):
                    self.left_out.nested(int(place[1]) + 1)
        if self._table:
            self._end_table()

    def _add(self, lines: list[Runs]) -> None:
        for runs in lines:
            line, whole = write_emphasis(runs)
            self.left_out.emphasis += not whole
            if line:
                self.lines.append(line)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Runs]:
        """Its lines, the number Word sets before them, and below them its notes."""
        base = self.styles.paragraph(paragraph.element)
        rows: list[list[Run]] = [[]]
        for piece in pieces(paragraph.element)[0]:
            look = self.styles.run(piece.run, base)
            said = child(piece.run, "rPr")
            text = piece.text.upper() if is_on(child(said, "caps")) else piece.text
            for number, part in enumerate(text.split("\n")):
                if number:
                    rows.append([])
                if part:
                    rows[-1].append(Run(part, bool(look.bold), bool(look.italic)))
        mark, sure = self.numbering.mark(paragraph.element)
        if any(run.text.strip() for run in rows[0]):
            first = next(run for run in rows[0] if run.text.strip())
            if mark:
                rows[0].insert(0, Run(f"{mark} ", first.bold, first.italic))
            self.left_out.numbered(mark, sure=sure)
        if "/box/" in paragraph.place:
            self.left_out.box("".join(run.text for row in rows for run in row))
        yield from (tuple(row) for row in rows)
        for item in paragraph.element.iter():
            kind = _NOTES.get(local(item) if isinstance(item.tag, str) else "")
            if kind:
                text = self.notes[kind].get(value(item, "id") or "", "")
                self.left_out.note(text)
                yield (Run(f"[Chú thích: {text}]"),)

    def _end_table(self) -> None:
        number = int(self._table) + 1
        rows = [self._rows[at] for at in sorted(self._rows)]
        grid: list[list[list[Runs]]] = []
        merged, size = False, 0
        for row in rows:
            cells: list[list[Runs]] = []
            for _, cell in sorted(row.items()):
                properties = child(cell.element, "tcPr")
                span = _span(properties)
                content = [line for line in cell.lines if "".join(run.text for run in line).strip()]
                if _goes_on(properties):
                    above = grid[-1] if grid else []
                    content = above[len(cells)] if len(cells) < len(above) else content
                    merged = True
                merged = merged or span > 1
                cells += [content] * span
            size += len(cells)
            if size > _LARGEST:
                raise DamagedPackage("bảng quá lớn")
            grid.append(cells)
        if merged:
            self.left_out.merged(number)
        columns = max((len(cells) for cells in grid), default=0)
        if any(cells for row in grid for cells in row):
            self.lines.append("")
            headed = len(grid) > 1 and _is_head(rows[0], grid[0])
            for index, cells in enumerate(grid):
                padded = [*cells, *[[] for _ in range(columns - len(cells))]]
                line, whole = write_row(padded)
                self.left_out.emphasis += not whole
                self.lines.append(line)
                if headed and not index:
                    self.lines.append(write_rule(columns))
            self.lines.append("")
        self._table, self._rows = "", {}


def _cell_of(element: Element) -> Element | None:
    """The outermost cell of the innermost place: the one of the table of the body."""
    cells = [item for item in element.iterancestors() if local(item) == "tc"]
    return cells[-1] if cells else None


def _span(properties: Element | None) -> int:
    text = value(child(properties, "gridSpan")) or "1"
    return min(max(int(text), 1), _WIDEST) if text.isdecimal() and len(text) < 4 else 1


def _goes_on(properties: Element | None) -> bool:
    merge = child(properties, "vMerge")
    return merge is not None and value(merge) != "restart"


def _is_head(row: dict[int, _Cell], cells: list[list[Runs]]) -> bool:
    """A first row Word repeats, or one in which everything is bold."""
    cell = next(iter(row.values())).element
    above = None if cell is None else cell.getparent()
    if above is not None and is_on(child(child(above, "trPr"), "tblHeader")):
        return True
    shown = [run for lines in cells for line in lines for run in line if run.text.strip()]
    return bool(shown) and all(run.bold for run in shown)
