"""What a table is once it is read: a header, and rows that know their place in the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell whose value cannot be taken: a formula error, a control character, a stray field."""

    code: str
    shown: str  # what stands there, made harmless
    reason: str
    remedy: str


Cell: TypeAlias = str | int | float | bool | date | datetime | BadCell | None


def letters(column: int) -> str:
    """The name Excel shows for a column: 0 is ``A``, 26 is ``AA``."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def shown(cell: Cell) -> str:
    """A cell as a message repeats it."""
    if cell is None:
        return ""
    if isinstance(cell, BadCell):
        return cell.shown
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One column: its place and what is printed above it, both rows of a two-row header."""

    column: int  # 0 is A
    printed: str
    compared: str  # without marks, capitals, punctuation

    @property
    def letter(self) -> str:
        """``B``."""
        return letters(self.column)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of data; ``number`` is what Excel shows at its left."""

    number: int
    cells: tuple[Cell, ...]

    def __getitem__(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Range:
    """A merged range; rows from 1 as Excel shows them, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet before its header is known; ``rows`` come once, from row 1 and column A on."""

    name: str
    rows: Iterable[list[object]]
    merges: tuple[Range, ...] = ()
    flaws: Mapping[tuple[int, int], BadCell] = field(default_factory=dict)  # (row from 1, column)
    hidden_rows: frozenset[int] = frozenset()
    from_1904: bool = False
    ragged: bool = False  # a row longer than the header is a mistake: csv


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it; empty rows are left out, numbers keep their place."""

    name: str  # of the file
    sheet: str  # empty for csv
    header: tuple[HeaderCell, ...]
    header_row: int  # its last row
    rows: tuple[Row, ...]
    hidden_rows: tuple[int, ...] = ()  # rows of data a filter hides: they are read as well
    from_1904: bool = False  # bare numbers in date columns count from 1904
