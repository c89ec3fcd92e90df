"""The values of one row by field, each of its kind, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeVar

from congvan.membership.member import Caution, Problem
from congvan.model.person import PartialDate
from congvan.reading.table_dates import read_date, read_day
from congvan.reading.table_header import vocabulary
from congvan.reading.table_kinds import BadCell, Cell, HeaderCell, Row, letters, shown

T = TypeVar("T", date, PartialDate)
LONGEST: Final = 500
AS_TEXT: Final = "Định dạng cột là Văn bản (Text) rồi gõ lại giá trị."


class RowFields:
    """One row, read by the names of its fields."""

    def __init__(
        self, row: Row, columns: Mapping[str, HeaderCell], *, on: date, from_1904: bool
    ) -> None:
        self.row, self.columns, self.on = row, columns, on
        self._from_1904 = from_1904
        self.problems: list[Problem] = []
        self.cautions: list[Caution] = []

    def text(self, name: str, *, required: bool = False) -> str:
        """One line of text; what Excel has made of it is not guessed back."""
        cell = self.cell(name)
        if isinstance(cell, str) and len(cell) <= LONGEST:
            return cell
        if cell is None:
            if required:
                self.missing(name)
            return ""
        return self._not_text(name, cell)

    def _not_text(self, name: str, cell: Cell) -> str:
        if isinstance(cell, str):
            why = f"dài {len(cell)} ký tự, quá {LONGEST}"
            self.problem("value.too-long", name, why, "Rút gọn.", value=f"{cell[:40]}…")
            return cell
        if isinstance(cell, BadCell):
            self.bad(name, cell)
        elif isinstance(cell, bool):
            self.problem("value.kind", name, "là giá trị đúng/sai, không phải chữ", AS_TEXT)
        elif isinstance(cell, date):
            why = "là ngày tháng: Excel đã đổi giá trị gõ vào (ví dụ 12/5) thành ngày"
            self.problem("value.turned-into-date", name, why, AS_TEXT)
        elif isinstance(cell, float):
            why = "là số lẻ: chữ số 0 cuối có thể đã mất"
            self.problem("value.kind", name, why, AS_TEXT)
        else:
            return str(cell)
        return ""

    def birth(self, name: str, *, required: bool = False) -> PartialDate | None:
        """A date of which the year is enough."""
        found = read_date(self.cell(name), year_alone=True, from_1904=self._from_1904)
        return self._taken(name, found, required)

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A whole date."""
        return self._taken(name, read_day(self.cell(name), from_1904=self._from_1904), required)

    def _taken(self, name: str, found: T | BadCell | None, required: bool) -> T | None:
        if isinstance(found, BadCell):
            self.bad(name, found)
            return None
        if found is None and required:
            self.missing(name)
        return found

    def cell(self, name: str) -> Cell:
        """The cell as the table has it."""
        header = self.columns.get(name)
        if header is None:
            return None
        cells = self.row.cells
        return cells[header.column] if header.column < len(cells) else None

    def refuse_stray(self) -> None:
        """A csv row with more values than columns is refused whole."""
        cells = self.row.cells
        if cells and isinstance(last := cells[-1], BadCell) and last.code == "table.row-too-long":
            where = letters(len(cells) - 1)
            self.problems.append(
                Problem(last.code, where, "ngoài bảng", last.shown, last.reason, last.remedy)
            )

    def missing(self, name: str) -> None:
        """It must be there and is not."""
        self.problem("value.missing", name, "để trống", "Điền giá trị.")

    def bad(self, name: str, cell: BadCell) -> None:
        """What the table says of a cell."""
        self.problem(cell.code, name, cell.reason, cell.remedy, value=cell.shown)

    def problem(
        self, code: str, name: str, reason: str, remedy: str, *, value: str | None = None
    ) -> None:
        """Refuses the row; ``value`` when it is not to be shown as it is."""
        header = self.columns.get(name)
        self.problems.append(
            Problem(
                code,
                header.letter if header else "",
                header.printed if header else vocabulary("roster").column(name).label,
                shown(self.cell(name)) if value is None else value,
                reason,
                remedy,
            )
        )

    def caution(self, code: str, message: str) -> None:
        """Something odd that stops nothing."""
        self.cautions.append(Caution(code, self.row.number, message))
