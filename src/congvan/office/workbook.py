"""A table of text as an xlsx for the clerk: written line by line, text stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes whenever it is written
_LONGEST: Final = 32_767  # letters a cell holds; the library leaves out what is longer


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how wide it stands, in letters."""

    name: str
    width: float


def write_workbook(
    title: str, sheet_name: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]
) -> bytes:
    """The rows under their headings. Whole numbers are numbers, everything else is text.

    Rows are written as they come, so that a register of years does not fill the memory.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    out = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = Workbook(out, options)
    book.set_properties({"created": _CREATED, "title": title})
    sheet = book.add_worksheet(sheet_name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, bold)
    line = 0
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, place, value, plain)
            else:
                sheet.write_string(line, place, str(value)[:_LONGEST], plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, line), len(columns) - 1)
    book.close()
    return out.getvalue()
