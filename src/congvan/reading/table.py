"""The one table reader: any list a clerk keeps, as a header and rows that know their place.

    table = read_table("danh-sach.xlsx", data, words=vocabulary("roster"))
    columns = map_headers(table.header, vocabulary("roster"))

A stranger's file is read in a confined child (D12): ``table_json`` carries the table out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from congvan.errors import RefusedInput, WrongUse
from congvan.model.text import fold, squeeze
from congvan.reading.package import DamagedPackage
from congvan.reading.table_book import Workbook
from congvan.reading.table_cells import Cleaner
from congvan.reading.table_csv import read_csv
from congvan.reading.table_guard import TableKind, damaged, guard_table
from congvan.reading.table_header import SEARCHED, Header, Vocabulary, find_header, is_numbering
from congvan.reading.table_kinds import BadCell, Cell, Row, Sheet, Table, shown
from congvan.reading.table_pause import without_collection


def read_table(name: str, data: bytes, *, words: Vocabulary, sheet: str | None = None) -> Table:
    """The table of the file; ``sheet`` is a sheet's name or number when there are several.

    Refuses, each with its own code, what is not a table, may harm the reader, or would be read
    wrongly as a whole; what is wrong with one cell is left in its row as a ``BadCell``.
    """
    kind, package = guard_table(name, data)
    try:
        if kind is TableKind.CSV:
            opened = _Opened(name, read_csv(name, data), words)
        else:
            opened = _choose(name, Workbook(name, data, package), words, sheet)
        with without_collection():
            return opened.table()
    except DamagedPackage as error:
        raise damaged(name) from error


def _choose(name: str, book: Workbook, words: Vocabulary, wanted: str | None) -> _Opened:
    """The sheet named, the only one there is, or the only one with a fitting header."""
    names = book.sheet_names()
    if wanted is not None:
        return _Opened(name, book.sheet(_named(name, book.all_sheet_names(), wanted)), words)
    if len(names) == 1:
        return _Opened(name, book.sheet(names[0]), words)
    fitting = [item for item in names if _Opened(name, book.sheet(item), words).fits]
    if len(fitting) == 1:
        return _Opened(name, book.sheet(fitting[0]), words)
    listed = ", ".join(f"“{item}”" for item in fitting or names or book.all_sheet_names())
    why = "Nhiều trang tính cùng giống danh sách" if fitting else "Không rõ danh sách ở trang nào"
    raise RefusedInput(
        f"{why} của “{name}”: {listed}.",
        remedy="Chỉ rõ trang tính: --sheet TÊN (hoặc số thứ tự).",
        code="table.sheet-unclear",
    )


def _named(name: str, names: Sequence[str], wanted: str) -> str:
    exact = [item for item in names if item == wanted]
    alike = [item for item in names if fold(squeeze(item)) == fold(squeeze(wanted))]
    if len(found := exact or alike) == 1:
        return found[0]
    if wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return names[int(wanted) - 1]
    listed = ", ".join(f"“{item}”" for item in names)
    raise WrongUse(
        f"“{name}” không có trang tính “{wanted}”.",
        remedy=f"Các trang tính: {listed}.",
        code="table.sheet-unknown",
    )


class _Opened:
    """A sheet whose first rows were read in search of its header."""

    def __init__(self, name: str, sheet: Sheet, words: Vocabulary) -> None:
        self._name, self._sheet, self._words = name, sheet, words
        self._rows = _rows(sheet)
        self._head = list(islice(self._rows, SEARCHED + 1))
        cells = [row.cells for row in self._head]
        self._header = find_header(cells, sheet.merges, words)

    @property
    def fits(self) -> bool:
        """Whether it looks like the list asked for: half of what it must have is named."""
        if self._header is None:
            return False
        named = {self._words.field(cell) for cell in self._header.cells}
        wanted = [column.key for column in self._words.columns if column.required]
        return 2 * sum(item in named for item in wanted) >= len(wanted)

    def table(self) -> Table:
        """The whole table."""
        if not any(row.cells for row in self._head) and next(self._rows, None) is None:
            raise self._refused("không có gì trong trang tính", "table.sheet-empty")
        header = self._header
        if header is None:
            labels = ", ".join(f"“{item.label}”" for item in self._words.columns if item.required)
            raise RefusedInput(
                f"“{self._name}”: không thấy dòng tiêu đề trong {SEARCHED} dòng đầu.",
                remedy=f"Thêm một dòng tiêu đề phía trên danh sách, có các cột: {labels}.",
                code="table.no-header",
            )
        rows = tuple(self._data(header))
        if not rows:
            raise self._refused("chỉ có dòng tiêu đề, chưa có dòng nào", "table.header-only")
        self._refuse_merged(header, rows[-1].number)
        hidden = self._sheet.hidden_rows
        return Table(
            self._name,
            self._sheet.name,
            header.cells,
            header.last,
            rows,
            tuple(row.number for row in rows if row.number in hidden) if hidden else (),
            self._sheet.from_1904,
        )

    def _data(self, header: Header) -> Iterator[Row]:
        width = header.cells[-1].column + 1 if self._sheet.ragged else None
        below = self._head[header.last :]
        if below and is_numbering(below[0].cells):
            below = below[1:]
        for rows in (below, self._rows):
            for row in rows:
                if row.cells:
                    yield row if width is None or len(row.cells) <= width else _too_long(row, width)

    def _refuse_merged(self, header: Header, last: int) -> None:
        """A merged cell below the header gives its value to one row and hides it from others."""
        merged = [item for item in self._sheet.merges if header.last < item.bottom <= last]
        merged += [item for item in self._sheet.merges if item.top <= last < item.bottom]
        if not merged:
            return
        named = ", ".join(map(str, sorted(merged, key=lambda item: (item.top, item.left))[:5]))
        more = f" và {len(merged) - 5} chỗ nữa" if len(merged) > 5 else ""
        raise RefusedInput(
            f"“{self._name}” có ô gộp trong phần danh sách: {named}{more}.",
            remedy="Bỏ gộp ô và ghi đủ giá trị cho từng dòng; dòng tên nhóm xen giữa thì xoá đi.",
            code="table.merged-data",
        )

    def _refused(self, why: str, code: str) -> RefusedInput:
        where = f", trang “{self._sheet.name}”" if self._sheet.name else ""
        return RefusedInput(
            f"“{self._name}”{where}: {why}.",
            remedy="Kiểm tra đúng tệp, đúng trang tính (--sheet) rồi đưa lại.",
            code=code,
        )


def _rows(sheet: Sheet) -> Iterator[Row]:
    """Every row, empty ones too, with its cells cleaned and its flaws in place."""
    clean = Cleaner().clean
    flawed: dict[int, list[tuple[int, BadCell]]] = {}
    for (row, column), cell in sheet.flaws.items():
        flawed.setdefault(row, []).append((column, cell))
    for number, raw in enumerate(sheet.rows, start=1):
        cells = [clean(value) for value in raw]
        for column, cell in flawed.get(number, ()):
            cells += [None] * (column + 1 - len(cells))
            cells[column] = cell
        while cells and cells[-1] is None:
            cells.pop()
        yield Row(number, tuple(cells))


def _too_long(row: Row, width: int) -> Row:
    """A csv row with more values than the header: a delimiter inside a value moved the rest."""
    extra: list[Cell] = [cell for cell in row.cells[width:] if cell is not None]
    stray = BadCell(
        "table.row-too-long",
        " | ".join(map(shown, extra)),
        "dòng có nhiều giá trị hơn số cột: có thể dấu phân cách nằm trong một giá trị",
        "Đặt giá trị có dấu phân cách trong dấu nháy kép; hoặc lưu danh sách thành .xlsx.",
    )
    return replace(row, cells=(*row.cells[:width], stray))
