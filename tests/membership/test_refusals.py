"""The workbook of refused rows: as they were, marked, and harmless."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO

from congvan.membership.refusals import ADDED, write_refusals
from congvan.membership.roster import Problem, RefusedRow
from congvan.reading.table import read_table
from congvan.reading.table_header import Column, Vocabulary
from congvan.reading.table_kinds import BadCell, HeaderCell, Row, Table
from congvan.reading.table_xml import formula_error

WORDS = Vocabulary((Column("name", "Họ và tên"), Column("birth", "Ngày sinh")))
HEADER = (HeaderCell(0, "Họ và tên", ""), HeaderCell(1, "Ngày sinh", ""), HeaderCell(3, "Lạ", ""))
CELLS = ("=1+1", date(1980, 2, 3), None, BadCell("x", "#N/A", "lỗi", "sửa"))
PROBLEM = Problem("x", "A", "Họ và tên", "=1+1", "có ký tự lạ", "Sửa họ tên.")


def refusals(*cells: object) -> bytes:
    row = RefusedRow(7, tuple(cells) or CELLS, (PROBLEM,))  # type: ignore[arg-type]
    table = Table("ds.xlsx", "A", HEADER, 1, (Row(7, CELLS),))
    return write_refusals(table, [row])


def test_the_row_reads_back_as_it_was_with_row_reason_and_remedy() -> None:
    table = read_table("a.xlsx", refusals(), words=WORDS)
    assert [cell.printed for cell in table.header] == ["Họ và tên", "Ngày sinh", "Lạ", *ADDED]
    row = table.rows[0].cells
    assert row[:3] == ("=1+1", date(1980, 2, 3), None)
    assert row[3] == formula_error("#N/A")
    assert row[4] == 7
    assert row[5:] == ("Cột A “Họ và tên”: có ký tự lạ", "Sửa họ tên.")


def test_no_value_becomes_a_formula_or_a_link() -> None:
    data = refusals("=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-2", "http://a.vn")
    with zipfile.ZipFile(BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_only_the_offending_cell_is_marked() -> None:
    with zipfile.ZipFile(BytesIO(refusals())) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        styles = package.read("xl/styles.xml").decode()
    forms = dict(re.findall(r'<c r="([A-Z]2)" s="(\d+)"', sheet))
    fills = re.findall(
        r'<xf numFmtId="\d+" fontId="\d+" fillId="(\d+)"', styles.split("<cellXfs")[1]
    )
    marked = {cell for cell, form in forms.items() if int(fills[int(form)]) > 1}
    assert marked == {"A2"}


def test_the_same_rows_give_the_same_bytes() -> None:
    assert refusals() == refusals()
