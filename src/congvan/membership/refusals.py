"""The refused rows as a workbook: each as it was, the wrong cells marked, the reason beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from congvan.membership.member import RefusedRow
from congvan.reading.table_kinds import BadCell, Cell, Table, letters

ADDED: Final = ("Dòng trong tệp gốc", "Lý do không nhận", "Cách sửa")
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes whenever it is written
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,  # a value that begins with = + - @ stays text
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_refusals(table: Table, refused: Sequence[RefusedRow]) -> bytes:
    """An xlsx with the header of the table; corrected, it can be given to the program again."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    out = BytesIO()
    book: Any = Workbook(out, dict(_OPTIONS))
    book.set_properties({"created": _CREATED, "title": "Các dòng không nhận"})
    sheet = book.add_worksheet("Không nhận")
    writer = _Writer(book, sheet)
    width = max(cell.column for cell in table.header) + 1
    writer.header({cell.column: cell.printed for cell in table.header}, width)
    for line, row in enumerate(refused, start=1):
        writer.row(line, row, width)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any, sheet: Any) -> None:
        self._sheet = sheet
        bold = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
        self._head = book.add_format(bold)
        self._plain = book.add_format({"valign": "top", "num_format": "@"})
        self._date = book.add_format({"valign": "top", "num_format": "dd/mm/yyyy"})
        wrong = {"valign": "top", "bg_color": "#FFC7CE", "font_color": "#9C0006"}
        self._wrong = book.add_format({**wrong, "num_format": "@"})
        self._wrong_date = book.add_format({**wrong, "num_format": "dd/mm/yyyy"})
        self._told = book.add_format({"text_wrap": True, "valign": "top"})

    def header(self, printed: dict[int, str], width: int) -> None:
        """The header as it was, and what is added at its right."""
        for column, text in printed.items():
            self._sheet.write_string(0, column, text, self._head)
        for at, text in enumerate(ADDED):
            self._sheet.write_string(0, width + at, text, self._head)
        self._sheet.set_column(0, width, 16)
        self._sheet.set_column(width + 1, width + 2, 60)

    def row(self, line: int, row: RefusedRow, width: int) -> None:
        """One refused row."""
        marked = {problem.column for problem in row.problems}
        for column in range(width):
            cell = row.cells[column] if column < len(row.cells) else None
            self._cell(line, column, cell, letters(column) in marked)
        self._sheet.write_number(line, width, row.row, self._told)
        reasons = "\n".join(
            f"Cột {item.column} “{item.header}”: {item.reason}" if item.column else item.reason
            for item in row.problems
        )
        remedies = "\n".join(dict.fromkeys(item.remedy for item in row.problems))
        self._sheet.write_string(line, width + 1, reasons, self._told)
        self._sheet.write_string(line, width + 2, remedies, self._told)

    def _cell(self, line: int, column: int, cell: Cell, wrong: bool) -> None:
        form = self._wrong if wrong else self._plain
        if cell is None:
            if wrong:
                self._sheet.write_blank(line, column, None, form)
        elif isinstance(cell, bool):
            self._sheet.write_boolean(line, column, cell, form)
        elif isinstance(cell, date):
            self._sheet.write_datetime(
                line, column, cell, self._wrong_date if wrong else self._date
            )
        elif isinstance(cell, int | float):
            self._sheet.write_number(line, column, cell, form)
        else:
            text = cell.shown if isinstance(cell, BadCell) else cell
            self._sheet.write_string(line, column, text[:32_767], form)
